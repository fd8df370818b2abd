//! Networks and cities.

use aq_plenary::model::*;
use insta::assert_snapshot;

use crate::fixtures::*;
use crate::text;

fn network() -> Network {
    Network {
        name: "gva-b1-servers".into(),
        cidr: "10.1.2.0/24".parse().unwrap(),
        network_type: "unknown".into(),
        side: "a".into(),
        location: building(),
        environment: "internal".into(),
        environment_location: None,
        compartment: None,
        routers: Vec::new(),
    }
}

#[test]
fn plain_network() {
    assert_snapshot!(text(&network()));
}

#[test]
fn network_with_everything() {
    let network = Network {
        environment: "lab".into(),
        environment_location: Some(building()),
        location: rack(),
        compartment: Some("perimeter.web".into()),
        routers: vec![
            NetworkRouter {
                ip: "10.1.2.1".parse().unwrap(),
                location: None,
                providers: vec![
                    Provider {
                        router: "gw1.example.org".into(),
                        interface: "vlan710".into(),
                        ip: None,
                    },
                    Provider {
                        router: "gw2.example.org".into(),
                        interface: "vlan710".into(),
                        ip: Some("10.1.2.3".parse().unwrap()),
                    },
                ],
            },
            NetworkRouter {
                ip: "10.1.2.254".parse().unwrap(),
                location: None,
                providers: Vec::new(),
            },
        ],
        ..network()
    };
    assert_snapshot!(text(&network));
}

/// The place of a router is beside its providers: these are a list and can hold no further keys.
#[test]
fn router_in_a_building() {
    let router = NetworkRouter {
        ip: "10.1.2.1".parse().unwrap(),
        location: Some(building()),
        providers: Vec::new(),
    };
    assert_snapshot!(text(&Network {
        routers: vec![router],
        ..network()
    }));
}

#[test]
fn version_6_network() {
    let router = NetworkRouter {
        ip: "2001:db8:5::1".parse().unwrap(),
        location: None,
        providers: Vec::new(),
    };
    let network = Network {
        cidr: "2001:db8:5::/64".parse().unwrap(),
        routers: vec![router],
        ..network()
    };
    assert_snapshot!(text(&network));
}

#[test]
fn cities() {
    let geneva = City {
        name: "gva".into(),
        hub_fullname: "Europe".into(),
        timezone: Some("Europe/Zurich".into()),
    };
    assert_snapshot!("city", text(&geneva));
    let nowhere = City {
        timezone: None,
        hub_fullname: "North America".into(),
        ..geneva
    };
    assert_snapshot!("city_without_time_zone", text(&nowhere));
}
