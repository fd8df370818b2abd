//! The messages of a request while it runs.

use std::time::Duration;

use aq_client::Client;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::output;

/// How long late messages are waited for after the answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A second connection that shows the messages of a request on standard error.
pub struct Progress {
    watcher: JoinHandle<()>,
}

impl Progress {
    /// Begins to watch. The broker lets a request be watched before it has arrived, so no message is missed. Progress
    /// is a comfort: when it cannot be had, nothing is said unless `debug` is set.
    pub fn watch(client: &Client, id: Uuid, debug: bool) -> Self {
        let client = client.clone();
        let watcher = tokio::spawn(async move {
            let result = client.watch(&id.to_string(), output::complain).await;
            if let (Err(error), true) = (result, debug) {
                output::complain(&format!("Progress cannot be shown: {error}"));
            }
        });
        Self { watcher }
    }

    /// Waits for the last messages, but not for long.
    pub async fn finish(mut self) {
        if tokio::time::timeout(PATIENCE, &mut self.watcher).await.is_err() {
            self.watcher.abort();
        }
    }

    /// Stops at once: the request was never sent or its connection broke.
    pub fn abandon(self) {
        self.watcher.abort();
    }
}
