//! DNS records: what stands under a name.

mod claim;
mod kind;
mod removal;
mod target;

use std::net::IpAddr;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result};

pub use claim::{Claim, Claimed, claim};
pub use kind::RecordType;
pub use removal::{delete, delete_released};
pub use target::{lock_or_create as lock_or_create_target, set_reverse};

/// What people call address records in messages.
pub const KIND: &str = "DNS Record";

/// A row of `dns_record` with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsRecord {
    /// Key that other rows refer to.
    pub id: i64,
    /// What it is.
    pub record_type: RecordType,
    /// Its name's key.
    pub fqdn_id: i64,
    /// Its name in full.
    pub fqdn: String,
    /// Its name's DNS domain.
    pub dns_domain_id: i64,
    /// Its name's DNS environment.
    pub dns_environment_id: i64,
    /// Name of the DNS environment.
    pub dns_environment: String,
    /// Address records: the address.
    pub ip: Option<IpNetwork>,
    /// Address records: the network that the address is in.
    pub network_id: Option<i64>,
    /// The name that the address leads back to; the own name when `None`.
    pub reverse_ptr_id: Option<i64>,
    /// The same in full.
    pub reverse_ptr: Option<String>,
    /// Time to live in seconds; that of the domain when `None`.
    pub ttl: Option<i32>,
    /// Owner, for names that no hardware has.
    pub owner_eon_id: Option<i64>,
    /// The owner as a GRN.
    pub owner_grn: Option<String>,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

impl DnsRecord {
    /// The address without a prefix length.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.ip.map(|ip| ip.ip())
    }

    /// How messages begin with it: `DNS Record www.example.com`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.record_type.label(), self.fqdn)
    }

    /// The same inside a sentence: `DNS record www.example.com`.
    #[must_use]
    pub fn inner_label(&self) -> String {
        format!("{} {}", self.record_type.inner_label(), self.fqdn)
    }

    /// Name and address: `www.example.com [10.0.0.1]`.
    #[must_use]
    pub fn with_address(&self) -> String {
        match self.address() {
            Some(ip) => format!("{} [{ip}]", self.fqdn),
            None => self.fqdn.clone(),
        }
    }
}

/// What a search for records asks; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// The record's key.
    pub id: Option<i64>,
    /// The record's name, by key.
    pub fqdn_id: Option<i64>,
    /// The record's name, by host part and DNS domain.
    pub name: Option<(&'a str, i64)>,
    /// The DNS environment.
    pub dns_environment_id: Option<i64>,
    /// The address.
    pub ip: Option<IpAddr>,
    /// The network of the address.
    pub network_id: Option<i64>,
}

/// The records that match, by name and address.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<DnsRecord>> {
    Ok(sqlx::query_as!(
        DnsRecord,
        r#"select r.id, r.record_type as "record_type: RecordType", r.fqdn_id, f.name || '.' || d.name as "fqdn!",
                  f.dns_domain_id, r.dns_environment_id, e.name as dns_environment, r.ip, r.network_id,
                  r.reverse_ptr_id,
                  (select t.name || '.' || td.name from fqdn t join dns_domain td on td.id = t.dns_domain_id
                   where t.id = r.reverse_ptr_id) as reverse_ptr,
                  r.ttl, r.owner_eon_id, (select g.grn from grn g where g.eon_id = r.owner_eon_id) as owner_grn,
                  r.comments, r.creation_date
           from dns_record r
           join fqdn f on f.id = r.fqdn_id
           join dns_domain d on d.id = f.dns_domain_id
           join dns_environment e on e.id = r.dns_environment_id
           where ($1::bigint is null or r.id = $1)
             and ($2::bigint is null or r.fqdn_id = $2)
             and ($3::text is null or f.name = $3)
             and ($4::bigint is null or f.dns_domain_id = $4)
             and ($5::bigint is null or r.dns_environment_id = $5)
             and ($6::inet is null or r.ip = $6)
             and ($7::bigint is null or r.network_id = $7)
           order by 4, r.ip, r.id"#,
        filter.id,
        filter.fqdn_id,
        filter.name.map(|(short, _)| short),
        filter.name.map(|(_, domain)| domain),
        filter.dns_environment_id,
        filter.ip.map(IpNetwork::from),
        filter.network_id
    )
    .fetch_all(conn)
    .await?)
}

/// The record with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<DnsRecord> {
    let filter = Filter {
        id: Some(id),
        ..Filter::default()
    };
    let found = search(conn, &filter).await?.into_iter().next();
    found.ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// What is under a name.
///
/// # Errors
/// Only those of the connection.
pub async fn of_fqdn(conn: &mut PgConnection, fqdn_id: i64) -> Result<Vec<DnsRecord>> {
    let filter = Filter {
        fqdn_id: Some(fqdn_id),
        ..Filter::default()
    };
    search(conn, &filter).await
}

/// The records of an address in a network, in all DNS environments.
///
/// # Errors
/// Only those of the connection.
pub async fn of_address(conn: &mut PgConnection, network_id: i64, ip: IpAddr) -> Result<Vec<DnsRecord>> {
    let filter = Filter {
        network_id: Some(network_id),
        ip: Some(ip),
        ..Filter::default()
    };
    search(conn, &filter).await
}

