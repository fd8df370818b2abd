//! Network interfaces of hardware.

mod kind;

use sqlx::PgConnection;

use crate::{DbError, Result, suggest};

pub use kind::{InterfaceType, UnknownInterfaceType};

/// What people call it in messages.
pub const KIND: &str = "Interface";

/// A row of `interface`, with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Key that other rows refer to.
    pub id: i64,
    /// The hardware that has it.
    pub hardware_entity_id: i64,
    /// What it is.
    pub interface_type: InterfaceType,
    /// Unique within the hardware, lower case.
    pub name: String,
    /// Hardware address, unique over everything, as `aa:bb:cc:dd:ee:ff`.
    pub mac: Option<String>,
    /// Model of the card.
    pub model_id: i64,
    /// Name of the model.
    pub model: String,
    /// Name of the model's vendor.
    pub vendor: String,
    /// The machine boots from it.
    pub bootable: bool,
    /// The default route goes through it.
    pub default_route: bool,
    /// The bonding or bridge interface that it is part of.
    pub master_id: Option<i64>,
    /// Name of the master.
    pub master: Option<String>,
    /// The interface that carries a VLAN.
    pub parent_id: Option<i64>,
    /// Name of the parent.
    pub parent: Option<String>,
    /// Number of a VLAN.
    pub vlan_id: Option<i32>,
    /// Port group.
    pub port_group_name: Option<String>,
    /// Bus address of the card.
    pub bus_address: Option<String>,
    /// Free text.
    pub comments: Option<String>,
}

/// What a new interface is made from.
#[derive(Debug, Clone)]
pub struct NewInterface<'a> {
    /// The hardware that gets it.
    pub hardware_entity_id: i64,
    /// What it is.
    pub interface_type: InterfaceType,
    /// Name; stored in lower case.
    pub name: &'a str,
    /// Hardware address.
    pub mac: Option<&'a str>,
    /// Model of the card.
    pub model_id: i64,
    /// The machine boots from it.
    pub bootable: bool,
    /// The default route goes through it.
    pub default_route: bool,
    /// The interface that carries a VLAN, and the number of that.
    pub vlan: Option<(i64, i32)>,
    /// Bus address of the card.
    pub bus_address: Option<&'a str>,
    /// Free text.
    pub comments: Option<&'a str>,
}

/// A query for interfaces; the argument is what follows the joins.
macro_rules! interfaces {
    ($rest:tt $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            Interface,
            r#"select i.id, i.hardware_entity_id, i.interface_type as "interface_type: InterfaceType", i.name,
                      i.mac::text as mac, i.model_id, m.name as model, v.name as vendor, i.bootable, i.default_route,
                      i.master_id, o.name as "master?", i.parent_id, p.name as "parent?", i.vlan_id,
                      i.port_group_name, i.bus_address, i.comments
               from interface i
               join model m on m.id = i.model_id
               join vendor v on v.id = m.vendor_id
               left join interface o on o.id = i.master_id
               left join interface p on p.id = i.parent_id "# + $rest
            $(, $value)*
        )
    };
}

/// The interfaces of some pieces of hardware, by hardware and name.
///
/// # Errors
/// Only those of the connection.
pub async fn of_hardware(conn: &mut PgConnection, hardware: &[i64]) -> Result<Vec<Interface>> {
    Ok(interfaces!(
        "where i.hardware_entity_id = any($1) order by i.hardware_entity_id, i.name",
        hardware
    )
    .fetch_all(conn)
    .await?)
}

/// The interface with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Interface> {
    interfaces!("where i.id = $1", id)
        .fetch_optional(conn)
        .await?
        .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The interface with this hardware address, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn of_mac(conn: &mut PgConnection, mac: &str) -> Result<Option<Interface>> {
    Ok(interfaces!("where i.mac = $1::text::macaddr", mac)
        .fetch_optional(conn)
        .await?)
}

/// The interfaces of this name and hardware address, whatever of the two is given, by hardware.
///
/// # Errors
/// Only those of the connection.
pub async fn search(
    conn: &mut PgConnection,
    name: Option<&str>,
    mac: Option<&str>,
) -> Result<Vec<Interface>> {
    Ok(interfaces!(
        "where ($1::text is null or i.name = lower(btrim($1))) and ($2::text is null or i.mac = $2::text::macaddr)
         order by i.hardware_entity_id, i.name limit 2",
        name,
        mac
    )
    .fetch_all(conn)
    .await?)
}

