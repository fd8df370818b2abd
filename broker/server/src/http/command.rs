//! Turns an HTTP request into a call of a catalogue command and its result into a response.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::identity::{Origin, identify};
use super::stream;
use crate::app::App;
use crate::command::{Call, execute};
use crate::error::{CommandError, Result};
use crate::format::{Answer, Format};

/// Largest accepted form: lists of some hundred thousand hosts fit.
const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// The fallback route: every path that is not served otherwise is a command or does not exist.
pub async fn handle(
    State(app): State<Arc<App>>,
    ConnectInfo(origin): ConnectInfo<Origin>,
    request: Request,
) -> Response {
    let mut proof = None;
    let mut response = match run(app, &origin, request, &mut proof).await {
        Ok((answer, format)) => match render(answer, format) {
            Ok(response) => response,
            Err(error) => refuse(&error),
        },
        Err(error) => refuse(&error),
    };
    if let Some(value) = proof.and_then(|p: String| HeaderValue::from_str(&p).ok()) {
        response.headers_mut().insert(WWW_AUTHENTICATE, value);
    }
    response
}

async fn run(
    app: Arc<App>,
    origin: &Origin,
    request: Request,
    proof: &mut Option<String>,
) -> Result<(Answer, Format)> {
    let (parts, body) = request.into_parts();
    let identity = identify(&app, origin, &parts.headers).await?;
    *proof = identity.reply;

    let mut pairs: Vec<(String, String)> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    if parts.method == Method::PUT || parts.method == Method::POST {
        pairs.extend(form_urlencoded::parse(&read(body).await?).into_owned());
    }
    let call = Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        pairs,
        principal: identity.principal,
    };
    // In a task of its own: a client that goes away does not interrupt a command halfway.
    tokio::spawn(execute(app, call))
        .await
        .map_err(CommandError::internal)?
}

async fn read(body: Body) -> Result<Vec<u8>> {
    match to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(_) => Err(
            CommandError::argument(format!("The request is larger than {} MB.", BODY_LIMIT >> 20))
                .hint("Split the list into several requests."),
        ),
    }
}

fn render(answer: Answer, format: Format) -> Result<Response> {
    if let Answer::Progress(entry, level) = answer {
        return Ok(stream::progress(entry, level));
    }
    let text = format.render(&answer)?;
    Ok(if text.is_empty() {
        StatusCode::OK.into_response()
    } else {
        ([(CONTENT_TYPE, format.content_type())], text).into_response()
    })
}

/// The answer to a request that failed; what is for the log goes there.
pub(super) fn refuse(error: &CommandError) -> Response {
    if error.status >= 500 {
        tracing::error!(
            status = error.status,
            code = error.code,
            cause = error.internal.as_deref(),
            "{}",
            error.message
        );
    }
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (
        status,
        [(CONTENT_TYPE, "text/plain; charset=utf-8")],
        error.body(),
    )
        .into_response();
    let headers = response.headers_mut();
    headers.insert("x-error-code", HeaderValue::from_static(error.code));
    if error.status == 401 {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Negotiate"));
    }
    if error.status == 503 {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}
