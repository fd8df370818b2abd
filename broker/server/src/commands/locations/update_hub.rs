//! `aq update_hub`: full name, default DNS domain, comments. The full name is a step of the names of the templates of
//! cities and machines; a new one renames them, and hosts include them by the new name.

use aq_db::location::{self, LocationType};

use super::_attributes::{Attributes, apply};
use super::_rewriting::rewrite_within;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hub: String,
    fullname: Option<String>,
    default_dns_domain: Option<String>,
    comments: Option<String>,
}

/// Changes the hub.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut hub = location::require_locked(cx.db(), LocationType::Hub, &args.hub).await?;
    let step = hub.fullname.to_lowercase();
    let new = Attributes {
        fullname: args.fullname.as_deref(),
        default_dns_domain: args.default_dns_domain.as_deref(),
        comments: args.comments.as_deref(),
        ..Attributes::default()
    };
    apply(cx, &mut hub, new).await?;
    if hub.fullname.to_lowercase() != step {
        location::lock_within(cx.db(), hub.id).await?;
        rewrite_within(cx, hub.id).await?;
    }
    location::update(cx.db(), &hub).await?;
    Ok(Answer::Nothing)
}