/// The interface of this name among those of one piece of hardware; `owner` is what the hardware is called in the
/// message (`machine ut3c5n10`).
///
/// # Errors
/// [`DbError::NotFound`] with the nearest name.
pub fn pick<'a>(interfaces: &'a [Interface], name: &str, owner: &str) -> Result<&'a Interface> {
    let wanted = name.trim().to_lowercase();
    interfaces
        .iter()
        .find(|interface| interface.name == wanted)
        .ok_or_else(|| DbError::NotFound {
            kind: KIND,
            name: format!("{wanted}, {owner}"),
            nearest: suggest::nearest(&wanted, interfaces.iter().map(|i| i.name.as_str())).map(str::to_owned),
        })
}

/// What a piece of hardware is called inside a sentence (`machine ut3c5n10`).
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn owner(conn: &mut PgConnection, hardware: i64) -> Result<String> {
    sqlx::query_scalar!(
        r#"select replace(h.hardware_type, '_', ' ') || ' ' || coalesce(f.name || '.' || d.name, h.label) as "owner!"
           from hardware_entity h
           left join dns_record r on r.id = h.primary_name_id
           left join fqdn f on f.id = r.fqdn_id
           left join dns_domain d on d.id = f.dns_domain_id
           where h.id = $1"#,
        hardware
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found("Hardware", hardware.to_string()))
}

/// Adds an interface and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `interface_name_uk`, `interface_mac_uk` and the checks of the columns.
pub async fn insert(conn: &mut PgConnection, new: &NewInterface<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into interface (hardware_entity_id, interface_type, name, mac, model_id, bootable, default_route,
                                parent_id, vlan_id, bus_address, comments)
         values ($1, $2, lower(btrim($3)), $4::text::macaddr, $5, $6, $7, $8, $9, $10, $11) returning id",
        new.hardware_entity_id,
        new.interface_type as InterfaceType,
        new.name,
        new.mac,
        new.model_id,
        new.bootable,
        new.default_route,
        new.vlan.map(|(parent, _)| parent),
        new.vlan.map(|(_, number)| number),
        new.bus_address,
        new.comments
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the changed fields of an interface; type and VLAN stay.
///
/// # Errors
/// [`DbError::Refused`] by `interface_name_uk`, `interface_mac_uk` and the checks of the columns.
pub async fn update(conn: &mut PgConnection, interface: &Interface) -> Result<()> {
    sqlx::query!(
        "update interface set name = lower(btrim($2)), mac = $3::text::macaddr, model_id = $4, bootable = $5,
             default_route = $6, master_id = $7, port_group_name = $8, bus_address = $9, comments = $10
         where id = $1",
        interface.id,
        interface.name,
        interface.mac,
        interface.model_id,
        interface.bootable,
        interface.default_route,
        interface.master_id,
        interface.port_group_name,
        interface.bus_address,
        interface.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// No interface of the hardware but this one is booted from.
///
/// # Errors
/// Only those of the connection.
pub async fn clear_boot_except(conn: &mut PgConnection, hardware: i64, id: i64) -> Result<()> {
    sqlx::query!(
        "update interface set bootable = false where hardware_entity_id = $1 and id <> $2 and bootable",
        hardware,
        id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces the model of cards in a piece of hardware where it is still the old one.
///
/// # Errors
/// Only those of the connection.
pub async fn replace_model(conn: &mut PgConnection, hardware: i64, old: i64, new: i64) -> Result<()> {
    sqlx::query!(
        "update interface set model_id = $3 where hardware_entity_id = $1 and model_id = $2",
        hardware,
        old,
        new
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Renames the DNS names that were made from the interface's name: `<host>-<interface>` and, for addresses with a label,
/// `<host>-<interface>-<label>`, in the DNS domain of the primary name. The row of the interface itself stays.
///
/// # Errors
/// [`DbError::Refused`] by `fqdn_name_uk` when a new name is taken.
pub async fn rename_addresses(conn: &mut PgConnection, interface: &Interface, name: &str) -> Result<()> {
    sqlx::query!(
        "update fqdn f
         set name = p.name || '-' || lower(btrim($3)) || case a.label when '' then '' else '-' || a.label end
         from hardware_entity h
         join dns_record pr on pr.id = h.primary_name_id
         join fqdn p on p.id = pr.fqdn_id,
         address_assignment a
         join dns_record r on r.network_id = a.network_id and r.ip = a.ip
         where h.id = $1 and a.interface_id = $2 and r.fqdn_id = f.id and f.id <> p.id
           and f.dns_domain_id = p.dns_domain_id
           and f.name = p.name || '-' || $4 || case a.label when '' then '' else '-' || a.label end",
        interface.hardware_entity_id,
        interface.id,
        name,
        interface.name
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an interface with its addresses.
///
/// # Errors
/// [`DbError::Refused`] by `interface_master_fk` and `interface_parent_fk` while others depend on it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from interface where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}
