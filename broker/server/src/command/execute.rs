//! One command from its path to its answer: the life cycle of `DESIGN.md` section 5.

use std::sync::Arc;

use aq_auth::Principal;
use aq_auth::policy::NOBODY_ROLE;
use aq_catalogue::Values;
use aq_db::audit::{self, Answer as Stored, Begun, End, Previous, Start};
use aq_db::{capture, host, principal};
use time::OffsetDateTime;

use super::context::{Caller, Cx};
use super::gate::{self, Found};
use super::{preview, settle};
use crate::app::App;
use crate::change_policy;
use crate::error::{CommandError, Result};
use crate::fault::{self, Point};
use crate::format::{Answer, Format};
use crate::progress::Level;

/// How often a command is run when the database says that two of them got into each other's way.
pub(super) const ATTEMPTS: u32 = 4;

/// A request as it came in, its caller identified.
pub struct Call {
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Options of query and body.
    pub pairs: Vec<(String, String)>,
    /// Who is calling; `None` for anonymous.
    pub principal: Option<Principal>,
}

/// Runs the command of a call.
pub async fn execute(app: Arc<App>, call: Call) -> Result<(Answer, Format)> {
    let found = gate::find(&call.method, &call.path, call.pairs)?;
    let format = found.format;
    let name = call
        .principal
        .as_ref()
        .map_or_else(|| "anonymous".to_owned(), ToString::to_string);
    // show_request must not appear as a request of its own: it watches another one under that id.
    let running = (found.command.name != "show_request").then(|| {
        let line = aq_catalogue::audit_line(found.command.name, &found.arguments());
        app.progress
            .start(found.request_id, &name, line, found.leaves_a_record())
    });
    let answer = if found.is_write() {
        write(&app, &found, &call.path, call.principal).await
    } else {
        read(&app, &found, &call.path, call.principal).await
    };
    if let (Err(error), Some(running)) = (&answer, &running) {
        tracing::info!(command = found.command.name, user = name, request = %found.request_id, "{error}");
        running.0.say(Level::Debug, error.message.clone());
    }
    answer.map(|a| (a, format))
}

/// A command that changes nothing: a read-only transaction, no audit record.
async fn read(app: &Arc<App>, found: &Found, path: &str, principal: Option<Principal>) -> Result<Answer> {
    let values = gate::check(found)?;
    let mut tx = app.db.snapshot().await?;
    let role = match &principal {
        Some(p) => principal::find(&mut tx, p.account(), &p.realm)
            .await?
            .map(|row| row.role),
        None => None,
    };
    let caller = Caller {
        principal,
        role: role.unwrap_or_else(|| NOBODY_ROLE.to_owned()),
    };
    gate::authorise(app, found, path, &caller)?;
    let mut cx = context(app, found, &values, caller, tx);
    (found.entry.run)(&mut cx, &values).await
    // Dropping the context rolls back: there is nothing to commit.
}

/// A command that changes something: audited whether it succeeds or not, and done once per request id.
async fn write(app: &Arc<App>, found: &Found, path: &str, principal: Option<Principal>) -> Result<Answer> {
    let caller = known_caller(app, principal).await?;
    let mut attempt = 1;
    let result = loop {
        match attempt_write(app, found, path, &caller).await {
            Err(error) if error.retry && attempt < ATTEMPTS => attempt += 1,
            other => break other,
        }
    };
    if let Err(error) = &result {
        let (name, arguments) = (caller.name(), found.arguments());
        settle::record_failure(app, &start(found, &name, &arguments), error).await;
    }
    result
}

fn start<'a>(found: &'a Found, principal: &'a str, arguments: &'a [(String, String)]) -> Start<'a> {
    Start {
        request_id: found.request_id,
        principal,
        command: found.command.name,
        readonly: false,
        arguments,
        time: OffsetDateTime::now_utc(),
    }
}

