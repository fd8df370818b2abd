//! Marks of what has changed: nothing that was compiled from something old stays unmarked.

use aq_db::compile_target::{Selection, count};
use aq_db::plenary::{self, NewPlenary, PlenaryKind};
use aq_db::profile::{self, Dependency, DependencyKind, Reads};
use aq_db::stale::{self, Candidate, Transaction};
use aq_db::{Db, Tx};
use sqlx::raw_sql;

use crate::fixture::world;
use crate::profile::put_with;

const H1: &str = "h1.example.org";
const H2: &str = "h2.example.org";
const TEMPLATE: &str = "machine/hw9";

/// Everything that is marked.
async fn marked(db: &Db) -> Vec<String> {
    sqlx::query_scalar("select distinct object from stale_object order by 1")
        .fetch_all(db.pool())
        .await
        .unwrap()
}

async fn begin(db: &Db) -> (Tx, Transaction) {
    let mut tx = db.begin().await.unwrap();
    let transaction = stale::transaction(&mut tx).await.unwrap();
    (tx, transaction)
}

/// Stores a generated template and marks who reads it, as a command does.
async fn write(tx: &mut Tx, content: &str) -> u64 {
    let new = NewPlenary {
        branch_id: None,
        name: TEMPLATE,
        kind: PlenaryKind::Structure,
        object_kind: "machine",
        object_id: 1009,
        content,
    };
    assert_eq!(plenary::upsert(tx, &[new]).await.unwrap().len(), 1);
    stale::mark_readers_of_plenaries(tx, &[TEMPLATE.to_owned()])
        .await
        .unwrap()
}

/// Stores a profile that read one thing, as a compile does.
async fn compile(tx: &mut Tx, object: &str, kind: DependencyKind, name: &str) {
    // Texts that another transaction stores at the same time are waited for: each has its own.
    let texts = [("hostdata/n", object)];
    put_with(tx, object, &format!("<{name}/>"), &"a".repeat(40), &texts, &[])
        .await
        .unwrap();
    let read = [Dependency {
        kind,
        name: name.to_owned(),
    }];
    let reads = Reads {
        object,
        shared: &read,
        own: &[],
    };
    profile::set_dependencies(tx, &[reads]).await.unwrap();
}

/// Commits and looks afterwards. Gives how many objects that marked.
async fn finish(db: &Db, (tx, transaction): (Tx, Transaction)) -> u64 {
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let count = stale::recheck(&mut tx, &transaction).await.unwrap();
    tx.commit().await.unwrap();
    count
}

#[tokio::test]
async fn readers_of_a_template_are_marked() {
    let database = world().await;
    let db = database.db();
    let mut tx = db.begin().await.unwrap();
    compile(&mut tx, H1, DependencyKind::TemplateMissed, TEMPLATE).await;
    compile(&mut tx, H2, DependencyKind::File, TEMPLATE).await;
    assert_eq!(write(&mut tx, "1").await, 1);
    tx.commit().await.unwrap();
    assert_eq!(marked(db).await, [H1], "a file of that name is something else");

    let mut tx = db.begin().await.unwrap();
    compile(&mut tx, H2, DependencyKind::Template, TEMPLATE).await;
    write(&mut tx, "2").await;
    tx.commit().await.unwrap();
    assert_eq!(marked(db).await, [H1, H2]);
}

#[tokio::test]
async fn a_compile_takes_away_only_what_it_saw() {
    let database = world().await;
    let db = database.db();
    let (h1, h2) = (H1.to_owned(), H2.to_owned());
    let mut tx = db.begin().await.unwrap();
    stale::mark(&mut tx, &[h1.clone(), h2.clone()]).await.unwrap();
    tx.commit().await.unwrap();

    let mut compiling = db.begin().await.unwrap();
    let seen = stale::marks(&mut compiling, std::slice::from_ref(&h1))
        .await
        .unwrap();
    assert_eq!(seen.len(), 1);
    let mut changing = db.begin().await.unwrap();
    stale::mark(&mut changing, std::slice::from_ref(&h1))
        .await
        .unwrap();
    changing.commit().await.unwrap();
    stale::unmark(&mut compiling, &seen).await.unwrap();
    compiling.commit().await.unwrap();
    assert_eq!(marked(db).await, [h1.clone(), h2], "it changed meanwhile");

    let mut tx = db.begin().await.unwrap();
    let seen = stale::marks(&mut tx, &[h1]).await.unwrap();
    stale::unmark(&mut tx, &seen).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(marked(db).await, [H2]);
}

#[tokio::test]
async fn readers_of_a_profile_are_marked_but_for_those_compiled_with_it() {
    let database = world().await;
    let db = database.db();
    let mut tx = db.begin().await.unwrap();
    compile(&mut tx, H2, DependencyKind::Object, H1).await;
    let (h1, both) = ([H1.to_owned()], [H1.to_owned(), H2.to_owned()]);
    assert_eq!(
        stale::mark_readers_of_objects(&mut tx, &h1, &both).await.unwrap(),
        0
    );
    assert_eq!(
        stale::mark_readers_of_objects(&mut tx, &h1, &h1).await.unwrap(),
        1
    );
    tx.commit().await.unwrap();
    assert_eq!(marked(db).await, [H2]);
}

