//! Heads of branches: who may move them when, where they were, and the commits of what is gone.

use std::time::Duration;

use aq_db::branch::{self, MoveKind, NewMove};
use aq_db::{DbError, domain};
use aq_test_support::postgres::TestDatabase;
use sqlx::types::Uuid;

use crate::fixture::world;

fn to<'a>(kind: MoveKind, old: Option<&'a str>, new: &'a str) -> NewMove<'a> {
    NewMove {
        kind,
        source: Some("sb1"),
        old_commit: old,
        new_commit: new,
        principal: "alice@EXAMPLE.ORG",
        justification: Some("tcm=1"),
        reason: None,
        request_id: Uuid::from_u128(7),
    }
}

#[tokio::test]
async fn moves_are_kept_newest_first() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let (one, two, three) = ("1".repeat(40), "2".repeat(40), "3".repeat(40));
    branch::move_head(&mut tx, 1001, &to(MoveKind::Deploy, None, &one))
        .await
        .unwrap();
    branch::move_head(&mut tx, 1001, &to(MoveKind::Rollback, Some(&one), &two))
        .await
        .unwrap();
    branch::move_head(&mut tx, 1002, &to(MoveKind::Sync, None, &three))
        .await
        .unwrap();
    let head = branch::find(&mut tx, " DOM1 ").await.unwrap().unwrap().commit_id;
    assert_eq!(head.as_ref(), Some(&two));

    let moves = branch::moves(&mut tx, 1001, 10).await.unwrap();
    let seen: Vec<_> = moves
        .iter()
        .map(|m| (m.kind, m.old_commit.as_ref(), &m.new_commit))
        .collect();
    assert_eq!(
        seen,
        [
            (MoveKind::Rollback, Some(&one), &two),
            (MoveKind::Deploy, None, &one)
        ]
    );
    let last = &moves[0];
    assert_eq!(
        (
            last.source.as_deref(),
            last.principal.as_str(),
            last.justification.as_deref()
        ),
        (Some("sb1"), "alice@EXAMPLE.ORG", Some("tcm=1"))
    );
    assert_eq!(branch::moves(&mut tx, 1001, 1).await.unwrap(), moves[..1]);

    for (commit, was) in [(&one, true), (&two, true), (&three, false)] {
        assert_eq!(
            branch::was_head(&mut tx, 1001, commit).await.unwrap(),
            was,
            "{commit}"
        );
    }
    let heads = branch::heads(&mut tx).await.unwrap();
    assert_eq!(heads, [("dom1".to_owned(), two), ("dom2".to_owned(), three)]);

    let error = branch::move_head(&mut tx, 1001, &to(MoveKind::Push, None, "main"))
        .await
        .unwrap_err();
    assert_eq!(error.constraint(), Some("branch_commit_ck"));
}

#[tokio::test]
async fn the_history_goes_with_the_branch() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(branch::moves(&mut tx, 1003, 10).await.unwrap().len(), 1);
    branch::delete(&mut tx, 1003).await.unwrap();
    assert_eq!(branch::moves(&mut tx, 1003, 10).await.unwrap(), []);
    // What others need stays.
    for (branch, constraint) in [(1001, "domain_tracked_branch_fk"), (1001, "host_branch_fk")] {
        let mut tx = database.db().begin().await.unwrap();
        if constraint == "host_branch_fk" {
            sqlx::query("update domain set tracked_branch_id = null where tracked_branch_id = $1")
                .bind(branch)
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        let error = branch::delete(&mut tx, branch).await.unwrap_err();
        assert_eq!(error.constraint(), Some(constraint));
    }
}

#[tokio::test]
async fn trackers_are_found_by_name() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    sqlx::query("insert into domain (branch_id, tracked_branch_id) values (1004, 1001)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let names: Vec<String> = branch::trackers(&mut tx, 1001)
        .await
        .unwrap()
        .into_iter()
        .map(|tracker| tracker.name)
        .collect();
    assert_eq!(names, ["dom2", "dom3"]);
    assert_eq!(branch::trackers(&mut tx, 1002).await.unwrap(), []);
    assert_eq!(
        (
            branch::hosts(&mut tx, 1001).await.unwrap(),
            branch::hosts(&mut tx, 1002).await.unwrap()
        ),
        (1, 0)
    );
}

