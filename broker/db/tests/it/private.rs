//! The private cluster: made, adopted, killed, restarted.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use aq_db::private::{Cluster, DATABASE, Settings};
use aq_db::{Db, DbError, PoolSettings, vendor};
use aq_test_support::environment;

fn scratch() -> std::path::PathBuf {
    environment::scratch("private").unwrap()
}

fn kill(pid: i32, signal: &str) {
    let status = std::process::Command::new("kill")
        .args([signal, &pid.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

async fn open(cluster: &Cluster) -> Db {
    cluster.create_database(DATABASE).await.unwrap();
    cluster.create_database(DATABASE).await.unwrap();
    let db = Db::connect(&cluster.url(DATABASE), &PoolSettings::default())
        .await
        .unwrap();
    db.migrate().await.unwrap();
    db
}

async fn add(db: &Db, name: &str) {
    let mut tx = db.begin().await.unwrap();
    vendor::insert(&mut tx, name, None).await.unwrap();
    tx.commit().await.unwrap();
}

async fn names(db: &Db) -> Vec<String> {
    let mut tx = db.begin().await.unwrap();
    vendor::list(&mut tx)
        .await
        .unwrap()
        .into_iter()
        .map(|v| v.name)
        .collect()
}

#[tokio::test]
async fn a_running_server_is_adopted() {
    let directory = scratch();
    let settings = Settings::durable(&directory);
    let cluster = Cluster::start(settings.clone()).await.unwrap();
    let db = open(&cluster).await;
    add(&db, "first").await;
    let pid = cluster.server_pid().unwrap();
    // A broker that is killed says nothing to its server.
    drop(cluster);
    let cluster = Cluster::start(settings).await.unwrap();
    assert_eq!(cluster.server_pid(), Some(pid));
    assert_eq!(names(&db).await, ["first"]);
    let fsync: String = sqlx::query_scalar("show fsync")
        .fetch_one(db.pool())
        .await
        .unwrap();
    assert_eq!(fsync, "on");
    let listen: String = sqlx::query_scalar("show listen_addresses")
        .fetch_one(db.pool())
        .await
        .unwrap();
    assert_eq!(listen, "", "unix socket only");
    let mode = std::fs::metadata(&directory).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o700);
    assert_ne!(mode.uid(), 0, "the server's account owns it");
    cluster.stop().await.unwrap();
    cluster.stop().await.unwrap();
    assert_eq!(cluster.server_pid(), None);
}

#[tokio::test]
async fn a_killed_server_is_started_again() {
    let cluster = Cluster::start(Settings::durable(scratch())).await.unwrap();
    let db = open(&cluster).await;
    add(&db, "kept").await;
    // A backend at work holds on to the shared memory of its killed server.
    let busy = db.clone();
    let sleeper = tokio::spawn(async move {
        sqlx::query("select pg_sleep(60)")
            .execute(busy.pool())
            .await
            .map(drop)
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let killed = cluster.server_pid().unwrap();
    kill(killed, "-KILL");
    while cluster.server_pid().is_some() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let begun = Instant::now();
    cluster.ensure_running().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(30));
    assert_ne!(cluster.server_pid(), Some(killed));
    assert!(sleeper.await.unwrap().is_err());
    assert_eq!(names(&db).await, ["kept"]);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_of_another_life_is_no_hindrance() {
    let settings = Settings::throwaway(scratch());
    let cluster = Cluster::start(settings.clone()).await.unwrap();
    let file = settings.directory.join("data/postmaster.pid");
    let text = std::fs::read_to_string(&file).unwrap();
    cluster.stop().await.unwrap();
    // After a reboot the number belongs to somebody else: to a process of the server's own account even.
    let mut other = std::process::Command::new("sleep");
    other.arg("60");
    if let Ok(meta) = std::fs::metadata(settings.directory.join("data"))
        && meta.uid() != nix::unistd::Uid::current().as_raw()
    {
        std::os::unix::process::CommandExt::uid(&mut other, meta.uid());
    }
    let mut other = other.spawn().unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    std::fs::write(&file, format!("{}\n{rest}", other.id())).unwrap();
    std::fs::write(
        settings.directory.join(".s.PGSQL.5432.lock"),
        format!("{}\n{rest}", other.id()),
    )
    .unwrap();
    let cluster = Cluster::start(settings).await.unwrap();
    assert_ne!(cluster.server_pid(), i32::try_from(other.id()).ok());
    assert!(other.try_wait().unwrap().is_none(), "the stranger was left alone");
    other.kill().unwrap();
    other.wait().unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn two_brokers_at_once_share_one_server() {
    let settings = Settings::throwaway(scratch());
    let (a, b) = tokio::join!(Cluster::start(settings.clone()), Cluster::start(settings.clone()));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.server_pid(), b.server_pid());
    let (x, y) = tokio::join!(a.create_database("same"), b.create_database("same"));
    x.unwrap();
    y.unwrap();
    a.stop().await.unwrap();
}

#[tokio::test]
async fn an_initdb_that_was_killed_leaves_no_cluster() {
    let directory = scratch();
    std::fs::create_dir_all(directory.join("data.new/base")).unwrap();
    std::fs::write(directory.join("lock"), "").unwrap();
    let cluster = Cluster::start(Settings::throwaway(&directory)).await.unwrap();
    assert!(!directory.join("data.new").exists());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn deep_directories_get_a_short_socket() {
    let mut directory = scratch();
    for _ in 0..6 {
        directory.push("a-directory-with-a-name");
    }
    let cluster = Cluster::start(Settings::throwaway(&directory)).await.unwrap();
    let db = Db::connect(&cluster.url("postgres"), &PoolSettings::default())
        .await
        .unwrap();
    let socket: String = sqlx::query_scalar("show unix_socket_directories")
        .fetch_one(db.pool())
        .await
        .unwrap();
    assert!(Path::new(&socket).starts_with("/tmp"), "{socket}");
    db.close().await;
    cluster.stop().await.unwrap();
    std::fs::remove_dir_all(socket).unwrap();
}

#[tokio::test]
async fn mistakes_are_explained() {
    let directory = scratch();
    std::fs::write(directory.join("precious"), "").unwrap();
    let error = Cluster::start(Settings::throwaway(&directory))
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("a directory of its own"), "{error}");

    let directory = scratch();
    let binaries = Some("/nowhere".into());
    let error = Cluster::start(Settings {
        binaries,
        ..Settings::throwaway(&directory)
    })
    .await
    .unwrap_err()
    .to_string();
    assert!(
        error.contains("/nowhere holds no PostgreSQL server programs"),
        "{error}"
    );

    let directory = scratch();
    let cluster = Cluster::start(Settings::throwaway(&directory)).await.unwrap();
    assert!(matches!(
        cluster.create_database("x; drop").await,
        Err(DbError::Config(_))
    ));
    cluster.stop().await.unwrap();
    std::fs::write(directory.join("site.conf"), "no_such_setting = on\n").unwrap();
    let error = cluster.ensure_running().await.unwrap_err().to_string();
    assert!(error.contains("no_such_setting"), "{error}");
    std::fs::write(directory.join("data/PG_VERSION"), "7\n").unwrap();
    let error = Cluster::start(Settings::throwaway(&directory))
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("made by PostgreSQL 7"), "{error}");
}
