//! `aq search_machine`.

use aq_test_support::site::Site;

#[test]
fn all_criteria_must_hold() {
    let site = Site::start();
    site.ok("add_machine --machine spare1 --model s240 --rack south1");
    for (criteria, found) in [
        ("--rack north1", "north1n1\nnorth1n2\nnorth1n3\nnorth1n4"),
        ("--building south --model s240", "south1n1\nspare1"),
        ("--building south --exact_location", ""),
        ("--city gva --unused", "spare1"),
        ("--used --model s240 --vendor acme", "north1n1\nsouth1n1"),
        ("--mac 02:00:0a:01:00:0c", "north1n2"),
        ("--ip 10.1.0.12", "north1n2"),
        (
            "--networkip 10.2.0.0 --interface_name eth0",
            "south1n1\nsouth1n2\nsouth1n3\nsouth1n4",
        ),
        ("--interface_name bmc", "north1n1"),
        ("--interface_model e810 --serial EX1003", "north1n3"),
        ("--hostname web2.example.org", "north1n3"),
        (
            "--disk_name sdb --disk_size 2000 --disk_controller sas",
            "north1n1\nsouth1n1",
        ),
        ("--disk_name sda --disk_size 2000", ""),
        (
            "--cpuname epyc_7313 --memory 262144 --cpucount 2 --building north",
            "north1n1",
        ),
        ("--machine_type workstation --slot 1", ""),
    ] {
        if criteria.contains("workstation") {
            let told = site.fails(4, &format!("search_machine {criteria}"));
            assert!(told.contains("Model model_type workstation not found."), "{told}");
            continue;
        }
        assert_eq!(
            site.ok(&format!("search_machine {criteria}")).trim_end(),
            found,
            "{criteria}"
        );
    }
    let full = site.ok("search_machine --machine spare1 --fullinfo");
    assert!(full.starts_with("Machine: spare1\n"), "{full}");
    let csv = site.ok("search_machine --hostname web1.example.org --format csv");
    assert_eq!(
        csv.trim_end(),
        "north1n2,north1,north,acme,r120,EX1002,eth0,02:00:0a:01:00:0c,10.1.0.12"
    );
    for (criteria, message) in [
        ("--building nowhere", "Building nowhere not found."),
        ("--model nosuch", "Model nosuch not found."),
        ("--cluster cl1", "Cluster cl1 not found."),
        ("--disk_wwn xyz", "may contain hexadecimal characters only"),
    ] {
        let told = site.fails(4, &format!("search_machine {criteria}"));
        assert!(told.contains(message), "{criteria}: {told}");
    }
}
