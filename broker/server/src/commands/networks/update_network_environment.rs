//! `aq update_network_environment`: place and comments.

use aq_db::location::{self, LocationType};
use aq_db::network_environment;

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network_environment: String,
    building: Option<String>,
    clear_location: bool,
    comments: Option<String>,
}

/// Changes the environment. The templates of its networks name its place.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut environment = network_environment::require(cx.db(), &args.network_environment).await?;
    let before = environment.location_id;
    if let Some(name) = args.building.as_deref() {
        environment.location_id = Some(location::require(cx.db(), LocationType::Building, name).await?.id);
    }
    if args.clear_location {
        environment.location_id = None;
    }
    text::replace(&mut environment.comments, args.comments);
    network_environment::update(cx.db(), &environment).await?;
    if environment.location_id != before {
        for id in network_environment::network_ids(cx.db(), environment.id).await? {
            cx.touch(Subject::Network(id));
        }
    }
    Ok(Answer::Nothing)
}
