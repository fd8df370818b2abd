//! The plenaries that a subject should have, from the rows of the transaction.

use aq_db::facts;
use aq_plenary::{Plenary, PlenaryError, render};

use super::subject::Subject;
use crate::command::Cx;
use crate::error::{CommandError, Result};

/// What a subject should have.
pub enum Generated {
    /// Everything could be written; empty when the subject is gone.
    Complete(Vec<Plenary>),
    /// Some of it could not; the reason says what is missing.
    Incomplete {
        /// The templates that could be generated.
        plenaries: Vec<Plenary>,
        /// What to do about the others.
        reason: String,
    },
}

/// Generates the plenaries of a subject.
pub async fn generate(cx: &mut Cx, subject: Subject) -> Result<Generated> {
    let rendered = match subject {
        Subject::City(id) => facts::city(cx.db(), id)
            .await?
            .iter()
            .map(render)
            .collect::<Vec<_>>(),
        Subject::Network(id) => facts::network(cx.db(), id).await?.iter().map(render).collect(),
        // Entitlements and hostlinks at a location come with a later capability; until then nothing stands there.
        Subject::Archetype(_) | Subject::Grn(_) => Vec::new(),
        Subject::PersonalityStage(id) => facts::personality(cx.db(), id)
            .await?
            .iter()
            .map(render)
            .collect(),
        Subject::Machine(id) => facts::machine(cx.db(), id).await?.iter().map(render).collect(),
        Subject::Host(id) => host(cx, id).await?,
    };
    gather(rendered)
}

async fn host(cx: &mut Cx, id: i64) -> Result<Vec<Result<Plenary, PlenaryError>>> {
    let config = cx.app.config.clone();
    let offset = |network_type: &str| config.network_type(network_type).default_gateway_offset;
    let declarations = config.defaults.object_declarations_template;
    let Some(host) = facts::host(cx.db(), id, declarations, &offset).await? else {
        return Ok(Vec::new());
    };
    Ok(vec![
        render(&host.object),
        render(&host.data),
        render(&host.archetype),
        render(&host.grn),
        render(&host.personality),
    ])
}

fn gather(rendered: Vec<Result<Plenary, PlenaryError>>) -> Result<Generated> {
    let mut plenaries = Vec::new();
    let mut reasons = Vec::new();
    for result in rendered {
        match result {
            Ok(plenary) => plenaries.push(plenary),
            Err(error) if error.is_incomplete() => reasons.push(error.to_string()),
            Err(other) => return Err(CommandError::argument(other.to_string())),
        }
    }
    Ok(if reasons.is_empty() {
        Generated::Complete(plenaries)
    } else {
        Generated::Incomplete {
            plenaries,
            reason: reasons.join("\n"),
        }
    })
}
