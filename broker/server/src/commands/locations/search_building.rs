//! `aq search_building`: buildings by their URI.

use aq_db::location::{self, Filter, LocationType};

use super::_listing::found;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    uri: Option<String>,
    fullinfo: bool,
}

/// Finds the buildings.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let filter = Filter {
        kind: Some(LocationType::Building),
        uri: args.uri.as_deref(),
        ..Filter::default()
    };
    let buildings = location::search(cx.db(), &filter).await?;
    found(cx, buildings, args.fullinfo).await
}
