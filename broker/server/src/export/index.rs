//! `profiles-info.xml`: what CCM and the notification of clients go by.

use std::sync::Arc;
use std::time::Duration;

use aq_db::profile::{self, IndexEntry};
use aq_db::{PgConnection, outbox};
use tokio::sync::watch;

use super::worker;
use crate::app::App;
use crate::error::Result;

/// Name of the index beside the profiles.
pub const NAME: &str = "profiles-info.xml";

/// Kind and ordering key of its outbox entries.
pub(super) const KIND: &str = "index";
/// How long changes are gathered before the index is written for all of them: it names every profile of the site, so
/// writing it costs as much for one as for many.
const GATHER: Duration = Duration::from_millis(300);

/// Writes the index after files were exported, until `stop` changes. What fails is left to [`worker::worker`].
pub async fn write_gathered(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut exported = app.notify.exported();
    loop {
        tokio::select! {
            _ = exported.changed() => {}
            _ = stop.wait_for(|s| *s) => return,
        }
        tokio::time::sleep(GATHER).await;
        exported.borrow_and_update();
        if let Err(error) = write_due(&app).await {
            tracing::warn!("{NAME} is late: {error}");
        }
    }
}

async fn write_due(app: &Arc<App>) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let entries = outbox::take_key(&mut tx, KIND).await?;
    if !entries.is_empty() {
        write(app, &mut tx).await?;
        outbox::done(&mut tx, &entries).await?;
        tx.commit().await.map_err(aq_db::DbError::from)?;
    }
    Ok(())
}

/// Writes the index as the database has it now.
pub(super) async fn write(app: &Arc<App>, conn: &mut PgConnection) -> Result<()> {
    let text = render(&profile::index(conn).await?);
    let path = format!("web/htdocs/profiles/{NAME}");
    worker::write(app, vec![(path, Some(text.into_bytes()))]).await
}

/// The index in the reference's form: one element per profile, `mtime` in seconds since 1970, sorted by name.
pub fn render(entries: &[IndexEntry]) -> String {
    let mut text = String::from("<?xml version='1.0' encoding='utf-8'?>\n<profiles>\n");
    for entry in entries {
        // Object names are restricted to characters that need no escaping in XML.
        text.push_str(&format!(
            "<profile mtime='{}'>{}.xml</profile>\n",
            entry.modified.unix_timestamp(),
            entry.object
        ));
    }
    text.push_str("</profiles>\n");
    text
}
