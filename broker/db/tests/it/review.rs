//! Reviews: what a new head does to what was decided.

use aq_db::review::{self, Filter, Review};
use serde_json::json;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::fixture::world;

const SANDBOX: i64 = 1003;
const DOMAIN: i64 = 1004;

/// Makes a domain of a branch of the fixture.
async fn domain(conn: &mut PgConnection) {
    sqlx::query("insert into domain (branch_id) values ($1)")
        .bind(DOMAIN)
        .execute(conn)
        .await
        .unwrap();
}

/// A review that was tested and decided.
async fn decided(conn: &mut PgConnection, approved: bool) -> Review {
    domain(conn).await;
    review::request(conn, SANDBOX, DOMAIN, &"1".repeat(40), "alice@EXAMPLE.ORG")
        .await
        .unwrap();
    let mut review = review::find_locked(conn, SANDBOX, DOMAIN).await.unwrap().unwrap();
    review.tested = Some(true);
    review.testing_url = Some("https://ci.example.org/1".into());
    review.review_url = Some("https://review.example.org/1".into());
    review.target_commit_id = Some("2".repeat(40));
    review.approved = Some(approved);
    review.decided_by = Some("bob@EXAMPLE.ORG".into());
    review.decided = Some(OffsetDateTime::UNIX_EPOCH);
    review::update(conn, &review).await.unwrap();
    review
}

async fn again(conn: &mut PgConnection) -> Review {
    review::request(conn, SANDBOX, DOMAIN, &"3".repeat(40), "carol@EXAMPLE.ORG")
        .await
        .unwrap();
    review::find(conn, SANDBOX, DOMAIN).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_was_approved_was_another_head() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let before = decided(&mut tx, true).await;
    let after = again(&mut tx).await;
    let expected = Review {
        commit_id: "3".repeat(40),
        target_commit_id: None,
        tested: None,
        testing_url: None,
        approved: None,
        decided_by: None,
        decided: None,
        ..before
    };
    assert_eq!(after, expected, "whoever asked first cannot approve it later");
}

#[tokio::test]
async fn a_denial_stays() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let before = decided(&mut tx, false).await;
    let after = again(&mut tx).await;
    assert_eq!(
        (after.approved, &after.decided_by, after.decided),
        (Some(false), &before.decided_by, before.decided)
    );
    assert_eq!((after.tested, after.testing_url), (None, None));
}

#[tokio::test]
async fn reviews_are_searched() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    decided(&mut tx, true).await;
    let none = Filter::default();
    for (filter, expected) in [
        (none, "dom1 dom1 dom3"),
        (
            Filter {
                target_id: Some(1001),
                ..none
            },
            "dom1 dom1",
        ),
        (
            Filter {
                source_id: Some(1001),
                ..none
            },
            "",
        ),
        (
            Filter {
                tested: Some(true),
                ..none
            },
            "dom3",
        ),
        (
            Filter {
                tested: Some(false),
                ..none
            },
            "",
        ),
        (
            Filter {
                untested: true,
                ..none
            },
            "dom1 dom1",
        ),
        (
            Filter {
                approved: Some(true),
                ..none
            },
            "dom3",
        ),
        (
            Filter {
                undecided: true,
                ..none
            },
            "dom1 dom1",
        ),
        (
            Filter {
                testing_url: Some(""),
                ..none
            },
            "dom1 dom1",
        ),
        (
            Filter {
                review_url: Some("https://review.example.org/1"),
                ..none
            },
            "dom3",
        ),
    ] {
        let found = review::search(&mut tx, &filter).await.unwrap();
        let names: Vec<&str> = found.iter().map(|review| review.target.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{filter:?}");
    }
    assert_eq!(review::targets(&mut tx, SANDBOX).await.unwrap(), [1001, DOMAIN]);
    let id = review::find(&mut tx, SANDBOX, DOMAIN).await.unwrap().unwrap().id;
    review::delete(&mut tx, id).await.unwrap();
    assert_eq!(review::find_locked(&mut tx, SANDBOX, DOMAIN).await.unwrap(), None);
    let error = review::request(&mut tx, DOMAIN, DOMAIN, &"1".repeat(40), "a@B")
        .await
        .unwrap_err();
    assert_eq!(error.constraint(), Some("review_self_ck"));
}

#[tokio::test]
async fn an_effect_is_that_of_two_commits() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    domain(&mut tx).await;
    let id = review::request(&mut tx, SANDBOX, DOMAIN, &"1".repeat(40), "alice@EXAMPLE.ORG")
        .await
        .unwrap();
    let (source, target, later) = ("1".repeat(40), "2".repeat(40), "3".repeat(40));
    assert_eq!(review::effect(&mut tx, id, &source, &target).await.unwrap(), None);
    review::set_effect(&mut tx, id, &source, &target, &json!({ "n": 1 }))
        .await
        .unwrap();
    assert_eq!(
        review::effect(&mut tx, id, &source, &target).await.unwrap(),
        Some(json!({ "n": 1 }))
    );
    for (one, other) in [(&later, &target), (&source, &later)] {
        assert_eq!(review::effect(&mut tx, id, one, other).await.unwrap(), None);
    }
    review::set_effect(&mut tx, id, &later, &target, &json!({ "n": 2 }))
        .await
        .unwrap();
    assert_eq!(review::effect(&mut tx, id, &source, &target).await.unwrap(), None);
    assert_eq!(
        review::effect(&mut tx, id, &later, &target).await.unwrap(),
        Some(json!({ "n": 2 }))
    );
    review::delete(&mut tx, id).await.unwrap();
}
