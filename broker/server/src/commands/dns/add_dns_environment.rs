//! `aq add_dns_environment`: a view of the name space.

use aq_db::dns_environment;

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    dns_environment: String,
    comments: Option<String>,
}

/// Adds the environment.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let comments = text::given(args.comments.as_deref());
    dns_environment::insert(cx.db(), &args.dns_environment, comments)
        .await
        .map_err(|error| match error.constraint() {
            Some("dns_environment_name_ck") => CommandError::argument(format!(
                "'{}' is not a valid value for DNS environment.",
                args.dns_environment.trim()
            ))
            .hint(error.to_string()),
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
