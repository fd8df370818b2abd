//! A server that goes away under the pool, and changes that get into each other's way.

use std::time::Duration;

use aq_db::private::{Cluster, Settings};
use aq_db::{Db, DbError, ErrorClass, PoolSettings, locks, vendor};
use aq_test_support::environment;
use aq_test_support::postgres::TestDatabase;

#[tokio::test]
async fn the_pool_recovers_when_the_server_comes_back() {
    let cluster = Cluster::start(Settings::throwaway(environment::scratch("recovery").unwrap()))
        .await
        .unwrap();
    let settings = PoolSettings {
        acquire_timeout: Duration::from_secs(1),
        ..PoolSettings::default()
    };
    let db = Db::connect(&cluster.url("postgres"), &settings).await.unwrap();
    db.migrate().await.unwrap();
    let mut open = db.begin().await.unwrap();
    vendor::insert(&mut open, "lost", None).await.unwrap();

    cluster.stop().await.unwrap();
    let error = vendor::insert(&mut open, "late", None).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Unavailable, "{error:?}");
    drop(open);
    let error = db.begin().await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Unavailable, "{error:?}");
    assert!(matches!(db.ping().await, Err(DbError::Unavailable(_))));

    cluster.ensure_running().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    assert!(
        vendor::list(&mut tx).await.unwrap().is_empty(),
        "what was not committed is gone"
    );
    vendor::insert(&mut tx, "back", None).await.unwrap();
    tx.commit().await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_broker_may_start_before_its_database() {
    let settings = PoolSettings {
        acquire_timeout: Duration::from_millis(300),
        ..PoolSettings::default()
    };
    let db = Db::open("postgres:///x?host=/nowhere&user=x", &settings).unwrap();
    assert_eq!(db.begin().await.unwrap_err().class(), ErrorClass::Unavailable);
    assert_eq!(db.migrate().await.unwrap_err().class(), ErrorClass::Unavailable);
    let error = Db::open("nonsense secret", &settings).unwrap_err().to_string();
    assert!(!error.contains("secret"), "{error}");
}

#[tokio::test]
async fn deadlocks_and_long_waits_are_conflicts() {
    let database = crate::fixture::world().await;
    let quick = PoolSettings {
        lock_timeout: Duration::from_millis(100),
        ..PoolSettings::default()
    };
    let db = Db::connect(database.url(), &quick).await.unwrap();
    let mut first = database.db().begin().await.unwrap();
    let mut second = db.begin().await.unwrap();
    locks::acquire(&mut first, vec![locks::Lock::Export, locks::Lock::FreeAddress(1)])
        .await
        .unwrap();
    let error = locks::acquire(&mut second, vec![locks::Lock::FreeAddress(1)])
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Conflict, "{error:?}");
    drop((first, second));

    // Very many subjects at once, as in aq flush of a large site, against one of them.
    let subject = |id| locks::Lock::Subject("host", id);
    let mut first = database.db().begin().await.unwrap();
    let mut second = db.begin().await.unwrap();
    locks::acquire_subjects(&mut first, (0..50_000).map(subject).collect())
        .await
        .unwrap();
    let error = locks::acquire_subjects(&mut second, vec![subject(7)])
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Conflict, "{error:?}");
    drop((first, second));
    let mut first = database.db().begin().await.unwrap();
    let mut second = db.begin().await.unwrap();
    locks::acquire_subjects(&mut first, vec![subject(7), subject(8)])
        .await
        .unwrap();
    locks::acquire_subjects(&mut second, vec![subject(9)])
        .await
        .unwrap();
    let error = locks::acquire_subjects(&mut second, vec![subject(8)])
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::Conflict, "{error:?}");
    drop((first, second));

    // Two rows in opposite order: one of the two gives way.
    let rename = |db: Db, rows: [i64; 2]| async move {
        let mut tx = db.begin().await?;
        for id in rows {
            sqlx::query("update vendor set comments = 'x' where id = $1")
                .bind(id)
                .execute(&mut *tx)
                .await?;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        tx.commit().await?;
        Ok::<_, DbError>(())
    };
    let (a, b) = tokio::join!(
        rename(database.db().clone(), [1001, 1002]),
        rename(database.db().clone(), [1002, 1001])
    );
    let classes: Vec<_> = [a, b]
        .into_iter()
        .filter_map(Result::err)
        .map(|e| e.class())
        .collect();
    assert_eq!(classes, [ErrorClass::Conflict]);
}

#[tokio::test]
async fn snapshots_see_one_state_and_cannot_write() {
    let database = TestDatabase::new().await.unwrap();
    let mut snapshot = database.db().snapshot().await.unwrap();
    assert!(vendor::list(&mut snapshot).await.unwrap().is_empty());
    let mut tx = database.db().begin().await.unwrap();
    vendor::insert(&mut tx, "dell", None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(vendor::list(&mut snapshot).await.unwrap().is_empty());
    let error = vendor::insert(&mut snapshot, "acer", None).await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Internal);
}

#[tokio::test]
async fn who_goes_away_while_a_transaction_begins_leaves_none() {
    let database = TestDatabase::new().await.unwrap();
    let settings = PoolSettings {
        connections: 1,
        ..PoolSettings::default()
    };
    let db = Db::open(database.url(), &settings).unwrap();
    for micros in 0..400 {
        let _ = tokio::time::timeout(Duration::from_micros(micros), db.snapshot()).await;
        // On the one connection that there is: not in what the other one began.
        let mut tx = db.begin().await.unwrap();
        sqlx::query("insert into vendor (name) values ($1)")
            .bind(format!("v{micros}"))
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.rollback().await.unwrap();
    }
}
