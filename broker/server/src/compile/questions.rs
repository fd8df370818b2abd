//! Answers the questions that compiling threads ask about plenaries, with the command's transaction.

use std::sync::Arc;

use pan_eval::ContentHash;
use tokio::sync::mpsc::UnboundedReceiver;

use super::world::{PlenarySource, Question};
use crate::command::Cx;

/// Answers until nobody can ask any more (all worlds are gone).
pub async fn answer(cx: &mut Cx, branch: i64, mut questions: UnboundedReceiver<Question>) {
    while let Some(question) = questions.recv().await {
        let found =
            aq_db::plenary::get_many(cx.db(), Some(branch), std::slice::from_ref(&question.name)).await;
        let reply = match found {
            Ok(rows) => Ok(rows.first().map(source)),
            Err(error) => Err(error.to_string()),
        };
        // A thread that gave up meanwhile does not need the answer.
        let _ = question.answer.send(reply);
    }
}

/// A stored plenary in the engine's terms.
pub fn source(row: &aq_db::plenary::Plenary) -> PlenarySource {
    PlenarySource {
        text: Arc::from(row.content.as_str()),
        hash: ContentHash::of(row.content.as_bytes()),
    }
}
