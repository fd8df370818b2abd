//! `aq update_archetype`: what is known of an archetype.

use aq_db::archetype;

use super::_cluster_type::cluster_type;
use super::_text::replace;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    archetype: String,
    compilable: Option<bool>,
    description: Option<String>,
    cluster_type: Option<String>,
    comments: Option<String>,
}

/// Changes the archetype; when it starts or stops to be compiled, the templates of its hosts come or go.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let wanted_type = match args.cluster_type.as_deref() {
        Some("") => Some(None),
        Some(text) => Some(Some(cluster_type(text)?)),
        None => None,
    };
    let mut archetype = archetype::lock(cx.db(), &args.archetype).await?;
    if let Some(compilable) = args.compilable
        && compilable != archetype.is_compileable
    {
        archetype.is_compileable = compilable;
        let members = archetype::members(cx.db(), archetype.id).await?;
        members
            .stages
            .into_iter()
            .for_each(|id| cx.touch(Subject::PersonalityStage(id)));
        members
            .hosts
            .into_iter()
            .for_each(|id| cx.touch(Subject::Host(id)));
    }
    if let Some(new) = wanted_type
        && new != archetype.cluster_type
    {
        // Of an archetype of clusters there is nothing that could be in use yet.
        if archetype.cluster_type.is_none() && archetype::has_hosts(cx.db(), archetype.id).await? {
            return Err(CommandError::argument(format!(
                "Archetype {} is currently in use, the cluster type cannot be changed.",
                archetype.name
            )));
        }
        archetype.cluster_type = new;
    }
    replace(&mut archetype.outputdesc, args.description);
    replace(&mut archetype.comments, args.comments);
    archetype::update(cx.db(), &archetype).await?;
    Ok(Answer::Nothing)
}
