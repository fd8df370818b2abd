//! `aq search_network_environment`: network environments by name and place.

use aq_db::location::{self, LocationType};
use aq_db::network_environment;

use super::_listing::environments;
use crate::command::prelude::*;
use crate::view::named::Named;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network_environment: Option<String>,
    building: Option<String>,
    fullinfo: bool,
}

/// Finds the environments; names alone in `raw` unless everything is wanted.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let place = match args.building.as_deref() {
        Some(name) => Some(location::require(cx.db(), LocationType::Building, name).await?.id),
        None => None,
    };
    let found = network_environment::search(cx.db(), args.network_environment.as_deref(), place).await?;
    let views = environments(cx, found).await?;
    Ok(if args.fullinfo {
        Answer::objects(views)
    } else {
        Answer::objects(views.into_iter().map(|view| Named {
            name: view.environment.name.clone(),
            view,
        }))
    })
}
