//! `aq show_dns_domain`: one DNS domain, or all of them.

use aq_db::dns_domain;

use crate::command::prelude::*;
use crate::view::dns_domain::DnsDomainView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_domain: Option<String>,
}

/// Shows the domain, or all by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let domains = match args.dns_domain.as_deref() {
        Some(name) => vec![dns_domain::require(cx.db(), name).await?],
        None => dns_domain::list(cx.db()).await?,
    };
    Ok(Answer::objects(domains.into_iter().map(DnsDomainView)))
}
