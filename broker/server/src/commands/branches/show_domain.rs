//! `aq show_domain`: one domain, or all of them.

use aq_db::domain;

use crate::command::prelude::*;
use crate::view::domain::DomainView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: Option<String>,
}

/// Shows them by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = match &args.domain {
        Some(name) => vec![domain::require(cx.db(), name).await?],
        None => domain::list(cx.db()).await?,
    };
    Ok(Answer::objects(found.into_iter().map(DomainView)))
}
