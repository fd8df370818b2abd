//! Tells machines by UDP that there is a new profile, as CCM's listener expects it: `ccm`, a zero byte, the time.
//!
//! Nobody answers. A packet that is lost costs nothing but time: machines also look by themselves.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use aq_db::client_notification::{self as table, Pending};
use aq_db::{Db, DbError};
use time::OffsetDateTime;
use tokio::net::UdpSocket;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::{PAUSE, ROUND, news};
use crate::app::App;
use crate::config::ClientNotifications;

/// Most machines taken at a time. Their rows are locked for as long as it takes to send, and commands that change their
/// profiles again wait for that.
const BATCH: u32 = 200;
/// How often a packet is tried that this host refuses to send; with the pauses between a quarter of an hour.
const ATTEMPTS: i32 = 10;

/// What was done since it was last said in the log.
#[derive(Default)]
struct Tally {
    sent: u64,
    without_address: u64,
    refused: u64,
    given_up: u64,
}

/// Sends until `stop` changes.
pub(super) async fn tell(app: Arc<App>, db: Db, mut stop: watch::Receiver<bool>) {
    let settings = &app.config.client_notifications;
    let mut wake = app.notify.exported();
    let mut sender = Sender {
        settings,
        sockets: [None, None],
        next: Instant::now(),
    };
    loop {
        wake.borrow_and_update();
        let mut tally = Tally::default();
        let result = sender.send_all(&db, &stop, &mut tally).await;
        tally.report();
        let pause = match result {
            Ok(0) => ROUND,
            Ok(_) => PAUSE,
            Err(error) => {
                tracing::warn!("client notifications: {error}");
                PAUSE
            }
        };
        if !news(&mut wake, pause, &mut stop).await {
            return;
        }
    }
}

impl Tally {
    fn report(&self) {
        if self.sent + self.without_address + self.refused > 0 {
            tracing::info!(
                "client notifications: {} sent, {} without address, {} refused, {} given up",
                self.sent,
                self.without_address,
                self.refused,
                self.given_up
            );
        }
    }
}

struct Sender<'a> {
    settings: &'a ClientNotifications,
    /// For the two families of addresses, once they are needed.
    sockets: [Option<UdpSocket>; 2],
    /// When the next packet may leave.
    next: Instant,
}

impl Sender<'_> {
    /// Tells everybody who waits. Gives how many have to wait on, for their files.
    async fn send_all(
        &mut self,
        db: &Db,
        stop: &watch::Receiver<bool>,
        tally: &mut Tally,
    ) -> Result<usize, DbError> {
        let mut waiting = 0;
        // A tenth of a second's packets leave together: finer steps cost a transaction each.
        let size = (self.settings.rate / 10).clamp(1, BATCH);
        while !*stop.borrow() {
            sleep_until(self.next).await;
            let begun = Instant::now();
            let mut tx = db.begin().await?;
            let batch = table::take(&mut tx, size.into()).await?;
            waiting += batch.waiting;
            if batch.ready.is_empty() {
                tx.commit().await?;
                return Ok(waiting);
            }
            let mut packets = 0;
            for pending in &batch.ready {
                let Some(address) = pending.address else {
                    tally.without_address += 1;
                    tracing::debug!(object = pending.object, "no address to notify");
                    continue;
                };
                packets += 1;
                match self.send(self.settings.destination.unwrap_or(address)).await {
                    Ok(_) => tally.sent += 1,
                    Err(error) => self.refused(&mut tx, pending, &error, tally).await?,
                }
            }
            tx.commit().await?;
            self.next = begun + Duration::from_secs(1) * packets / self.settings.rate;
        }
        Ok(waiting)
    }

    async fn refused(
        &self,
        tx: &mut aq_db::PgConnection,
        pending: &Pending,
        error: &std::io::Error,
        tally: &mut Tally,
    ) -> Result<(), DbError> {
        tally.refused += 1;
        if pending.attempts + 1 < ATTEMPTS {
            tracing::debug!(object = pending.object, "not notified: {error}");
            return table::put_back(tx, pending).await;
        }
        tally.given_up += 1;
        tracing::warn!(object = pending.object, "not notified: {error}");
        Ok(())
    }

    async fn send(&mut self, address: IpAddr) -> std::io::Result<usize> {
        let [v4, v6] = &mut self.sockets;
        let place = if address.is_ipv4() { v4 } else { v6 };
        let socket = match place {
            Some(socket) => socket,
            None => place.insert(UdpSocket::bind(SocketAddr::new(self.settings.source(address), 0)).await?),
        };
        let packet = format!("ccm\0{}", OffsetDateTime::now_utc().unix_timestamp());
        socket
            .send_to(packet.as_bytes(), SocketAddr::new(address, self.settings.port))
            .await
    }
}
