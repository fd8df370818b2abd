//! Which version of a profile is meant, and what it holds.

use aq_db::host;
use aq_db::profile::{self, Filter, Format, Past};
use pan_value::Value;

use crate::command::Cx;
use crate::compile::read_profile;
use crate::error::{CommandError, Result};
use crate::export::gunzip;

/// The name under which the profiles of a host are kept: also of one that is gone.
pub fn object(hostname: &str) -> String {
    hostname.trim().to_lowercase()
}

/// The version with this number; without one the version that is served, or the last one of a host that is gone.
pub async fn find(cx: &mut Cx, object: &str, version: Option<i64>) -> Result<Past> {
    let filter = Filter {
        version,
        served: version.is_none(),
        ..Filter::latest(object)
    };
    if let Some(found) = profile::history(cx.db(), &filter).await?.pop() {
        return Ok(found);
    }
    let last = profile::history(cx.db(), &Filter::latest(object)).await?.pop();
    match (version, last) {
        (None, Some(last)) => Ok(last),
        (Some(number), Some(_)) => Err(CommandError::not_found(
            "Version",
            format!("{number} of host {object}"),
        )
        .hint("aq show_history lists the versions that are kept.")),
        (_, None) => Err(none(cx, object).await?),
    }
}

/// The version before another one.
pub async fn before(cx: &mut Cx, object: &str, version: &Past) -> Result<Past> {
    let filter = Filter {
        before: Some(version.profile_id),
        ..Filter::latest(object)
    };
    let missing = || {
        CommandError::not_found(
            "Version",
            format!("of host {object} before {}", version.profile_id),
        )
        .hint("aq show_history lists the versions that are kept.")
    };
    profile::history(cx.db(), &filter)
        .await?
        .pop()
        .ok_or_else(missing)
}

/// What to say when nothing is kept of an object.
pub async fn none(cx: &mut Cx, object: &str) -> Result<CommandError> {
    host::require(cx.db(), object).await?;
    Ok(CommandError::not_found("Profile of host", object)
        .hint("The host was never compiled, or it has no profile: aq make compiles it."))
}

/// The bytes of a version in a form.
pub async fn bytes(cx: &mut Cx, object: &str, version: &Past, format: Format) -> Result<Vec<u8>> {
    let gzip = gzip(cx, object, version, format).await?;
    gunzip(&gzip).map_err(CommandError::internal)
}

/// The profile of a version.
pub async fn value(cx: &mut Cx, object: &str, version: &Past) -> Result<Value> {
    let gzip = gzip(cx, object, version, Format::Json).await?;
    let profile = read_profile(object, &gzip).map_err(CommandError::internal)?;
    Ok(profile.root)
}

async fn gzip(cx: &mut Cx, object: &str, version: &Past, format: Format) -> Result<Vec<u8>> {
    let form = match format {
        Format::Xml => "XML form",
        Format::Json => "JSON form",
    };
    profile::version_content(cx.db(), version.profile_id, format)
        .await?
        .ok_or_else(|| {
            CommandError::not_found(
                form,
                format!("of version {} of host {object}", version.profile_id),
            )
        })
}