/// Whether something has to wait for what another transaction has locked.
async fn waits(database: &TestDatabase, what: impl AsyncFnOnce(aq_db::Tx) + Send) -> bool {
    let tx = database.db().begin().await.unwrap();
    tokio::time::timeout(Duration::from_millis(100), what(tx))
        .await
        .is_err()
}

/// Whether it need not.
async fn passes(database: &TestDatabase, what: impl AsyncFnOnce(aq_db::Tx) + Send) -> bool {
    let tx = database.db().begin().await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), what(tx))
        .await
        .is_ok()
}

#[tokio::test]
async fn a_locked_branch_takes_hosts_but_stays_where_it_is() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    branch::lock(&mut tx, &[1002, 1001, 1002]).await.unwrap();
    assert!(
        waits(&database, async |mut tx| branch::lock(&mut tx, &[1001])
            .await
            .unwrap())
        .await
    );
    assert!(
        waits(&database, async |mut tx| {
            branch::set_commit(&mut tx, 1002, &"1".repeat(40)).await.unwrap();
        })
        .await
    );
    assert!(
        passes(&database, async |mut tx| branch::lock(&mut tx, &[1003])
            .await
            .unwrap())
        .await
    );
    // A host refers to its branch: that needs only the key of the row.
    let manage = async |mut tx: aq_db::Tx| {
        sqlx::query("update host set branch_id = 1002, sandbox_author_id = null")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.rollback().await.unwrap();
    };
    assert!(passes(&database, manage).await);
    tx.rollback().await.unwrap();

    // Whoever removes or changes a domain keeps hosts out, too.
    let mut tx = database.db().begin().await.unwrap();
    domain::require_locked(&mut tx, "dom2").await.unwrap();
    assert!(waits(&database, manage).await);
}

#[tokio::test]
async fn heads_that_two_move_at_once_move_one_after_the_other() {
    let database = world().await;
    let (one, two) = ("1".repeat(40), "2".repeat(40));
    let mut first = database.db().begin().await.unwrap();
    branch::lock(&mut first, &[1001, 1002]).await.unwrap();
    let db = database.db().clone();
    let second = tokio::spawn(async move {
        let mut tx = db.begin().await.unwrap();
        // The other way round is the same order.
        branch::lock(&mut tx, &[1002, 1001]).await.unwrap();
        let head = branch::find(&mut tx, "dom1").await.unwrap().unwrap().commit_id;
        branch::set_commit(&mut tx, 1001, &two).await.unwrap();
        tx.commit().await.unwrap();
        head
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!second.is_finished());
    branch::set_commit(&mut first, 1001, &one).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), Some(one), "it sees the first move");
}

#[tokio::test]
async fn the_commits_of_deleted_domains_have_one_head() {
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(branch::trash_locked(&mut tx).await.unwrap(), None);
    let lock = async |mut tx: aq_db::Tx| {
        branch::trash_locked(&mut tx).await.unwrap();
    };
    assert!(waits(&database, lock).await, "two that begin it");
    assert_eq!(
        branch::trash(&mut database.db().begin().await.unwrap())
            .await
            .unwrap(),
        None
    );
    let (one, two) = ("1".repeat(40), "2".repeat(40));
    for commit in [&one, &two] {
        branch::set_trash(&mut tx, commit).await.unwrap();
        assert_eq!(branch::trash(&mut tx).await.unwrap().as_ref(), Some(commit));
    }
    tx.commit().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(branch::trash_locked(&mut tx).await.unwrap(), Some(two));
    assert!(waits(&database, lock).await);
    let error = branch::set_trash(&mut tx, "x").await.unwrap_err();
    assert!(matches!(&error, DbError::Refused { .. }) && error.constraint() == Some("trash_commit_ck"));
}
