//! The recipe of `add_machine`: its hardware as one JSON object.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{_disk, _interface};
use crate::error::{CommandError, Result};

/// What a recipe may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recipe {
    /// Model of the CPUs.
    pub cpuname: Option<String>,
    /// Vendor of the CPUs.
    pub cpuvendor: Option<String>,
    /// Number of CPUs.
    pub cpucount: Option<i64>,
    /// Memory in MB.
    pub memory: Option<i64>,
    /// Disks by device name.
    pub disks: BTreeMap<String, _disk::Description>,
    /// Interfaces by name.
    pub interfaces: BTreeMap<String, _interface::Description>,
    /// Where the description of a virtual appliance is found.
    pub uri: Option<String>,
}

impl Recipe {
    /// Reads the recipe. Interfaces that others stand on come before these.
    pub fn read(json: serde_json::Value) -> Result<Recipe> {
        let mut recipe: Recipe = serde_json::from_value(json)
            .map_err(|error| CommandError::argument(format!("Failed to validate recipe: {error}.")))?;
        for (name, disk) in &recipe.disks {
            if disk.controller.is_empty() || disk.size == 0 {
                return Err(CommandError::argument(format!(
                    "Failed to validate recipe: disk {name} needs a controller and a size."
                )));
            }
        }
        for (name, interface) in &mut recipe.interfaces {
            if let Some(mac) = &mut interface.mac {
                *mac = aq_catalogue::normalise_mac(mac).ok_or_else(|| {
                    CommandError::argument(format!(
                        "Expected a MAC address for MAC address of {name}: {mac}."
                    ))
                })?;
            }
        }
        Ok(recipe)
    }
}
