//! `aq add_dns_domain`: a domain for names of machines.

use aq_db::dns_domain;

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_domain: String,
    restricted: bool,
    comments: Option<String>,
}

/// Adds the domain.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let comments = text::given(args.comments.as_deref());
    dns_domain::insert(cx.db(), &args.dns_domain, args.restricted, comments).await?;
    Ok(Answer::Nothing)
}
