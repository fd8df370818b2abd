//! Every constraint is provoked once and comes back under its name.

use std::collections::BTreeSet;

use aq_db::{DbError, ErrorClass, Explanation};
use sqlx::Row;

use crate::fixture::{refused, world};

/// Constraint and a statement that breaks it.
const BREACHES: &[(&str, &str)] = &include!("breaches.in");

#[tokio::test]
async fn rules_refuse_with_their_names() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let mut wrong = Vec::new();
    for (constraint, sql) in BREACHES {
        match refused(&mut tx, sql).await {
            Some(error) if error.constraint() == Some(*constraint) => {
                assert_eq!(error.class(), ErrorClass::Argument);
                let text = error.to_string();
                assert!(text.ends_with('.') && !text.contains('{'), "{constraint}: {text}");
            }
            other => wrong.push(format!(
                "{constraint}: {:?}",
                other.as_ref().map(DbError::constraint)
            )),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn every_rule_is_provoked() {
    // Targets of composite foreign keys, which repeat a primary key, and rows that only triggers write.
    let implied = [
        "branch_type_uk",
        "fqdn_environment_uk",
        "hardware_entity_type_uk",
        "interface_hardware_uk",
    ];
    let provoked: BTreeSet<&str> = BREACHES.iter().map(|(name, _)| *name).collect();
    let missing: Vec<&str> = aq_db::constraint_names()
        .filter(|name| matches!(aq_db::explain(name), Some(Explanation::Text(_))))
        .filter(|name| !provoked.contains(name) && !implied.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[tokio::test]
async fn references_refuse_what_is_missing() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let keys = sqlx::query(
        r"select c.conname::text, c.conrelid::regclass::text as child, a.attname::text as field,
                 format_type(a.atttypid, null) as type
          from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
          where c.contype = 'f' and c.connamespace = 'public'::regnamespace order by 1",
    )
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    assert!(keys.len() > 70);
    // A trigger looks at the target before the foreign key does, or another foreign key refers to the same column. These
    // are provoked from the other end below.
    let forestalled = [
        "host_hardware_fk",
        "host_lifecycle_fk",
        "operating_system_lifecycle_fk",
        "location_parent_fk",
    ];
    let mut wrong = Vec::new();
    for key in keys {
        let [name, child, field, kind]: [String; 4] = [0, 1, 2, 3].map(|i| key.get(i));
        if forestalled.contains(&name.as_str()) {
            continue;
        }
        let value = match kind.as_str() {
            "bigint" => "-1",
            "bytea" => "sha256('no such thing')",
            "uuid" => "gen_random_uuid()",
            _ => "'no.such.thing'",
        };
        let sql = format!(
            "update {child} set {field} = {value} where ctid = (select max(ctid) from {child} where {field} is not null)"
        );
        let error = refused(&mut tx, &sql).await;
        let Some(DbError::Refused { refusal, .. }) = &error else {
            wrong.push(format!("{name}: {error:?}"));
            continue;
        };
        let Some(Explanation::Reference { missing, .. }) = aq_db::explain(&name) else {
            panic!("{name} is no reference");
        };
        if refusal.constraint != name || refusal.message != missing {
            wrong.push(format!("{name}: {refusal:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn references_protect_what_is_in_use() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    for (constraint, sql) in [
        ("model_vendor_fk", "delete from vendor where id = 1001"),
        ("location_parent_fk", "delete from location where id = 1004"),
        ("hardware_entity_location_fk", "delete from location where id = 1009"),
        ("network_location_fk", "delete from network_environment where id = 1002; update interface set master_id = null;
             delete from address_assignment; delete from host_grn_map; delete from host; delete from hardware_entity;
             delete from router_address; delete from location where id > 1007; delete from location where id = 1006"),
        ("host_hardware_fk", "delete from machine where hardware_entity_id = 1001; delete from hardware_entity where id = 1001"),
        ("host_lifecycle_fk", "delete from hostlifecycle_transition; delete from hostlifecycle where name = 'build'"),
        (
            "operating_system_lifecycle_fk",
            "delete from asset_lifecycle_transition; delete from asset_lifecycle where name = 'evaluation'",
        ),
        ("host_personality_stage_fk", "delete from personality_stage where id = 1001"),
        ("hardware_entity_primary_name_fk", "delete from dns_record where id = 1001"),
        ("xtn_end_xtn_fk", "delete from xtn_answer; delete from xtn_detail; delete from xtn"),
    ] {
        let error = refused(&mut tx, sql).await.unwrap();
        let Some(Explanation::Reference { in_use, .. }) = aq_db::explain(constraint) else {
            panic!("{constraint} is no reference");
        };
        assert_eq!((error.constraint(), error.to_string().as_str()), (Some(constraint), in_use));
    }
}

#[tokio::test]
async fn duplicates_are_named() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let error = refused(&mut tx, "insert into vendor (name) values ('v1')")
        .await
        .unwrap();
    assert_eq!(error.to_string(), "Vendor v1 already exists.");
    let error = refused(&mut tx, "update location set name = 'b2' where id = 1006")
        .await
        .unwrap();
    assert_eq!(error.to_string(), "Building b2 already exists.");
    let error = refused(
        &mut tx,
        "update interface set mac = '00:00:00:00:00:02' where id = 1006",
    )
    .await
    .unwrap();
    assert_eq!(
        error.to_string(),
        "MAC address 00:00:00:00:00:02 is already in use."
    );
    let error = refused(&mut tx, "insert into vendor (name) values (null)")
        .await
        .unwrap();
    assert_eq!(error.to_string(), "A value for name is missing.");
    let error = refused(&mut tx, "update machine set memory = 99999999999")
        .await
        .unwrap();
    assert_eq!(error.class(), ErrorClass::Argument);
}

#[tokio::test]
async fn transitions_that_the_tables_allow_pass() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    for sql in [
        "update host set lifecycle_id = (select id from hostlifecycle where name = 'ready')",
        "update operating_system set lifecycle_id = (select id from asset_lifecycle where name = 'pre_prod')",
        // Splitting a network passes through an overlap, and addresses move with it.
        "set constraints network_overlap_ex, network_addresses, address_assignment_network deferred;
         insert into network (id, network_environment_id, location_id, network_type, cidr, name)
             overriding system value values (1010, 1001, 1006, 'unknown', '10.0.0.128/25', 'upper');
         update network set cidr = '10.0.0.0/25' where id = 1001;
         update router_address set network_id = 1010;
         set constraints all immediate",
        // Other environments have address spaces of their own.
        "insert into network (network_environment_id, location_id, network_type, cidr, name)
             values (1002, 1006, 'unknown', '10.0.0.0/16', 'elsewhere')",
        // Several addresses under one name; address aliases beside service records.
        "insert into dns_record (record_type, fqdn_id, dns_environment_id, ip, network_id) values ('a_record', 1001, 1001, '10.0.0.9', 1001)",
        "insert into dns_record (record_type, fqdn_id, dns_environment_id) values ('address_alias', 1004, 1001),
             ('address_alias', 1004, 1001), ('srv_record', 1004, 1001)",
        "update personality set name = 'batch/worker-1' where id = 1001",
        // A host changes its archetype in one step.
        "update personality set archetype_id = 1002 where id = 1002;
         update host set personality_stage_id = 1003, operating_system_id = 1003",
    ] {
        let error = refused(&mut tx, sql).await;
        assert!(error.is_none(), "{sql}: {error:?}");
    }
}
