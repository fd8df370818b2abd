//! `aqd serve`.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::database;
use crate::app::App;
use crate::config::Config;
use crate::{export, http};

/// Serves until SIGTERM or SIGINT, then finishes what runs and stops a private database.
///
/// # Errors
/// A sentence for the operator.
pub async fn serve(config: Config) -> Result<(), String> {
    let private = config.database_url.is_none();
    let running = database::open(&config).await?;
    if private {
        running.db.migrate().await.map_err(|e| e.to_string())?;
    }
    let app = Arc::new(App::new(config, running.db.clone(), running.progress.clone())?);
    let listen = app.config.listen;
    let tcp = TcpListener::bind(listen)
        .await
        .map_err(|e| format!("cannot listen on {listen}: {e}"))?;
    let address = tcp.local_addr().map_err(|e| e.to_string())?;
    tracing::info!(%address, socket = %app.config.socket().display(), "aqd is ready");
    // For whoever started the broker on port 0.
    let _ = std::fs::write(app.config.data_dir.join("aqd.address"), address.to_string());

    let (stop, stopped) = watch::channel(false);
    let watchdog = tokio::spawn(running.watchdog(stopped.clone()));
    let worker = tokio::spawn(export::worker(app.clone(), stopped.clone()));
    let server = http::serve(app.clone(), tcp, stopped);
    tokio::pin!(server);
    let result = tokio::select! {
        result = &mut server => result,
        () = interrupted() => {
            tracing::info!("stopping");
            stop.send_replace(true);
            // Watchers of progress may stay connected for long; nobody waits for them.
            tokio::time::timeout(Duration::from_secs(20), server).await.unwrap_or(Ok(()))
        }
    };
    stop.send_replace(true);
    worker.await.map_err(|e| e.to_string())?;
    // Before the server is stopped on purpose.
    watchdog.await.map_err(|e| e.to_string())?;
    app.progress.close().await;
    drop(app);
    running.stop().await?;
    result.map_err(|e| e.to_string())
}

async fn interrupted() {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
