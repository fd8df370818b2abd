//! `aq show_dns_environment`: one DNS environment, or all of them.

use aq_db::dns_environment;

use crate::command::prelude::*;
use crate::view::dns_environment::DnsEnvironmentView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_environment: Option<String>,
}

/// Shows the environment, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let environments = match args.dns_environment.as_deref() {
        Some(name) => vec![dns_environment::require(cx.db(), name).await?],
        None => dns_environment::list(cx.db()).await?,
    };
    Ok(Answer::objects(environments.into_iter().map(DnsEnvironmentView)))
}
