//! Keeps the template repository quick, now and then.

use std::sync::Arc;
use std::time::Duration;

use aq_db::locks::{self, Lock};
use tokio::sync::watch;

use crate::app::App;

/// Looks after the repository until `stop` changes.
pub async fn keep_up(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let pause = app.config.git.upkeep_seconds;
    if pause == 0 {
        return;
    }
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(pause)) => {}
            _ = stop.wait_for(|s| *s) => return,
        }
        tokio::select! {
            result = once(&app) => if let Err(problem) = result {
                tracing::warn!("the template repository is not packed: {problem}");
            },
            // What is not finished is done another time.
            _ = stop.wait_for(|s| *s) => return,
        }
    }
}

async fn once(app: &App) -> Result<(), String> {
    let mut tx = app.db.begin().await.map_err(|e| e.to_string())?;
    // The other brokers may have the same repository.
    if !locks::try_acquire(&mut tx, &Lock::RepositoryUpkeep)
        .await
        .map_err(|e| e.to_string())?
    {
        return Ok(());
    }
    let upkeep = app.config.git.upkeep();
    let kept = app.repository.keep_up(&upkeep).await.map_err(|e| e.to_string())?;
    if let Some(pack) = kept.packed {
        tracing::info!(pack, "the template repository was packed");
    }
    if kept.removed > 0 {
        tracing::info!(
            count = kept.removed,
            "removed packs whose objects are in a newer one"
        );
    }
    Ok(())
}
