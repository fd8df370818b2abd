//! `aq update_sandbox`: what is known of a sandbox.

use aq_db::{branch, sandbox};

use super::_author;
use super::update_domain::check_version;
use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    sandbox: String,
    comments: Option<String>,
    compiler_version: Option<String>,
    autosync: Option<bool>,
    profile_formats: Option<String>,
}

/// Changes the sandbox.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let caller = _author::trusted(cx).await?;
    let (_, name) = sandbox::split(&args.sandbox);
    let mut sandbox = sandbox::require_locked(cx.db(), name).await?;
    _author::check_owner(cx, &sandbox, &caller, "update")?;
    text::replace(&mut sandbox.comments, args.comments);
    if let Some(version) = &args.compiler_version {
        check_version(version)?;
    }
    text::replace(&mut sandbox.compiler, args.compiler_version);
    sandbox.autosync = args.autosync.unwrap_or(sandbox.autosync);
    if let Some(formats) = args.profile_formats {
        // Profiles in the old formats would stay where they are.
        if branch::has_profiles(cx.db(), sandbox.id).await? {
            return Err(CommandError::argument(format!(
                "Sandbox {} has compileable objects, the profile format cannot be changed.",
                sandbox.name
            )));
        }
        sandbox.formats = Some(formats);
    }
    sandbox::update(cx.db(), &sandbox).await?;
    Ok(Answer::Nothing)
}
