//! The tree of places.

use std::collections::BTreeSet;

use aq_db::location::{self, Filter, Location, LocationType, NewLocation};
use aq_db::{ErrorClass, PgConnection};
use aq_test_support::postgres::TestDatabase;

async fn add(conn: &mut PgConnection, kind: LocationType, name: &str, parent: Option<&Location>) -> Location {
    let new = NewLocation {
        name,
        parent_id: parent.map(|p| p.id),
        address: (kind == LocationType::Building).then_some("Street 1"),
        ..NewLocation::default()
    };
    location::insert(conn, kind, &new).await.unwrap()
}

/// What the closure should hold, worked out from the parents.
async fn check_closure(conn: &mut PgConnection) {
    let rows: Vec<(i64, Option<i64>)> = sqlx::query_as("select id, parent_id from location")
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let mut expected = BTreeSet::new();
    for (id, mut above) in rows.clone() {
        let mut distance = 0;
        while let Some(parent) = above {
            distance += 1;
            expected.insert((id, parent, distance));
            above = rows.iter().find(|(id, _)| *id == parent).unwrap().1;
        }
    }
    let links: Vec<(i64, i64, i32)> =
        sqlx::query_as("select child_id, parent_id, distance from location_link")
            .fetch_all(conn)
            .await
            .unwrap();
    assert_eq!(links.into_iter().collect::<BTreeSet<_>>(), expected);
}

#[tokio::test]
async fn ancestors_follow_moves() {
    use LocationType::{Building, City, Continent, Country, Hub, Organization, Rack, Room};
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    let org = add(&mut tx, Organization, "Org", None).await;
    let hub = add(&mut tx, Hub, "hub", Some(&org)).await;
    let europe = add(&mut tx, Continent, "eu", Some(&hub)).await;
    let asia = add(&mut tx, Continent, "as", Some(&org)).await;
    let austria = add(&mut tx, Country, "at", Some(&europe)).await;
    let vienna = add(&mut tx, City, "vie", Some(&austria)).await;
    let building = add(&mut tx, Building, "b1", Some(&vienna)).await;
    let room = add(&mut tx, Room, "r1", Some(&building)).await;
    let rack = add(&mut tx, Rack, "b11", Some(&room)).await;
    check_closure(&mut tx).await;
    assert_eq!((org.name.as_str(), org.fullname.as_str()), ("org", "org"));

    let line = location::lineage(&mut tx, rack.id).await.unwrap();
    let names: Vec<_> = line.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(names, ["org", "hub", "eu", "at", "vie", "b1", "r1", "b11"]);
    assert_eq!(line.sysloc().as_deref(), Some("b1.vie.eu"));
    assert_eq!(line.of(City), Some(&vienna));
    assert_eq!(line.location(), &rack);
    assert_eq!(line.ancestors().len(), 7);
    assert_eq!(
        location::lineage(&mut tx, austria.id).await.unwrap().sysloc(),
        None
    );

    // The country moves with all that is in it, from below a hub to a continent that has none.
    let mut moved = austria.clone();
    moved.parent_id = Some(asia.id);
    location::update(&mut tx, &moved).await.unwrap();
    check_closure(&mut tx).await;
    let line = location::lineage(&mut tx, rack.id).await.unwrap();
    assert_eq!(
        (line.sysloc().as_deref(), line.of(Hub)),
        (Some("b1.vie.as"), None)
    );

    let mut within = location::ids_within(&mut tx, vienna.id).await.unwrap();
    within.sort_unstable();
    assert_eq!(within, [vienna.id, building.id, room.id, rack.id]);
    assert_eq!(
        location::children(&mut tx, building.id).await.unwrap(),
        std::slice::from_ref(&room)
    );
    assert!(!location::has_hardware(&mut tx, org.id).await.unwrap());

    location::delete(&mut tx, rack.id).await.unwrap();
    check_closure(&mut tx).await;
}

#[tokio::test]
async fn searching_by_place_and_columns() {
    use LocationType::{Building, Rack};
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let names = |found: Vec<Location>| found.into_iter().map(|l| l.name).collect::<Vec<_>>();
    assert_eq!(
        names(location::list(&mut tx, Building).await.unwrap()),
        ["b1", "b2"]
    );
    let filter = Filter {
        kind: Some(Rack),
        within: Some(1006),
        ..Filter::default()
    };
    assert_eq!(names(location::search(&mut tx, &filter).await.unwrap()), ["b11"]);
    let filter = Filter {
        kind: Some(Rack),
        exactly: Some(1006),
        ..Filter::default()
    };
    assert!(location::search(&mut tx, &filter).await.unwrap().is_empty());
    let filter = Filter {
        address: Some("Street 2"),
        ..Filter::default()
    };
    assert_eq!(names(location::search(&mut tx, &filter).await.unwrap()), ["b2"]);
    assert!(location::has_hardware(&mut tx, 1006).await.unwrap());
    let error = location::require(&mut tx, Building, "b3x").await.unwrap_err();
    assert_eq!(error.class(), ErrorClass::NotFound);
    assert!(
        error.to_string().starts_with("Building b3x not found."),
        "{error}"
    );
    // The default domain is that of the narrowest place which has one.
    let line = location::lineage(&mut tx, 1009).await.unwrap();
    assert_eq!(line.default_dns_domain_id(), Some(1001));
    assert_eq!(
        location::lineage(&mut tx, 1004)
            .await
            .unwrap()
            .default_dns_domain_id(),
        None
    );
}

#[tokio::test]
async fn rack_numbers_are_given_once() {
    let database = crate::fixture::world().await;
    let take = |db: aq_db::Db| async move {
        let mut tx = db.begin().await.unwrap();
        let number = location::take_rack_number(&mut tx, 1006).await.unwrap();
        tx.commit().await.unwrap();
        number
    };
    let taken = tokio::join!(
        take(database.db().clone()),
        take(database.db().clone()),
        take(database.db().clone()),
        take(database.db().clone())
    );
    let taken = BTreeSet::from([taken.0, taken.1, taken.2, taken.3]);
    assert_eq!(taken, BTreeSet::from([2, 3, 4, 5]));
    let mut tx = database.db().begin().await.unwrap();
    assert!(
        location::take_rack_number(&mut tx, 1009).await.is_err(),
        "a rack has no counter"
    );
}

#[test]
fn types_are_read_back() {
    for kind in LocationType::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
        assert_eq!(kind.label().to_lowercase(), kind.name());
    }
    assert!("moon".parse::<LocationType>().is_err());
}
