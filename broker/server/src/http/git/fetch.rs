//! Fetching: a bridge to `git upload-pack`, streaming both ways.

use std::io;
use std::time::Duration;

use aq_git::protocol::{FLUSH, encode};
use aq_git::{Upload, UploadPack};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::advertise::bring_refs_up_to_date;
use super::answer::{answer, check_content_type, finish};
use super::{Shared, permit};
use crate::error::{CommandError, Result};
use crate::http::identity::{Origin, identify};

/// Bytes passed on at a time.
const CHUNK: usize = 64 << 10;

/// `POST git-upload-pack`.
pub async fn upload_pack(
    State(shared): State<Shared>,
    ConnectInfo(origin): ConnectInfo<Origin>,
    request: Request,
) -> Response {
    finish(answer_request(&shared, &origin, request).await)
}

async fn answer_request(shared: &Shared, origin: &Origin, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let identity = identify(&shared.app, origin, &parts.headers).await?;
    check_content_type(&parts.headers, "application/x-git-upload-pack-request")?;
    // Clients of version 2 ask for the refs here.
    bring_refs_up_to_date(shared).await?;
    let proof = identity.reply.as_deref();
    run(shared, Upload::Answer, &parts.headers, proof, Some(body)).await
}

/// Starts the program and makes its output the answer. When the client goes away the program is killed.
pub async fn run(
    shared: &Shared,
    what: Upload,
    headers: &HeaderMap,
    proof: Option<&str>,
    body: Option<Body>,
) -> Result<Response> {
    let permit = permit(&shared.fetches).await?;
    let patience = Duration::from_secs(shared.app.config.git.fetch_seconds);
    let protocol = headers.get("git-protocol").and_then(|value| value.to_str().ok());
    let mut program = shared
        .app
        .repository
        .upload_pack(what, protocol, patience)
        .map_err(CommandError::internal)?;
    let (Some(input), Some(output)) = (program.input.take(), program.output.take()) else {
        return Err(CommandError::internal("git upload-pack has no pipes"));
    };
    let pump = body.map(|body| Pump(tokio::spawn(pump(body, input))));
    let fetch = Fetch {
        output,
        program: Some(program),
        _pump: pump,
        _permit: permit,
        deadline: Instant::now() + patience,
    };
    let pieces = stream::unfold(fetch, Fetch::next);
    Ok(match what {
        Upload::Answer => answer(
            "application/x-git-upload-pack-result",
            Body::from_stream(pieces),
            proof,
        ),
        Upload::Advertise => {
            let mut head = Vec::new();
            // Version 2 has no heading.
            if !protocol.is_some_and(|p| p.split(':').any(|word| word == "version=2")) {
                encode(b"# service=git-upload-pack\n", &mut head);
                head.extend_from_slice(FLUSH);
            }
            let head = stream::once(async { Ok(Bytes::from(head)) });
            let body = Body::from_stream(head.chain(pieces));
            answer("application/x-git-upload-pack-advertisement", body, proof)
        }
    })
}

/// A running fetch. Dropping it ends the program.
struct Fetch {
    output: ChildStdout,
    program: Option<UploadPack>,
    _pump: Option<Pump>,
    _permit: OwnedSemaphorePermit,
    deadline: Instant,
}

impl Fetch {
    /// The next piece of the answer.
    async fn next(mut self) -> Option<(io::Result<Bytes>, Self)> {
        self.program.as_ref()?;
        let mut piece = BytesMut::with_capacity(CHUNK);
        match timeout_at(self.deadline, self.output.read_buf(&mut piece)).await {
            Ok(Ok(0)) => {
                if let Some(complaint) = self.program.take()?.end().await {
                    tracing::info!("git upload-pack: {complaint}");
                }
                None
            }
            Ok(Ok(_)) => Some((Ok(piece.freeze()), self)),
            Ok(Err(error)) => {
                self.program = None;
                Some((Err(error), self))
            }
            Err(_) => {
                self.program = None;
                tracing::warn!("a fetch took too long");
                Some((Err(io::ErrorKind::TimedOut.into()), self))
            }
        }
    }
}

/// The task that hands the request to the program; it ends with the answer.
struct Pump(JoinHandle<()>);

impl Drop for Pump {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn pump(body: Body, mut input: ChildStdin) {
    let mut body = body.into_data_stream();
    while let Some(Ok(bytes)) = body.next().await {
        // The program may have answered before it has read everything.
        if input.write_all(&bytes).await.is_err() {
            return;
        }
    }
}
