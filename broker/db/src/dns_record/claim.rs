//! Taking a name and an address for something: a host, an interface, a name of its own.
//!
//! A name may be made before the machine that will have it, so a record that nothing uses is taken over.

use std::net::IpAddr;

use sqlx::PgConnection;

use super::{DnsRecord, RecordType, get, of_address, of_fqdn, primary_of};
use crate::address::Rules;
use crate::dns_domain::DnsDomain;
use crate::dns_environment::DnsEnvironment;
use crate::fqdn::{self, Fqdn};
use crate::network::{self, Network};
use crate::network_environment::NetworkEnvironment;
use crate::{DbError, Result, address_assignment, interface};

/// What is wanted, and what is allowed. [`Claim::new`] allows nothing special.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// The name; without it the address must have one already.
    pub fqdn: Option<&'a str>,
    /// The address; without it the name must have one already.
    pub ip: Option<IpAddr>,
    /// Where the address lives.
    pub network_environment: &'a NetworkEnvironment,
    /// Where the name lives.
    pub dns_environment: &'a DnsEnvironment,
    /// The site's rules for the addresses of a network type.
    pub rules: &'a (dyn Fn(&str) -> Rules + Sync),
    /// Text of a record that is made.
    pub comments: Option<&'a str>,
    /// Owner of a record that is made; names of hardware have none of their own.
    pub owner_eon_id: Option<i64>,
    /// Names may be added to restricted domains: those of hosts.
    pub allow_restricted_domain: bool,
    /// The name may have other addresses already.
    pub allow_several_addresses: bool,
    /// A name without an address is made when none is given and the name is new.
    pub allow_reserved: bool,
    /// The address may be shared with other interfaces that share it.
    pub allow_shared: bool,
    /// Network addresses, broadcast addresses and reserved offsets are not refused.
    pub relaxed: bool,
    /// The record must be new.
    pub must_be_new: bool,
}

impl<'a> Claim<'a> {
    /// A claim that allows nothing special.
    pub fn new(
        network_environment: &'a NetworkEnvironment,
        dns_environment: &'a DnsEnvironment,
        rules: &'a (dyn Fn(&str) -> Rules + Sync),
    ) -> Self {
        Self {
            fqdn: None,
            ip: None,
            network_environment,
            dns_environment,
            rules,
            comments: None,
            owner_eon_id: None,
            allow_restricted_domain: false,
            allow_several_addresses: false,
            allow_reserved: false,
            allow_shared: false,
            relaxed: false,
            must_be_new: false,
        }
    }
}

/// What a claim gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The record; it is locked through its name.
    pub record: DnsRecord,
    /// The network of its address, locked; `None` for a name without an address.
    pub network: Option<Network>,
    /// The record was made, or got its address, by this claim.
    pub created: bool,
}

/// Takes a name and an address. The network and the name are locked until the end of the transaction.
///
/// # Errors
/// [`DbError::NotFound`] and [`DbError::Missing`] of DNS domain and network, [`DbError::Rule`] in words for everything
/// that is in the way.
pub async fn claim(conn: &mut PgConnection, wanted: &Claim<'_>) -> Result<Claimed> {
    if wanted.dns_environment.is_default && !wanted.network_environment.is_default {
        return Err(DbError::rule(
            "Entering external IP addresses to the internal DNS environment is not allowed.",
        ));
    }
    let (short, domain) = name(conn, wanted).await?;
    if domain.restricted && wanted.fqdn.is_some() && !wanted.allow_restricted_domain {
        return Err(DbError::rule(format!(
            "DNS Domain {} is restricted, adding extra addresses is not allowed.",
            domain.name
        )));
    }
    let claimed = match wanted.ip {
        Some(ip) => with_address(conn, wanted, &short, &domain, ip).await?,
        None => by_name(conn, wanted, &short, &domain).await?,
    };
    check_free(conn, wanted, &claimed).await?;
    Ok(claimed)
}

/// Host part and domain of the name: the one given, or the one that the address has.
async fn name(conn: &mut PgConnection, wanted: &Claim<'_>) -> Result<(String, DnsDomain)> {
    if let Some(text) = wanted.fqdn {
        return fqdn::parse(conn, text).await;
    }
    let Some(ip) = wanted.ip else {
        return Err(DbError::rule("Neither IP nor FQDN is provided."));
    };
    let network = network::require_containing(conn, wanted.network_environment.id, ip).await?;
    let mut records = of_address(conn, network.id, ip).await?;
    records.retain(|record| record.dns_environment_id == wanted.dns_environment.id);
    match records.first() {
        Some(record) => fqdn::parse(conn, &record.fqdn).await,
        None => Err(DbError::rule("IP has no associated DNS records.")),
    }
}

async fn with_address(
    conn: &mut PgConnection,
    wanted: &Claim<'_>,
    short: &str,
    domain: &DnsDomain,
    ip: IpAddr,
) -> Result<Claimed> {
    let network = network::lock_containing(conn, wanted.network_environment.id, ip).await?;
    if !wanted.relaxed {
        (wanted.rules)(&network.network_type).check(&network, ip)?;
    }
    let name = fqdn::lock_or_create(conn, short, domain, wanted.dns_environment.id).await?;
    for record in of_address(conn, network.id, ip).await? {
        // What is dynamic in one view of the names is not static in another.
        forbid_dynamic(&record)?;
        if record.dns_environment_id == name.dns_environment_id && record.fqdn_id != name.id {
            let user = record.inner_label();
            return Err(DbError::rule(format!(
                "IP address {ip} is already in use by {user}."
            )));
        }
    }
    let mut existing = None;
    let mut created = false;
    for record in of_fqdn(conn, name.id).await? {
        match record.record_type {
            RecordType::ARecord | RecordType::DynamicStub => {
                forbid_dynamic(&record)?;
                check_environment(conn, wanted, &record).await?;
                if record.address() == Some(ip) && record.network_id == Some(network.id) {
                    existing = Some(record.id);
                } else if !wanted.allow_several_addresses {
                    let label = record.label();
                    return Err(DbError::rule(format!(
                        "{label} points to a different IP address."
                    )));
                }
            }
            RecordType::ReservedName => {
                super::give_address(conn, record.id, network.id, ip).await?;
                existing = Some(record.id);
                created = true;
            }
            RecordType::Alias | RecordType::AddressAlias | RecordType::SrvRecord => {
                return Err(unfit(&record));
            }
        }
    }
    let id = match existing {
        Some(id) => id,
        None => {
            created = true;
            super::insert_address(conn, &name, network.id, ip, wanted.owner_eon_id, wanted.comments).await?
        }
    };
    Ok(Claimed {
        record: get(conn, id).await?,
        network: Some(network),
        created,
    })
}