/// The answer that a request with the same id got before.
fn repeated(previous: Previous, found: &Found, caller: &Caller) -> Result<Answer> {
    if previous.principal != caller.name() || previous.command != found.command.name {
        return Err(CommandError::conflict(format!(
            "Request id {} was used for another command.",
            found.request_id
        ))
        .hint("Every request needs an id of its own."));
    }
    let text = previous
        .answer
        .map(|a| String::from_utf8_lossy(&a.body).into_owned())
        .unwrap_or_default();
    match previous.return_code.and_then(|c| u16::try_from(c).ok()) {
        Some(200) if text.is_empty() => Ok(Answer::Nothing),
        Some(200) => Ok(Answer::Text(text)),
        Some(status) => Err(CommandError::repeated(status, text)),
        None => Err(CommandError::conflict("This request is still being worked on.")),
    }
}

/// Looks the caller up; a principal seen for the first time gets the role `nobody`.
pub async fn known_caller(app: &App, principal: Option<Principal>) -> Result<Caller> {
    let Some(principal) = principal else {
        return Ok(Caller {
            principal: None,
            role: NOBODY_ROLE.into(),
        });
    };
    let mut tx = app.db.begin().await?;
    // A key of a machine may outlive the machine.
    if let Some(name) = &principal.host
        && host::find_many(&mut tx, std::slice::from_ref(name))
            .await?
            .is_empty()
    {
        return Err(CommandError::forbidden(format!(
            "{principal} may change nothing: there is no host {name}."
        ))
        .hint("A machine acts for the host of its name, which aq add_host makes."));
    }
    let role = principal::ensure(&mut tx, principal.account(), &principal.realm)
        .await?
        .role;
    tx.commit().await.map_err(aq_db::DbError::from)?;
    Ok(Caller {
        principal: Some(principal),
        role,
    })
}

async fn attempt_write(app: &Arc<App>, found: &Found, path: &str, caller: &Caller) -> Result<Answer> {
    gate::authorise(app, found, path, caller)?;
    let values = gate::check(found)?;
    let preview = values.preview();
    let mut tx = app.db.begin().await?;
    if preview {
        capture::enable(&mut tx).await?;
    } else {
        match audit::begin(&mut tx, &start(found, &caller.name(), &found.arguments())).await? {
            Begun::New { number } => app.progress.entry(found.request_id).number(number),
            Begun::Repeated(previous) => return repeated(*previous, found, caller),
        }
    }

    fault::pass(Point::RecordBegun);
    let mut cx = context(app, found, &values, caller.clone(), tx);
    let answer = (found.entry.run)(&mut cx, &values).await?;
    if values.flag("cm_check") {
        // Commands that ask the change policy themselves have not come this far.
        return Err(change_policy::report_touched(&mut cx).await?);
    }
    let made = settle::make(&mut cx).await?;
    if preview {
        let rows = capture::take(&mut cx.tx).await?;
        let report = preview::render(&rows, &made.changes, &made.profiles, &cx.failed);
        return Ok(Answer::Text(report));
    }

    if cx.rehearsal {
        return rehearsed(app, found, caller, cx, answer).await;
    }
    let told = Stored {
        content_type: found.format.content_type().to_owned(),
        body: found.format.render(&answer)?.into_bytes(),
    };
    let failed = settle::settle(cx, made, told).await?;
    if failed.is_empty() {
        Ok(answer)
    } else {
        Err(CommandError::items(&failed))
    }
}

/// Undoes what a command only tried, and records that it did.
async fn rehearsed(app: &Arc<App>, found: &Found, caller: &Caller, cx: Cx, answer: Answer) -> Result<Answer> {
    let Cx { tx, results, .. } = cx;
    tx.rollback().await.map_err(aq_db::DbError::from)?;
    let told = Stored {
        content_type: found.format.content_type().to_owned(),
        body: found.format.render(&answer)?.into_bytes(),
    };
    let end = End {
        return_code: 200,
        results: &results,
        answer: Some(&told),
        time: OffsetDateTime::now_utc(),
    };
    let mut tx = app.db.begin().await?;
    audit::record(&mut tx, &start(found, &caller.name(), &found.arguments()), &end).await?;
    tx.commit().await.map_err(aq_db::DbError::from)?;
    Ok(answer)
}

fn context(
    app: &Arc<App>,
    found: &Found,
    values: &Values,
    caller: Caller,
    tx: sqlx::Transaction<'static, sqlx::Postgres>,
) -> Cx {
    Cx {
        debug: values.globals().debug,
        preview: values.preview(),
        ..Cx::new(app, found.command.name, found.request_id, caller, tx)
    }
}
