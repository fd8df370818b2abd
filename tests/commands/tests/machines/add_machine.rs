//! `aq add_machine`.

use aq_test_support::site::Site;

#[test]
fn takes_the_hardware_of_the_model_and_of_options_and_recipe() {
    let site = Site::start();
    site.ok(
        "add_machine --machine Plain1 --model r120 --vendor acme --rack south1 --serial S1 --comments 'a b'",
    );
    insta::assert_snapshot!(site.ok("show_machine --machine plain1"), @r"
    Machine: plain1
      Building: south
      City: gva
      Continent: eu
      Country: ch
      Hub: emea
      Organization: example
      Rack: south1
        Row: b
        Column: 1
        Fullname: south1
      Vendor: acme Model: r120
        Model Type: rackmount
      Serial: S1
      Comments: a b
      Cpu: xeon_4314 x 2
      Memory: 131072 MB
      Disk: sda 480 GB nvme (local) [boot]
    ");
    assert!(
        site.ok("cat --machine plain1")
            .contains("\"serialnumber\" = \"S1\";")
    );

    let recipe = r#"{"cpucount": 1, "memory": 1024, "disks": {"sdb": {"controller": "sas", "size": 10}},
        "interfaces": {"eth0": {"mac": "02-00-0A-02-01-01"}, "eth0.5": {}, "bond0": {}}}"#;
    let uuid = "6d1ba6b4-7d3c-4c4e-9d2c-0b8f2f9f3b11";
    site.ok(&format!(
        "add_machine --machine plain2 --model r120 --rack south1 --cpuname epyc_7313 --cpuvendor amd --memory 2048 \
         --uuid {uuid} --recipe '{recipe}'"
    ));
    let raw = site.ok("show_machine --machine plain2");
    for line in [
        "  Cpu: epyc_7313 x 1",
        "  Memory: 2048 MB",
        "  Disk: sda 480 GB nvme (local) [boot]",
        "  Disk: sdb 10 GB sas (local)",
        "  Interface: bond0 (no MAC addr)",
        "  Interface: eth0 02:00:0a:02:01:01 [boot, default_route]",
        "    Parent Interface: eth0, VLAN ID: 5",
        "  UUID: 6d1ba6b4-7d3c-4c4e-9d2c-0b8f2f9f3b11",
    ] {
        assert!(raw.lines().any(|l| l == line), "{line}\n{raw}");
    }

    let next = "add_machine --prefix plain --model r120 --rack south1";
    assert_eq!(site.ok(next).trim(), "plain3");
    let audit = site.ok("search_audit --command add_machine --limit 1");
    assert!(audit.contains("[Result: machine=plain3]"), "{audit}");
    let preview = site.ok(&format!("{next} --preview"));
    assert!(preview.contains("+ hardware_entity:"), "{preview}");
    assert!(preview.contains("machine/emea/south/south1/plain4"), "{preview}");
    assert_eq!(site.ok(next).trim(), "plain4");
}

#[test]
fn refusals_change_nothing() {
    let site = Site::start();
    let before = site.query("select count(*) from hardware_entity");
    for (status, line, message) in [
        (
            4,
            "--machine north1n1 --model r120 --rack north1",
            "Machine north1n1 already exists.",
        ),
        (
            4,
            "--machine 'bad name' --model r120 --rack north1",
            "Illegal hardware label format 'bad name'.",
        ),
        (
            4,
            "--machine x1 --model r12 --rack north1",
            "Model r12 not found.",
        ),
        (
            4,
            "--machine x1 --model r120 --rack north9",
            "Rack north9 not found.",
        ),
        (
            4,
            "--machine x1 --model xeon_4314 --rack north1",
            "The add_machine command cannot add machines of type cpu.",
        ),
        (
            4,
            "--machine x1 --model r120 --chassis c1 --slot 1",
            "Chassis c1 not found.",
        ),
        (
            4,
            "--machine x1 --model r120 --cluster cl1",
            "Cluster cl1 not found.",
        ),
        (
            4,
            "--machine x1 --model r120 --rack north1 --cpuname nosuch",
            "Model nosuch, model_type cpu not found.",
        ),
        (
            4,
            "--machine x1 --model r120 --rack north1 --uri file:///x",
            "URI can be specified only for virtual machines",
        ),
        (
            4,
            "--machine x1 --model r120 --rack north1 --recipe '{\"nonsense\": 1}'",
            "Failed to validate recipe",
        ),
    ] {
        let told = site.fails(status, &format!("add_machine {line}"));
        assert!(told.contains(message), "{line}: {told}");
    }
    assert_eq!(site.query("select count(*) from hardware_entity"), before);
}