async fn by_name(
    conn: &mut PgConnection,
    wanted: &Claim<'_>,
    short: &str,
    domain: &DnsDomain,
) -> Result<Claimed> {
    let full = format!("{short}.{}", domain.name);
    let known = fqdn::find_parsed(conn, short, domain, wanted.dns_environment.id).await?;
    let records = match &known {
        Some(name) => of_fqdn(conn, name.id).await?,
        None => Vec::new(),
    };
    // Networks are locked before names: look, lock, look again.
    let network = match records.iter().find_map(|record| record.network_id) {
        Some(id) => Some(network::lock(conn, id).await?),
        None => None,
    };
    if known.is_none() && !wanted.allow_reserved {
        return Err(DbError::rule(format!("{} {full} does not exist.", super::KIND)));
    }
    let name: Fqdn = fqdn::lock_or_create(conn, short, domain, wanted.dns_environment.id).await?;
    let mut records = of_fqdn(conn, name.id).await?;
    let (record, several) = (records.pop(), !records.is_empty());
    let Some(record) = record else {
        if !wanted.allow_reserved {
            return Err(DbError::rule(format!("{} {full} does not exist.", super::KIND)));
        }
        let id = super::insert_reserved(conn, &name, wanted.comments).await?;
        return Ok(Claimed {
            record: get(conn, id).await?,
            network: None,
            created: true,
        });
    };
    if several {
        return Err(DbError::rule(format!(
            "Fqdn {full} does not resolve to a single IP address."
        )));
    }
    forbid_dynamic(&record)?;
    if record.record_type != RecordType::ARecord {
        return Err(unfit(&record));
    }
    check_environment(conn, wanted, &record).await?;
    if network.as_ref().map(|network| network.id) != record.network_id {
        // The name moved to another network between the two looks.
        return Err(DbError::Conflict(sqlx::Error::RowNotFound));
    }
    Ok(Claimed {
        record,
        network,
        created: false,
    })
}

/// Nothing else may use what was claimed.
async fn check_free(conn: &mut PgConnection, wanted: &Claim<'_>, claimed: &Claimed) -> Result<()> {
    let record = &claimed.record;
    if let Some(hardware) = primary_of(conn, record.id).await? {
        return Err(DbError::rule(format!(
            "{} is already used as the primary name of {} {}.",
            record.label(),
            hardware.kind(),
            hardware.label
        )));
    }
    if wanted.must_be_new && !claimed.created {
        return Err(DbError::rule(format!("{} already exists.", record.label())));
    }
    let (Some(network), Some(ip)) = (&claimed.network, record.address()) else {
        return Ok(());
    };
    let Some(holder) = address_assignment::holder(conn, network.id, ip).await? else {
        return Ok(());
    };
    let holder = interface::get(conn, holder).await?;
    let shared = is_shared(conn, network.id, ip).await?;
    if wanted.allow_shared && shared {
        return Ok(());
    }
    let owner = interface::owner(conn, holder.hardware_entity_id).await?;
    let user = format!(
        "{} {} of {owner}",
        holder.interface_type.inner_label(),
        holder.name
    );
    Err(DbError::rule(if wanted.allow_shared {
        format!("IP address {ip} is not shared and already in use by {user}.")
    } else {
        format!("IP address {ip} is already in use by {user}.")
    }))
}

async fn is_shared(conn: &mut PgConnection, network_id: i64, ip: IpAddr) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(bool_and(assignment_type = 'shared'), false) as "shared!"
           from address_assignment where network_id = $1 and ip = $2"#,
        network_id,
        ipnetwork::IpNetwork::from(ip)
    )
    .fetch_one(conn)
    .await?)
}

fn forbid_dynamic(record: &DnsRecord) -> Result<()> {
    if record.record_type == RecordType::DynamicStub {
        return Err(DbError::rule(format!(
            "Address {} is reserved for dynamic DHCP.",
            record.with_address()
        )));
    }
    Ok(())
}

fn unfit(record: &DnsRecord) -> DbError {
    DbError::rule(format!(
        "{} cannot be used for address assignment.",
        record.label()
    ))
}

/// A name whose address lives in another address space than the user said.
async fn check_environment(conn: &mut PgConnection, wanted: &Claim<'_>, record: &DnsRecord) -> Result<()> {
    let Some(id) = record.network_id else {
        return Ok(());
    };
    let lives = network::get(conn, id).await?.network_environment_id;
    if lives == wanted.network_environment.id {
        return Ok(());
    }
    let lives = crate::network_environment::get(conn, lives).await?;
    Err(DbError::rule(format!(
        "Address {} lives in network environment {}, not in network environment {}.  Use the --network_environment \
         option to select the correct environment.",
        record.with_address(),
        lives.name,
        wanted.network_environment.name
    )))
}
