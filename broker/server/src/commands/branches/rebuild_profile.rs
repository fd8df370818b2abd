//! `aq rebuild_profile`: is a profile of the past made the same from what is recorded of it?

use aq_db::profile::{self, Format};

use super::_version;
use crate::command::prelude::*;
use crate::compare::{Change, changes};
use crate::compile::rebuild;
use crate::view::rebuilt::RebuiltView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: String,
    version: Option<i64>,
}

/// Compiles and compares; stores nothing.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let object = _version::object(&args.hostname);
    let past = _version::find(cx, &object, args.version).await?;
    let record = profile::record(cx.db(), past.profile_id)
        .await?
        .ok_or_else(|| {
            CommandError::argument(format!(
                "Version {} of host {object} cannot be rebuilt: it was stored before generated templates were kept.",
                past.profile_id
            ))
        })?;
    let made = rebuild(cx, &object, &past, record).await?;
    let xml = _version::bytes(cx, &object, &past, Format::Xml).await?;
    let json = _version::bytes(cx, &object, &past, Format::Json).await?;
    let (xml, json) = (xml == made.xml, json == made.json);
    let found = if json {
        Vec::new()
    } else {
        changes(&_version::value(cx, &object, &past).await?, &made.root)
    };
    Ok(Answer::object(RebuiltView {
        object,
        version: past.profile_id,
        recorded_engine: past.engine_version,
        xml,
        json,
        changes: found.iter().flat_map(Change::leaves).collect(),
    }))
}