/// The one address record that a name or an address or both stand for in a DNS environment.
///
/// # Errors
/// [`DbError::NotFound`] and [`DbError::Missing`] with the description that the user gave.
pub async fn require_address(
    conn: &mut PgConnection,
    fqdn: Option<&str>,
    ip: Option<IpAddr>,
    dns_environment_id: i64,
) -> Result<DnsRecord> {
    let parsed = match fqdn {
        Some(text) => Some(crate::fqdn::parse(conn, text).await?),
        None => None,
    };
    let filter = Filter {
        name: parsed.as_ref().map(|(short, domain)| (short.as_str(), domain.id)),
        dns_environment_id: Some(dns_environment_id),
        ip,
        ..Filter::default()
    };
    let mut found = search(conn, &filter).await?;
    found.retain(|record| record.ip.is_some());
    let parts = [fqdn.map(str::to_owned), ip.map(|ip| format!("ip {ip}"))];
    let description = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    match (found.pop(), found.is_empty()) {
        (Some(record), true) => Ok(record),
        (Some(_), false) => Err(DbError::Missing(format!("{KIND} {description} is not unique."))),
        (None, _) => Err(DbError::not_found(KIND, description)),
    }
}

/// Type and name of the hardware whose primary name the record is (`machine ut3c5n10`, `machine www.example.com`).
/// Type, then label, then the name people use.
///
/// # Errors
/// Only those of the connection.
pub async fn primary_of(conn: &mut PgConnection, id: i64) -> Result<Option<PrimaryOf>> {
    Ok(sqlx::query_as!(
        PrimaryOf,
        "select id, hardware_type, label from hardware_entity where primary_name_id = $1",
        id
    )
    .fetch_optional(conn)
    .await?)
}

/// Hardware that has a record as its primary name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrimaryOf {
    /// Key of the hardware.
    pub id: i64,
    /// `machine`, `network_device`, `chassis` or `console_server`.
    pub hardware_type: String,
    /// Label of the hardware.
    pub label: String,
}

impl PrimaryOf {
    /// The type as people read it in messages.
    #[must_use]
    pub fn kind_label(&self) -> &str {
        match self.hardware_type.as_str() {
            "machine" => "Machine",
            "network_device" => "Switch",
            "chassis" => "Chassis",
            "console_server" => "Console Server",
            other => other,
        }
    }

    /// The type inside a sentence.
    #[must_use]
    pub fn kind(&self) -> String {
        self.kind_label().to_lowercase()
    }
}

/// Makes an address record under a name that is locked.
///
/// # Errors
/// [`DbError::Refused`] by `dns_record_ip_uk`, `dns_record_conflict_ex` and the checks of the columns.
pub async fn insert_address(
    conn: &mut PgConnection,
    fqdn: &crate::fqdn::Fqdn,
    network_id: i64,
    ip: IpAddr,
    owner_eon_id: Option<i64>,
    comments: Option<&str>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into dns_record (record_type, fqdn_id, dns_environment_id, ip, network_id, owner_eon_id, comments)
         values ('a_record', $1, $2, $3, $4, $5, $6) returning id",
        fqdn.id,
        fqdn.dns_environment_id,
        IpNetwork::from(ip),
        network_id,
        owner_eon_id,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Makes a name without an address, under a name that is locked.
///
/// # Errors
/// [`DbError::Refused`] by `dns_record_single_uk` and `dns_record_conflict_ex`.
pub async fn insert_reserved(
    conn: &mut PgConnection,
    fqdn: &crate::fqdn::Fqdn,
    comments: Option<&str>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into dns_record (record_type, fqdn_id, dns_environment_id, comments)
         values ('reserved_name', $1, $2, $3) returning id",
        fqdn.id,
        fqdn.dns_environment_id,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Gives a name that had no address one. The record stays the same, and the primary name of its hardware.
///
/// # Errors
/// [`DbError::Refused`] by `dns_record_ip_uk`.
pub async fn give_address(conn: &mut PgConnection, id: i64, network_id: i64, ip: IpAddr) -> Result<()> {
    sqlx::query!(
        "update dns_record set record_type = 'a_record', ip = $2, network_id = $3 where id = $1",
        id,
        IpNetwork::from(ip),
        network_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the time to live of a record, in seconds; `None` for that of the domain.
///
/// # Errors
/// [`DbError::Refused`] by `dns_record_ttl_ck`.
pub async fn set_ttl(conn: &mut PgConnection, id: i64, ttl: Option<i32>) -> Result<()> {
    sqlx::query!("update dns_record set ttl = $2 where id = $1", id, ttl)
        .execute(conn)
        .await?;
    Ok(())
}

/// Interfaces that have the address of a record, as `label/interface`, sorted.
///
/// # Errors
/// Only those of the connection.
pub async fn assigned_to(conn: &mut PgConnection, record: &DnsRecord) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select h.label || '/' || i.name as "user!"
           from address_assignment a
           join interface i on i.id = a.interface_id
           join hardware_entity h on h.id = i.hardware_entity_id
           where a.network_id = $1 and a.ip = $2 order by 1"#,
        record.network_id,
        record.ip
    )
    .fetch_all(conn)
    .await?)
}
