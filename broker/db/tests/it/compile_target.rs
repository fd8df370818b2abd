//! Which objects a change of templates touches.

use aq_db::compile_target::{dependents, readers};
use aq_db::profile::{self, Dependency, DependencyKind, Reads};
use aq_db::sandbox::{self, Work};
use aq_test_support::postgres::TestDatabase;

use crate::fixture::world;

fn of(kind: DependencyKind, name: &str) -> Dependency {
    Dependency {
        kind,
        name: name.into(),
    }
}

/// The hosts h1, which reads templates, and h2, which looks into the profile of h1; both in dom1.
async fn two_hosts() -> TestDatabase {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    sqlx::raw_sql(
        "update archetype set is_compileable = true;
         insert into host (hardware_entity_id, branch_id, personality_stage_id, lifecycle_id, operating_system_id)
             select 1002, 1001, 1001, id, 1001 from hostlifecycle where name = 'build';
         update profile_current set host_id = 1002 where object = 'h2.example.org'",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let shared = [
        of(DependencyKind::Template, "archetype/base"),
        of(DependencyKind::FileMissed, "motd"),
    ];
    let reads = |object, own| Reads {
        object,
        shared: &shared[..],
        own,
    };
    let (first, second) = (
        [of(DependencyKind::TemplateMissed, "features/ntp")],
        [of(DependencyKind::Object, "h1.example.org")],
    );
    profile::set_dependencies(
        &mut tx,
        &[
            reads("h1.example.org", &first[..]),
            Reads {
                object: "h2.example.org",
                shared: &[],
                own: &second[..],
            },
        ],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    database
}

#[tokio::test]
async fn what_is_read_directly_or_through_another_profile() {
    let database = two_hosts().await;
    let mut tx = database.db().begin().await.unwrap();
    for (kind, name, hosts) in [
        (DependencyKind::Template, "archetype/base", &[1001, 1002][..]),
        (DependencyKind::TemplateMissed, "features/ntp", &[1001, 1002]),
        (DependencyKind::FileMissed, "motd", &[1001, 1002]),
        (DependencyKind::Object, "h1.example.org", &[1002]),
        // The same names as something else.
        (DependencyKind::TemplateMissed, "archetype/base", &[]),
        (DependencyKind::File, "motd", &[]),
        (DependencyKind::Template, "archetype/bas", &[]),
    ] {
        let changed = [of(kind, name)];
        assert_eq!(
            dependents(&mut tx, 1001, &changed).await.unwrap(),
            hosts,
            "{kind:?} {name}"
        );
        assert_eq!(
            dependents(&mut tx, 1002, &changed).await.unwrap(),
            [0; 0],
            "another branch"
        );
    }
    assert_eq!(dependents(&mut tx, 1001, &[]).await.unwrap(), [0; 0]);
}

#[tokio::test]
async fn what_does_not_move_with_the_branch_is_not_touched() {
    let database = two_hosts().await;
    let mut tx = database.db().begin().await.unwrap();
    let changed = [of(DependencyKind::Template, "archetype/base")];
    sqlx::raw_sql("update host set branch_id = 1003")
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(
        dependents(&mut tx, 1003, &changed).await.unwrap(),
        [0; 0],
        "h1 has what its author has, and h2 only follows it"
    );
    sandbox::clear_work(&mut tx, 1003, 1001).await.unwrap();
    assert_eq!(dependents(&mut tx, 1003, &changed).await.unwrap(), [1001, 1002]);
    let work = Work {
        commit_id: "1".repeat(40),
        base_id: "1".repeat(40),
    };
    sandbox::set_work(&mut tx, 1003, 1002, &work).await.unwrap();
    assert_eq!(
        dependents(&mut tx, 1003, &changed).await.unwrap(),
        [1001, 1002],
        "that of another author is no reason"
    );
    sqlx::raw_sql("update archetype set is_compileable = false")
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(dependents(&mut tx, 1003, &changed).await.unwrap(), [0; 0]);
}

#[tokio::test]
async fn readers_are_those_that_read_it_themselves() {
    let database = two_hosts().await;
    let mut tx = database.db().begin().await.unwrap();
    let both = ["h2.example.org".to_owned(), "h1.example.org".to_owned()];
    let changed = [of(DependencyKind::Template, "archetype/base")];
    assert_eq!(readers(&mut tx, &both, &changed).await.unwrap(), both[1..]);
    assert_eq!(readers(&mut tx, &both[..1], &changed).await.unwrap(), [""; 0]);
    let either = [changed[0].clone(), of(DependencyKind::Object, "h1.example.org")];
    assert_eq!(
        readers(&mut tx, &both, &either).await.unwrap(),
        ["h1.example.org", "h2.example.org"]
    );
}
