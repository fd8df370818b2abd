//! `aq del_address`.

use super::_site::site;

#[test]
fn by_name_address_or_both() {
    let site = site();
    for (name, ip) in [("a", "10.0.0.8"), ("b", "10.0.0.9"), ("c", "10.0.0.10")] {
        site.ok(&format!(
            "add address --fqdn {name}.example.org --ip {ip} --eon_id 1"
        ));
    }
    site.refuses(
        4,
        "del address --fqdn a.example.org --ip 10.0.0.9",
        "Not Found: DNS Record a.example.org, ip 10.0.0.9 not found.",
    );
    site.refuses(
        4,
        "del address --ip 10.0.0.99",
        "Not Found: DNS Record ip 10.0.0.99 not found.",
    );
    for rest in [
        "--fqdn a.example.org",
        "--ip 10.0.0.9",
        "--fqdn c.example.org --ip 10.0.0.10",
    ] {
        assert_eq!(site.ok(&format!("del address {rest}")), "", "{rest}");
    }
    assert_eq!(
        site.query("select (select count(*) from dns_record), (select count(*) from fqdn)"),
        ["0|0"]
    );
}

#[test]
fn what_hardware_has_stays() {
    let site = site();
    for line in [
        "add vendor --vendor acme",
        "add model --model c1 --vendor acme --type cpu",
        "add model --model m1 --vendor acme --type rackmount --cpuname c1 --cpuvendor acme --cpunum 1 --memory 1024 \
         --disktype local --diskcontroller sas --disksize 10",
        "add rack --force_rackid ut1 --building ut --row a --column 1",
        "add machine --machine ut1n1 --model m1 --vendor acme --rack ut1",
        "add interface --machine ut1n1 --interface eth0 --mac 02:00:00:00:00:01",
        "add address --fqdn n1.example.org --ip 10.0.0.8 --eon_id 1",
        "add address --fqdn n1-e1.example.org --ip 10.0.0.9 --eon_id 1",
    ] {
        site.ok(line);
    }
    site.execute(
        "insert into address_assignment (interface_id, label, ip, network_id)
         select i.id, x.label, x.ip, n.id from interface i, network n,
             (values ('', '10.0.0.8'::inet), ('e1', '10.0.0.9')) x (label, ip)
         where i.name = 'eth0' and n.name = 'net1'",
    );
    site.execute(
        "update hardware_entity set primary_name_id = (select id from dns_record where ip = '10.0.0.8') \
         where label = 'ut1n1'",
    );
    let text = site.ok("show address --fqdn n1.example.org");
    assert!(text.contains("  Primary Name Of: Machine ut1n1\n"), "{text}");
    assert!(text.contains("  Assigned To: ut1n1/eth0"), "{text}");
    site.refuses(
        4,
        "del address --fqdn n1.example.org",
        "Bad Request: DNS Record n1.example.org [10.0.0.8] is the primary name of machine n1.example.org, therefore it \
         cannot be deleted.",
    );
    site.refuses(
        4,
        "del address --ip 10.0.0.9",
        "Bad Request: IP address 10.0.0.9 is still in use by public interface eth0 of machine n1.example.org.",
    );
    site.refuses(
        4,
        "add address --fqdn www.example.org --ip 10.0.0.9 --eon_id 1",
        "Bad Request: IP address 10.0.0.9 is already in use by DNS record n1-e1.example.org.",
    );
}
