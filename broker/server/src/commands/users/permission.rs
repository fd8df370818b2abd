//! `aq permission`: gives a principal a role.

use aq_auth::Principal;
use aq_db::{host, principal, realm, role};

use super::_principal::principal as parsed;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    principal: String,
    role: String,
    createuser: bool,
    createrealm: bool,
    comments: Option<String>,
}

/// Changes the role, having registered the principal when that was asked for.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let role = role::require(cx.db(), &args.role).await?;
    let who = parsed(&args.principal)?;
    if let Some(fqdn) = &who.host {
        host::require(cx.db(), fqdn).await?;
    }
    let known = match principal::find(cx.db(), who.account(), &who.realm).await? {
        Some(known) => known,
        None => create(cx, &who, &args).await?,
    };
    let comments = args.comments.as_deref().filter(|text| !text.is_empty());
    principal::set_role(cx.db(), known.id, role.id, comments).await?;
    Ok(Answer::Nothing)
}

async fn create(cx: &mut Cx, who: &Principal, args: &Args) -> Result<principal::Principal> {
    if !args.createuser && !args.createrealm {
        return Err(CommandError::argument(format!(
            "Could not find principal {who} to permission, use --createuser to create a new record for the principal."
        )));
    }
    if realm::find(cx.db(), &who.realm).await?.is_none() {
        if !args.createrealm {
            return Err(CommandError::argument(format!(
                "Could not find realm {} to create principal {who}, use --createrealm to create a new record for the realm.",
                who.realm
            )));
        }
        cx.say(format!("Realm {} did not exist, creating.", who.realm));
    }
    cx.say(format!(
        "User {}@{} did not exist, creating.",
        who.account(),
        who.realm
    ));
    Ok(principal::ensure(cx.db(), who.account(), &who.realm).await?)
}
