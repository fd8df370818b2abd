//! Profiles, their history and what they read.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use aq_db::profile::{
    self, Dependency, DependencyKind, Filter, Format, NewProfile, PlenarySet, Policy, Reads, Stored, Texts,
};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

const COMMIT: &str = "0123456789012345678901234567890123456789";

/// A set of templates with these names and texts.
fn plenaries(templates: &[(&str, &str)]) -> (PlenarySet, Texts) {
    let hash = |text: &str| -> [u8; 32] { Sha256::digest(text).into() };
    let members: BTreeMap<Arc<str>, [u8; 32]> = templates
        .iter()
        .map(|(name, text)| (Arc::from(*name), hash(text)))
        .collect();
    let texts = templates
        .iter()
        .map(|(_, text)| (hash(text), Arc::from(*text)))
        .collect();
    (PlenarySet::new(members), texts)
}

pub async fn put_with(
    conn: &mut PgConnection,
    object: &str,
    xml: &str,
    commit_id: &str,
    templates: &[(&str, &str)],
    sources: &[(String, Vec<u8>)],
) -> aq_db::Result<Stored> {
    let (set, texts) = plenaries(templates);
    let hashes = profile::put_contents(conn, &[xml.as_bytes()]).await?;
    let new = NewProfile {
        object,
        host_id: None,
        branch_id: 1001,
        branch: "dom1",
        commit_id,
        plenaries: &set,
        sources,
        engine_version: "1",
        xml_hash: hashes.first().map(Vec::as_slice),
        json_hash: None,
        request_id: None,
    };
    Ok(profile::store(conn, &[new], &texts).await?.remove(0))
}

async fn put(conn: &mut PgConnection, object: &str, xml: &str, commit_id: &str) -> aq_db::Result<Stored> {
    put_with(
        conn,
        object,
        xml,
        commit_id,
        &[("hostdata/n", "structure template hostdata/n;")],
        &[],
    )
    .await
}

fn all(object: &str) -> Filter<'_> {
    Filter {
        limit: 100,
        ..Filter::latest(object)
    }
}

async fn count(conn: &mut PgConnection, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(conn)
        .await
        .unwrap()
}

fn template(name: &str) -> Dependency {
    Dependency {
        kind: DependencyKind::Template,
        name: name.into(),
    }
}

