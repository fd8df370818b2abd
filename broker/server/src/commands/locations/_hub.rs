//! The hub of a place: part of the names of the templates of cities and machines.

use aq_db::location::{self, LocationType};

use super::_removal::named;
use crate::command::Cx;
use crate::error::Result;

/// The hubs of two places in words, when they are not the same one.
pub async fn different_hubs(cx: &mut Cx, there: i64, here: i64) -> Result<Option<(String, String)>> {
    let there = location::lineage(cx.db(), there).await?;
    let here = location::lineage(cx.db(), here).await?;
    let (theirs, ours) = (there.of(LocationType::Hub), here.of(LocationType::Hub));
    if theirs.map(|hub| hub.id) == ours.map(|hub| hub.id) {
        return Ok(None);
    }
    let words = |hub| Option::map_or(hub, "no hub".to_owned(), named);
    Ok(Some((words(theirs), words(ours))))
}
