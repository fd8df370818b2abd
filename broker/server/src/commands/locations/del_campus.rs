//! `aq del_campus`: refused while anything is in the campus.

use aq_db::location::{self, LocationType};

use super::_removal::remove;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    campus: String,
}

/// Deletes the campus.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let campus = location::require(cx.db(), LocationType::Campus, &args.campus).await?;
    remove(cx, &campus).await?;
    Ok(Answer::Nothing)
}
