//! `aq del_os`: removes a version of an operating system that no host has.

use aq_db::{archetype, os};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    osname: String,
    osversion: String,
    archetype: String,
}

/// Removes the version.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype = archetype::require(cx.db(), &args.archetype).await?;
    let os = os::require(cx.db(), &archetype, &args.osname, &args.osversion).await?;
    os::delete(cx.db(), os.id)
        .await
        .map_err(|error| match error.constraint() {
            Some("host_operating_system_fk") => CommandError::argument(format!(
                "{} {} is still in use by hosts and cannot be deleted.",
                os::KIND,
                os::described(&os.name, &os.version, &os.archetype)
            )),
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
