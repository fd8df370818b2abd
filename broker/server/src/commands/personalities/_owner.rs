//! The owner that `--grn` or `--eon_id` names.

use aq_db::grn::{self, Grn, Key};

use crate::command::Cx;
use crate::error::{CommandError, Result};

/// The owner, whether or not new things can be given to it. One of the two is given: the catalogue sees to that.
pub async fn named(cx: &mut Cx, grn: Option<&str>, eon_id: Option<i64>) -> Result<Grn> {
    let key =
        Key::given(grn, eon_id).ok_or_else(|| CommandError::argument("Please give --grn or --eon_id."))?;
    Ok(grn::require(cx.db(), key).await?)
}
