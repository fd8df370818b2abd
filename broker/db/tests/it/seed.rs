//! What an installation starts with.

use aq_db::location::{self, LocationType};
use aq_db::{Seed, principal, role};
use aq_test_support::postgres::TestDatabase;

async fn count(database: &TestDatabase) -> i64 {
    sqlx::query_scalar(
        "select (select count(*) from role) + (select count(*) from realm) + (select count(*) from user_principal)
              + (select count(*) from branch) + (select count(*) from domain) + (select count(*) from model)
              + (select count(*) from dns_environment) + (select count(*) from network_environment)
              + (select count(*) from location) + (select count(*) from user_type)",
    )
    .fetch_one(database.db().pool())
    .await
    .unwrap()
}

#[tokio::test]
async fn seeding_twice_is_seeding_once() {
    let database = TestDatabase::new().await.unwrap();
    let seed = Seed {
        realm: Some("EXAMPLE.COM".into()),
        admin_principal: Some("admin".into()),
        organization: Some(("Org".into(), "The Org".into())),
        ..Seed::default()
    };
    database.db().seed(&seed).await.unwrap();
    let once = count(&database).await;
    let mut tx = database.db().begin().await.unwrap();
    let admin = principal::require(&mut tx, "admin", "EXAMPLE.COM").await.unwrap();
    assert_eq!((admin.role.as_str(), admin.trusted), (role::ADMIN, true));
    let org = location::require(&mut tx, LocationType::Organization, "org")
        .await
        .unwrap();
    assert_eq!(org.fullname, "The Org");

    // What was changed since stays as it is.
    let nobody = role::require(&mut tx, role::NOBODY).await.unwrap();
    principal::set_role(&mut tx, admin.id, nobody.id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    database.db().seed(&seed).await.unwrap();
    assert_eq!(count(&database).await, once);
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(
        principal::require(&mut tx, "admin", "EXAMPLE.COM")
            .await
            .unwrap()
            .role,
        role::NOBODY
    );
}

#[tokio::test]
async fn a_seeded_database_has_the_defaults() {
    let database = TestDatabase::seeded().await.unwrap();
    let row: (String, String, String, String, bool) = sqlx::query_as(
        "select d.name, n.name, b.name, m.name, b.commit_id is null
         from dns_environment d, network_environment n, domain o join branch b on b.id = o.branch_id, model m
         where d.is_default and n.is_default and n.dns_environment_id = d.id and m.model_type = 'nic'",
    )
    .fetch_one(database.db().pool())
    .await
    .unwrap();
    assert_eq!(
        row,
        (
            "internal".into(),
            "internal".into(),
            "prod".into(),
            "generic_nic".into(),
            true
        )
    );
}
