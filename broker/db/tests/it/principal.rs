//! Principals, realms and roles.

use aq_db::principal::Filter;
use aq_db::{principal, realm, role};
use aq_test_support::postgres::TestDatabase;

#[tokio::test]
async fn a_stranger_becomes_nobody_of_an_untrusted_realm() {
    let database = TestDatabase::seeded().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(
        principal::find(&mut tx, "carol", "ELSEWHERE.ORG").await.unwrap(),
        None
    );
    let carol = principal::ensure(&mut tx, "carol", "ELSEWHERE.ORG")
        .await
        .unwrap();
    assert_eq!((carol.role.as_str(), carol.trusted), ("nobody", false));
    assert_eq!(carol.qualified(), "carol@ELSEWHERE.ORG");
    assert_eq!(
        principal::ensure(&mut tx, "carol", "ELSEWHERE.ORG")
            .await
            .unwrap(),
        carol
    );

    let operations = role::require(&mut tx, "operations").await.unwrap();
    principal::set_role(&mut tx, carol.id, operations.id, Some("on call"))
        .await
        .unwrap();
    let found = principal::search(
        &mut tx,
        &Filter {
            role: Some("operations"),
            ..Filter::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(
        found
            .iter()
            .map(principal::Principal::qualified)
            .collect::<Vec<_>>(),
        ["carol@ELSEWHERE.ORG"]
    );
    assert_eq!(found[0].comments.as_deref(), Some("on call"));

    let mut elsewhere = realm::require(&mut tx, "ELSEWHERE.ORG").await.unwrap();
    elsewhere.trusted = true;
    realm::update(&mut tx, &elsewhere).await.unwrap();
    assert!(
        principal::require(&mut tx, "carol", "ELSEWHERE.ORG")
            .await
            .unwrap()
            .trusted
    );
    assert!(
        !realm::insert_missing(&mut tx, "ELSEWHERE.ORG", false, None)
            .await
            .unwrap()
    );
    assert_eq!(realm::list(&mut tx).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_not_there_is_named_with_what_is() {
    let database = TestDatabase::seeded().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    let text = |error: aq_db::DbError| error.to_string();
    assert_eq!(
        text(
            principal::require(&mut tx, "amdin", "EXAMPLE.COM")
                .await
                .unwrap_err()
        ),
        "Principal amdin@EXAMPLE.COM not found. Did you mean admin@EXAMPLE.COM?"
    );
    assert_eq!(
        text(role::require(&mut tx, "operation").await.unwrap_err()),
        "Role operation not found. Did you mean operations?"
    );
    assert_eq!(
        text(realm::require(&mut tx, "X").await.unwrap_err()),
        "Realm X not found."
    );
    role::insert(&mut tx, "Night", None).await.unwrap();
    assert!(
        role::list(&mut tx)
            .await
            .unwrap()
            .iter()
            .any(|role| role.name == "night")
    );
}

#[tokio::test]
async fn first_contact_twice_at_once() {
    let database = TestDatabase::seeded().await.unwrap();
    let ensure = |db: aq_db::Db| async move {
        let mut tx = db.begin().await?;
        let principal = principal::ensure(&mut tx, "new", "FRESH.ORG").await?;
        tx.commit().await?;
        Ok::<_, aq_db::DbError>(principal.id)
    };
    let (first, second) = tokio::join!(ensure(database.db().clone()), ensure(database.db().clone()));
    assert_eq!(first.unwrap(), second.unwrap());
}
