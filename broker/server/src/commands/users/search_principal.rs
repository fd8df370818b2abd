//! `aq search_principal`: principals by role and realm.

use aq_db::principal::{self, Filter};
use aq_db::{realm, role};

use crate::command::prelude::*;
use crate::view::named::Named;
use crate::view::principal::PrincipalView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    role: Option<String>,
    realm: Option<String>,
    fullinfo: bool,
}

/// Those that meet all criteria.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let role = match &args.role {
        Some(name) => Some(role::require(cx.db(), name).await?.name),
        None => None,
    };
    let realm = match &args.realm {
        Some(name) => Some(realm::require(cx.db(), name).await?.name),
        None => None,
    };
    let filter = Filter {
        name: None,
        realm: realm.as_deref(),
        role: role.as_deref(),
    };
    let found = principal::search(cx.db(), &filter).await?;
    Ok(if args.fullinfo {
        Answer::objects(found.into_iter().map(PrincipalView))
    } else {
        Answer::objects(found.into_iter().map(|p| Named {
            name: p.qualified(),
            view: PrincipalView(p),
        }))
    })
}
