//! `aq show_model`: one model, or all of them.

use aq_db::model::{self, Filter, Key, ModelType};

use super::_listing::views;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    model: Option<String>,
    vendor: Option<String>,
    r#type: Option<ModelType>,
}

/// Shows the model, or all by vendor and name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let models = match &args.model {
        Some(name) => {
            let key = Key {
                name: Some(name),
                vendor: args.vendor.as_deref(),
                model_type: args.r#type,
            };
            vec![model::require(cx.db(), &key).await?]
        }
        None => model::search(cx.db(), &Filter::default()).await?,
    };
    Ok(Answer::objects(views(cx, models).await?))
}
