//! A small site to take models from.

use std::sync::Arc;

use aq_plenary::TemplateName;
use aq_plenary::model::*;

pub fn place(kind: PlaceKind, name: &str, fullname: &str) -> Place {
    Place {
        kind,
        name: name.into(),
        fullname: fullname.into(),
    }
}

/// From the organization down to a rack in a room.
pub fn rack() -> Location {
    Location {
        chain: vec![
            place(PlaceKind::Organization, "acme", "Acme Ltd"),
            place(PlaceKind::Hub, "eu", "Europe"),
            place(PlaceKind::Continent, "eur", "Europe"),
            place(PlaceKind::Country, "ch", "Switzerland"),
            place(PlaceKind::Campus, "lake", "Lake campus"),
            place(PlaceKind::City, "gva", "Geneva"),
            place(PlaceKind::Building, "b1", "Building 1"),
            place(PlaceKind::Bunker, "north.b1", "North"),
            place(PlaceKind::Room, "b1-r2", "Room 2"),
            place(PlaceKind::Rack, "b13", "Rack 3"),
        ],
        rack_row: Some("c".into()),
        rack_column: Some("4".into()),
    }
}

/// A building, nothing below.
pub fn building() -> Location {
    let mut location = rack();
    location
        .chain
        .retain(|p| p.kind <= PlaceKind::Building && p.kind != PlaceKind::Campus);
    location.rack_row = None;
    location.rack_column = None;
    location
}

pub fn model(vendor: &str, name: &str) -> HardwareModel {
    HardwareModel {
        vendor: vendor.into(),
        name: name.into(),
    }
}

pub fn interface(name: &str, kind: InterfaceKind, mac: Option<&str>) -> Interface {
    Interface {
        name: name.into(),
        kind,
        mac: mac.map(Into::into),
        model: model("generic", "generic_nic"),
        bootable: false,
        default_route: false,
        port_group: None,
        bus: None,
        master: None,
        parent: None,
        addresses: Vec::new(),
    }
}

pub fn network(cidr: &str) -> AddressNetwork {
    AddressNetwork {
        cidr: cidr.parse().unwrap(),
        network_type: "unknown".into(),
        environment: "internal".into(),
        routers: Vec::new(),
        default_gateway_offset: 1,
        static_routes: Vec::new(),
    }
}

pub fn router(ip: &str, building: Option<&str>) -> Router {
    Router {
        ip: ip.parse().unwrap(),
        building: building.map(Into::into),
    }
}

pub fn route(destination: &str, gateway: &str) -> StaticRoute {
    StaticRoute {
        destination: destination.parse().unwrap(),
        gateway: gateway.parse().unwrap(),
    }
}

pub fn address(label: &str, ip: &str, fqdn: Option<&str>, network: &Arc<AddressNetwork>) -> Address {
    Address {
        label: label.into(),
        ip: ip.parse().unwrap(),
        fqdn: fqdn.map(Into::into),
        network: Arc::clone(network),
    }
}

pub fn disk(device: &str, capacity: u64, controller: &str) -> Disk {
    Disk {
        device: device.into(),
        capacity,
        controller: controller.into(),
        bootable: false,
        wwn: None,
        address: None,
        bus: None,
        snapshotable: None,
        iops_limit: None,
        vsan_policy_key: None,
        technology: None,
        usage: None,
        diskgroup_key: None,
        model_key: None,
        backing: Backing::Local,
    }
}

/// One processor, one disk, one card.
pub fn simple_machine() -> Machine {
    let mut eth0 = interface("eth0", InterfaceKind::Public, Some("02:00:00:00:00:01"));
    eth0.bootable = true;
    let mut sda = disk("sda", 480, "sata");
    sda.bootable = true;
    Machine {
        label: "b13n1".into(),
        location: rack(),
        model: model("acme", "bx-100"),
        cpu: model("intel", "xeon_e5"),
        cpu_quantity: 1,
        memory: 8192,
        serial_number: Some("SN-1".into()),
        uri: None,
        uuid: None,
        chassis: None,
        disks: vec![sda],
        interfaces: vec![eth0],
        consoles: Vec::new(),
    }
}

/// Everything a machine can have.
pub fn full_machine() -> Machine {
    let internal = Arc::new(network("10.1.2.0/24"));
    let mut eth1 = interface("eth1", InterfaceKind::Public, Some("02:00:00:00:00:02"));
    eth1.model = model("intel", "e1000");
    eth1.port_group = Some("user-v710".into());
    eth1.bus = Some("pci:0000:0b:00.1".into());
    let mut bmc = interface("bmc", InterfaceKind::Management, Some("02:00:00:00:00:0a"));
    bmc.addresses = vec![
        address("", "10.1.2.9", Some("b13n1r.example.org"), &internal),
        address("alt", "10.1.2.10", None, &internal),
    ];
    let mut vlan = interface("eth1.710", InterfaceKind::Vlan, None);
    vlan.parent = Some("eth1".into());
    let mut machine = simple_machine();
    machine.label = "b13c1n2".into();
    machine.cpu_quantity = 2;
    machine.chassis = Some(ChassisSlot {
        chassis: "b13c1.example.org".into(),
        slot: 2,
    });
    machine.uri = Some("https://assets.example.org/42".into());
    machine.uuid = Some("3b5dd8a4-1c36-4f4e-8a53-0d5a8c7f6a01".into());
    machine.interfaces.extend([
        vlan,
        eth1,
        bmc,
        interface("ilo", InterfaceKind::Management, None),
        interface("bond0", InterfaceKind::Bonding, Some("02:00:00:00:00:03")),
        interface("bond1", InterfaceKind::Bonding, None),
        interface("br0", InterfaceKind::Bridge, Some("02:00:00:00:00:04")),
    ]);
    machine.disks.push(Disk {
        wwn: Some("600508b112233445566778899aabbccd".into()),
        address: Some("0:0:1:0".into()),
        bus: Some("pci:0000:03:00.0".into()),
        technology: Some("ssd".into()),
        usage: Some("os".into()),
        diskgroup_key: Some("group 1".into()),
        model_key: Some("model \"x\"".into()),
        ..disk("c0d0", 1000, "cciss")
    });
    machine.consoles = vec![
        ConsolePort {
            client_port: "serial1".into(),
            server: "cs2.example.org".into(),
            port: 12,
        },
        ConsolePort {
            client_port: "serial0".into(),
            server: "cs1.example.org".into(),
            port: 7,
        },
    ];
    machine
}

