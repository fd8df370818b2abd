//! `aq show_grn`: one owner, or all of them.

use aq_db::grn::{self, Key};

use crate::command::prelude::*;
use crate::view::grn::GrnView;

/// Options of the catalogue; without a name or number all are meant.
#[derive(Debug, Deserialize)]
pub struct Args {
    grn: Option<String>,
    eon_id: Option<i64>,
}

/// Shows them by name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let found = match Key::given(args.grn.as_deref(), args.eon_id) {
        Some(key) => vec![grn::require(cx.db(), key).await?],
        None => grn::list(cx.db()).await?,
    };
    Ok(Answer::objects(found.into_iter().map(GrnView)))
}
