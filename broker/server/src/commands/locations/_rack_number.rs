//! Numbers of racks: a rack is named by its building and a number that is not used twice.

use aq_db::location::Location;

use crate::error::{CommandError, Result};

/// A number as the counter of a building takes it.
pub fn rack_number(number: i64) -> Result<i32> {
    i32::try_from(number)
        .ok()
        .filter(|number| *number > 0 && *number < i32::MAX)
        .ok_or_else(|| CommandError::argument(format!("{number} is not a valid rack number.")))
}

/// The number in what the user gave instead of the next one: `8`, or with the building in front `ut8`.
pub fn forced_number(building: &Location, given: &str) -> Result<i32> {
    let given = given.trim().to_lowercase();
    let digits = given.strip_prefix(&building.name).unwrap_or(&given);
    let well_formed = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits
        .parse()
        .ok()
        .filter(|number| well_formed && *number < i32::MAX)
        .ok_or_else(|| {
            let name = format!("{}{digits}", building.name);
            CommandError::argument(format!(
                "Invalid rack name {name}. Correct name format: building name + numeric rack ID (integer without leading 0)."
            ))
        })
}