#[tokio::test]
async fn equal_bytes_keep_time_and_history() {
    let database = crate::fixture::world().await;
    let store = async |xml: &str, commit: &str| {
        let mut tx = database.db().begin().await.unwrap();
        let stored = put(&mut tx, "n.example.org", xml, commit).await.unwrap();
        tx.commit().await.unwrap();
        stored
    };
    let first = store("<one/>", COMMIT).await;
    let other = "f".repeat(40);
    let again = store("<one/>", &other).await;
    assert!(first.changed && !again.changed);
    assert_eq!(
        (again.profile_id, again.modified),
        (first.profile_id, first.modified)
    );

    let mut tx = database.db().snapshot().await.unwrap();
    let current = profile::get(&mut tx, "n.example.org").await.unwrap().unwrap();
    assert_eq!(current.commit_id, other, "what it was last made from");
    assert!(current.compiled > current.modified);
    let past = profile::history(&mut tx, &all("n.example.org")).await.unwrap();
    assert_eq!(
        (past.len(), past[0].commit_id.as_str()),
        (1, COMMIT),
        "what it was first made from"
    );
    drop(tx);

    let second = store("<two/>", &other).await;
    assert!(second.changed && second.modified > first.modified);
    let back = store("<one/>", &other).await;
    assert!(back.changed);
    let mut tx = database.db().begin().await.unwrap();
    assert_eq!(
        profile::history(&mut tx, &all("n.example.org"))
            .await
            .unwrap()
            .len(),
        3
    );
    let blobs: i64 = sqlx::query_scalar("select count(*) from profile_blob where size = 6")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(blobs, 2, "bytes are stored once");

    let content = profile::content(&mut tx, "n.example.org", Format::Xml)
        .await
        .unwrap()
        .unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(content.gzip.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(
        (text.as_str(), content.size, content.etag.len()),
        ("<one/>", 6, 64)
    );
    assert_eq!(
        profile::content(&mut tx, "n.example.org", Format::Json)
            .await
            .unwrap(),
        None
    );
    let index = profile::index(&mut tx).await.unwrap();
    let entry = index.iter().find(|e| e.object == "n.example.org").unwrap();
    assert_eq!(
        (entry.xml, entry.json, entry.modified),
        (true, false, back.modified)
    );

    assert!(profile::remove(&mut tx, "n.example.org").await.unwrap());
    assert!(!profile::remove(&mut tx, "n.example.org").await.unwrap());
    assert_eq!(
        profile::content(&mut tx, "n.example.org", Format::Xml)
            .await
            .unwrap(),
        None
    );
    let error = put(&mut tx, "../x", "", COMMIT).await.unwrap_err();
    assert_eq!(error.constraint(), Some("profile_object_ck"));
}

#[tokio::test]
async fn a_change_touches_those_who_read_it() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let shared = [template("archetype/base"), template("os/linux/config")];
    let objects = ["a.example.org", "b.example.org", "c.example.org"];
    for object in objects {
        put(&mut tx, object, object, COMMIT).await.unwrap();
    }
    let own: Vec<[Dependency; 2]> = objects
        .map(|object| {
            [
                template(&format!("hostdata/{object}")),
                Dependency {
                    kind: DependencyKind::TemplateMissed,
                    name: format!("site/{object}"),
                },
            ]
        })
        .into();
    let reads: Vec<_> = objects
        .iter()
        .zip(&own)
        .map(|(object, own)| Reads {
            object,
            shared: &shared,
            own,
        })
        .collect();
    profile::set_dependencies(&mut tx, &reads).await.unwrap();
    let sets: i64 = sqlx::query_scalar("select count(*) from dependency_set where id < 1000")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(sets, 4, "one shared, one of each object");

    assert_eq!(
        profile::dependents(&mut tx, &[template("os/linux/config")], None)
            .await
            .unwrap(),
        objects
    );
    assert_eq!(
        profile::dependents(&mut tx, &[template("hostdata/b.example.org")], Some(1001))
            .await
            .unwrap(),
        ["b.example.org"]
    );
    assert!(
        profile::dependents(&mut tx, &[template("os/linux/config")], Some(1002))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        profile::dependents(&mut tx, &[template("site/b.example.org")], None)
            .await
            .unwrap()
            .is_empty()
    );
    let appeared = Dependency {
        kind: DependencyKind::TemplateMissed,
        name: "site/b.example.org".into(),
    };
    assert_eq!(
        profile::dependents(&mut tx, &[appeared], None).await.unwrap(),
        ["b.example.org"]
    );

    // Another compile, which reads less.
    let less = Reads {
        object: "b.example.org",
        shared: &shared,
        own: &[],
    };
    profile::set_dependencies(&mut tx, &[less]).await.unwrap();
    let left = profile::dependencies(&mut tx, "b.example.org").await.unwrap();
    assert_eq!(left, shared);
    assert_eq!(
        profile::dependencies(&mut tx, "a.example.org")
            .await
            .unwrap()
            .len(),
        4
    );
}

#[tokio::test]
async fn many_are_stored_at_once() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let before = (
        count(&mut tx, "plenary_set").await,
        count(&mut tx, "plenary_text").await,
    );
    let shared = (
        "personality/web/config",
        "unique template personality/web/config;",
    );
    let objects = ["b.example.org", "a.example.org", "c.example.org"];
    let own: Vec<String> = objects.iter().map(|o| format!("hostdata/{o}")).collect();
    let (mut sets, mut texts) = (Vec::new(), Texts::new());
    for name in &own {
        let (set, of_set) = plenaries(&[shared, (name, name)]);
        sets.push(set);
        texts.extend(of_set);
    }
    let contents: Vec<&[u8]> = objects.iter().map(|o| o.as_bytes()).collect();
    let hashes = profile::put_contents(&mut tx, &contents).await.unwrap();
    let rows = |version: &'static str| -> Vec<NewProfile<'_>> {
        objects
            .iter()
            .zip(&sets)
            .zip(&hashes)
            .map(|((object, plenaries), hash)| NewProfile {
                object,
                host_id: None,
                branch_id: 1001,
                branch: "dom1",
                commit_id: COMMIT,
                plenaries,
                sources: &[],
                engine_version: version,
                xml_hash: Some(hash),
                json_hash: None,
                request_id: None,
            })
            .collect()
    };
    let stored = profile::store(&mut tx, &rows("1"), &texts).await.unwrap();
    assert!(stored.iter().all(|s| s.changed));
    for (object, stored) in objects.iter().zip(&stored) {
        let current = profile::get(&mut tx, object).await.unwrap().unwrap();
        assert_eq!(current.profile_id, stored.profile_id, "told in the order given");
        let record = profile::record(&mut tx, stored.profile_id)
            .await
            .unwrap()
            .unwrap();
        let name = format!("hostdata/{object}");
        assert_eq!(
            record.plenaries,
            [(name.clone(), name), (shared.0.to_owned(), shared.1.to_owned())]
        );
    }
    assert_eq!(count(&mut tx, "plenary_set").await, before.0 + 3);
    assert_eq!(
        count(&mut tx, "plenary_text").await,
        before.1 + 4,
        "one is shared"
    );

    // Again: no text is needed any more, and nothing is added.
    let again = profile::store(&mut tx, &rows("2"), &Texts::new()).await.unwrap();
    assert!(
        again
            .iter()
            .zip(&stored)
            .all(|(a, s)| !a.changed && a.profile_id == s.profile_id)
    );
    assert_eq!(count(&mut tx, "plenary_set").await, before.0 + 3);
    let current = profile::get(&mut tx, "a.example.org").await.unwrap().unwrap();
    assert_eq!(current.engine_version, "2");
}

