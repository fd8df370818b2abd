//! Answers of the Git routes.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, EXPIRES, PRAGMA, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::error::{CommandError, Result};
use crate::http::command::refuse;

/// An answer that nobody may keep, with the proof of the broker's identity where there is one.
pub fn answer(content_type: &'static str, body: Body, proof: Option<&str>) -> Response {
    let mut response = (
        StatusCode::OK,
        [
            (CONTENT_TYPE, content_type),
            (CACHE_CONTROL, "no-cache, max-age=0, must-revalidate"),
            (PRAGMA, "no-cache"),
            (EXPIRES, "Fri, 01 Jan 1980 00:00:00 GMT"),
        ],
        body,
    )
        .into_response();
    if let Some(value) = proof.and_then(|text| HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(WWW_AUTHENTICATE, value);
    }
    response
}

/// The answer or the refusal.
pub fn finish(result: Result<Response>) -> Response {
    result.unwrap_or_else(|error| refuse(&error))
}

/// Refuses a body that is something else than it should be.
pub fn check_content_type(headers: &HeaderMap, wanted: &str) -> Result<()> {
    match headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes) {
        Some(found) if found == wanted.as_bytes() => Ok(()),
        _ => {
            let mut error = CommandError::argument(format!("The request is not of type {wanted}."))
                .hint("This address is for git.");
            error.status = 415;
            Err(error)
        }
    }
}
