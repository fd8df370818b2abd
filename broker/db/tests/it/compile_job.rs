//! Compiles that brokers share, as rows.

use aq_db::compile_job::{self, Job, Listener, Run, Written};
use aq_db::{Db, PoolSettings, profile};
use aq_test_support::postgres::TestDatabase;

use crate::fixture::world;

const ENGINE: &str = "engine 1";

fn run() -> Run {
    Run {
        branch_id: 1001,
        branch: "dom1".into(),
        commit: "c".repeat(40),
        engine_version: ENGINE.into(),
        together: vec!["a".into(), "b".into()],
        request_id: "22222222-2222-2222-2222-222222222222".parse().unwrap(),
    }
}

fn job(host: i64, object: &str) -> Job {
    Job {
        hosts: vec![host],
        objects: vec![object.into()],
    }
}

/// A run of two jobs, and the transaction that waits for it.
async fn opened(db: &Db) -> (i64, aq_db::Tx) {
    let mut waiting = db.begin().await.unwrap();
    let id = compile_job::reserve(&mut waiting).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let written = [("machine/new", Some("structure")), ("machine/gone", None)].map(|(name, text)| Written {
        name: name.into(),
        text: text.map(Into::into),
    });
    compile_job::open(&mut tx, id, &run(), &written, &[job(1, "a"), job(2, "b")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (id, waiting)
}

async fn empty() -> TestDatabase {
    let database = world().await;
    sqlx::raw_sql("delete from compile_run")
        .execute(database.db().pool())
        .await
        .unwrap();
    database
}

async fn begin(db: &Db, refused: &[i64]) -> Option<i64> {
    let mut tx = db.begin().await.unwrap();
    let id = compile_job::begin(&mut tx, ENGINE, refused).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_job_is_done_by_one_at_a_time() {
    let database = empty().await;
    let db = database.db();
    let (run_id, mut waiting) = opened(db).await;
    let first = begin(db, &[]).await.unwrap();
    let mut one = db.begin().await.unwrap();
    let taken = compile_job::take(&mut one, first).await.unwrap().unwrap();
    assert_eq!(
        (taken.run_id, &taken.run, &taken.job),
        (run_id, &run(), &job(1, "a"))
    );
    let mut two = db.begin().await.unwrap();
    assert_eq!(compile_job::take(&mut two, first).await.unwrap(), None);
    assert_ne!(begin(db, &[]).await.unwrap(), first, "that is taken");
    assert_eq!(begin(db, &[run_id]).await, None, "they are refused");
    let names = ["machine/new", "machine/gone", "machine/other"].map(String::from);
    let mut written = compile_job::written(&mut one, run_id, &names).await.unwrap();
    written.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(written.len(), 2);
    assert_eq!(
        (written[0].text.as_deref(), written[1].text.as_deref()),
        (None, Some("structure"))
    );

    // Whoever holds it dies: the next one gets it.
    one.rollback().await.unwrap();
    let taken = compile_job::take(&mut two, first).await.unwrap().unwrap();
    compile_job::finish(&mut two, taken.id, b"x\0").await.unwrap();
    assert_eq!(compile_job::results(&mut waiting, run_id, &[]).await.unwrap(), []);
    two.commit().await.unwrap();
    assert_eq!(
        compile_job::results(&mut waiting, run_id, &[]).await.unwrap(),
        [(first, b"x\0".to_vec())]
    );
    assert_eq!(
        compile_job::results(&mut waiting, run_id, &[first])
            .await
            .unwrap(),
        []
    );

    // The rest is for the one that waits, and no longer for others.
    let (second, own) = compile_job::take_own(&mut waiting, run_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(own, job(2, "b"));
    assert_ne!(second, first);
    assert_eq!(begin(db, &[]).await, None);
    assert_eq!(compile_job::take_own(&mut waiting, run_id).await.unwrap(), None);
    compile_job::close(&mut waiting, run_id).await.unwrap();
    waiting.commit().await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from compile_job")
        .fetch_one(db.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_run_is_over_with_the_transaction_that_waits() {
    let database = empty().await;
    let db = database.db();
    let (_, waiting) = opened(db).await;
    let sweep = async || {
        let mut tx = db.begin().await.unwrap();
        let gone = compile_job::sweep(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        gone
    };
    assert_eq!(sweep().await, 0);
    let job = begin(db, &[]).await.unwrap();
    let mut busy = db.begin().await.unwrap();
    assert!(compile_job::take(&mut busy, job).await.unwrap().is_some());
    waiting.rollback().await.unwrap();
    assert_eq!(begin(db, &[]).await, None, "nobody waits for it");
    assert_eq!(sweep().await, 0, "somebody works on it");
    busy.rollback().await.unwrap();
    assert_eq!(sweep().await, 1);
    assert_eq!(sweep().await, 0);
}

#[tokio::test]
async fn a_job_that_ends_brokers_is_left_alone() {
    let database = empty().await;
    let db = database.db();
    let (run_id, mut waiting) = opened(db).await;
    let mut begun = Vec::new();
    while let Some(job) = begin(db, &[]).await {
        begun.push(job);
        assert!(begun.len() < 10, "it goes on for ever");
    }
    assert_eq!(begun.len(), 6, "three times each");
    assert!(
        compile_job::take_own(&mut waiting, run_id)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn another_engine_takes_nothing() {
    let database = empty().await;
    let db = database.db();
    let (_, _waiting) = opened(db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(compile_job::begin(&mut tx, "engine 2", &[]).await.unwrap(), None);
}

#[tokio::test]
async fn brokers_are_counted_as_long_as_they_listen() {
    let database = empty().await;
    let db = database.db();
    let mut tx = db.begin().await.unwrap();
    let mut listeners = Vec::new();
    for engine in [ENGINE, "engine 2"] {
        listeners.push(Listener::open(db, engine).await.unwrap());
    }
    let settings = PoolSettings::default();
    let other = Db::open(database.url(), &settings).unwrap();
    listeners.push(Listener::open(&other, ENGINE).await.unwrap());
    assert_eq!(compile_job::brokers(&mut tx, ENGINE).await.unwrap(), 2);
    let (_, _waiting) = opened(db).await;
    for listener in &mut listeners {
        assert!(listener.next().await.unwrap());
    }
    drop(listeners.pop());
    other.close().await;
    // PostgreSQL notices a little later.
    for _ in 0..100 {
        if compile_job::brokers(&mut tx, ENGINE).await.unwrap() == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("a broker that is gone is counted");
}

#[tokio::test]
async fn bytes_are_kept_by_the_one_that_waits() {
    let database = empty().await;
    let db = database.db();
    let (run_id, mut waiting) = opened(db).await;
    let kept = profile::put_contents(&mut waiting, &[b"known"]).await.unwrap();
    let mut other = db.begin().await.unwrap();
    let job = compile_job::begin(&mut other, ENGINE, &[])
        .await
        .unwrap()
        .unwrap();
    // The transaction that waits has not committed: the bytes are passed on once more, and nobody waits for anybody.
    let hashes = compile_job::put_contents(&mut other, job, &[b"known", b"new", b"new"])
        .await
        .unwrap();
    assert_eq!(hashes[0], kept[0]);
    assert_eq!(hashes[1], hashes[2]);
    // Other objects of the job may have the same bytes.
    compile_job::put_contents(&mut other, job, &[b"new"])
        .await
        .unwrap();
    other.commit().await.unwrap();
    assert_eq!(
        profile::stored_content(&mut waiting, &hashes[1]).await.unwrap(),
        None
    );
    compile_job::keep_contents(&mut waiting, run_id).await.unwrap();
    assert!(
        profile::stored_content(&mut waiting, &hashes[1])
            .await
            .unwrap()
            .is_some()
    );
}
