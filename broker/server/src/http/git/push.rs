//! Pushing: the broker's own `receive-pack`.

use std::sync::Arc;

use aq_git::protocol::{PushReader, PushRequest, RefUpdate};
use aq_git::{Incoming, Limits, ReceiveError};
use axum::body::{Body, BodyDataStream};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use bytes::Bytes;
use futures_util::StreamExt as _;

use super::advertise::needs_a_ticket;
use super::answer::{answer, check_content_type, finish};
use super::report::{Outcome, Report};
use super::{Shared, permit};
use crate::app::App;
use crate::command::{Caller, known_caller};
use crate::error::{CommandError, Result};
use crate::http::identity::{Origin, identify};
use crate::incoming::{self, Check};
use crate::push::{self, Target};

const RESULT: &str = "application/x-git-receive-pack-result";

/// `POST git-receive-pack`.
pub async fn receive_pack(
    State(shared): State<Shared>,
    ConnectInfo(origin): ConnectInfo<Origin>,
    request: Request,
) -> Response {
    finish(receive(&shared, &origin, request).await)
}

async fn receive(shared: &Shared, origin: &Origin, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let identity = identify(&shared.app, origin, &parts.headers).await?;
    let proof = identity.reply;
    if identity.principal.is_none() {
        return Err(needs_a_ticket());
    }
    check_content_type(&parts.headers, "application/x-git-receive-pack-request")?;
    let mut body = body.into_data_stream();
    let (request, rest) = read(&mut body).await?;
    // With a long push ahead, clients try first whether they are let in.
    if request.updates.is_empty() {
        return Ok(answer(RESULT, Body::empty(), proof.as_deref()));
    }
    let caller = known_caller(&shared.app, identity.principal).await?;
    let permit = permit(&shared.pushes).await?;
    let verdicts = push::judge(&shared.app, &caller, parts.uri.path(), &request.updates).await?;
    let hopeless = match request.atomic {
        true => verdicts.iter().any(Result::is_err),
        false => verdicts.iter().all(Result::is_err),
    };
    let received = match request.has_pack() {
        true => take_in(shared, rest, &mut body, hopeless).await?,
        false => Ok(None),
    };
    let (report, told) = Report::new(&request);
    let app = shared.app.clone();
    // In a task of its own: a client that goes away does not interrupt it halfway.
    tokio::spawn(async move {
        conclude(app, caller, request, verdicts, received, report).await;
        drop(permit);
    });
    Ok(answer(RESULT, told, proof.as_deref()))
}

/// Reads what is asked for, and the beginning of what follows.
async fn read(body: &mut BodyDataStream) -> Result<(PushRequest, Vec<u8>)> {
    let mut reader = PushReader::default();
    while let Some(bytes) = next(body).await? {
        let complete = reader
            .feed(&bytes)
            .map_err(|error| CommandError::argument(format!("{error}.")))?;
        if let Some(complete) = complete {
            return Ok(complete);
        }
    }
    Err(CommandError::argument(
        "The push ends before it says what it is about.",
    ))
}

async fn next(body: &mut BodyDataStream) -> Result<Option<Bytes>> {
    body.next()
        .await
        .transpose()
        .map_err(|error| CommandError::argument(format!("The push was not sent completely: {error}.")))
}

/// What came of taking a pack in.
type Received = std::result::Result<Option<Incoming>, CommandError>;

/// Gives the pack to the Git crate as it comes. What cannot be used is read all the same, within the limit: a client hears
/// the answer only when it has sent everything.
async fn take_in(
    shared: &Shared,
    rest: Vec<u8>,
    body: &mut BodyDataStream,
    hopeless: bool,
) -> Result<Received> {
    let limits = shared.app.config.git.limits();
    if hopeless {
        drain(body, &limits).await;
        return Ok(Ok(None));
    }
    let mut receiver = shared
        .app
        .repository
        .receive(limits)
        .await
        .map_err(incoming::refused)?;
    let mut sent = receiver.write(&rest).await;
    while sent.is_ok() {
        let patience = receiver.remaining();
        let bytes = match tokio::time::timeout(patience, next(body)).await {
            Ok(bytes) => bytes?,
            Err(_) => {
                sent = Err(ReceiveError::Time(limits.time.as_secs()));
                break;
            }
        };
        let Some(bytes) = bytes else { break };
        sent = receiver.write(&bytes).await;
    }
    let received = match sent {
        Ok(()) => receiver.finish().await,
        Err(error) => Err(error),
    };
    if received.is_err() {
        drain(body, &limits).await;
    }
    Ok(received.map(Some).map_err(incoming::refused))
}