/// A virtual machine on shared storage, in a building without a rack.
pub fn virtual_machine() -> Machine {
    let share = Backing::Share {
        name: "vmstore1".into(),
        server: Some("nas1".into()),
        mountpoint: Some("/vol/vmstore1".into()),
    };
    let mut machine = simple_machine();
    machine.label = "vm7".into();
    machine.location = building();
    machine.serial_number = None;
    machine.disks = vec![
        Disk {
            snapshotable: Some(true),
            bootable: true,
            backing: share,
            ..disk("sda", 15, "sata")
        },
        Disk {
            address: Some("0:0:0:1".into()),
            iops_limit: Some(50),
            vsan_policy_key: Some("gold".into()),
            snapshotable: Some(false),
            backing: Backing::Filesystem {
                name: "scratch".into(),
                mountpoint: "/data".into(),
            },
            ..disk("sdb", 34, "scsi")
        },
        Disk {
            backing: Backing::Share {
                name: "vmstore2".into(),
                server: None,
                mountpoint: None,
            },
            ..disk("sdc", 1, "sata")
        },
    ];
    machine.interfaces = vec![interface("eth0", InterfaceKind::Public, None)];
    machine
}

pub fn host_data() -> HostData {
    let internal = Arc::new(network("10.1.2.0/24"));
    let mut eth0 = interface("eth0", InterfaceKind::Public, Some("02:00:00:00:00:01"));
    eth0.bootable = true;
    eth0.default_route = true;
    eth0.addresses = vec![address("", "10.1.2.20", Some("web1.gva.example.org"), &internal)];
    HostData {
        fqdn: "web1.gva.example.org".into(),
        hardware: TemplateName::new("machine/europe/b1/b13/b13n1").unwrap(),
        building: Some("b1".into()),
        os: OperatingSystem {
            name: "linux".into(),
            version: "9.4-x86_64".into(),
            lifecycle: "production".into(),
        },
        interfaces: vec![eth0],
        primary_ip: Some("10.1.2.20".parse().unwrap()),
        status: "build".into(),
        advertise_status: false,
        grns: Vec::new(),
        owner_eon_id: 42,
        entitlements: Vec::new(),
        cluster: None,
        virtual_switch: None,
        resources: Vec::new(),
        parameters: Vec::new(),
    }
}

pub fn host_object() -> HostObject {
    HostObject {
        fqdn: "web1.gva.example.org".into(),
        archetype: "aquilon".into(),
        branch: Branch {
            name: "prod".into(),
            kind: BranchKind::Domain,
        },
        declarations: false,
        os_name: "linux".into(),
        os_version: "9.4-x86_64".into(),
        hardware_features: Vec::new(),
        interface_features: Vec::new(),
        services_used: Vec::new(),
        services_provided: Vec::new(),
        services_missing: Vec::new(),
        cluster: None,
        personality: "web-server".into(),
        cluster_required: false,
    }
}

pub fn feature(kind: FeatureKind, name: &str) -> Feature {
    Feature {
        kind,
        name: name.into(),
    }
}

pub fn instance(service: &str, instance: &str) -> ServiceInstance {
    ServiceInstance {
        service: service.into(),
        instance: instance.into(),
    }
}

pub fn personality() -> Personality {
    Personality {
        archetype: "aquilon".into(),
        name: "web-server".into(),
        stage: Stage::Current,
        staged: true,
        grns: Vec::new(),
        owner_eon_id: 42,
        root_users: Vec::new(),
        root_netgroups: Vec::new(),
        parameters: Vec::new(),
        pre_features: Vec::new(),
        post_features: Vec::new(),
        environment: "prod".into(),
        config_override: false,
    }
}

pub fn grn(target: &str, eon_id: i32) -> GrnTarget {
    GrnTarget {
        target: target.into(),
        eon_id,
    }
}

pub fn entitlements() -> Vec<Entitlement> {
    let entitled = |entitlement_type: &str, beneficiary| Entitlement {
        entitlement_type: entitlement_type.into(),
        beneficiary,
    };
    let user = |name: &str| Beneficiary::User {
        name: name.into(),
        user_type: "human".into(),
    };
    vec![
        entitled("ssh", user("zoe")),
        entitled("root", Beneficiary::Grn { eon_id: 7 }),
        entitled("ssh", Beneficiary::Grn { eon_id: 12 }),
        entitled("ssh", user("ada")),
        entitled("ssh", user("ada")),
    ]
}

pub fn resource(holder: &str, resource_type: &str, name: &str) -> Resource {
    let template = TemplateName::new(format!("resource/{holder}/{resource_type}/{name}/config")).unwrap();
    Resource {
        resource_type: resource_type.into(),
        name: name.into(),
        template,
    }
}
