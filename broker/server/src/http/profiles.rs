//! Profiles as the machines fetch them: `/profiles/NAME.xml`, `/profiles/NAME.json` and `/profiles/profiles-info.xml`,
//! with ETag, `If-None-Match` and the stored gzip form.

use std::sync::Arc;

use aq_db::profile::{self, Content, Format};
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LAST_MODIFIED, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

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
    // CCM also asks for the compressed names of sites that publish compressed files.
    let (plain, as_file) = match name.strip_suffix(".gz") {
        Some(plain) => (plain, true),
        None => (name, false),
    };
    if plain == index::NAME {
        let text = index::render(&profile::index(&mut tx).await?);
        return Ok(([(CONTENT_TYPE, "application/xml")], text).into_response());
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
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if known == "*"
        || known
            .split(',')
            .any(|t| t.trim().trim_start_matches("W/").trim_matches('"') == content.etag)
    {
        return Ok((
            StatusCode::NOT_MODIFIED,
            [(ETAG, format!("\"{}\"", content.etag))],
        )
            .into_response());
    }
    let content_type = match suffix {
        Format::Xml => "application/xml",
        Format::Json => "application/json",
    };
    respond(content, content_type, as_file, accepts_gzip(headers))
}

fn respond(content: Content, content_type: &'static str, as_file: bool, gzip: bool) -> Result<Response> {
    let header = |text: String| HeaderValue::from_str(&text).map_err(CommandError::internal);
    let etag = header(format!("\"{}\"", content.etag))?;
    let modified = header(crate::export::http_date(content.modified))?;
    let compressed = content.gzip;
    let common = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static(if as_file { "application/gzip" } else { content_type }),
        ),
        (ETAG, etag),
        (LAST_MODIFIED, modified),
        (VARY, HeaderValue::from_static("Accept-Encoding")),
    ];
    Ok(if as_file {
        (common, compressed).into_response()
    } else if gzip {
        (
            common,
            [(CONTENT_ENCODING, HeaderValue::from_static("gzip"))],
            compressed,
        )
            .into_response()
    } else {
        (
            common,
            crate::export::gunzip(&compressed).map_err(CommandError::internal)?,
        )
            .into_response()
    })
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|e| {
        let mut parts = e.split(';');
        parts.next().is_some_and(|n| n.trim() == "gzip") && !parts.any(|p| p.trim() == "q=0")
    })
}
