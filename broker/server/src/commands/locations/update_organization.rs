//! `aq update_organization`: full name, default DNS domain, comments. No template shows them.

use aq_db::location::{self, LocationType};

use super::_attributes::{Attributes, apply};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    organization: String,
    fullname: Option<String>,
    default_dns_domain: Option<String>,
    comments: Option<String>,
}

/// Changes the organization.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut organization =
        location::require_locked(cx.db(), LocationType::Organization, &args.organization).await?;
    let new = Attributes {
        fullname: args.fullname.as_deref(),
        default_dns_domain: args.default_dns_domain.as_deref(),
        comments: args.comments.as_deref(),
        ..Attributes::default()
    };
    apply(cx, &mut organization, new).await?;
    location::update(cx.db(), &organization).await?;
    Ok(Answer::Nothing)
}
