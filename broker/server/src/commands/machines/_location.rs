//! Where a machine stands: a rack or a desk.

use aq_db::location::{self, Location, LocationType};

use super::_absent;
use crate::command::Cx;
use crate::error::Result;

/// The options that say where a machine is.
pub struct Whereabouts<'a> {
    /// Rack.
    pub rack: &'a Option<String>,
    /// Desk.
    pub desk: &'a Option<String>,
    /// Cluster of a virtual machine.
    pub cluster: &'a Option<String>,
    /// Metacluster of a virtual machine.
    pub metacluster: &'a Option<String>,
    /// Host of a virtual machine.
    pub vmhost: &'a Option<String>,
    /// Chassis.
    pub chassis: &'a Option<String>,
}

/// The place that the options name, if they name one; what holds virtual machines and blades does not exist.
pub async fn named(cx: &mut Cx, options: Whereabouts<'_>) -> Result<Option<Location>> {
    _absent::refuse([
        ("Chassis", options.chassis),
        ("Cluster", options.cluster),
        ("Metacluster", options.metacluster),
        ("Host", options.vmhost),
    ])?;
    let place = match (options.rack, options.desk) {
        (Some(rack), _) => Some((LocationType::Rack, rack)),
        (None, Some(desk)) => Some((LocationType::Desk, desk)),
        (None, None) => None,
    };
    match place {
        Some((kind, name)) => Ok(Some(location::require(cx.db(), kind, name).await?)),
        None => Ok(None),
    }
}