async fn drain(body: &mut BodyDataStream, limits: &Limits) {
    let all = async {
        let mut read = 0_u64;
        while let Ok(Some(bytes)) = next(body).await {
            read += bytes.len() as u64;
            if read > limits.pack {
                return;
            }
        }
    };
    // Whoever does not finish is not waited for.
    let _ = tokio::time::timeout(limits.time, all).await;
}

/// Checks what came, moves the refs that may move, and tells the client.
async fn conclude(
    app: Arc<App>,
    caller: Caller,
    request: PushRequest,
    verdicts: Vec<Result<Target>>,
    received: Received,
    report: Report,
) {
    let unpacked = match &received {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message.clone()),
    };
    let verdicts = match received {
        Ok(incoming) => examine(&app, &request, verdicts, incoming, &report).await,
        Err(error) => also_refused(verdicts, &error),
    };
    for (update, verdict) in request.updates.iter().zip(&verdicts) {
        if let Err(error) = verdict {
            push::refuse(&app, &caller, update, error).await;
        }
    }
    let outcomes = advance(&app, &caller, &request, verdicts, &report).await;
    let mut told: Vec<Outcome> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for (update, outcome) in request.updates.iter().zip(outcomes) {
        if let Err(error) = &outcome {
            if error.status >= 500 {
                tracing::error!(ref_name = %update.name, "{error}");
            }
            // The same reason for several refs is said once.
            if !said.contains(&error.body()) {
                report.say(&error.body()).await;
                said.push(error.body());
            }
        }
        told.push((update.name.clone(), outcome.map_err(|error| error.message)));
    }
    report.end(unpacked, &told).await;
}

/// What may become of each ref now that the objects are here, which join the repository when all of them are as they should.
async fn examine(
    app: &Arc<App>,
    request: &PushRequest,
    verdicts: Vec<Result<Target>>,
    incoming: Option<Incoming>,
    report: &Report,
) -> Vec<Result<Target>> {
    if request.atomic && verdicts.iter().any(Result::is_err) {
        let error = CommandError::argument("Another ref of this push was refused.");
        return also_refused(verdicts, &error);
    }
    let Some(incoming) = incoming else { return verdicts };
    let mut commits = Vec::new();
    for (update, verdict) in request.updates.iter().zip(&verdicts) {
        match (update.new, verdict) {
            (Some(new), Ok(Target::Head(_))) => commits.push((new, Check::Published)),
            (Some(new), Ok(Target::Work(_))) => commits.push((new, Check::Tried)),
            _ => {}
        }
    }
    match incoming::accept(app, incoming, commits).await {
        Ok(accepted) => {
            let commits: usize = accepted.iter().map(|one| one.commits).sum();
            let files: usize = accepted.iter().map(|one| one.files).sum();
            report
                .progress(&format!(
                    "Checked {commits} new commits with {files} changed files."
                ))
                .await;
            verdicts
        }
        Err(error) => also_refused(verdicts, &error),
    }
}

/// What was not refused by itself is refused with the rest.
fn also_refused(verdicts: Vec<Result<Target>>, error: &CommandError) -> Vec<Result<Target>> {
    verdicts
        .into_iter()
        .map(|verdict| verdict.and(Err(error.clone())))
        .collect()
}

/// Moves the refs that may move.
async fn advance(
    app: &Arc<App>,
    caller: &Caller,
    request: &PushRequest,
    verdicts: Vec<Result<Target>>,
    report: &Report,
) -> Vec<Result<()>> {
    let updates = &request.updates;
    if request.atomic && verdicts.iter().all(Result::is_ok) {
        let moved = move_refs(app, caller, updates.clone(), report).await;
        return verdicts.iter().map(|_| moved.clone()).collect();
    }
    let mut outcomes = Vec::with_capacity(updates.len());
    for (update, verdict) in updates.iter().zip(verdicts) {
        outcomes.push(match verdict {
            Ok(_) => move_refs(app, caller, vec![update.clone()], report).await,
            Err(error) => Err(error),
        });
    }
    outcomes
}

async fn move_refs(app: &Arc<App>, caller: &Caller, updates: Vec<RefUpdate>, report: &Report) -> Result<()> {
    for line in push::move_refs(app, caller, updates).await? {
        report.say(&line).await;
    }
    Ok(())
}
