//! `aq add_os`: a version of an operating system.

use aq_db::{archetype, os};

use super::_text::kept;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    osname: String,
    osversion: String,
    archetype: String,
    comments: Option<String>,
    copy_version: Option<String>,
}

/// Adds the version; of another version the comments are taken over.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype = archetype::require(cx.db(), &args.archetype).await?;
    let mut comments = args.comments;
    if let Some(version) = &args.copy_version {
        let old = os::require(cx.db(), &archetype, &args.osname, version).await?;
        comments = comments.or(old.comments);
    }
    let (name, version) = (args.osname.as_str(), args.osversion.as_str());
    let invalid = |value: &str, option: &str| {
        CommandError::argument(format!("'{value}' is not a valid value for {option}."))
    };
    os::insert(cx.db(), archetype.id, name, version, kept(comments.as_deref()))
        .await
        .map_err(|error| match error.constraint() {
            Some("operating_system_name_uk") => {
                let (name, version) = (name.trim().to_lowercase(), version.trim().to_lowercase());
                CommandError::already_exists(os::KIND, os::described(&name, &version, &archetype.name))
            }
            Some("operating_system_name_ck") => invalid(name, "--osname").hint(error.to_string()),
            Some("operating_system_version_ck") => invalid(version, "--osversion").hint(error.to_string()),
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
