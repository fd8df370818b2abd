//! `aq show_machine`.

use aq_test_support::site::Site;

#[test]
fn shows_a_machine_with_its_host_in_every_format() {
    let site = Site::start();
    insta::assert_snapshot!(site.ok("show_machine --machine north1n1"), @r"
    Machine: north1n1
      Primary Name: db1.example.org [10.1.0.11]
      Building: north
      City: gva
      Continent: eu
      Country: ch
      Hub: emea
      Organization: example
      Rack: north1
        Row: a
        Column: 1
        Fullname: north1
      Room: north-101
      Vendor: acme Model: s240
        Model Type: rackmount
      Serial: EX1001
      Interface: bmc 02:00:0a:01:01:0b
        Type: management
      Interface: eth0 02:00:0a:01:00:0b [boot, default_route]
        Type: public
        Vendor: intel Model: e810
        Network Environment: internal
        Provides: db1.example.org [10.1.0.11]
      Cpu: epyc_7313 x 2
      Memory: 262144 MB
      Disk: sda 240 GB sata (local) [boot]
      Disk: sdb 2000 GB sas (local)
      Host Personality: database Archetype: aquilon
        Stage: current
        Environment: prod
        Owned by GRN: grn:/example/infrastructure
      Host Archetype: aquilon [compilable]
      Operating System: almalinux
        Version: 9.4-x86_64
        Lifecycle: evaluation
      Domain: prod
      Build Status: ready
      Advertise Status: True
    ");
    insta::assert_snapshot!(
        site.ok("show_machine --machine north1n1 --format csv"),
        @"north1n1,north1,north,acme,s240,EX1001,eth0,02:00:0a:01:00:0b,10.1.0.11"
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show_machine --machine north1n1 --format json")).unwrap();
    insta::assert_snapshot!(
        format!("{} {} {}", json[0]["location"], json[0]["disks"][1]["size"], json[0]["interfaces"][1]["addresses"]),
        @r#"{"rack":"north1","room":"north-101","building":"north","city":"gva","country":"ch","continent":"eu","hub":"emea","organization":"example"} 2000 [{"ip":"10.1.0.11","label":"","names":["db1.example.org"],"network_environment":"internal","priority":null}]"#
    );
    assert_eq!(json[0]["host"]["build_status"], "ready");

    let all = site.ok("show_machine --all");
    assert!(all.starts_with("north1n1\nnorth1n2\n"), "{all}");
    let by_name = site.ok("show_machine --machine db1.example.org");
    assert!(by_name.starts_with("Machine: north1n1\n"), "{by_name}");
    let missing = site.fails(4, "show_machine --machine north1n");
    assert!(missing.contains("Machine north1n not found."), "{missing}");
    assert!(missing.contains("Did you mean north1n"), "{missing}");
}
