//! `aq show_principal`: one principal, or all of them.

use aq_db::DbError;
use aq_db::principal::{self, Filter};

use super::_principal::principal as parsed;
use crate::command::prelude::*;
use crate::view::principal::PrincipalView;

/// Options of the catalogue; without a name all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    principal: Option<String>,
}

/// Shows them by name and realm.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let Some(text) = &args.principal else {
        let mut all = principal::search(cx.db(), &Filter::default()).await?;
        all.sort_by(|a, b| (&a.name, &a.realm).cmp(&(&b.name, &b.realm)));
        return Ok(Answer::objects(all.into_iter().map(PrincipalView)));
    };
    let who = parsed(text)?;
    match principal::require(cx.db(), who.account(), &who.realm).await {
        Ok(found) => Ok(Answer::object(PrincipalView(found))),
        Err(DbError::NotFound { nearest, .. }) => {
            Err(CommandError::not_found("User principal", text.trim()).suggest(nearest))
        }
        Err(error) => Err(error.into()),
    }
}
