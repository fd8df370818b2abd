//! What follows when a change has worked on the rows: plenaries, profiles, outbox, the end of its record, commit, export.

use std::sync::Arc;

use aq_db::audit::{self, Answer as Stored, End, Start};
use aq_db::stale;
use time::OffsetDateTime;

use super::context::Cx;
use crate::app::App;
use crate::compile::{self, Compiled};
use crate::error::{CommandError, Result};
use crate::export::{self, Task};
use crate::fault::{self, Point};
use crate::notify;
use crate::plenary::{self, Change};

/// What was made of the rows.
#[derive(Default)]
pub struct Made {
    pub(super) changes: Vec<Change>,
    pub(super) profiles: Vec<Compiled>,
}

/// Generates the plenaries of what was touched, and compiles.
pub async fn make(cx: &mut Cx) -> Result<Made> {
    fault::pass(Point::RowsChanged);
    let touched = std::mem::take(&mut cx.touched);
    if touched.is_empty() {
        return Ok(Made::default());
    }
    // Before anything is read.
    let transaction = stale::transaction(cx.db()).await?;
    let changes = plenary::store(cx, &touched).await?;
    fault::pass(Point::PlenariesStored);
    let profiles = compile::run(cx, &touched, &changes).await?;
    fault::pass(Point::ProfilesStored);
    if !changes.is_empty() || !profiles.is_empty() {
        cx.export(Task::Recheck {
            xid: transaction.xid,
            snapshot: transaction.snapshot,
        });
    }
    Ok(Made { changes, profiles })
}

/// Commits, with the end of the record that the transaction began with, and exports. Gives what could not be done, one line
/// per item.
pub async fn settle(cx: Cx, made: Made, told: Stored) -> Result<Vec<String>> {
    let Cx {
        app,
        caller,
        command,
        request_id,
        mut tx,
        results,
        tasks,
        per_item,
        mut failed,
        ..
    } = cx;
    export::enqueue(&mut tx, request_id, &made.changes, &made.profiles, &tasks).await?;
    let done = notify::Done {
        request_id,
        user: &caller.name(),
        command,
        plenaries: &made.changes,
        profiles: &made.profiles,
    };
    notify::record(&mut tx, &app.config, &done).await?;
    let (return_code, told) = if failed.is_empty() {
        (200, told)
    } else {
        partly(&failed)
    };
    let end = End {
        return_code,
        results: &results,
        answer: Some(&told),
        time: OffsetDateTime::now_utc(),
    };
    audit::finish(&mut tx, request_id, &end).await?;
    fault::pass(Point::BeforeCommit);
    tx.commit().await.map_err(aq_db::DbError::from)?;
    fault::pass(Point::AfterCommit);
    export::run_request(&app, request_id).await;
    if per_item {
        let late = export::failures(&app, request_id).await?;
        if !late.is_empty() {
            failed.extend(late);
            let (code, told) = partly(&failed);
            let mut tx = app.db.begin().await?;
            audit::amend(&mut tx, request_id, code, &told).await?;
            tx.commit().await.map_err(aq_db::DbError::from)?;
        }
    }
    fault::pass(Point::BeforeAnswer);
    Ok(failed)
}

/// Failed and refused changes leave an audit record too, in a transaction of its own.
pub async fn record_failure(app: &Arc<App>, start: &Start<'_>, error: &CommandError) {
    let record = async {
        let mut tx = app.db.begin().await?;
        let answer = Stored {
            content_type: "text/plain".into(),
            body: error.body().into_bytes(),
        };
        let end = End {
            return_code: error.status,
            results: &[],
            answer: Some(&answer),
            time: OffsetDateTime::now_utc(),
        };
        audit::record(&mut tx, start, &end).await?;
        tx.commit().await?;
        Ok::<(), aq_db::DbError>(())
    };
    // With the database away there is nowhere to write to; the log has it.
    if let Err(problem) = record.await {
        tracing::warn!(request = %start.request_id, "audit record not written: {problem}");
    }
}

/// Status and answer of a command that was done but for these items.
fn partly(failed: &[String]) -> (u16, Stored) {
    let error = CommandError::items(failed);
    let told = Stored {
        content_type: "text/plain".into(),
        body: error.body().into_bytes(),
    };
    (error.status, told)
}
