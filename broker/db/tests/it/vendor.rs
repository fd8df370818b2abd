//! The shape of an entity module, by its example.

use aq_db::{DbError, ErrorClass, vendor};
use aq_test_support::postgres::TestDatabase;

#[tokio::test]
async fn a_vendor_lives_and_dies() {
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    let mut dell = vendor::insert(&mut tx, " DELL ", Some("boxes")).await.unwrap();
    assert_eq!(
        (dell.name.as_str(), dell.comments.as_deref()),
        ("dell", Some("boxes"))
    );
    assert_eq!(vendor::require(&mut tx, "Dell").await.unwrap(), dell);
    assert_eq!(vendor::get(&mut tx, dell.id).await.unwrap(), dell);

    dell.comments = None;
    vendor::update(&mut tx, &dell).await.unwrap();
    vendor::insert(&mut tx, "acer", None).await.unwrap();
    let names: Vec<_> = vendor::list(&mut tx)
        .await
        .unwrap()
        .into_iter()
        .map(|v| v.name)
        .collect();
    assert_eq!(names, ["acer", "dell"]);

    let error = vendor::require(&mut tx, "del").await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::NotFound);
    assert_eq!(error.to_string(), "Vendor del not found. Did you mean dell?");

    vendor::delete(&mut tx, dell.id).await.unwrap();
    assert_eq!(vendor::find(&mut tx, "dell").await.unwrap(), None);
    assert!(matches!(
        vendor::get(&mut tx, dell.id).await,
        Err(DbError::NotFound { .. })
    ));
}

#[tokio::test]
async fn two_at_once_make_one() {
    let database = TestDatabase::new().await.unwrap();
    let mut first = database.db().begin().await.unwrap();
    vendor::insert(&mut first, "dell", None).await.unwrap();
    let db = database.db().clone();
    let second = tokio::spawn(async move {
        let mut tx = db.begin().await?;
        vendor::insert(&mut tx, "dell", None).await
    });
    first.commit().await.unwrap();
    let error = second.await.unwrap().unwrap_err();
    assert_eq!(error.constraint(), Some("vendor_name_uk"));
}
