//! `aq add_address`.

use super::_site::site;

#[test]
fn an_address_is_named_or_chosen() {
    let site = site();
    site.ok(
        "add address --fqdn Www.Example.org --ip 10.0.0.9 --grn grn:/org/a --ttl 300 --comments 'The front'",
    );
    insta::assert_snapshot!(site.ok("show address --fqdn www.example.org"), @r"
    DNS Record: www.example.org
      DNS Environment: internal
      TTL: 300
      Owned by GRN: grn:/org/a
      IP: 10.0.0.9
      Network: net1 [10.0.0.0/24]
      Network Environment: internal
      Comments: The front
    ");
    let ip = |name: &str| {
        let text = site.ok(&format!("show address --fqdn {name}.example.org --format csv"));
        text.split(',').nth(3).unwrap_or_default().to_owned()
    };
    site.ok("add address --fqdn low.example.org --ipfromip 10.0.0.200 --eon_id 1");
    assert_eq!(ip("low"), "10.0.0.2");
    site.ok("add address --fqdn max.example.org --ipfromsystem www.example.org --ipalgorithm max --eon_id 1");
    assert_eq!(ip("max"), "10.0.0.10");
    site.ok("add address --fqdn high.example.org --ipfromip 10.0.0.0 --ipalgorithm highest --eon_id 1");
    assert_eq!(ip("high"), "10.0.0.254");
    // The chosen address is part of the result.
    let audit = site.ok("search audit --command add_address --keyword high.example.org");
    assert!(audit.contains("[Result: ip=10.0.0.254]"), "{audit}");
    site.refuses(
        4,
        "add address --fqdn more.example.org --ipfromip 10.0.0.0 --ipalgorithm max --eon_id 1",
        "Bad Request: Failed to find an IP that is suitable for --ipalgorithm=max.  Try an other algorithm as there are \
         still some free addresses.",
    );

    site.ok("add network --network six --ip 2001:db8:: --prefixlen 64 --building ut");
    site.ok("add address --fqdn six.example.org --ipfromip 2001:db8:: --eon_id 1");
    assert_eq!(
        site.ok("show address --fqdn six.example.org --format csv")
            .trim_end(),
        "six.example.org,internal,AAAA,2001:db8::2,"
    );
}

#[test]
fn an_address_may_lead_back_to_another_name() {
    let site = site();
    site.ok("add dns domain --dns_domain elsewhere.test --restricted");
    site.ok("add address --fqdn a.example.org --ip 10.0.0.9 --eon_id 1");
    site.ok("add address --fqdn b.example.org --ip 10.0.0.10 --reverse_ptr a.example.org --eon_id 1");
    assert!(
        site.ok("show address --fqdn b.example.org")
            .contains("  Reverse PTR: a.example.org")
    );
    let output =
        site.aq("add address --fqdn c.example.org --ip 10.0.0.11 --reverse_ptr x.elsewhere.test --eon_id 1");
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("WARNING: Will create a reference to x.elsewhere.test, but trying to resolve it"),
        "{told}"
    );
    assert_eq!(
        site.query("select count(*) from dns_record where record_type = 'reserved_name'"),
        ["1"]
    );
    site.refuses(
        4,
        "add address --fqdn d.example.org --ip 10.0.0.12 --reverse_ptr nobody.example.org --eon_id 1",
        "Not Found: Target FQDN nobody.example.org does not exist in DNS environment internal.",
    );
    // The placeholder goes with the last address that leads to it.
    site.ok("del address --fqdn c.example.org");
    assert_eq!(
        site.query("select count(*) from dns_record where record_type = 'reserved_name'"),
        ["0"]
    );
}

#[test]
fn what_cannot_be_is_refused() {
    let site = site();
    for line in [
        "add dns domain --dns_domain elsewhere.test --restricted",
        "add dns environment --dns_environment lab",
        "add network environment --network_environment lab --dns_environment lab",
        "add network --network labnet --ip 10.0.0.0 --prefixlen 24 --building ut --network_environment lab",
        "add address --fqdn www.example.org --ip 10.0.0.9 --eon_id 1",
    ] {
        site.ok(line);
    }
    for (rest, error) in [
        (
            "--fqdn a.example.org --ip 10.0.0.0",
            "Bad Request: IP address 10.0.0.0 is the address of network net1.",
        ),
        (
            "--fqdn a.example.org --ip 10.0.0.255",
            "Bad Request: IP address 10.0.0.255 is the broadcast address of network net1.",
        ),
        (
            "--fqdn a.example.org --ip 10.0.0.9",
            "Bad Request: IP address 10.0.0.9 is already in use by DNS record www.example.org.",
        ),
        (
            "--fqdn www.example.org --ip 10.0.0.9",
            "Bad Request: DNS Record www.example.org already exists.",
        ),
        (
            "--fqdn www.example.org --ip 10.0.0.10",
            "Bad Request: DNS Record www.example.org points to a different IP address.",
        ),
        (
            "--fqdn a.example.org --ip 172.16.0.1",
            "Not Found: Could not determine network containing IP address 172.16.0.1.",
        ),
        (
            "--fqdn a.example.org --ipfromsystem nobody.example.org",
            "Not Found: DNS Record nobody.example.org not found.",
        ),
        (
            "--fqdn foo-.example.org --ip 10.0.0.10",
            "Bad Request: Illegal DNS name format 'foo-'.",
        ),
        (
            "--fqdn a.elsewhere.test --ip 10.0.0.10",
            "Bad Request: DNS Domain elsewhere.test is restricted, adding extra addresses is not allowed.",
        ),
        (
            "--fqdn a.other.net --ip 10.0.0.10",
            "Not Found: DNS Domain other.net not found.",
        ),
        (
            "--fqdn a.example.org --ip 10.0.0.10 --dns_environment no-such-env",
            "Not Found: DNS Environment no-such-env not found.",
        ),
        (
            "--fqdn a.example.org --ip 10.0.0.10 --network_environment lab --dns_environment internal",
            "Bad Request: Entering external IP addresses to the internal DNS environment is not allowed.",
        ),
        (
            "--fqdn a.example.org --ip 10.0.0.10 --ttl=-1",
            "Bad Request: TTL must be between 0 and 2147483647.",
        ),
        (
            "--fqdn a.example.org --ipfromip 10.0.0.0 --ipalgorithm odd",
            "Bad Request: Unknown algorithm odd. Use lowest, highest or max.",
        ),
    ] {
        site.refuses(4, &format!("add address {rest} --eon_id 1"), error);
    }
    site.refuses(
        4,
        "add address --fqdn a.example.org --ip 10.0.0.10",
        "Bad Request: Please provide a GRN/EON_ID!\n--grn or --eon_id says who the address belongs to.",
    );
    // The same name and address in another space are something else.
    site.ok("add address --fqdn www.example.org --ip 10.0.0.9 --network_environment lab --eon_id 1");
    assert!(
        site.ok("show address --fqdn www.example.org --network_environment lab")
            .contains("  Network Environment: lab")
    );
}
