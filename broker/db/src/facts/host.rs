//! Facts of a host: its object template, its data and what it includes for its archetype, GRN and personality.

use aq_plenary::model::{
    Branch, BranchKind, GrnTarget, HostArchetype, HostData, HostGrn, HostObject, HostPersonality,
    OperatingSystem, PlaceKind, Stage,
};
use sqlx::PgConnection;

use super::interface::interfaces;
use super::location::location;
use super::{damaged, eon_id};
use crate::DbError;

/// The models of a host's five templates.
pub struct HostFacts {
    /// Object template.
    pub object: HostObject,
    /// Data.
    pub data: HostData,
    /// Archetype inclusions.
    pub archetype: HostArchetype,
    /// GRN inclusions.
    pub grn: HostGrn,
    /// Personality inclusions.
    pub personality: HostPersonality,
}

/// Offset of the default gateway by network type.
pub type NetworkTypes<'a> = &'a (dyn Fn(&str) -> u32 + Sync);

/// The host on this hardware; `None` when it is gone, has no name, or its archetype is not compiled.
pub async fn host(
    conn: &mut PgConnection,
    id: i64,
    declarations: bool,
    gateway_offset: NetworkTypes<'_>,
) -> Result<Option<HostFacts>, DbError> {
    let row = sqlx::query!(
        r#"select f.name || '.' || d.name as "fqdn!", r.ip, h.label, h.location_id,
                  b.name as branch, b.branch_type, u.name as "author?",
                  a.name as archetype, p.name as personality, p.cluster_required, s.name as stage,
                  e.name as environment, o.name as os_name, o.version as os_version, ol.name as os_lifecycle,
                  l.name as status, x.advertise_status, coalesce(x.owner_eon_id, p.owner_eon_id) as "owner!"
           from host x
           join hardware_entity h on h.id = x.hardware_entity_id
           join dns_record r on r.id = h.primary_name_id
           join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
           join branch b on b.id = x.branch_id
           left join userinfo u on u.id = x.sandbox_author_id
           join personality_stage s on s.id = x.personality_stage_id
           join personality p on p.id = s.personality_id
           join archetype a on a.id = p.archetype_id
           join host_environment e on e.id = p.host_environment_id
           join operating_system o on o.id = x.operating_system_id
           join asset_lifecycle ol on ol.id = o.lifecycle_id
           join hostlifecycle l on l.id = x.lifecycle_id
           where x.hardware_entity_id = $1 and a.is_compileable"#,
        id
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let place = location(conn, row.location_id).await?;
    let grns = sqlx::query!(
        "select target, eon_id from host_grn_map where host_id = $1 order by target, eon_id",
        id
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .map(|g| {
        Ok(GrnTarget {
            target: g.target,
            eon_id: eon_id(g.eon_id)?,
        })
    })
    .collect::<Result<_, DbError>>()?;
    let hardware = aq_plenary::machine_name(&place, &row.label).map_err(|e| damaged("machine", e))?;
    let stage = Stage::parse(&row.stage).ok_or_else(|| damaged("stage", &row.stage))?;
    let owner = eon_id(row.owner)?;
    let kind = match row.branch_type.as_str() {
        "sandbox" => BranchKind::Sandbox { author: row.author },
        _ => BranchKind::Domain,
    };
    let fqdn = row.fqdn;
    Ok(Some(HostFacts {
        object: HostObject {
            fqdn: fqdn.clone(),
            archetype: row.archetype.clone(),
            branch: Branch {
                name: row.branch,
                kind,
            },
            declarations,
            os_name: row.os_name.clone(),
            os_version: row.os_version.clone(),
            hardware_features: Vec::new(),
            interface_features: Vec::new(),
            services_used: Vec::new(),
            services_provided: Vec::new(),
            services_missing: Vec::new(),
            cluster: None,
            personality: row.personality.clone(),
            cluster_required: row.cluster_required,
        },
        data: HostData {
            fqdn: fqdn.clone(),
            hardware,
            building: place.name(PlaceKind::Building).map(str::to_owned),
            os: OperatingSystem {
                name: row.os_name,
                version: row.os_version,
                lifecycle: row.os_lifecycle,
            },
            interfaces: interfaces(conn, id, gateway_offset).await?,
            primary_ip: row.ip.map(|ip| ip.ip()),
            status: row.status,
            advertise_status: row.advertise_status,
            grns,
            owner_eon_id: owner,
            entitlements: Vec::new(),
            cluster: None,
            virtual_switch: None,
            resources: Vec::new(),
            parameters: Vec::new(),
        },
        archetype: HostArchetype {
            fqdn: fqdn.clone(),
            location: place.clone(),
            archetype: row.archetype,
            environment: row.environment.clone(),
        },
        grn: HostGrn {
            fqdn: fqdn.clone(),
            location: place.clone(),
            eon_id: owner,
            environment: row.environment,
        },
        personality: HostPersonality {
            fqdn,
            location: place,
            personality: row.personality,
            stage,
        },
    }))
}
