//! Adding a place, with the reference's words for what is wrong with it.

use aq_db::DbError;
use aq_db::location::{self, Location, LocationType, NewLocation};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// Makes a place.
pub async fn add(cx: &mut Cx, kind: LocationType, new: NewLocation<'_>) -> Result<Location> {
    // An empty full name means the same as none.
    let new = NewLocation {
        fullname: new.fullname.filter(|name| !name.trim().is_empty()),
        uri: new.uri.filter(|uri| !uri.is_empty()),
        comments: new.comments.filter(|text| !text.is_empty()),
        ..new
    };
    location::insert(cx.db(), kind, &new)
        .await
        .map_err(|error| refused(error, kind, &new))
}

fn refused(error: DbError, kind: LocationType, new: &NewLocation<'_>) -> CommandError {
    match error.constraint() {
        Some("location_name_ck") => {
            CommandError::argument(format!("'{}' is not a valid value for {kind}.", new.name.trim()))
                .hint(error.to_string())
        }
        Some("location_rack_row_ck") => not_alphanumeric("rack_row", new.rack_row),
        Some("location_rack_column_ck") => not_alphanumeric("rack_column", new.rack_column),
        _ => error.into(),
    }
}

/// The refusal of a row or column of a rack.
pub fn not_alphanumeric(what: &str, value: Option<&str>) -> CommandError {
    let value = value.unwrap_or_default().trim();
    CommandError::argument(format!("the value '{value}' for {what} must be alphanumeric"))
        .hint("Rows and columns are one to four letters and digits.")
}
