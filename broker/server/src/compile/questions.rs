//! Answers the questions that compiling threads ask about rows, with the transaction in which the compile happens.

use aq_db::PgConnection;
use aq_db::profile::{self, Format};
use tokio::sync::mpsc::UnboundedReceiver;

use super::world::{PlenarySource, Question};

/// For whom questions are answered.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// Branch of the objects.
    pub branch_id: i64,
    /// The run of another broker's command, when it is for one.
    pub run: Option<i64>,
}

/// Answers until nobody can ask any more (all worlds are gone).
pub async fn answer(conn: &mut PgConnection, asker: Asker, mut questions: UnboundedReceiver<Question>) {
    while let Some(question) = questions.recv().await {
        // A thread that gave up meanwhile does not need its answer.
        match question {
            Question::Plenary(name, reply) => {
                let found = plenary(conn, asker, &name).await;
                let _ = reply.send(found.map_err(|e| e.to_string()));
            }
            Question::Profile(object, reply) => {
                let found = profile::content(conn, &object, Format::Json).await;
                let _ = reply.send(found.map(|c| c.map(|c| c.gzip)).map_err(|e| e.to_string()));
            }
        }
    }
}

async fn plenary(conn: &mut PgConnection, asker: Asker, name: &str) -> aq_db::Result<Option<PlenarySource>> {
    let name = name.to_owned();
    let names = std::slice::from_ref(&name);
    if let Some(run) = asker.run
        && let Some(written) = aq_db::compile_job::written(conn, run, names).await?.pop()
    {
        return Ok(written.text.as_deref().map(PlenarySource::new));
    }
    let rows = aq_db::plenary::get_many(conn, Some(asker.branch_id), names).await?;
    Ok(rows.first().map(|row| PlenarySource::new(&row.content)))
}
