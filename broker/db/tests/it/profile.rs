//! Profiles, their history and what they read.

use std::io::Read;

use aq_db::profile::{self, Dependency, DependencyKind, Format, NewProfile, Reads};
use time::{Duration, OffsetDateTime};

const COMMIT: &str = "0123456789012345678901234567890123456789";

fn new<'a>(object: &'a str, xml: &'a str, commit_id: &'a str) -> NewProfile<'a> {
    NewProfile {
        object,
        branch_id: 1001,
        branch: "dom1",
        commit_id,
        plenary_hash: &[7; 32],
        engine_version: "1",
        xml: Some(xml.as_bytes()),
        json: None,
        request_id: None,
    }
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
        let stored = profile::store(&mut tx, &new("n.example.org", xml, commit))
            .await
            .unwrap();
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
    let past = profile::history(&mut tx, "n.example.org", 10).await.unwrap();
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
        profile::history(&mut tx, "n.example.org", 10)
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
    let error = profile::store(&mut tx, &new("../x", "", COMMIT))
        .await
        .unwrap_err();
    assert_eq!(error.constraint(), Some("profile_object_ck"));
}

#[tokio::test]
async fn a_change_touches_those_who_read_it() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let shared = [template("archetype/base"), template("os/linux/config")];
    let objects = ["a.example.org", "b.example.org", "c.example.org"];
    for object in objects {
        profile::store(&mut tx, &new(object, object, COMMIT))
            .await
            .unwrap();
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
async fn trimming_forgets_what_is_not_served() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    for text in ["<one/>", "<two/>"] {
        profile::store(&mut tx, &new("n.example.org", text, COMMIT))
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
    let later = OffsetDateTime::now_utc() + Duration::hours(1);
    assert_eq!(profile::trim(&mut tx, later).await.unwrap(), 1);
    assert_eq!(
        profile::history(&mut tx, "n.example.org", 10)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        profile::content(&mut tx, "n.example.org", Format::Xml)
            .await
            .unwrap()
            .is_some()
    );
    let row: (i64, i64) = sqlx::query_as(
        "select (select count(*) from profile_blob where size = 6), (select count(*) from dependency_set where id < 1000)",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(row, (1, 1));
}