/// One transaction changes a template, another one compiles with it and does not see that. Whichever ends first.
#[tokio::test]
async fn a_template_changes_while_it_is_first_read() {
    for compile_ends_first in [false, true] {
        let database = world().await;
        let db = database.db();
        let mut changing = begin(db).await;
        let mut compiling = begin(db).await;
        assert_eq!(write(&mut changing.0, "1").await, 0, "nobody is known to read it");
        compile(&mut compiling.0, H1, DependencyKind::TemplateMissed, TEMPLATE).await;
        let (first, second) = match compile_ends_first {
            true => (compiling, changing),
            false => (changing, compiling),
        };
        assert_eq!(finish(db, first).await, 0, "the other one is not over");
        assert_eq!(marked(db).await, [""; 0]);
        assert_eq!(finish(db, second).await, 1);
        assert_eq!(marked(db).await, [H1], "{compile_ends_first}");
    }
}

/// One transaction compiles an object, another one an object that looks into the profile of that.
#[tokio::test]
async fn a_profile_changes_while_it_is_first_read() {
    for reader_ends_first in [false, true] {
        let database = world().await;
        let db = database.db();
        let mut changing = begin(db).await;
        let mut reading = begin(db).await;
        compile(&mut changing.0, H1, DependencyKind::Template, "archetype/base").await;
        let none = stale::mark_readers_of_objects(&mut changing.0, &[H1.to_owned()], &[]).await;
        assert_eq!(none.unwrap(), 0, "nobody is known to read it");
        compile(&mut reading.0, H2, DependencyKind::Object, H1).await;
        let (first, second) = match reader_ends_first {
            true => (reading, changing),
            false => (changing, reading),
        };
        assert_eq!(finish(db, first).await, 0, "the other one is not over");
        assert_eq!(finish(db, second).await, 1);
        assert_eq!(marked(db).await, [H2], "{reader_ends_first}");
    }
}

#[tokio::test]
async fn one_after_the_other_marks_nothing() {
    let database = world().await;
    let db = database.db();
    let mut changing = begin(db).await;
    write(&mut changing.0, "1").await;
    assert_eq!(finish(db, changing).await, 0);
    let mut compiling = begin(db).await;
    compile(&mut compiling.0, H1, DependencyKind::Template, TEMPLATE).await;
    compile(&mut compiling.0, H2, DependencyKind::Object, H1).await;
    assert_eq!(finish(db, compiling).await, 0);
    // And in one transaction.
    let mut both = begin(db).await;
    stale::unmark(&mut both.0, &[]).await.unwrap();
    write(&mut both.0, "2").await;
    let seen = stale::marks(&mut both.0, &[H1.to_owned()]).await.unwrap();
    compile(&mut both.0, H1, DependencyKind::TemplateMissed, TEMPLATE).await;
    stale::unmark(&mut both.0, &seen).await.unwrap();
    assert_eq!(finish(db, both).await, 0);
    assert_eq!(marked(db).await, [""; 0]);
}

#[tokio::test]
async fn candidates_are_those_that_may_not_be_right() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    raw_sql(
        "update archetype set is_compileable = true;
         insert into host (hardware_entity_id, branch_id, personality_stage_id, lifecycle_id, operating_system_id)
             select 1002, 1001, 1001, id, 1001 from hostlifecycle where name = 'build';
         update profile_current set host_id = 1002 where object = 'h2.example.org'",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let all = Selection {
        branch_id: Some(1001),
        ..Selection::default()
    };
    let second = Selection {
        host_id: Some(1002),
        ..Selection::default()
    };
    let (a, b) = ("a".repeat(40), "b".repeat(40));
    let candidate = |host_id, object: Option<&str>, commit: &str, compiled: Option<&str>| Candidate {
        host_id,
        object: object.map(str::to_owned),
        commit: commit.to_owned(),
        compiled: compiled.map(str::to_owned),
    };
    let found = stale::candidates(&mut tx, &all, "1").await.unwrap();
    assert_eq!(found, [], "a branch without commits compiles nothing");
    aq_db::branch::set_commit(&mut tx, 1001, &a).await.unwrap();
    assert_eq!(stale::candidates(&mut tx, &all, "1").await.unwrap(), []);
    assert_eq!(
        stale::candidates(&mut tx, &all, "2").await.unwrap(),
        [
            candidate(1001, Some(H1), &a, None),
            candidate(1002, Some(H2), &a, None)
        ],
        "made by another engine"
    );
    stale::mark(&mut tx, &[H1.to_owned(), H1.to_owned()])
        .await
        .unwrap();
    assert_eq!(
        stale::candidates(&mut tx, &all, "1").await.unwrap(),
        [candidate(1001, Some(H1), &a, None)],
        "marked twice, and told once"
    );
    aq_db::branch::set_commit(&mut tx, 1001, &b).await.unwrap();
    assert_eq!(
        stale::candidates(&mut tx, &all, "1").await.unwrap(),
        [
            candidate(1001, Some(H1), &b, None),
            candidate(1002, Some(H2), &b, Some(&a))
        ]
    );
    stale::confirm(&mut tx, &[H2.to_owned()], &b).await.unwrap();
    assert_eq!(stale::candidates(&mut tx, &second, "1").await.unwrap(), []);
    profile::remove(&mut tx, H2).await.unwrap();
    assert_eq!(
        stale::candidates(&mut tx, &second, "1").await.unwrap(),
        [candidate(1002, None, &b, None)],
        "it has no profile"
    );
    assert_eq!(
        stale::with_readers(&mut tx, &[1001, 1002], &[1002])
            .await
            .unwrap(),
        [1002],
        "nor does it need one to be outdated"
    );
    for (counted, selection) in [(2, &all), (1, &second)] {
        assert_eq!(count(&mut tx, selection).await.unwrap(), counted);
    }
    raw_sql("update archetype set is_compileable = false")
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(stale::candidates(&mut tx, &all, "1").await.unwrap(), []);
    assert_eq!(count(&mut tx, &all).await.unwrap(), 0);
}
