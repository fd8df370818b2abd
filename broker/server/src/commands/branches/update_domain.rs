//! `aq update_domain`: what is known of a domain, and what may be done with it.

use aq_db::{branch, domain};

use crate::command::prelude::*;
use crate::command::text;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    domain: String,
    comments: Option<String>,
    compiler_version: Option<String>,
    autosync: Option<bool>,
    change_manager: Option<bool>,
    allow_manage: Option<bool>,
    profile_formats: Option<String>,
    archived: Option<bool>,
    auto_compile: Option<bool>,
}

/// Changes the domain.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let mut domain = domain::require_locked(cx.db(), &args.domain).await?;
    text::replace(&mut domain.comments, args.comments);
    if let Some(version) = &args.compiler_version {
        check_version(version)?;
    }
    text::replace(&mut domain.compiler, args.compiler_version);
    domain.autosync = args.autosync.unwrap_or(domain.autosync);
    domain.auto_compile = args.auto_compile.unwrap_or(domain.auto_compile);
    if let Some(needed) = args.change_manager {
        if domain.tracked_branch.is_some() {
            return Err(CommandError::argument(
                "Cannot enforce a change manager for tracking domains.",
            ));
        }
        domain.requires_change_manager = needed;
    }
    archive(&mut domain, args.archived, args.allow_manage)?;
    if let Some(formats) = args.profile_formats {
        // Profiles in the old formats would stay where they are.
        if branch::has_profiles(cx.db(), domain.id).await? {
            return Err(CommandError::argument(format!(
                "Domain {} has compileable objects, the profile format cannot be changed.",
                domain.name
            )));
        }
        domain.formats = Some(formats);
    }
    domain::update(cx.db(), &domain).await?;
    Ok(Answer::Nothing)
}

/// The version of the compiler is kept for the record; it must not hold anything odd.
pub fn check_version(version: &str) -> Result<()> {
    let is_right = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match version.chars().all(is_right) {
        true => Ok(()),
        false => Err(CommandError::argument("Invalid characters in compiler version")
            .hint("use letters, digits, dots, dashes and underscores")),
    }
}

/// What is archived takes no hosts.
fn archive(domain: &mut domain::Domain, archived: Option<bool>, allow_manage: Option<bool>) -> Result<()> {
    if let Some(archived) = archived {
        if archived && domain.tracked_branch.is_some() {
            return Err(CommandError::argument(format!(
                "Domain {} is a tracking domain and cannot be archived.",
                domain.name
            )));
        }
        domain.archived = archived;
        domain.allow_manage &= !archived;
    }
    if let Some(allowed) = allow_manage {
        if allowed && domain.archived {
            return Err(CommandError::argument(format!(
                "Domain {} is archived, cannot allow managing hosts to it.",
                domain.name
            )));
        }
        domain.allow_manage = allowed;
    }
    Ok(())
}
