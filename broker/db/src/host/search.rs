//! Searching for hosts.

use std::net::IpAddr;

use ipnetwork::IpNetwork;
use sqlx::PgConnection;

use crate::Result;

/// What to look for; everything that is given must match. Names that must exist are looked up by the caller.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// On this hardware.
    pub hardware: Option<i64>,
    /// In this place.
    pub location_id: Option<i64>,
    /// Not in smaller places within it.
    pub exact_location: bool,
    /// On hardware of one of these models.
    pub models: Option<&'a [i64]>,
    /// On hardware with this serial number.
    pub serial: Option<&'a str>,
    /// With an interface of this hardware address.
    pub mac: Option<&'a str>,
    /// With this address.
    pub ip: Option<IpAddr>,
    /// With an address in this network.
    pub network_id: Option<i64>,
    /// With an address in this network environment.
    pub network_environment_id: Option<i64>,
    /// Host part of its primary name or of the name of one of its addresses.
    pub shortname: Option<&'a str>,
    /// DNS domain of the same name.
    pub dns_domain_id: Option<i64>,
    /// With templates from this branch.
    pub branch_id: Option<i64>,
    /// In a sandbox of this author, by id.
    pub sandbox_author_id: Option<i64>,
    /// In a sandbox whose author is gone.
    pub orphaned: bool,
    /// In one of these stages of personalities.
    pub stages: Option<&'a [i64]>,
    /// Of this archetype.
    pub archetype_id: Option<i64>,
    /// In this environment.
    pub host_environment_id: Option<i64>,
    /// In this state.
    pub status: Option<&'a str>,
    /// With one of these operating systems.
    pub operating_systems: Option<&'a [i64]>,
    /// Owned or used by this GRN, or of a personality that is.
    pub eon_id: Option<i64>,
}

/// Hardware ids and full names of the hosts that match, by short name and domain.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<(i64, String)>> {
    let rows = sqlx::query!(
        r#"select h.id, f.name || '.' || d.name as "name!"
           from host x
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id
           join dns_domain d on d.id = f.dns_domain_id
           join branch b on b.id = x.branch_id
           join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id
           join hostlifecycle t on t.id = x.lifecycle_id
           where ($1::bigint is null or h.id = $1)
             and ($2::bigint is null or h.location_id = $2
                  or (not $3 and exists (select from location_link k where k.child_id = h.location_id and k.parent_id = $2)))
             and ($4::bigint[] is null or h.model_id = any($4))
             and ($5::text is null or h.serial_no = $5)
             and ($6::text is null or exists (
                  select from interface i where i.hardware_entity_id = h.id and i.mac = $6::text::macaddr))
             and ($7::inet is null and $8::bigint is null and $9::bigint is null or exists (
                  select from interface i
                  join address_assignment a on a.interface_id = i.id
                  join network n on n.id = a.network_id
                  where i.hardware_entity_id = h.id and ($7::inet is null or a.ip = $7)
                    and ($8::bigint is null or n.id = $8)
                    and ($9::bigint is null or n.network_environment_id = $9)))
             and ($10::text is null and $11::bigint is null
                  or (($10::text is null or f.name = $10) and ($11::bigint is null or f.dns_domain_id = $11))
                  or exists (
                     select from interface i
                     join address_assignment a on a.interface_id = i.id
                     join dns_record o on o.network_id = a.network_id and o.ip = a.ip
                     join fqdn g on g.id = o.fqdn_id
                     where i.hardware_entity_id = h.id and ($10::text is null or g.name = $10)
                       and ($11::bigint is null or g.dns_domain_id = $11)))
             and ($12::bigint is null or x.branch_id = $12)
             and (not $13 or (b.branch_type = 'sandbox' and x.sandbox_author_id is null))
             and ($14::bigint[] is null or s.id = any($14))
             and ($15::bigint is null or p.archetype_id = $15)
             and ($16::bigint is null or p.host_environment_id = $16)
             and ($17::text is null or t.name = $17)
             and ($18::bigint[] is null or x.operating_system_id = any($18))
             and ($19::bigint is null or x.owner_eon_id = $19 or p.owner_eon_id = $19
                  or exists (select from host_grn_map m where m.host_id = h.id and m.eon_id = $19)
                  or exists (select from personality_grn_map m where m.personality_stage_id = s.id and m.eon_id = $19))
             and ($20::bigint is null or x.sandbox_author_id = $20)
           order by f.name, d.name"#,
        filter.hardware,
        filter.location_id,
        filter.exact_location,
        filter.models,
        filter.serial,
        filter.mac,
        filter.ip.map(IpNetwork::from),
        filter.network_id,
        filter.network_environment_id,
        filter.shortname,
        filter.dns_domain_id,
        filter.branch_id,
        filter.orphaned,
        filter.stages,
        filter.archetype_id,
        filter.host_environment_id,
        filter.status,
        filter.operating_systems,
        filter.eon_id,
        filter.sandbox_author_id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
