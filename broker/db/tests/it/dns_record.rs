//! Claiming names and addresses, giving them back, and the words for what is in the way.

use aq_db::address::{self, Algorithm, Rules, Source};
use aq_db::dns_record::{self, Claim, RecordType, claim};
use aq_db::{DbError, ErrorClass, PgConnection, Tx, dns_environment, fqdn, network, network_environment};

use crate::fixture::world;

fn rules(_: &str) -> Rules {
    Rules {
        default_gateway_offset: 1,
        first_usable_offset: 1,
        reserved_offsets: vec![4],
    }
}

/// Claims in the environments `netin` and `inside` of the fixture.
async fn take(tx: &mut Tx, change: impl FnOnce(&mut Claim<'_>)) -> Result<dns_record::Claimed, DbError> {
    let network = network_environment::require(tx, "netin").await?;
    let dns = dns_environment::require(tx, "inside").await?;
    let mut wanted = Claim::new(&network, &dns, &rules);
    change(&mut wanted);
    // A refused claim ends its command; here it must leave no trace for the next one.
    sqlx::raw_sql("savepoint claim").execute(&mut **tx).await.unwrap();
    let result = claim(tx, &wanted).await;
    let end = if result.is_ok() {
        "release savepoint claim"
    } else {
        "rollback to savepoint claim"
    };
    sqlx::raw_sql(end).execute(&mut **tx).await.unwrap();
    result
}

async fn refusal(tx: &mut Tx, fqdn: Option<&'static str>, ip: Option<&str>) -> String {
    let ip = ip.map(|ip| ip.parse().unwrap());
    let result = take(tx, |claim| (claim.fqdn, claim.ip) = (fqdn, ip)).await;
    result.unwrap_err().to_string()
}

async fn names(conn: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar("select name from fqdn order by name")
        .fetch_all(conn)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_name_and_an_address_are_claimed_and_given_back() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let claimed = take(&mut tx, |claim| {
        claim.fqdn = Some("Www.Example.org");
        claim.ip = Some("10.0.0.20".parse().unwrap());
        claim.owner_eon_id = Some(1002);
        claim.comments = Some("front");
        claim.must_be_new = true;
    })
    .await
    .unwrap();
    assert!(claimed.created);
    assert_eq!(claimed.network.unwrap().name, "net1");
    let record = claimed.record;
    assert_eq!(record.with_address(), "www.example.org [10.0.0.20]");
    assert_eq!(record.owner_grn.as_deref(), Some("grn:/org/b"));
    assert_eq!(record.record_type, RecordType::ARecord);

    // Nothing uses it yet, so it can be taken over, by name and by address.
    for by_name in [true, false] {
        let again = take(&mut tx, |claim| {
            claim.fqdn = by_name.then_some("www.example.org");
            claim.ip = (!by_name).then(|| "10.0.0.20".parse().unwrap());
        });
        let again = again.await.unwrap();
        assert_eq!((again.record.id, again.created), (record.id, false));
    }
    let error = take(&mut tx, |claim| {
        (claim.fqdn, claim.must_be_new) = (Some("www.example.org"), true);
    });
    assert_eq!(
        error.await.unwrap_err().to_string(),
        "DNS Record www.example.org already exists."
    );

    dns_record::delete(&mut tx, &record).await.unwrap();
    assert_eq!(names(&mut tx).await, ["h1", "h2", "h3", "h4"]);
}

#[tokio::test]
async fn a_reserved_name_becomes_an_address_and_stays_the_same_record() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let reserved = take(&mut tx, |claim| {
        (claim.fqdn, claim.allow_reserved) = (Some("later.example.org"), true);
    });
    let reserved = reserved.await.unwrap();
    assert_eq!(reserved.record.label(), "Reserved Name later.example.org");
    assert_eq!(reserved.network, None);
    let claimed = take(&mut tx, |claim| {
        claim.fqdn = Some("later.example.org");
        claim.ip = Some("10.0.0.21".parse().unwrap());
    });
    let claimed = claimed.await.unwrap();
    assert_eq!((claimed.record.id, claimed.created), (reserved.record.id, true));
    assert_eq!(claimed.record.with_address(), "later.example.org [10.0.0.21]");
}