#[tokio::test]
async fn a_text_that_nobody_gives_is_refused() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let hashes = profile::put_contents(&mut tx, &[b"x"]).await.unwrap();
    let (set, _) = plenaries(&[("hostdata/n", "text")]);
    let new = NewProfile {
        object: "n.example.org",
        host_id: None,
        branch_id: 1001,
        branch: "dom1",
        commit_id: COMMIT,
        plenaries: &set,
        sources: &[],
        engine_version: "1",
        xml_hash: Some(&hashes[0]),
        json_hash: None,
        request_id: None,
    };
    let error = profile::store(&mut tx, &[new], &Texts::new()).await.unwrap_err();
    assert_eq!(error.constraint(), Some("plenary_set_member_text_fk"));
}

#[tokio::test]
async fn versions_are_found() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let mut ids = Vec::new();
    for text in ["<one/>", "<two/>", "<three/>"] {
        ids.push(
            put(&mut tx, "n.example.org", text, COMMIT)
                .await
                .unwrap()
                .profile_id,
        );
    }
    let mut found = async |filter: Filter<'_>| -> Vec<(i64, bool)> {
        let versions = profile::history(&mut tx, &filter).await.unwrap();
        versions.iter().map(|v| (v.profile_id, v.served)).collect()
    };
    let everything = || all("n.example.org");
    assert_eq!(
        found(everything()).await,
        [(ids[2], true), (ids[1], false), (ids[0], false)]
    );
    let limited = Filter {
        limit: 2,
        ..everything()
    };
    assert_eq!(found(limited).await.len(), 2);
    let one = Filter {
        version: Some(ids[0]),
        ..everything()
    };
    assert_eq!(found(one).await, [(ids[0], false)]);
    let earlier = Filter {
        before: Some(ids[1]),
        ..everything()
    };
    assert_eq!(found(earlier).await, [(ids[0], false)]);
    let served = Filter {
        served: true,
        ..everything()
    };
    assert_eq!(found(served).await, [(ids[2], true)]);
    let later = OffsetDateTime::now_utc() + Duration::hours(1);
    let since = Filter {
        since: Some(later),
        ..everything()
    };
    assert!(found(since).await.is_empty());
    let of_another = Filter {
        version: Some(ids[0]),
        ..all("h1.example.org")
    };
    assert!(found(of_another).await.is_empty());
    let gzip = profile::version_content(&mut tx, ids[0], Format::Xml)
        .await
        .unwrap()
        .unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(gzip.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, "<one/>");
    assert_eq!(
        profile::version_content(&mut tx, ids[0], Format::Json)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn what_was_seen_of_others_is_kept() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let seen = profile::put_contents(&mut tx, &[b"{\"a\":1}"]).await.unwrap();
    let sources = [("other.example.org".to_owned(), seen[0].clone())];
    let stored = put_with(&mut tx, "n.example.org", "<one/>", COMMIT, &[], &sources)
        .await
        .unwrap();
    let record = profile::record(&mut tx, stored.profile_id)
        .await
        .unwrap()
        .unwrap();
    assert!(record.plenaries.is_empty());
    assert_eq!(record.sources.len(), 1);
    let everything = Policy {
        keep: 0,
        since: OffsetDateTime::now_utc() + Duration::hours(1),
    };
    profile::trim(&mut tx, &everything).await.unwrap();
    let again = profile::record(&mut tx, stored.profile_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again, record, "only what nothing refers to goes");
    assert_eq!(
        profile::record(&mut tx, 1002).await.unwrap(),
        None,
        "stored without a set"
    );
}

