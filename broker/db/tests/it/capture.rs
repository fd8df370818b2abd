//! Which rows a command changed.

use aq_db::capture::{self, Operation};
use aq_db::{location, vendor};
use aq_test_support::postgres::TestDatabase;

async fn left_over(database: &TestDatabase) -> i64 {
    sqlx::query_scalar("select count(*) from row_capture")
        .fetch_one(database.db().pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn changes_are_seen_in_order_and_leave_nothing() {
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    vendor::insert(&mut tx, "before", None).await.unwrap();
    capture::enable(&mut tx).await.unwrap();
    let mut dell = vendor::insert(&mut tx, "dell", None).await.unwrap();
    vendor::update(&mut tx, &dell).await.unwrap();
    dell.comments = Some("boxes".into());
    vendor::update(&mut tx, &dell).await.unwrap();
    vendor::delete(&mut tx, dell.id).await.unwrap();
    let changes = capture::take(&mut tx).await.unwrap();
    let seen: Vec<_> = changes.iter().map(|c| (c.table.as_str(), c.operation)).collect();
    // The update to the same values is none.
    assert_eq!(
        seen,
        [
            ("vendor", Operation::Insert),
            ("vendor", Operation::Update),
            ("vendor", Operation::Delete)
        ]
    );
    assert_eq!(changes[0].old, None);
    assert_eq!(changes[0].new.as_ref().unwrap()["name"], "dell");
    assert_eq!(
        changes[1].old.as_ref().unwrap()["comments"],
        serde_json::Value::Null
    );
    assert_eq!(changes[1].new.as_ref().unwrap()["comments"], "boxes");
    assert_eq!(changes[2].new, None);
    assert!(capture::take(&mut tx).await.unwrap().is_empty(), "taken once");
    tx.commit().await.unwrap();
    assert_eq!(left_over(&database).await, 0);
}

#[tokio::test]
async fn others_are_not_captured() {
    let database = crate::fixture::world().await;
    sqlx::raw_sql("delete from row_capture")
        .execute(database.db().pool())
        .await
        .unwrap();
    let mut preview = database.db().begin().await.unwrap();
    capture::enable(&mut preview).await.unwrap();
    location::take_rack_number(&mut preview, 1006).await.unwrap();

    let mut other = database.db().begin().await.unwrap();
    vendor::insert(&mut other, "other", None).await.unwrap();
    assert!(capture::take(&mut other).await.unwrap().is_empty());
    other.commit().await.unwrap();

    let changes = capture::take(&mut preview).await.unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].table.as_str(), changes[0].operation),
        ("location", Operation::Update)
    );
    preview.rollback().await.unwrap();
    assert_eq!(left_over(&database).await, 0);

    // The setting ends with its transaction, though the connection goes on.
    for _ in 0..8 {
        let mut tx = database.db().begin().await.unwrap();
        location::take_rack_number(&mut tx, 1006).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(left_over(&database).await, 0);
}

#[tokio::test]
async fn cascades_are_captured() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    capture::enable(&mut tx).await.unwrap();
    sqlx::raw_sql(
        "delete from machine where hardware_entity_id = 1002; delete from hardware_entity where id = 1002",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let tables: Vec<_> = capture::take(&mut tx)
        .await
        .unwrap()
        .into_iter()
        .map(|c| c.table)
        .collect();
    assert_eq!(tables.len(), 3, "{tables:?}");
    assert!(tables.contains(&"interface".to_owned()));
}
