//! Audit records and repeated requests.

use aq_db::audit::{self, Answer, Begun, End, Filter, Start};
use aq_test_support::postgres::TestDatabase;
use sqlx::types::Uuid;
use time::{Duration, OffsetDateTime};

fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc().replace_nanosecond(0).unwrap()
}

fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
    given
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_command_is_recorded_and_found() {
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    let arguments = pairs(&[
        ("machine", "ut3c1n3"),
        ("comments", "a\0b"),
        ("list", &"x".repeat(10_000)),
    ]);
    let start = Start {
        request_id: Uuid::from_u128(1),
        principal: "alice@EXAMPLE.COM",
        command: "add_machine",
        readonly: false,
        arguments: &arguments,
        time: now(),
    };
    let Begun::New { number } = audit::begin(&mut tx, &start).await.unwrap() else {
        panic!("it is new")
    };
    let results = pairs(&[("machine", "ut3c1n3")]);
    let end = End {
        return_code: 200,
        results: &results,
        answer: None,
        time: now(),
    };
    audit::finish(&mut tx, start.request_id, &end).await.unwrap();
    let refused = Start {
        request_id: Uuid::from_u128(2),
        principal: "nobody",
        arguments: &[],
        ..start.clone()
    };
    audit::record(
        &mut tx,
        &refused,
        &End {
            return_code: 401,
            results: &[],
            answer: None,
            time: now(),
        },
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();

    let mut tx = database.db().snapshot().await.unwrap();
    let found = audit::search(
        &mut tx,
        &Filter {
            username: Some("alice"),
            ..Filter::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].number, found[0].return_code), (number, Some(200)));
    assert_eq!(found[0].arguments[1], ("comments".into(), "ab".into()));
    assert_eq!(found[0].arguments[2].1.len(), 2600);
    assert_eq!(found[0].results, results);
    for (filter, expected) in [
        (
            Filter {
                command: Some("add_machine"),
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                keyword: Some("ut3c1n3"),
                ..Filter::default()
            },
            1,
        ),
        (
            Filter {
                keyword: Some("ut3c1n3"),
                argument: Some("comments"),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                argument: Some("comments"),
                ..Filter::default()
            },
            1,
        ),
        (
            Filter {
                return_code: Some(401),
                ..Filter::default()
            },
            1,
        ),
        (
            Filter {
                return_code: Some(0),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                readonly: Some(true),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                before: Some(now() - Duration::hours(1)),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                after: Some(now() - Duration::hours(1)),
                ..Filter::default()
            },
            2,
        ),
        (
            Filter {
                limit: 1,
                ..Filter::default()
            },
            1,
        ),
        (
            Filter {
                request_id: Some(Uuid::from_u128(2)),
                ..Filter::default()
            },
            1,
        ),
    ] {
        assert_eq!(
            audit::search(&mut tx, &filter).await.unwrap().len(),
            expected,
            "{filter:?}"
        );
    }
}

#[tokio::test]
async fn a_repeated_request_waits_and_gets_the_same_answer() {
    let database = TestDatabase::new().await.unwrap();
    let id = Uuid::from_u128(7);
    let answer = Answer {
        content_type: "text/plain".into(),
        body: b"ut3c1n3".to_vec(),
    };
    let start = Start {
        request_id: id,
        principal: "alice@EXAMPLE.COM",
        command: "add_machine",
        readonly: false,
        arguments: &[],
        time: now(),
    };
    let mut first = database.db().begin().await.unwrap();
    assert!(matches!(
        audit::begin(&mut first, &start).await.unwrap(),
        Begun::New { .. }
    ));
    let db = database.db().clone();
    let second = tokio::spawn(async move {
        let mut tx = db.begin().await.unwrap();
        let start = Start {
            request_id: id,
            principal: "alice@EXAMPLE.COM",
            command: "add_machine",
            readonly: false,
            arguments: &[],
            time: now(),
        };
        audit::begin(&mut tx, &start).await.unwrap()
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!second.is_finished(), "it waits for the first");
    let end = End {
        return_code: 200,
        results: &[],
        answer: Some(&answer),
        time: now(),
    };
    audit::finish(&mut first, id, &end).await.unwrap();
    first.commit().await.unwrap();
    let Begun::Repeated(previous) = second.await.unwrap() else {
        panic!("it was made before")
    };
    assert_eq!(
        (previous.return_code, previous.answer.as_ref()),
        (Some(200), Some(&answer))
    );
    assert_eq!(
        (previous.principal.as_str(), previous.command.as_str()),
        ("alice@EXAMPLE.COM", "add_machine")
    );

    // After trimming, that it was done is still known.
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(
        audit::trim_answers(&mut tx, now() + Duration::hours(1))
            .await
            .unwrap(),
        1
    );
    let Begun::Repeated(previous) = audit::begin(&mut tx, &start).await.unwrap() else {
        panic!("it was made before")
    };
    assert_eq!((previous.return_code, previous.answer), (Some(200), None));
}

#[tokio::test]
async fn a_request_that_was_rolled_back_may_come_again() {
    let database = TestDatabase::new().await.unwrap();
    let start = Start {
        request_id: Uuid::from_u128(7),
        principal: "nobody",
        command: "ping",
        readonly: true,
        arguments: &[],
        time: now(),
    };
    let mut tx = database.db().begin().await.unwrap();
    audit::begin(&mut tx, &start).await.unwrap();
    tx.rollback().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    assert!(matches!(
        audit::begin(&mut tx, &start).await.unwrap(),
        Begun::New { .. }
    ));
}
