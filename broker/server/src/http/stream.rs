//! Streams the progress lines of a request to a watcher until the request ends.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::progress::{Entry, Level};

/// A watcher of a request that never says anything is let go after this time.
const PATIENCE: Duration = Duration::from_secs(600);

/// The lines of `entry` from `level` upwards as a chunked text answer.
pub fn progress(entry: Arc<Entry>, level: Level) -> Response {
    let changed = entry.subscribe();
    let lines = stream::unfold(
        (entry, changed, 0_usize, false),
        move |(entry, mut changed, from, over)| async move {
            if over {
                return None;
            }
            let mut from = from;
            loop {
                changed.borrow_and_update();
                let (lines, next, finished) = entry.read(from, level);
                if !lines.is_empty() || finished {
                    let text: String = lines.iter().flat_map(|l| [l.as_str(), "\n"]).collect();
                    return Some((
                        Ok::<_, std::io::Error>(Bytes::from(text)),
                        (entry, changed, next, finished),
                    ));
                }
                from = next;
                match tokio::time::timeout(PATIENCE, changed.changed()).await {
                    Ok(Ok(())) => {}
                    _ => return None,
                }
            }
        },
    );
    (
        [(CONTENT_TYPE, "text/plain; charset=utf-8")],
        // Compression asks once more after the end.
        Body::from_stream(lines.fuse()),
    )
        .into_response()
}
