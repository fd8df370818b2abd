//! Hosts: data, object template, and the three templates of their places.

use std::sync::Arc;

use aq_plenary::model::*;
use aq_plenary::pan::Pan;
use aq_plenary::{Home, PlenaryError, render};
use insta::assert_snapshot;

use crate::fixtures::*;
use crate::text;

#[test]
fn simple_data() {
    assert_snapshot!(text(&host_data()));
}

#[test]
fn data_without_a_network() {
    let data = HostData {
        interfaces: Vec::new(),
        primary_ip: None,
        advertise_status: true,
        ..host_data()
    };
    assert_snapshot!(text(&data));
}

/// Aggregates, bridges, tagged interfaces, aliases, routes and several networks.
#[test]
fn data_with_all_kinds_of_interfaces() {
    let servers = Arc::new(AddressNetwork {
        routers: vec![
            router("10.1.2.1", Some("b2")),
            router("10.1.2.2", Some("b1")),
            router("10.1.2.3", None),
        ],
        ..network("10.1.2.0/24")
    });
    let storage = Arc::new(AddressNetwork {
        network_type: "storage".into(),
        static_routes: vec![
            route("192.168.252.0/23", "10.9.0.254"),
            route("192.168.248.0/24", "10.9.0.254"),
            route("192.168.248.0/24", "10.9.0.253"),
        ],
        ..network("10.9.0.0/16")
    });
    let far = Arc::new(AddressNetwork {
        routers: vec![router("10.5.0.1", Some("b9"))],
        ..network("10.5.0.0/25")
    });
    let point = Arc::new(network("10.7.0.4/31"));
    let mut eth0 = interface("eth0", InterfaceKind::Public, Some("02:00:00:00:00:01"));
    eth0.bootable = true;
    eth0.default_route = true;
    eth0.master = Some(Master {
        name: "bond0".into(),
        kind: MasterKind::Bonding,
    });
    let mut eth1 = interface("eth1", InterfaceKind::Public, Some("02:00:00:00:00:02"));
    eth1.master = Some(Master {
        name: "br0".into(),
        kind: MasterKind::Bridge,
    });
    let mut bond0 = interface("bond0", InterfaceKind::Bonding, None);
    bond0.addresses = vec![
        address("", "10.1.2.20", Some("web1.gva.example.org"), &servers),
        address("svc", "10.1.2.21", Some("web1-svc.gva.example.org"), &servers),
        address("bare", "10.1.2.22", None, &servers),
    ];
    let mut vlan = interface("eth1.710", InterfaceKind::Vlan, None);
    vlan.parent = Some("eth1".into());
    vlan.addresses = vec![
        address("", "10.9.3.4", None, &storage),
        address("b", "10.9.3.5", None, &storage),
    ];
    let mut br0 = interface("br0", InterfaceKind::Bridge, None);
    br0.addresses = vec![address("", "10.5.0.7", Some("web1-br0.gva.example.org"), &far)];
    let mut odd = interface("0:odd", InterfaceKind::Public, None);
    odd.addresses = vec![address("", "10.7.0.5", None, &point)];
    let mut bmc = interface("bmc", InterfaceKind::Management, None);
    bmc.addresses = vec![address("", "10.1.2.9", None, &servers)];
    let idle = interface("eth9", InterfaceKind::Public, None);
    let data = HostData {
        interfaces: vec![vlan, eth1, eth0, bond0, br0, odd, bmc, idle],
        ..host_data()
    };
    assert_snapshot!(text(&data));
}

