//! `aq show_network_environment`: one network environment, or all of them.

use aq_db::network_environment;

use super::_listing::environments;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    network_environment: Option<String>,
}

/// Shows the environment, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = match args.network_environment.as_deref() {
        Some(name) => vec![network_environment::require(cx.db(), name).await?],
        None => network_environment::list(cx.db()).await?,
    };
    Ok(Answer::objects(environments(cx, found).await?))
}
