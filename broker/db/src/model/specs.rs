//! Specifications of a model: what new machines of it have unless something else is said.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::Result;

/// A row of `machine_specs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineSpecs {
    /// The model that it describes.
    pub model_id: i64,
    /// Model of the CPUs.
    pub cpu_model_id: i64,
    /// Number of CPUs.
    pub cpu_quantity: i32,
    /// Memory in MB.
    pub memory: i32,
    /// Type of the first disk: `local` or `virtual_disk`.
    pub disk_type: String,
    /// Size of the first disk in GB.
    pub disk_capacity: i32,
    /// Controller of the first disk.
    pub controller_type: String,
    /// Model of the network cards.
    pub nic_model_id: Option<i64>,
}

impl MachineSpecs {
    /// Device name of the first disk: it follows from the controller.
    #[must_use]
    pub fn disk_name(&self) -> &'static str {
        if self.controller_type == "cciss" {
            "c0d0"
        } else {
            "sda"
        }
    }
}

/// A model by the names people know it by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NamedModel {
    /// Name of the vendor.
    pub vendor: String,
    /// Name of the model.
    pub model: String,
}

/// Specifications with the names of what they refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecsView {
    /// The row.
    pub specs: MachineSpecs,
    /// The CPU.
    pub cpu: NamedModel,
    /// The network cards.
    pub nic: Option<NamedModel>,
}

/// The specifications of a model, if it has some.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, model_id: i64) -> Result<Option<MachineSpecs>> {
    Ok(sqlx::query_as!(
        MachineSpecs,
        "select model_id, cpu_model_id, cpu_quantity, memory, disk_type, disk_capacity, controller_type, nic_model_id
         from machine_specs where model_id = $1",
        model_id
    )
    .fetch_optional(conn)
    .await?)
}

/// The specifications of several models, by the model's id, with all names; models without any are not in it.
///
/// # Errors
/// Only those of the connection.
pub async fn of_models(conn: &mut PgConnection, model_ids: &[i64]) -> Result<HashMap<i64, SpecsView>> {
    let rows = sqlx::query!(
        r#"select s.model_id, s.cpu_model_id, s.cpu_quantity, s.memory, s.disk_type, s.disk_capacity,
                  s.controller_type, s.nic_model_id, c.name as cpu, cv.name as cpu_vendor, n.name as "nic?",
                  nv.name as "nic_vendor?"
           from machine_specs s
           join model c on c.id = s.cpu_model_id join vendor cv on cv.id = c.vendor_id
           left join model n on n.id = s.nic_model_id left join vendor nv on nv.id = n.vendor_id
           where s.model_id = any($1)"#,
        model_ids
    )
    .fetch_all(conn)
    .await?;
    let views = rows.into_iter().map(|row| {
        let specs = MachineSpecs {
            model_id: row.model_id,
            cpu_model_id: row.cpu_model_id,
            cpu_quantity: row.cpu_quantity,
            memory: row.memory,
            disk_type: row.disk_type,
            disk_capacity: row.disk_capacity,
            controller_type: row.controller_type,
            nic_model_id: row.nic_model_id,
        };
        let cpu = NamedModel {
            vendor: row.cpu_vendor,
            model: row.cpu,
        };
        let nic = row
            .nic_vendor
            .zip(row.nic)
            .map(|(vendor, model)| NamedModel { vendor, model });
        (row.model_id, SpecsView { specs, cpu, nic })
    });
    Ok(views.collect())
}

/// Gives a model its specifications.
///
/// # Errors
/// [`crate::DbError::Refused`] by `machine_specs_model_uk` and the checks of the columns.
pub async fn insert(conn: &mut PgConnection, specs: &MachineSpecs) -> Result<()> {
    sqlx::query!(
        "insert into machine_specs (model_id, cpu_model_id, cpu_quantity, memory, disk_type, disk_capacity,
                                    controller_type, nic_model_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        specs.model_id,
        specs.cpu_model_id,
        specs.cpu_quantity,
        specs.memory,
        specs.disk_type,
        specs.disk_capacity,
        specs.controller_type,
        specs.nic_model_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores changed specifications.
///
/// # Errors
/// [`crate::DbError::Refused`] by the checks of the columns.
pub async fn update(conn: &mut PgConnection, specs: &MachineSpecs) -> Result<()> {
    sqlx::query!(
        "update machine_specs set cpu_model_id = $2, cpu_quantity = $3, memory = $4, disk_type = $5, disk_capacity = $6,
             controller_type = $7, nic_model_id = $8
         where model_id = $1",
        specs.model_id,
        specs.cpu_model_id,
        specs.cpu_quantity,
        specs.memory,
        specs.disk_type,
        specs.disk_capacity,
        specs.controller_type,
        specs.nic_model_id
    )
    .execute(conn)
    .await?;
    Ok(())
}