/// What is left of an object after trimming: the texts of its versions, the latest first.
async fn left(keep: i64, since: OffsetDateTime) -> Vec<usize> {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let mut ids = Vec::new();
    // Served from 40, 30, 20 and 10 days ago on.
    for (number, days) in [40, 30, 20, 10].into_iter().enumerate() {
        let stored = put(&mut tx, "n.example.org", &format!("<v{number}/>"), COMMIT)
            .await
            .unwrap();
        sqlx::query("update profile set created = now() - make_interval(days => $2) where id = $1")
            .bind(stored.profile_id)
            .bind(days)
            .execute(&mut *tx)
            .await
            .unwrap();
        ids.push(stored.profile_id);
    }
    profile::trim(&mut tx, &Policy { keep, since }).await.unwrap();
    let versions = profile::history(&mut tx, &all("n.example.org")).await.unwrap();
    versions
        .iter()
        .map(|v| ids.iter().position(|id| *id == v.profile_id).unwrap())
        .collect()
}

#[tokio::test]
async fn the_latest_and_what_was_served_lately_is_kept() {
    let ago = |days| OffsetDateTime::now_utc() - Duration::days(days);
    assert_eq!(left(0, ago(0)).await, [3], "what is served is never removed");
    assert_eq!(left(2, ago(0)).await, [3, 2]);
    assert_eq!(left(9, ago(0)).await, [3, 2, 1, 0]);
    // The one of 30 days ago was served until 20 days ago.
    assert_eq!(left(0, ago(25)).await, [3, 2, 1]);
    assert_eq!(left(1, ago(15)).await, [3, 2]);
}

#[tokio::test]
async fn trimming_removes_what_nothing_refers_to() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let later = OffsetDateTime::now_utc() + Duration::hours(1);
    let policy = Policy {
        keep: 1,
        since: later,
    };
    // What the fixture left.
    profile::trim(&mut tx, &policy).await.unwrap();
    let tables = [
        "profile",
        "profile_blob",
        "plenary_set",
        "plenary_text",
        "dependency_set",
    ];
    let mut before = Vec::new();
    for table in tables {
        before.push(count(&mut tx, table).await);
    }
    for text in ["<one/>", "<two/>"] {
        let templates = [("hostdata/n", text), ("site/x/config", "the same")];
        put_with(&mut tx, "n.example.org", text, COMMIT, &templates, &[])
            .await
            .unwrap();
        let own = [template(text)];
        let reads = Reads {
            object: "n.example.org",
            shared: &[],
            own: &own,
        };
        profile::set_dependencies(&mut tx, &[reads]).await.unwrap();
    }
    assert_eq!(count(&mut tx, "plenary_text").await, before[3] + 3);
    let trimmed = profile::trim(&mut tx, &policy).await.unwrap();
    assert_eq!((trimmed.versions, trimmed.objects), (1, 1));
    assert_eq!(trimmed.contents, 1);
    assert!(trimmed.content_bytes > 0);
    assert_eq!(
        (trimmed.plenary_sets, trimmed.texts, trimmed.text_bytes),
        (1, 1, 6)
    );
    assert_eq!(trimmed.dependency_sets, 1);
    for (table, (before, more)) in tables.iter().zip(before.into_iter().zip([1, 1, 1, 2, 1])) {
        assert_eq!(count(&mut tx, table).await, before + more, "{table}");
    }
    assert!(
        profile::content(&mut tx, "n.example.org", Format::Xml)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        profile::trim(&mut tx, &policy).await.unwrap(),
        profile::Trimmed::default()
    );

    // An object that is gone keeps its latest versions, too; when none are to be kept, none are.
    profile::remove(&mut tx, "n.example.org").await.unwrap();
    assert_eq!(profile::trim(&mut tx, &policy).await.unwrap().versions, 0);
    let none = Policy { keep: 0, ..policy };
    assert_eq!(profile::trim(&mut tx, &none).await.unwrap().versions, 1);
    assert_eq!(count(&mut tx, "plenary_text").await, 1, "the fixture's");
}
