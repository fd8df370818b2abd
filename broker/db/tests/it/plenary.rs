//! Generated templates as rows.

use aq_db::plenary::{self, NewPlenary, PlenaryKind};

fn new<'a>(branch_id: Option<i64>, name: &'a str, content: &'a str) -> NewPlenary<'a> {
    NewPlenary {
        branch_id,
        name,
        kind: PlenaryKind::Structure,
        object_kind: "machine",
        object_id: 5,
        content,
    }
}

#[tokio::test]
async fn only_what_changed_is_touched_and_told() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let first = [
        new(None, "machine/b", "1"),
        new(None, "machine/a", "1"),
        new(Some(1001), "x.example.org", "1"),
    ];
    let told = plenary::upsert(&mut tx, &first).await.unwrap();
    let names: Vec<_> = told
        .iter()
        .map(|d| (d.name.as_str(), d.old.as_deref(), d.new.as_deref()))
        .collect();
    assert_eq!(
        names,
        [
            ("machine/a", None, Some("1")),
            ("machine/b", None, Some("1")),
            ("x.example.org", None, Some("1"))
        ]
    );
    tx.commit().await.unwrap();

    let mut tx = database.db().begin().await.unwrap();
    let before = plenary::find(&mut tx, None, "machine/a").await.unwrap().unwrap();
    let told = plenary::upsert(
        &mut tx,
        &[new(None, "machine/a", "1"), new(None, "machine/b", "2")],
    )
    .await
    .unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].old.as_deref(), told[0].new.as_deref()),
        (Some("1"), Some("2"))
    );
    assert_eq!(
        plenary::find(&mut tx, None, "machine/a").await.unwrap().unwrap(),
        before
    );
    let after = plenary::find(&mut tx, None, "machine/b").await.unwrap().unwrap();
    assert!(after.changed > before.changed);
    assert_eq!(after.content_hash.len(), 32);

    // A template that only changes hands keeps its text and its time.
    let handed = NewPlenary {
        object_id: 6,
        ..new(None, "machine/a", "1")
    };
    assert!(plenary::upsert(&mut tx, &[handed]).await.unwrap().is_empty());
    let handed = plenary::find(&mut tx, None, "machine/a").await.unwrap().unwrap();
    assert_eq!((handed.object_id, handed.changed), (6, before.changed));
    assert!(plenary::upsert(&mut tx, &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_branch_sees_its_own_and_the_common_ones() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    plenary::upsert(
        &mut tx,
        &[
            new(Some(1001), "t", "one"),
            new(Some(1002), "t", "two"),
            new(None, "common", "c"),
        ],
    )
    .await
    .unwrap();
    let names = vec!["t".to_owned(), "common".to_owned(), "missing".to_owned()];
    let texts = |found: Vec<plenary::Plenary>| found.into_iter().map(|p| p.content).collect::<Vec<_>>();
    assert_eq!(
        texts(plenary::get_many(&mut tx, Some(1001), &names).await.unwrap()),
        ["c", "one"]
    );
    assert_eq!(
        texts(plenary::get_many(&mut tx, Some(1002), &names).await.unwrap()),
        ["c", "two"]
    );
    assert_eq!(
        texts(plenary::get_many(&mut tx, None, &names).await.unwrap()),
        ["c"]
    );
    assert_eq!(
        texts(plenary::of_object(&mut tx, "machine", 5).await.unwrap()),
        ["c", "one", "two"]
    );

    let gone = plenary::delete(&mut tx, Some(1001), &names).await.unwrap();
    assert_eq!(gone.len(), 1);
    assert_eq!(
        (gone[0].old.as_deref(), gone[0].new.as_deref()),
        (Some("one"), None)
    );
    let gone = plenary::delete_of_object(&mut tx, "machine", 5).await.unwrap();
    assert_eq!(gone.len(), 2);
    assert_eq!(
        plenary::page(&mut tx, 0, 10).await.unwrap().len(),
        2,
        "those of the fixture"
    );
    assert_eq!(plenary::page(&mut tx, 1001, 10).await.unwrap().len(), 1);
    let error = plenary::upsert(&mut tx, &[new(None, "../escape", "")])
        .await
        .unwrap_err();
    assert_eq!(error.constraint(), Some("plenary_name_ck"));
}

#[tokio::test]
async fn writers_in_opposite_order_wait_and_do_not_deadlock() {
    let database = crate::fixture::world().await;
    let names: Vec<String> = (0..50).map(|n| format!("machine/n{n:02}")).collect();
    let write = |db: aq_db::Db, mut names: Vec<String>, reversed: bool, text: &'static str| async move {
        if reversed {
            names.reverse();
        }
        for _ in 0..20 {
            let mut tx = db.begin().await?;
            let set: Vec<_> = names.iter().map(|name| new(None, name, text)).collect();
            plenary::upsert(&mut tx, &set).await?;
            tx.commit().await?;
        }
        Ok::<_, aq_db::DbError>(())
    };
    let (a, b) = tokio::join!(
        tokio::spawn(write(database.db().clone(), names.clone(), false, "a")),
        tokio::spawn(write(database.db().clone(), names.clone(), true, "b"))
    );
    a.unwrap().unwrap();
    b.unwrap().unwrap();
}
