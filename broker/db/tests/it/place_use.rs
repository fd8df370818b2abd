//! What stands in a place and what shows it.

use aq_db::location::{self, LocationType, NewLocation};

#[tokio::test]
async fn what_shows_a_place_is_found_below_it() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();

    let rack = location::affected(&mut tx, 1009).await.unwrap();
    assert_eq!(
        (rack.machines.as_slice(), rack.networks.len()),
        ([1001, 1002].as_slice(), 0)
    );
    assert!(!rack.hosts.is_empty() && rack.cities.is_empty());

    let building = location::affected(&mut tx, 1006).await.unwrap();
    assert_eq!(building.machines, rack.machines);
    assert_eq!(building.hosts, rack.hosts);
    assert!(building.networks.contains(&1001) && building.networks.contains(&1002));
    assert_eq!(
        location::affected(&mut tx, 1007).await.unwrap(),
        location::Affected::default()
    );

    // The environment of both networks is in the organization: its move shows in them too.
    let organization = location::affected(&mut tx, 1001).await.unwrap();
    assert_eq!(organization.cities, [1005]);
    assert_eq!(organization.networks, building.networks);
    // A router alone brings its network.
    sqlx::query("update router_address set location_id = 1007")
        .execute(&mut *tx)
        .await
        .unwrap();
    assert_eq!(location::affected(&mut tx, 1007).await.unwrap().networks, [1001]);
}

#[tokio::test]
async fn usage_counts_exactly_this_place() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let usage = location::usage(&mut tx, 1006).await.unwrap();
    assert_eq!(
        (usage.networks, usage.network_environments, usage.hardware),
        (true, false, false)
    );
    let usage = location::usage(&mut tx, 1001).await.unwrap();
    assert_eq!(
        (usage.networks, usage.network_environments, usage.hardware),
        (false, true, false)
    );
    assert!(location::usage(&mut tx, 1009).await.unwrap().hardware);

    assert!(location::has_host_named_in(&mut tx, 1006, 1001).await.unwrap());
    assert!(!location::has_host_named_in(&mut tx, 1006, 1002).await.unwrap());
    assert!(!location::has_host_named_in(&mut tx, 1007, 1001).await.unwrap());
}

#[tokio::test]
async fn a_place_is_shown_with_its_ancestors() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let places = location::list(&mut tx, LocationType::City).await.unwrap();
    let rack = location::get(&mut tx, 1009).await.unwrap();
    let details = location::details(&mut tx, [places, vec![rack]].concat())
        .await
        .unwrap();
    let city = &details[0];
    assert_eq!(city.default_dns_domain.as_deref(), Some("example.org"));
    let names: Vec<_> = city.ancestors.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["org", "hub1", "eu", "at"]);
    assert_eq!(details[1].default_dns_domain, None);
    assert_eq!(
        details[1].ancestors.last().unwrap().location_type,
        LocationType::Room
    );
}

#[tokio::test]
async fn rack_numbers_are_not_given_twice() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    location::keep_rack_number(&mut tx, 1006, 8).await.unwrap();
    location::keep_rack_number(&mut tx, 1006, 5).await.unwrap();
    assert_eq!(location::take_rack_number(&mut tx, 1006).await.unwrap(), 9);
    tx.commit().await.unwrap();

    // The second command waits until the first has decided.
    let mut first = database.db().begin().await.unwrap();
    assert_eq!(location::take_rack_number(&mut first, 1006).await.unwrap(), 10);
    let db = database.db().clone();
    let second = tokio::spawn(async move {
        let mut tx = db.begin().await.unwrap();
        location::take_rack_number(&mut tx, 1006).await.unwrap()
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!second.is_finished());
    first.rollback().await.unwrap();
    assert_eq!(second.await.unwrap(), 10);
}

#[tokio::test]
async fn a_moving_place_takes_nothing_in() {
    let database = crate::fixture::world().await;
    let mut moving = database.db().begin().await.unwrap();
    location::lock_within(&mut moving, 1006).await.unwrap();
    let db = database.db().clone();
    let adding = tokio::spawn(async move {
        let mut tx = db.begin().await.unwrap();
        let rack = NewLocation {
            name: "b199",
            parent_id: Some(1008),
            ..NewLocation::default()
        };
        location::insert(&mut tx, LocationType::Rack, &rack)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!adding.is_finished());
    let mut building = location::get(&mut moving, 1006).await.unwrap();
    let city = NewLocation {
        name: "graz",
        parent_id: Some(1004),
        ..NewLocation::default()
    };
    let city = location::insert(&mut moving, LocationType::City, &city)
        .await
        .unwrap();
    building.parent_id = Some(city.id);
    location::update(&mut moving, &building).await.unwrap();
    moving.commit().await.unwrap();
    adding.await.unwrap();

    let mut tx = database.db().begin().await.unwrap();
    let rack = location::require(&mut tx, LocationType::Rack, "b199")
        .await
        .unwrap();
    let line = location::lineage(&mut tx, rack.id).await.unwrap();
    assert_eq!(line.of(LocationType::City).unwrap().name, "graz");
}