/// Two interfaces lead out: the one the machine boots from gives the gateway, whatever their order.
#[test]
fn the_boot_interface_gives_the_default_gateway() {
    let gateway = |boot: &str| {
        let mut interfaces = Vec::new();
        for (name, cidr, ip) in [
            ("eth0", "10.1.0.0/24", "10.1.0.5"),
            ("eth1", "10.2.0.0/24", "10.2.0.5"),
        ] {
            let mut card = interface(name, InterfaceKind::Public, None);
            card.default_route = true;
            card.bootable = name == boot;
            card.addresses = vec![address("", ip, None, &Arc::new(network(cidr)))];
            interfaces.push(card);
        }
        let body = render(&HostData {
            interfaces,
            ..host_data()
        })
        .unwrap()
        .body;
        body.lines()
            .find(|line| line.contains("default_gateway"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        gateway("eth0"),
        r#""system/network/default_gateway" = "10.1.0.1";"#
    );
    assert_eq!(
        gateway("eth1"),
        r#""system/network/default_gateway" = "10.2.0.1";"#
    );
    assert_eq!(
        gateway("none"),
        r#""system/network/default_gateway" = "10.1.0.1";"#
    );
}

#[test]
fn a_configured_offset_moves_the_gateway() {
    let net = Arc::new(AddressNetwork {
        default_gateway_offset: 254,
        ..network("10.1.2.0/24")
    });
    let mut data = host_data();
    data.interfaces[0].addresses = vec![address("", "10.1.2.20", None, &net)];
    assert!(
        render(&data)
            .unwrap()
            .body
            .contains(r#""system/network/default_gateway" = "10.1.2.254";"#)
    );
}

#[test]
fn masters_in_a_circle_do_not_hang() {
    let mut data = host_data();
    let circle = |name: &str, master: &str| {
        let mut bond = interface(name, InterfaceKind::Bonding, None);
        bond.master = Some(Master {
            name: master.into(),
            kind: MasterKind::Bonding,
        });
        bond.addresses = vec![address("", "10.1.2.30", None, &Arc::new(network("10.1.2.0/24")))];
        bond
    };
    data.interfaces = vec![circle("bond0", "bond1"), circle("bond1", "bond0")];
    assert!(!render(&data).unwrap().body.contains("default_gateway"));
}

#[test]
fn data_with_everything_else() {
    let parameter = |kind, name: &str, path: &str, value| FeatureParameter {
        feature: feature(kind, name),
        path: path.into(),
        value,
    };
    let data = HostData {
        status: "ready".into(),
        advertise_status: true,
        grns: vec![grn("hlmplus", 9), grn("esp", 12), grn("esp", 3)],
        entitlements: entitlements(),
        cluster: Some(ClusterMembership {
            name: "cl1".into(),
            node_index: 3,
            metacluster: Some("meta1".into()),
        }),
        virtual_switch: Some("vsw1".into()),
        resources: vec![
            resource("host/web1.gva.example.org", "reboot_schedule", "weekly"),
            resource("host/web1.gva.example.org", "filesystem", "scratch"),
        ],
        parameters: vec![
            parameter(FeatureKind::Interface, "bypass", "on", Pan::Bool(false)),
            parameter(FeatureKind::Hardware, "raid", "level", Pan::Text("5".into())),
        ],
        ..host_data()
    };
    assert_snapshot!(text(&data));
}

#[test]
fn simple_object() {
    assert_snapshot!(text(&host_object()));
    let plenary = render(&host_object()).unwrap();
    assert_eq!(plenary.home, Home::Branch("prod".into()));
    assert_eq!(plenary.path(), "web1.gva.example.org");
}

#[test]
fn object_with_everything() {
    let object = HostObject {
        branch: Branch {
            name: "try".into(),
            kind: BranchKind::Sandbox {
                author: Some("ada".into()),
            },
        },
        declarations: true,
        hardware_features: vec![
            feature(FeatureKind::Hardware, "raid"),
            feature(FeatureKind::Hardware, "bios"),
        ],
        interface_features: vec![
            InterfaceFeatures {
                interface: "eth1".into(),
                features: vec![feature(FeatureKind::Interface, "bypass")],
            },
            InterfaceFeatures {
                interface: "eth0".into(),
                features: vec![
                    feature(FeatureKind::Interface, "tuning"),
                    feature(FeatureKind::Interface, "bypass"),
                ],
            },
        ],
        services_used: vec![
            instance("ntp", "gva"),
            instance("dns", "gva"),
            instance("dns", "b1"),
        ],
        services_provided: vec![instance("web", "w1"), instance("bootserver", "b1")],
        cluster: Some("cl1".into()),
        cluster_required: true,
        ..host_object()
    };
    assert_snapshot!(text(&object));
}

#[test]
fn unfinished_hosts_have_no_object_template() {
    let reason = |object: HostObject| {
        let error = render(&object).unwrap_err();
        assert!(matches!(error, PlenaryError::Incomplete { .. }) && error.is_incomplete());
        error.to_string()
    };
    assert_eq!(
        reason(HostObject {
            services_missing: vec!["ntp".into(), "dns".into()],
            ..host_object()
        }),
        "Host web1.gva.example.org is missing the following required services, please run 'aq reconfigure': dns, ntp."
    );
    assert_eq!(
        reason(HostObject {
            cluster_required: true,
            ..host_object()
        }),
        "Personality aquilon/web-server requires cluster membership, please run 'aq cluster'."
    );
    let branch = Branch {
        name: "try".into(),
        kind: BranchKind::Sandbox { author: None },
    };
    assert_eq!(
        reason(HostObject {
            branch,
            ..host_object()
        }),
        "Host web1.gva.example.org is missing sandbox author information."
    );
}

#[test]
fn parts() {
    let fqdn = "web1.gva.example.org".to_owned();
    let archetype = HostArchetype {
        fqdn: fqdn.clone(),
        location: rack(),
        archetype: "aquilon".into(),
        environment: "prod".into(),
    };
    assert_snapshot!("host_archetype", text(&archetype));
    let grn = HostGrn {
        fqdn: fqdn.clone(),
        location: building(),
        eon_id: 42,
        environment: "prod".into(),
    };
    assert_snapshot!("host_grn", text(&grn));
    let personality = HostPersonality {
        fqdn,
        location: building(),
        personality: "web-server".into(),
        stage: Stage::Next,
    };
    assert_snapshot!("host_personality", text(&personality));
}
