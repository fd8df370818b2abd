//! Models as the answer of show and search commands.

use aq_db::model::{self, Model};

use crate::command::Cx;
use crate::error::Result;
use crate::view::model::ModelView;

/// The models with their specifications, in the same order.
pub async fn views(cx: &mut Cx, models: Vec<Model>) -> Result<Vec<ModelView>> {
    let ids: Vec<i64> = models.iter().map(|model| model.id).collect();
    let mut specs = model::of_models(cx.db(), &ids).await?;
    let view = |model: Model| ModelView {
        specs: specs.remove(&model.id),
        model,
    };
    Ok(models.into_iter().map(view).collect())
}
