//! `aq update_dns_environment`: comments.

use aq_db::dns_environment;

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_environment: String,
    comments: Option<String>,
}

/// Changes the environment.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut environment = dns_environment::require(cx.db(), &args.dns_environment).await?;
    text::replace(&mut environment.comments, args.comments);
    dns_environment::update(cx.db(), &environment).await?;
    Ok(Answer::Nothing)
}
