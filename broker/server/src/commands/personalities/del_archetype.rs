//! `aq del_archetype`: removes an archetype that nothing belongs to.

use aq_db::{archetype, os, personality};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    archetype: String,
}

/// Removes the archetype.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let archetype = archetype::lock(cx.db(), &args.archetype).await?;
    let name = &archetype.name;
    let user = match personality::first_of_archetype(cx.db(), archetype.id).await? {
        Some(personality) => Some(format!("personality {name}/{personality}")),
        None => {
            let filter = os::Filter {
                archetype_id: Some(archetype.id),
                ..os::Filter::default()
            };
            let first = os::search(cx.db(), &filter).await?.into_iter().next();
            first.map(|os| format!("operating system {}, version {}", os.name, os.version))
        }
    };
    if let Some(user) = user {
        return Err(CommandError::argument(format!(
            "Archetype {name} is still in use by {user} and cannot be deleted."
        )));
    }
    archetype::delete(cx.db(), archetype.id).await?;
    cx.touch(Subject::Archetype(archetype.id));
    Ok(Answer::Nothing)
}
