//! A change that comes in another way than as a command of the catalogue, and lives like one.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use aq_db::audit::{self, Answer as Stored, Start};
use time::OffsetDateTime;
use uuid::Uuid;

use super::context::{Caller, Cx};
use super::execute::ATTEMPTS;
use super::settle;
use crate::app::App;
use crate::error::{CommandError, Result};
use crate::fault::{self, Point};
use crate::progress::Level;

/// What goes on record about it.
pub struct Change {
    /// Its name, as that of a command.
    pub name: &'static str,
    /// Who makes it.
    pub caller: Caller,
    /// What was asked for, in order.
    pub arguments: Vec<(String, String)>,
}

/// Work on the rows.
pub type Work<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// Makes the change in one transaction with its audit record and all that follows from it; when it is refused, that goes on
/// record. `work` is run again from the start when two changes got into each other's way. Gives what it said meanwhile.
pub async fn change<F>(app: &Arc<App>, change: &Change, work: F) -> Result<Vec<String>>
where
    F: for<'c> Fn(&'c mut Cx) -> Work<'c> + Send + Sync,
{
    let request_id = Uuid::new_v4();
    let name = change.caller.name();
    let line = aq_catalogue::audit_line(change.name, &change.arguments);
    let running = app.progress.start(request_id, &name, line, true);
    let start = Start {
        request_id,
        principal: &name,
        command: change.name,
        readonly: false,
        arguments: &change.arguments,
        time: OffsetDateTime::now_utc(),
    };
    let mut attempt = 1;
    let result = loop {
        match once(app, change, &start, &work).await {
            Err(error) if error.retry && attempt < ATTEMPTS => attempt += 1,
            other => break other,
        }
    };
    if let Err(error) = &result {
        tracing::info!(command = change.name, user = name, request = %request_id, "{error}");
        running.0.say(Level::Debug, error.message.clone());
        settle::record_failure(app, &start, error).await;
    }
    result.map(|()| running.0.read(0, Level::Client).0)
}

async fn once<F>(app: &Arc<App>, change: &Change, start: &Start<'_>, work: &F) -> Result<()>
where
    F: for<'c> Fn(&'c mut Cx) -> Work<'c> + Send + Sync,
{
    let mut tx = app.db.begin().await?;
    if let audit::Begun::New { number } = audit::begin(&mut tx, start).await? {
        app.progress.entry(start.request_id).number(number);
    }
    fault::pass(Point::RecordBegun);
    let mut cx = Cx::new(app, change.name, start.request_id, change.caller.clone(), tx);
    work(&mut cx).await?;
    let made = settle::make(&mut cx).await?;
    let told = Stored {
        content_type: "text/plain".into(),
        body: Vec::new(),
    };
    let failed = settle::settle(cx, made, told).await?;
    match failed.is_empty() {
        true => Ok(()),
        false => Err(CommandError::items(&failed)),
    }
}

/// Puts a refusal on record that came before any transaction.
pub async fn refuse(app: &Arc<App>, change: &Change, error: &CommandError) {
    let name = change.caller.name();
    let start = Start {
        request_id: Uuid::new_v4(),
        principal: &name,
        command: change.name,
        readonly: false,
        arguments: &change.arguments,
        time: OffsetDateTime::now_utc(),
    };
    tracing::info!(command = change.name, user = name, request = %start.request_id, "{error}");
    settle::record_failure(app, &start, error).await;
}
