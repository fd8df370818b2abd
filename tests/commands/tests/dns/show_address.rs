//! `aq show_address`.

use super::_site::site;

#[test]
fn in_every_format() {
    let site = site();
    site.ok("add address --fqdn a.example.org --ip 10.0.0.8 --eon_id 1");
    site.ok("add address --fqdn www.example.org --ip 10.0.0.9 --reverse_ptr a.example.org --eon_id 1");
    insta::assert_snapshot!(site.ok("show address --fqdn www.example.org"), @r"
    DNS Record: www.example.org
      DNS Environment: internal
      Owned by GRN: grn:/org/a
      IP: 10.0.0.9
      Network: net1 [10.0.0.0/24]
      Network Environment: internal
      Reverse PTR: a.example.org
    ");
    insta::assert_snapshot!(
        site.ok("show address --fqdn www.example.org --format csv"),
        @"www.example.org,internal,A,10.0.0.9,a.example.org"
    );
    let json: serde_json::Value =
        serde_json::from_str(&site.ok("show address --fqdn www.example.org --format json")).unwrap();
    insta::assert_snapshot!(format!("{json:#}"), @r#"
    [
      {
        "fqdn": "www.example.org",
        "record_type": "a_record",
        "dns_environment": "internal",
        "ip": "10.0.0.9",
        "network": {
          "name": "net1",
          "network": "10.0.0.0/24"
        },
        "network_environment": "internal",
        "reverse_ptr": "a.example.org",
        "ttl": null,
        "owner_grn": "grn:/org/a",
        "owner_eon_id": 1,
        "primary_name_of": null,
        "assigned_to": [],
        "comments": null
      }
    ]
    "#);
    for (rest, error) in [
        (
            "--fqdn nobody.example.org",
            "Not Found: DNS Record nobody.example.org not found.",
        ),
        (
            "--fqdn www",
            "Bad Request: FQDN 'www' is not valid, it does not contain a domain.",
        ),
        (
            "--fqdn www.other.net",
            "Not Found: DNS Domain other.net not found.",
        ),
        (
            "--fqdn www.example.org --dns_environment xx",
            "Not Found: DNS Environment xx not found.",
        ),
    ] {
        site.refuses(4, &format!("show address {rest}"), error);
    }
}
