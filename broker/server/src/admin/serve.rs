//! `aqd serve`.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::database;
use crate::app::App;
use crate::config::Config;
use crate::{compile, export, http, notify, upkeep};

/// Serves until SIGTERM or SIGINT, then finishes what runs and stops a private database.
///
/// # Errors
/// A sentence for the operator.
pub async fn serve(config: Config) -> Result<(), String> {
    notify::check(&config)?;
    let private = config.database_url.is_none();
    let running = database::open(&config).await?;
    if private {
        running.db.migrate().await.map_err(|e| e.to_string())?;
    }
    let app = Arc::new(App::new(config, running.db.clone(), running.progress.clone())?);
    match app.repository.remove_stale_incoming() {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "removed what interrupted pushes left behind"),
        // They take room and harm nothing.
        Err(error) => tracing::warn!("cannot remove what interrupted pushes left behind: {error}"),
    }
    let listen = app.config.listen;
    let tcp = TcpListener::bind(listen)
        .await
        .map_err(|e| format!("cannot listen on {listen}: {e}"))?;
    let address = tcp.local_addr().map_err(|e| e.to_string())?;
    let socket = app.config.socket();
    let unix = http::local(&socket).map_err(|e| format!("cannot listen on {}: {e}", socket.display()))?;
    let _ = app.address.set(address);
    tracing::info!(%address, socket = %socket.display(), "aqd is ready");
    announce(&app.config, address).map_err(|e| format!("{}: {e}", app.config.data_dir.display()))?;

    let (stop, stopped) = watch::channel(false);
    let watchdog = tokio::spawn(running.watchdog(stopped.clone()));
    let worker = tokio::spawn(export::worker(app.clone(), stopped.clone()));
    let index = tokio::spawn(export::index::write_gathered(app.clone(), stopped.clone()));
    let upkeep = tokio::spawn(upkeep::keep_up(app.clone(), stopped.clone()));
    let mut telling = notify::start(&app, &running.notify, &stopped)?;
    let mut helping = compile::work::start(&app, &running.compile, &stopped);
    let server = http::serve(app.clone(), tcp, unix, stopped);
    tokio::pin!(server);
    let result = tokio::select! {
        result = &mut server => result,
        () = interrupted() => {
            tracing::info!("stopping");
            stop.send_replace(true);
            app.notify.close();
            // Watchers of progress may stay connected for long; nobody waits for them.
            tokio::time::timeout(Duration::from_secs(20), server).await.unwrap_or(Ok(()))
        }
    };
    stop.send_replace(true);
    worker.await.map_err(|e| e.to_string())?;
    index.await.map_err(|e| e.to_string())?;
    upkeep.await.map_err(|e| e.to_string())?;
    for tasks in [&mut telling, &mut helping] {
        while let Some(ended) = tasks.join_next().await {
            ended.map_err(|e| e.to_string())?;
        }
    }
    // Before the server is stopped on purpose.
    watchdog.await.map_err(|e| e.to_string())?;
    app.progress.close().await;
    drop(app);
    running.stop().await?;
    result.map_err(|e| e.to_string())
}

/// Tells whoever started the broker on port 0 where it listens. Whole or not there: readers wait for the file.
fn announce(config: &Config, address: SocketAddr) -> io::Result<()> {
    let marker = config.data_dir.join("aqd.address");
    let unfinished = marker.with_extension("address.new");
    std::fs::write(&unfinished, address.to_string())?;
    std::fs::rename(unfinished, marker)
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
