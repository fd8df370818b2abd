//! Profiles as the machines fetch them: `/profiles/NAME.xml`, `/profiles/NAME.json` and `/profiles/profiles-info.xml`,
//! with ETag, `If-None-Match`, `If-Modified-Since` and the stored gzip form.

use std::sync::Arc;

use aq_db::profile::{self, Content, Format};
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use super::command::refuse;
use crate::app::App;
use crate::error::{CommandError, Result};
use crate::export::index;

/// A profile, its index, or a sentence saying that there is none.
pub async fn serve(State(app): State<Arc<App>>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match find(&app, &name, &headers).await {
        Ok(response) => response,
        Err(error) => refuse(&error),
    }
}

async fn find(app: &App, name: &str, headers: &HeaderMap) -> Result<Response> {
    let mut tx = app.db.snapshot().await?;
    // CCM also asks for the compressed names of sites that publish compressed files. It unpacks what says that it is encoded,
    // as web servers say of such files, and nothing else.
    let (plain, packed) = match name.strip_suffix(".gz") {
        Some(plain) => (plain, true),
        None => (name, false),
    };
    if plain == index::NAME {
        let text = index::render(&profile::index(&mut tx).await?);
        // A profile that goes makes no time newer: only the content tells whether it is the same.
        let etag = header(format!("\"{:x}\"", Sha256::digest(text.as_bytes())))?;
        if matches(headers, &etag, None) {
            return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
        }
        let kind = HeaderValue::from_static("application/xml");
        let common = [(CONTENT_TYPE, kind), (ETAG, etag)];
        return Ok(if packed {
            let gzip = [(CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
            let bytes = crate::export::gzip(text.as_bytes()).map_err(CommandError::internal)?;
            (common, gzip, bytes).into_response()
        } else {
            (common, text).into_response()
        });
    }
    let missing = || {
        CommandError::not_found("Profile", name)
            .hint("Profiles are NAME.xml and NAME.json; run `aq compile` first.")
    };
    let (object, suffix) = match plain.rsplit_once('.') {
        Some((object, "xml")) => (object, Format::Xml),
        Some((object, "json")) => (object, Format::Json),
        _ => return Err(missing()),
    };
    let content = profile::content(&mut tx, object, suffix)
        .await?
        .ok_or_else(missing)?;
    let content_type = match suffix {
        Format::Xml => "application/xml",
        Format::Json => "application/json",
    };
    respond(content, content_type, packed || accepts_gzip(headers), headers)
}

fn header(text: String) -> Result<HeaderValue> {
    HeaderValue::from_str(&text).map_err(CommandError::internal)
}

/// Whether the client has what would be sent.
///
/// The time has to be the one that was sent with it, not just a later one: CCM gives the time that it got from us, while a
/// client that uses its own clock may have fetched the older bytes before a long command committed.
fn matches(headers: &HeaderMap, etag: &HeaderValue, modified: Option<&HeaderValue>) -> bool {
    let bare = |t: &str| t.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    match headers.get(IF_NONE_MATCH).map(|v| v.to_str().unwrap_or_default()) {
        Some(known) => {
            let own = etag.to_str().map(bare).unwrap_or_default();
            known == "*" || known.split(',').any(|t| bare(t) == own)
        }
        None => modified.is_some_and(|m| headers.get(IF_MODIFIED_SINCE) == Some(m)),
    }
}

fn respond(
    content: Content,
    content_type: &'static str,
    packed: bool,
    headers: &HeaderMap,
) -> Result<Response> {
    let etag = header(format!("\"{}\"", content.etag))?;
    let modified = header(crate::export::http_date(content.modified))?;
    let vary = (VARY, HeaderValue::from_static("Accept-Encoding"));
    if matches(headers, &etag, Some(&modified)) {
        let known = [(ETAG, etag), (LAST_MODIFIED, modified), vary];
        return Ok((StatusCode::NOT_MODIFIED, known).into_response());
    }
    let compressed = content.gzip;
    let common = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (ETAG, etag),
        (LAST_MODIFIED, modified),
        vary,
    ];
    Ok(if packed {
        let gzip = [(CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
        (common, gzip, compressed).into_response()
    } else {
        let plain = crate::export::gunzip(&compressed).map_err(CommandError::internal)?;
        (common, plain).into_response()
    })
}

/// CCM separates what it accepts by blanks instead of commas.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|e| {
        let mut parts = e.split(';');
        let named = parts
            .next()
            .is_some_and(|names| names.split_whitespace().any(|n| n == "gzip"));
        named && !parts.any(|p| p.trim() == "q=0")
    })
}
