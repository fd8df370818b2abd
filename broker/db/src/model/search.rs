//! Searching for models.

use sqlx::PgConnection;

use super::{KIND, Key, Model, ModelType};
use crate::{DbError, Result, vendor};

/// What to look for; everything that is given must match. From `cpu_name` on it is about the specifications.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The vendor's name; it must exist.
    pub vendor: Option<&'a str>,
    /// The type.
    pub model_type: Option<ModelType>,
    /// Name of the CPU.
    pub cpu_name: Option<&'a str>,
    /// Vendor of the CPU; it must exist.
    pub cpu_vendor: Option<&'a str>,
    /// Number of CPUs.
    pub cpu_quantity: Option<i32>,
    /// Name of the network card.
    pub nic_name: Option<&'a str>,
    /// Vendor of the network card; it must exist.
    pub nic_vendor: Option<&'a str>,
    /// Memory in MB.
    pub memory: Option<i32>,
    /// Type of the first disk.
    pub disk_type: Option<&'a str>,
    /// Controller of the first disk.
    pub controller_type: Option<&'a str>,
    /// Size of the first disk in GB.
    pub disk_capacity: Option<i32>,
}

/// The models that match, by vendor and name.
///
/// # Errors
/// [`DbError::NotFound`] of a vendor, CPU or network card that is named and does not exist.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Model>> {
    if let Some(vendor) = filter.vendor {
        vendor::require(conn, vendor).await?;
    }
    let parts = [
        (filter.cpu_name, filter.cpu_vendor, ModelType::Cpu),
        (filter.nic_name, filter.nic_vendor, ModelType::Nic),
    ];
    for (name, vendor, model_type) in parts {
        if name.is_some() || vendor.is_some() {
            part_exists(conn, name, vendor, model_type).await?;
        }
    }
    Ok(sqlx::query_as!(
        Model,
        r#"select m.id, m.name, m.vendor_id, v.name as vendor, m.model_type as "model_type: ModelType", m.comments,
                  m.creation_date
           from model m
           join vendor v on v.id = m.vendor_id
           left join machine_specs s on s.model_id = m.id
           left join model c on c.id = s.cpu_model_id left join vendor cv on cv.id = c.vendor_id
           left join model n on n.id = s.nic_model_id left join vendor nv on nv.id = n.vendor_id
           where ($1::text is null or m.name = lower(btrim($1)))
             and ($2::text is null or v.name = lower(btrim($2)))
             and ($3::text is null or m.model_type = $3)
             and ($4::text is null or c.name = lower(btrim($4)))
             and ($5::text is null or cv.name = lower(btrim($5)))
             and ($6::integer is null or s.cpu_quantity = $6)
             and ($7::text is null or n.name = lower(btrim($7)))
             and ($8::text is null or nv.name = lower(btrim($8)))
             and ($9::integer is null or s.memory = $9)
             and ($10::text is null or s.disk_type = lower(btrim($10)))
             and ($11::text is null or s.controller_type = lower(btrim($11)))
             and ($12::integer is null or s.disk_capacity = $12)
           order by v.name, m.name"#,
        filter.name,
        filter.vendor,
        filter.model_type as Option<ModelType>,
        filter.cpu_name,
        filter.cpu_vendor,
        filter.cpu_quantity,
        filter.nic_name,
        filter.nic_vendor,
        filter.memory,
        filter.disk_type,
        filter.controller_type,
        filter.disk_capacity
    )
    .fetch_all(conn)
    .await?)
}

/// A CPU or network card that a search names has to exist, so that a typing error is not taken for "no such machine".
async fn part_exists(
    conn: &mut PgConnection,
    name: Option<&str>,
    vendor: Option<&str>,
    model_type: ModelType,
) -> Result<()> {
    if let Some(vendor) = vendor {
        vendor::require(conn, vendor).await?;
    }
    let exists = sqlx::query_scalar!(
        r#"select exists (
               select from model m join vendor v on v.id = m.vendor_id
               where m.model_type = $1 and ($2::text is null or m.name = lower(btrim($2)))
                 and ($3::text is null or v.name = lower(btrim($3)))) as "found!""#,
        model_type as ModelType,
        name,
        vendor
    )
    .fetch_one(conn)
    .await?;
    let key = Key {
        name,
        vendor,
        model_type: Some(model_type),
    };
    if exists {
        Ok(())
    } else {
        Err(DbError::not_found(KIND, key.describe()))
    }
}
