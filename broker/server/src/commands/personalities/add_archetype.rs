//! `aq add_archetype`: a family of templates.

use aq_db::archetype::{self, NewArchetype};

use super::_cluster_type::cluster_type;
use super::_text::kept;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    archetype: String,
    compilable: bool,
    description: Option<String>,
    cluster_type: Option<String>,
    comments: Option<String>,
}

/// Adds the archetype.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let cluster_type = kept(args.cluster_type.as_deref()).map(cluster_type).transpose()?;
    let new = NewArchetype {
        name: &args.archetype,
        outputdesc: kept(args.description.as_deref()).or(Some(&args.archetype)),
        is_compileable: args.compilable,
        cluster_type: cluster_type.as_deref(),
        comments: kept(args.comments.as_deref()),
    };
    archetype::insert(cx.db(), &new)
        .await
        .map_err(|error| match error.constraint() {
            Some("archetype_name_ck") => CommandError::argument(format!(
                "'{}' is not a valid value for --archetype.",
                args.archetype
            ))
            .hint(error.to_string()),
            Some("archetype_reserved_ck") => {
                CommandError::argument(format!("Archetype name {} is reserved.", args.archetype))
                    .hint(error.to_string())
            }
            _ => error.into(),
        })?;
    Ok(Answer::Nothing)
}
