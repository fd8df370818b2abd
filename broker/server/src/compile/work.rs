//! A compile that the brokers of a database share: the side of those that help.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use aq_db::compile_job::{self, Listener, Taken};
use aq_db::compile_target::Target;
use aq_db::{Db, DbError};
use aq_git::CommitId;
use pan_eval::Options;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::batch::{Batch, Together, Written};
use super::part;
use super::progress::Progress;
use super::ready::Place;
use super::results::HELPERS;
use crate::app::App;
use crate::error::{CommandError, Result};
use crate::fault::{self, Point};

/// Connections that [`start`] needs: one that listens and one for the job.
pub const CONNECTIONS: u32 = 2;
/// How often jobs are looked at without being told: that of a broker that died is free again.
const ROUND: Duration = Duration::from_secs(2);
/// Pause after the database refused.
const PAUSE: Duration = Duration::from_secs(1);

/// Wakes those who wait for jobs or for what comes of them.
#[derive(Default)]
pub struct Jobs(watch::Sender<u64>);

impl Jobs {
    /// Changes when there is something new.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }

    fn wake(&self) {
        self.0.send_modify(|n| *n = n.wrapping_add(1));
    }
}

/// Starts the tasks, which run until `stop` changes.
pub fn start(app: &Arc<App>, db: &Db, stop: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    if app.config.compile_share.from > 0 {
        tasks.spawn(until(stop.clone(), listen(app.clone(), db.clone())));
        tasks.spawn(until(stop.clone(), work(app.clone(), db.clone())));
    }
    tasks
}

/// Whatever is in hand is dropped: the job is free again, and others take it.
async fn until(mut stop: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        _ = stop.wait_for(|s| *s) => {}
    }
}

async fn listen(app: Arc<App>, db: Db) {
    loop {
        if let Err(error) = hear(&app.jobs, &db).await {
            tracing::debug!("jobs of other brokers: {error}");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn hear(jobs: &Jobs, db: &Db) -> Result<(), DbError> {
    let mut listener = Listener::open(db, HELPERS).await?;
    // What happened before anybody listened.
    jobs.wake();
    while listener.next().await? {
        jobs.wake();
    }
    Ok(())
}

async fn work(app: Arc<App>, db: Db) {
    let mut news = app.jobs.news();
    // Runs whose templates this broker does not have.
    let mut refused = BTreeSet::new();
    loop {
        news.borrow_and_update();
        let pause = match round(&app, &db, &mut refused).await {
            Ok(()) => ROUND,
            Err(error) => {
                tracing::warn!("job of another broker: {error}");
                PAUSE
            }
        };
        let _ = tokio::time::timeout(pause, news.changed()).await;
    }
}

/// Does jobs until there are none.
async fn round(app: &Arc<App>, db: &Db, refused: &mut BTreeSet<i64>) -> Result<()> {
    loop {
        let mut tx = db.begin().await?;
        let not: Vec<i64> = refused.iter().copied().collect();
        let begun = compile_job::begin(&mut tx, HELPERS, &not).await?;
        let Some(id) = begun else {
            compile_job::sweep(&mut tx).await?;
            tx.commit().await.map_err(DbError::from)?;
            return Ok(());
        };
        tx.commit().await.map_err(DbError::from)?;
        let mut tx = db.begin().await?;
        let Some(taken) = compile_job::take(&mut tx, id).await? else {
            continue;
        };
        fault::pass(Point::JobTaken);
        let commit: CommitId = taken.run.commit.parse().map_err(CommandError::internal)?;
        if let Err(error) = app.repository.tree(commit) {
            tracing::warn!(%commit, branch = taken.run.branch, "cannot help with a compile: {error}");
            refused.insert(taken.run_id);
            continue;
        }
        tracing::debug!(request = %taken.run.request_id, objects = taken.job.objects.len(), "compiling for another broker");
        let result = compile(app, &mut tx, &taken).await?;
        compile_job::finish(&mut tx, taken.id, &result).await?;
        fault::pass(Point::JobDone);
        tx.commit().await.map_err(DbError::from)?;
    }
}

async fn compile(app: &Arc<App>, conn: &mut aq_db::PgConnection, taken: &Taken) -> Result<Vec<u8>> {
    let targets: Vec<Target> = taken
        .job
        .hosts
        .iter()
        .zip(&taken.job.objects)
        .map(|(host_id, object)| Target {
            host_id: *host_id,
            object: object.clone(),
            branch_id: taken.run.branch_id,
            branch: taken.run.branch.clone(),
            commit: Some(taken.run.commit.clone()),
        })
        .collect();
    let batch = Batch {
        targets: &targets,
        together: &Together::named(taken.run.together.iter().cloned()),
        written: Written::Run(taken.run_id),
        options: &Options::default(),
        progress: Progress::silent(),
    };
    let results = part::compile(conn, app, batch, &Place::Job(taken.id), false).await?;
    results.pass().map_err(CommandError::internal)
}
