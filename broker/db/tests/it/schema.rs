//! Promises about the schema as a whole.

use std::collections::BTreeSet;

use aq_test_support::postgres::TestDatabase;

async fn names(database: &TestDatabase, sql: &'static str) -> BTreeSet<String> {
    sqlx::query_scalar(sql)
        .fetch_all(database.db().pool())
        .await
        .unwrap()
        .into_iter()
        .collect()
}

/// Constraints that can be broken by a change: all named ones but the keys that PostgreSQL fills in, the unique indexes,
/// and those that triggers raise.
const BREAKABLE: &str = r"
    select c.conname::text from pg_constraint c
    where c.connamespace = 'public'::regnamespace and c.conrelid <> 0 and c.contype in ('c', 'u', 'x', 'f', 'p')
      and c.conrelid <> coalesce(to_regclass('_sqlx_migrations'), 0::oid)
      and not (c.contype = 'p' and array_length(c.conkey, 1) = 1 and exists (
              select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[1] and a.attidentity = 'a'))
    union
    select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid
    where i.relnamespace = 'public'::regnamespace and x.indisunique and not x.indisprimary
    union
    select (regexp_matches(p.prosrc, 'constraint = ''([a-z_]+)''', 'g'))[1] from pg_proc p
    where p.pronamespace = 'public'::regnamespace
    union
    select convert_from(substring(tgargs from 1 for octet_length(tgargs) - 1), 'UTF8') from pg_trigger
    where tgnargs = 1 and not tgisinternal";

#[tokio::test]
async fn every_constraint_has_a_sentence_and_every_sentence_a_constraint() {
    let database = TestDatabase::new().await.unwrap();
    let in_schema = names(&database, BREAKABLE).await;
    let explained: BTreeSet<String> = aq_db::constraint_names().map(str::to_owned).collect();
    assert!(
        in_schema.len() > 200,
        "the query finds constraints: {}",
        in_schema.len()
    );
    let missing: Vec<_> = in_schema.difference(&explained).collect();
    assert!(
        missing.is_empty(),
        "constraints without a sentence in constraint_messages.rs: {missing:?}"
    );
    let stale: Vec<_> = explained.difference(&in_schema).collect();
    assert!(stale.is_empty(), "sentences without a constraint: {stale:?}");
}

#[tokio::test]
async fn no_constraint_was_named_by_postgresql() {
    let database = TestDatabase::new().await.unwrap();
    let odd = names(
        &database,
        r"select conname::text from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
          and contype <> 't' and conrelid <> coalesce(to_regclass('_sqlx_migrations'), 0::oid)
          and conname !~ '_(pk|uk|ck|fk|ex)$'",
    )
    .await;
    assert!(odd.is_empty(), "{odd:?}");
}

#[tokio::test]
async fn every_foreign_key_has_an_index() {
    let database = TestDatabase::new().await.unwrap();
    let without = names(
        &database,
        r"select c.conname::text from pg_constraint c
          where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
              select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])",
    )
    .await;
    assert!(
        without.is_empty(),
        "deleting what these refer to reads the whole table: {without:?}"
    );
}

#[tokio::test]
async fn every_table_is_captured_or_known_not_to_be_of_entities() {
    let database = TestDatabase::new().await.unwrap();
    let uncaptured = names(
        &database,
        r"select c.relname::text from pg_class c
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (
              select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'row_capture')",
    )
    .await;
    let expected: BTreeSet<String> = [
        "_sqlx_migrations",
        // constant
        "asset_lifecycle",
        "asset_lifecycle_transition",
        "host_environment",
        "hostlifecycle",
        "hostlifecycle_transition",
        "location_parent_rule",
        // derived from other rows
        "location_link",
        "plenary",
        "plenary_set",
        "plenary_set_member",
        "plenary_text",
        "profile",
        "profile_blob",
        "profile_current",
        "profile_dependency",
        "profile_source",
        "dependency",
        "dependency_set",
        "stale_object",
        // compiles that brokers share
        "compile_content",
        "compile_job",
        "compile_run",
        "compile_run_plenary",
        // records of what happens
        "client_notification",
        "event",
        "event_horizon",
        "outbox",
        "row_capture",
        "webhook",
        "xtn",
        "xtn_answer",
        "xtn_detail",
        "xtn_end",
        "xtn_progress",
        "xtn_progress_line",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(uncaptured, expected, "call aq_capture() for tables of entities");
}

#[tokio::test]
async fn migrating_again_does_nothing() {
    let database = TestDatabase::new().await.unwrap();
    assert_eq!(database.db().missing_migrations().await.unwrap(), 0);
    database.db().migrate().await.unwrap();
}
