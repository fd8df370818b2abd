//! The owner that a host gets.

use aq_db::grn::{self, Key};

use crate::command::Cx;
use crate::error::Result;

/// The EON id that the options name, which must be usable for new things.
pub async fn given(cx: &mut Cx, grn: Option<&str>, eon_id: Option<i64>) -> Result<Option<i64>> {
    match Key::given(grn, eon_id) {
        Some(key) => Ok(Some(grn::require_usable(cx.db(), key).await?.eon_id)),
        None => Ok(None),
    }
}