#[tokio::test]
async fn what_is_in_the_way_is_named() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    sqlx::raw_sql(
        "update dns_domain set restricted = true where name = 'other.org';
         insert into fqdn (id, name, dns_domain_id, dns_environment_id) overriding system value values
             (2001, 'dyn', 1001, 1001), (2002, 'cname', 1001, 1001), (2003, 'free', 1001, 1001);
         insert into dns_record (record_type, fqdn_id, dns_environment_id, ip, network_id) values
             ('dynamic_stub', 2001, 1001, '10.0.0.30', 1001), ('alias', 2002, 1001, null, null),
             ('a_record', 2003, 1001, '10.0.0.3', 1001)",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let cases = [
        (
            Some("www"),
            Some("10.0.0.20"),
            "FQDN 'www' is not valid, it does not contain a domain.",
        ),
        (
            Some("w_w.example.org"),
            Some("10.0.0.20"),
            "Illegal DNS name format 'w_w'.",
        ),
        (
            Some("www.other.org"),
            Some("10.0.0.20"),
            "DNS Domain other.org is restricted, adding extra addresses is not allowed.",
        ),
        (
            Some("www.example.org"),
            Some("10.9.0.1"),
            "Could not determine network containing IP address 10.9.0.1.",
        ),
        (
            Some("www.example.org"),
            Some("10.0.0.0"),
            "IP address 10.0.0.0 is the address of network net1.",
        ),
        (
            Some("www.example.org"),
            Some("10.0.0.4"),
            "The IP address 10.0.0.4 is reserved for dynamic DHCP for a switch on subnet 10.0.0.0.",
        ),
        (
            Some("www.example.org"),
            Some("10.0.0.2"),
            "IP address 10.0.0.2 is already in use by DNS record h2.example.org.",
        ),
        (
            Some("www.example.org"),
            Some("10.0.0.30"),
            "Address dyn.example.org [10.0.0.30] is reserved for dynamic DHCP.",
        ),
        (
            Some("free.example.org"),
            Some("10.0.0.20"),
            "DNS Record free.example.org points to a different IP address.",
        ),
        (
            Some("cname.example.org"),
            Some("10.0.0.20"),
            "Alias cname.example.org cannot be used for address assignment.",
        ),
        (
            Some("www.example.org"),
            None,
            "DNS Record www.example.org does not exist.",
        ),
        (
            Some("h2.example.org"),
            None,
            "DNS Record h2.example.org is already used as the primary name of machine hw2.",
        ),
        (
            Some("free.example.org"),
            None,
            "IP address 10.0.0.3 is already in use by bonding interface bond0 of machine h1.example.org.",
        ),
        (None, Some("10.0.0.20"), "IP has no associated DNS records."),
        (None, None, "Neither IP nor FQDN is provided."),
    ];
    for (fqdn, ip, sentence) in cases {
        assert_eq!(refusal(&mut tx, fqdn, ip).await, sentence);
    }
    // The record of an address that an interface has goes only with the interface.
    let record = dns_record::require_address(&mut tx, Some("free.example.org"), None, 1001)
        .await
        .unwrap();
    let error = dns_record::delete(&mut tx, &record).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "IP address 10.0.0.3 is still in use by bonding interface bond0 of machine h1.example.org."
    );
    dns_record::delete_released(&mut tx, &record).await.unwrap();
    let error = dns_record::require_address(&mut tx, Some("free.example.org"), None, 1001)
        .await
        .unwrap_err();
    assert_eq!(error.class(), ErrorClass::NotFound);
}

#[tokio::test]
async fn a_placeholder_lives_as_long_as_something_leads_to_it() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    sqlx::raw_sql("update dns_domain set restricted = true where name = 'other.org'")
        .execute(&mut *tx)
        .await
        .unwrap();
    let error = dns_record::lock_or_create_target(&mut tx, "x.example.org", 1001, "inside")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "Target FQDN x.example.org does not exist in DNS environment inside."
    );
    let mut records = Vec::new();
    for (fqdn, ip) in [("a.example.org", "10.0.0.20"), ("b.example.org", "10.0.0.21")] {
        let claimed = take(&mut tx, |claim| {
            (claim.fqdn, claim.ip) = (Some(fqdn), Some(ip.parse().unwrap()));
        });
        let record = claimed.await.unwrap().record;
        let (target, made) = dns_record::lock_or_create_target(&mut tx, "back.other.org", 1001, "inside")
            .await
            .unwrap();
        assert_eq!(made, records.is_empty());
        dns_record::set_reverse(&mut tx, &record, &target).await.unwrap();
        let record = dns_record::get(&mut tx, record.id).await.unwrap();
        assert_eq!(record.reverse_ptr.as_deref(), Some("back.other.org"));
        records.push(record);
    }
    dns_record::delete(&mut tx, &records[0]).await.unwrap();
    assert!(
        fqdn::find(&mut tx, "back.other.org", 1001)
            .await
            .unwrap()
            .is_some()
    );
    dns_record::delete(&mut tx, &records[1]).await.unwrap();
    assert_eq!(fqdn::find(&mut tx, "back.other.org", 1001).await.unwrap(), None);
}

