//! Answers the questions that compiling threads ask about rows, with the command's transaction.

use aq_db::profile::{self, Format};
use tokio::sync::mpsc::UnboundedReceiver;

use super::world::{PlenarySource, Question};
use crate::command::Cx;

/// Answers until nobody can ask any more (all worlds are gone).
pub async fn answer(cx: &mut Cx, branch: i64, mut questions: UnboundedReceiver<Question>) {
    while let Some(question) = questions.recv().await {
        // A thread that gave up meanwhile does not need its answer.
        match question {
            Question::Plenary(name, reply) => {
                let found =
                    aq_db::plenary::get_many(cx.db(), Some(branch), std::slice::from_ref(&name)).await;
                let _ = reply.send(
                    found
                        .map(|rows| rows.first().map(source))
                        .map_err(|e| e.to_string()),
                );
            }
            Question::Profile(object, reply) => {
                let found = profile::content(cx.db(), &object, Format::Json).await;
                let _ = reply.send(found.map(|c| c.map(|c| c.gzip)).map_err(|e| e.to_string()));
            }
        }
    }
}

/// A stored plenary in the engine's terms.
pub fn source(row: &aq_db::plenary::Plenary) -> PlenarySource {
    PlenarySource::new(&row.content)
}
