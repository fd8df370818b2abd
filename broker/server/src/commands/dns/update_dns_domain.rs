//! `aq update_dns_domain`: comments, and whether the records are managed elsewhere.

use aq_db::dns_domain;

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_domain: String,
    restricted: Option<bool>,
    comments: Option<String>,
}

/// Changes the domain.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut domain = dns_domain::require(cx.db(), &args.dns_domain).await?;
    if let Some(restricted) = args.restricted {
        domain.restricted = restricted;
    }
    text::replace(&mut domain.comments, args.comments);
    dns_domain::update(cx.db(), &domain).await?;
    Ok(Answer::Nothing)
}