#[tokio::test]
async fn two_who_choose_at_once_get_different_addresses() {
    let database = world().await;
    let db = database.db().clone();
    let choose = async |tx: &mut Tx, source: Source<'_>, algorithm: Algorithm| {
        let network = network_environment::require(tx, "netin").await?;
        let dns = dns_environment::require(tx, "inside").await?;
        let chosen = address::choose(tx, source, algorithm, &network, &dns, &rules).await?;
        assert!(chosen.generated);
        let wanted = Claim::new(&network, &dns, &rules);
        let fqdn = format!("n{}.example.org", chosen.ip.to_string().replace('.', "-"));
        claim(
            tx,
            &Claim {
                fqdn: Some(&fqdn),
                ip: Some(chosen.ip),
                ..wanted
            },
        )
        .await
    };
    let mut first = db.begin().await.unwrap();
    let source = Source::SameNetworkAs("10.0.0.200".parse().unwrap());
    let one = choose(&mut first, source, Algorithm::Lowest).await.unwrap();
    // 1 to 3 are in use, 4 is reserved.
    assert_eq!(one.record.address().unwrap().to_string(), "10.0.0.5");
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.begin().await?;
            let chosen = address::generate(&mut tx, 1001, &rules, Algorithm::Max).await?;
            Ok::<_, DbError>(chosen.1)
        }
    });
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap().unwrap().to_string(), "10.0.0.6");

    let mut tx = db.begin().await.unwrap();
    let source = Source::SameNetworkAsName("h1.example.org");
    let high = choose(&mut tx, source, Algorithm::Highest).await.unwrap();
    assert_eq!(
        high.record.address().unwrap().to_string(),
        "10.0.0.253",
        "254 is a router"
    );
}

#[tokio::test]
async fn networks_are_found_by_what_is_in_them() {
    let database = world().await;
    let mut tx = database.db().begin().await.unwrap();
    let environment = network_environment::require(&mut tx, "netin").await.unwrap();
    let found = network::require(&mut tx, &environment, None, Some("10.0.1.0".parse().unwrap()))
        .await
        .unwrap();
    assert_eq!(found.label(), "net2 [10.0.1.0/24]");
    let error = network::require(
        &mut tx,
        &environment,
        Some("net1"),
        Some("10.0.1.0".parse().unwrap()),
    );
    assert_eq!(
        error.await.unwrap_err().to_string(),
        "Network net1, network environment netin, ip 10.0.1.0 not found."
    );
    let search = async |tx: &mut Tx, change: &dyn Fn(&mut network::Filter<'_>)| -> Vec<String> {
        let mut filter = network::Filter {
            environment_id: 1001,
            ..network::Filter::default()
        };
        change(&mut filter);
        let found = network::search(tx, &filter).await.unwrap();
        found.into_iter().map(|network| network.name).collect()
    };
    assert_eq!(search(&mut tx, &|_| {}).await, ["net1", "net2"]);
    assert_eq!(
        search(&mut tx, &|f| f.within = Some(1005)).await,
        ["net1", "net2"]
    );
    assert!(search(&mut tx, &|f| f.exactly = Some(1005)).await.is_empty());
    assert_eq!(search(&mut tx, &|f| f.fqdn = Some(("h2", 1001))).await, ["net1"]);
    assert_eq!(
        search(&mut tx, &|f| f.compartment_id = Some(1001)).await,
        ["net1"]
    );
    assert_eq!(
        search(&mut tx, &|f| f.containing = Some("10.0.1.77".parse().unwrap())).await,
        ["net2"]
    );
    assert!(search(&mut tx, &|f| f.dynamic = true).await.is_empty());
    assert_eq!(network::of_machine(&mut tx, 1001).await.unwrap(), [1001]);
    assert_eq!(network::host_ids(&mut tx, 1001).await.unwrap(), [1001]);

    let networks = network::matching(&mut tx, 1001, None, None).await.unwrap();
    let details = network::details(&mut tx, networks).await.unwrap();
    assert_eq!(details[0].sysloc().as_deref(), Some("b1.vie.eu"));
    assert_eq!(details[0].compartment.as_deref(), Some("comp1"));
    assert_eq!(details[0].routers[0].location.as_deref(), Some("Building b1"));
    let uses = network::addresses(&mut tx, &[1001, 1002]).await.unwrap();
    let first: Vec<&str> = uses.iter().map(|u| u.interface.as_str()).collect();
    assert_eq!(first, ["bond0", "bond0"]);
    assert_eq!(uses[0].hardware, "h1.example.org");
}
