//! The outbox and its workers.

use std::collections::BTreeMap;

use aq_db::outbox::{self, NewEntry};
use aq_db::{Db, DbError, PgConnection};
use aq_test_support::postgres::TestDatabase;
use serde_json::json;
use sqlx::postgres::PgListener;
use sqlx::types::Uuid;
use time::{Duration, OffsetDateTime};

async fn fill(db: &Db, count: i64, key: impl Fn(i64) -> Option<String>) {
    let keys: Vec<Option<String>> = (0..count).map(key).collect();
    let entries: Vec<_> = keys
        .iter()
        .zip(0..)
        .map(|(key, n)| NewEntry {
            kind: "export",
            ordering_key: key.as_deref(),
            payload: json!({ "n": n }),
        })
        .collect();
    let mut tx = db.begin().await.unwrap();
    outbox::enqueue(&mut tx, Some(Uuid::from_u128(1)), &entries)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn number(entry: &outbox::Entry) -> i64 {
    entry
        .payload
        .get("n")
        .and_then(serde_json::Value::as_i64)
        .unwrap()
}

/// Takes the first of the entries that can be taken.
async fn take(tx: &mut aq_db::PgConnection, limit: usize) -> Vec<outbox::Entry> {
    let due = outbox::due(tx).await.unwrap();
    for part in due.chunks(limit) {
        let entries = outbox::take(tx, part).await.unwrap();
        if !entries.is_empty() {
            return entries;
        }
    }
    Vec::new()
}

/// Works off what there is, noting it; every third transaction is lost as by a killed worker.
async fn work(db: Db, name: &'static str) -> Vec<(i64, &'static str)> {
    let mut did = Vec::new();
    for turn in 0.. {
        let mut tx = db.begin().await.unwrap();
        let entries = take(&mut tx, 3).await;
        if entries.is_empty() {
            if outbox::backlog(&mut tx).await.unwrap().pending == 0 {
                break;
            }
            tokio::task::yield_now().await;
            continue;
        }
        tokio::task::yield_now().await;
        if turn % 3 == 2 {
            drop(tx);
            continue;
        }
        let ids: Vec<i64> = entries.iter().map(|e| e.id).collect();
        outbox::done(&mut tx, &ids).await.unwrap();
        tx.commit().await.unwrap();
        did.extend(entries.iter().map(|e| (number(e), name)));
    }
    did
}

#[tokio::test]
async fn two_workers_do_each_entry_once() {
    let database = TestDatabase::new().await.unwrap();
    fill(database.db(), 200, |_| None).await;
    let (a, b) = tokio::join!(
        tokio::spawn(work(database.db().clone(), "a")),
        tokio::spawn(work(database.db().clone(), "b"))
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    let mut times: BTreeMap<i64, u32> = BTreeMap::new();
    for (n, _) in a.iter().chain(&b) {
        *times.entry(*n).or_default() += 1;
    }
    assert_eq!(times.len(), 200);
    assert!(times.values().all(|count| *count == 1));
    assert!(!a.is_empty() && !b.is_empty(), "both worked");
}

#[tokio::test]
async fn entries_of_one_key_keep_their_order() {
    let database = TestDatabase::new().await.unwrap();
    fill(database.db(), 6, |n| Some(format!("key{}", n % 2))).await;
    let numbers = |entries: &[outbox::Entry]| entries.iter().map(number).collect::<Vec<_>>();
    let mut first = database.db().begin().await.unwrap();
    let taken = take(&mut first, 10).await;
    assert_eq!(numbers(&taken), [0, 1], "only the head of each key");
    let mut second = database.db().begin().await.unwrap();
    assert!(take(&mut second, 10).await.is_empty(), "the others wait");
    outbox::done(&mut first, &[taken[0].id]).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(numbers(&take(&mut second, 10).await), [1, 2]);
}

#[tokio::test]
async fn failures_come_again_later() {
    let database = TestDatabase::new().await.unwrap();
    fill(database.db(), 1, |_| None).await;
    let mut tx = database.db().begin().await.unwrap();
    let entry = take(&mut tx, 1).await.remove(0);
    outbox::failed(&mut tx, entry.id, "disk full\0").await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = database.db().begin().await.unwrap();
    assert!(take(&mut tx, 1).await.is_empty(), "not at once");
    let backlog = outbox::backlog(&mut tx).await.unwrap();
    assert_eq!((backlog.pending, backlog.failing), (1, 1));
    assert_eq!(outbox::retry_now(&mut tx).await.unwrap(), 1);
    let again = take(&mut tx, 1).await.remove(0);
    assert_eq!((again.id, again.attempts), (entry.id, 1));
    for _ in 0..40 {
        outbox::failed(&mut tx, entry.id, "still full").await.unwrap();
    }
    let wait: i64 =
        sqlx::query_scalar("select extract(epoch from next_attempt - clock_timestamp())::bigint from outbox")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    assert!((3500..=3600).contains(&wait), "{wait}");
}

#[tokio::test]
async fn a_request_sees_its_own_entries() {
    let database = TestDatabase::new().await.unwrap();
    fill(database.db(), 3, |_| None).await;
    let mut listener = PgListener::connect(database.url()).await.unwrap();
    listener.listen(outbox::CHANNEL).await.unwrap();
    let mine = Uuid::from_u128(9);
    let mut tx = database.db().begin().await.unwrap();
    outbox::enqueue(
        &mut tx,
        Some(mine),
        &[NewEntry {
            kind: "export",
            ordering_key: None,
            payload: json!({}),
        }],
    )
    .await
    .unwrap();
    outbox::enqueue(&mut tx, Some(mine), &[]).await.unwrap();
    tx.commit().await.unwrap();
    let woken = tokio::time::timeout(std::time::Duration::from_secs(5), listener.recv()).await;
    assert_eq!(woken.unwrap().unwrap().channel(), outbox::CHANNEL);

    let mut tx = database.db().begin().await.unwrap();
    let due = outbox::due_of_request(&mut tx, mine, "export").await.unwrap();
    assert!(due.is_empty(), "a kind that is left out");
    let due = outbox::due_of_request(&mut tx, mine, "index").await.unwrap();
    let entries = outbox::take(&mut tx, &due).await.unwrap();
    assert_eq!((entries.len(), entries[0].request_id), (1, Some(mine)));
    assert_eq!(outbox::pending(&mut tx, mine).await.unwrap(), 1);
    outbox::done(&mut tx, &[entries[0].id]).await.unwrap();
    assert_eq!(outbox::pending(&mut tx, mine).await.unwrap(), 0);
    let later = OffsetDateTime::now_utc() + Duration::hours(1);
    assert_eq!(outbox::trim(&mut tx, later).await.unwrap(), 1);
    let error = outbox::enqueue(
        &mut tx,
        None,
        &[NewEntry {
            kind: "No",
            ordering_key: None,
            payload: json!({}),
        }],
    )
    .await;
    assert!(matches!(error, Err(DbError::Refused { .. })));
}

#[tokio::test]
async fn a_request_works_off_what_is_ahead_of_it() {
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    let [other, mine] = [1, 2].map(Uuid::from_u128);
    for (request, keys) in [(other, vec!["a", "b", "c"]), (mine, vec!["a", "b", "d"])] {
        let entries: Vec<NewEntry<'_>> = keys
            .into_iter()
            .map(|key| NewEntry {
                kind: "profile",
                ordering_key: Some(key),
                payload: json!({}),
            })
            .collect();
        outbox::enqueue(&mut tx, Some(request), &entries).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    let keys = async |tx: &mut PgConnection| {
        let due = outbox::due_of_request(tx, mine, "index").await.unwrap();
        sqlx::query_scalar::<_, String>(
            "select ordering_key || case request_id when $2 then ' mine' else '' end from outbox where id = any($1) order by 1",
        )
        .bind(due)
        .bind(mine)
        .fetch_all(tx)
        .await
        .unwrap()
    };
    assert_eq!(keys(&mut tx).await, ["a", "b", "d mine"], "nothing of c");
    let first = outbox::due_of_request(&mut tx, mine, "index").await.unwrap();
    outbox::done(&mut tx, &first[..1]).await.unwrap();
    outbox::failed(&mut tx, first[1], "no room").await.unwrap();
    // The answer does not wait for what fails.
    assert_eq!(keys(&mut tx).await, ["a mine", "d mine"]);
}
