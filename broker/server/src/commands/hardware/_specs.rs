//! Specifications as options: what `add_model` and `update_model` take.

use aq_db::model::{self, Key, Model, ModelType};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Types of disks that machines of this broker have.
const DISK_TYPES: [&str; 2] = ["local", "virtual_disk"];

/// The CPU that two options name.
pub async fn cpu(cx: &mut Cx, name: Option<&str>, vendor: Option<&str>) -> Result<Model> {
    let key = Key {
        name,
        vendor,
        model_type: Some(ModelType::Cpu),
    };
    Ok(model::require(cx.db(), &key).await?)
}

/// The network card that two options name.
pub async fn nic(cx: &mut Cx, name: Option<&str>, vendor: Option<&str>) -> Result<Model> {
    let key = Key {
        name,
        vendor,
        model_type: Some(ModelType::Nic),
    };
    Ok(model::require(cx.db(), &key).await?)
}

/// A count, a number of MB or of GB, as the database takes it; its checks refuse negative ones.
pub fn amount(option: &str, number: i64) -> Result<i32> {
    i32::try_from(number)
        .map_err(|_| CommandError::argument(format!("{number} is too large for --{option}.")))
}

/// A type of disk in its stored form.
pub fn disk_type(given: &str) -> Result<String> {
    let name = given.trim().to_lowercase();
    if DISK_TYPES.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(CommandError::argument(format!(
        "Invalid disk type '{name}'. The valid values are: {}.",
        DISK_TYPES.join(", ")
    )))
}

/// A controller of disks in its stored form; which there are is a setting of the site.
pub fn disk_controller(cx: &Cx, given: &str) -> Result<String> {
    let name = given.trim().to_lowercase();
    let known = &cx.app.config.disk_controllers;
    if known.contains(&name) {
        return Ok(name);
    }
    Err(CommandError::argument(format!(
        "{name} is not a valid controller type, use one of: {}.",
        known.join(", ")
    )))
}
