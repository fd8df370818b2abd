//! `/openapi.json`: the catalogue as an OpenAPI 3.1 document.

use std::sync::OnceLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The document; the same for the life of the process.
pub async fn document() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| aq_catalogue::openapi().to_string());
    ([(CONTENT_TYPE, "application/json")], text.as_str()).into_response()
}
