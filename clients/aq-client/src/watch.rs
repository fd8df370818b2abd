//! Progress of a request, line by line, while it runs.

use http::StatusCode;
use http_body_util::BodyExt;

use crate::client::Client;
use crate::connect::explain;
use crate::error::ClientError;
use crate::request::Request;

impl Client {
    /// Follows the progress of the request with the id `request_id` (the UUID that was sent as its `requestid`), from
    /// before it arrives until it ends, and hands each line to `on_line` without its line end.
    ///
    /// Asked anonymously: anybody may read progress, and a ticket's token costs both sides time.
    ///
    /// # Errors
    /// When the broker cannot be reached or refuses, or the connection breaks. The request itself is not affected.
    pub async fn watch(&self, request_id: &str, on_line: impl FnMut(&str)) -> Result<(), ClientError> {
        self.watch_path(format!("/status/requestid/{request_id}"), on_line)
            .await
    }

    /// As [`Client::watch`], for the request with a number in the audit: one that the broker has received, and that runs
    /// or ended within a minute.
    ///
    /// # Errors
    /// As [`Client::watch`]; [`ClientError::NotWatchable`] with status 404 when no such request is known.
    pub async fn watch_audit(&self, number: &str, on_line: impl FnMut(&str)) -> Result<(), ClientError> {
        self.watch_path(format!("/status/auditid/{number}"), on_line)
            .await
    }

    async fn watch_path(&self, path: String, mut on_line: impl FnMut(&str)) -> Result<(), ClientError> {
        let mut request = Request::get(path);
        if self.config.debug {
            request.query.push(("debug".to_owned(), "True".to_owned()));
        }
        // Uncompressed: a compressor would hold lines back.
        let answer = self.exchange(&request, None, false).await?;
        let status = answer.status();
        let mut body = answer.into_body();
        if status != StatusCode::OK {
            let text = body
                .collect()
                .await
                .map_err(|cause| explain(&self.config, &cause))?
                .to_bytes();
            return Err(ClientError::NotWatchable {
                status: status.as_u16(),
                reason: status.canonical_reason().unwrap_or("Refused").to_owned(),
                text: String::from_utf8_lossy(&text).into_owned(),
            });
        }
        let mut lines = Lines::default();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|cause| explain(&self.config, &cause))?;
            if let Some(data) = frame.data_ref() {
                lines.feed(data, &mut on_line);
            }
        }
        lines.end(&mut on_line);
        Ok(())
    }
}

/// Puts lines together from pieces that may end anywhere, within a character too.
#[derive(Default)]
struct Lines {
    open: Vec<u8>,
}

impl Lines {
    fn feed(&mut self, data: &[u8], on_line: &mut impl FnMut(&str)) {
        for piece in data.split_inclusive(|byte| *byte == b'\n') {
            self.open.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.end(on_line);
            }
        }
    }

    fn end(&mut self, on_line: &mut impl FnMut(&str)) {
        let line = std::mem::take(&mut self.open);
        if !line.is_empty() {
            let text = String::from_utf8_lossy(&line);
            on_line(text.strip_suffix('\n').unwrap_or(&text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_from_pieces() {
        let mut seen = Vec::new();
        let mut lines = Lines::default();
        let text = "first\n\nzweite Zeile für alle\nlast".as_bytes();
        for piece in text.chunks(1) {
            lines.feed(piece, &mut |line: &str| seen.push(line.to_owned()));
        }
        lines.end(&mut |line: &str| seen.push(line.to_owned()));
        assert_eq!(seen, ["first", "", "zweite Zeile für alle", "last"]);
    }
}
