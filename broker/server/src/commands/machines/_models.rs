//! Models as options describe them.

use aq_db::model::{self, Key, ModelType};

use crate::command::Cx;
use crate::error::Result;

/// The models that the options describe, `None` without options; at least one has to exist.
pub async fn described(
    cx: &mut Cx,
    name: Option<&str>,
    vendor: Option<&str>,
    model_type: Option<ModelType>,
) -> Result<Option<Vec<i64>>> {
    if name.is_none() && vendor.is_none() && model_type.is_none() {
        return Ok(None);
    }
    let filter = model::Filter {
        name,
        vendor,
        model_type,
        ..model::Filter::default()
    };
    let found = model::search(cx.db(), &filter).await?;
    if found.is_empty() {
        model::require(
            cx.db(),
            &Key {
                name,
                vendor,
                model_type,
            },
        )
        .await?;
    }
    Ok(Some(found.into_iter().map(|model| model.id).collect()))
}
