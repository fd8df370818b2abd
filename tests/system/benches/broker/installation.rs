//! A broker as it is shipped, with a private database and KDC, in a directory that goes with the benchmark.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aq_client::{Auth, Config};
use aq_db::private::{Cluster, DATABASE, Settings};
use aq_test_support::kdc::Kdc;
use aq_test_support::site::program;

/// Variable that names the directory; set by [`enter`].
pub const DIRECTORY: &str = "AQ_BENCH_DIR";

/// Makes the realm, then runs this program again inside it: Kerberos reads its configuration from the environment.
pub fn enter() {
    let directory = tempfile::Builder::new()
        .prefix("aq-bench-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .tempdir()
        .unwrap();
    let kdc = Kdc::start(&directory.path().join("kdc")).unwrap();
    let cache = kdc.kinit("admin").unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(std::env::args_os().skip(1))
        .envs(kdc.env())
        .env("KRB5CCNAME", format!("FILE:{}", cache.display()))
        .env("AQ_BENCH_KEYTAB", kdc.http_keytab())
        .env(DIRECTORY, directory.path())
        .status()
        .unwrap();
    assert!(status.success());
}

/// A running broker.
pub struct Installation {
    broker: Child,
    cluster: Cluster,
    runtime: tokio::runtime::Runtime,
    directory: PathBuf,
    port: u16,
}

impl Installation {
    /// `aqd init` and `aqd serve`.
    pub fn start(directory: &Path) -> Self {
        Self::start_with(directory, "")
    }

    /// The same with more settings (TOML).
    pub fn start_with(directory: &Path, settings: &str) -> Self {
        let configuration = directory.join("aqd.toml");
        let keytab = std::env::var("AQ_BENCH_KEYTAB").unwrap();
        fs::write(
            &configuration,
            format!(
                "data_dir = {directory:?}\nlisten = \"127.0.0.1:0\"\nadmin_principal = \"admin@EXAMPLE.COM\"\nkeytab = {keytab:?}\n{settings}\n"
            ),
        )
        .unwrap();
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/site/templates");
        let aqd = |action: &str| {
            let mut command = Command::new(program("aqd").unwrap());
            command
                .arg(action)
                .arg("--config")
                .arg(&configuration)
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command
        };
        assert!(
            aqd("init")
                .arg("--templates")
                .arg(templates)
                .status()
                .unwrap()
                .success()
        );
        let broker = aqd("serve").spawn().unwrap();
        let marker = directory.join("aqd.address");
        let begin = Instant::now();
        let port = loop {
            if let Ok(Ok(address)) = fs::read_to_string(&marker).map(|t| t.parse::<std::net::SocketAddr>()) {
                break address.port();
            }
            assert!(
                begin.elapsed() < Duration::from_secs(60),
                "the broker does not come up"
            );
            std::thread::sleep(Duration::from_millis(20));
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let cluster = runtime
            .block_on(Cluster::start(Settings::durable(directory.join("database"))))
            .unwrap();
        Self {
            broker,
            cluster,
            runtime,
            directory: directory.to_owned(),
            port,
        }
    }

    /// Another broker on the database and the repository, which serves until it is dropped.
    pub fn start_another(&self, settings: &str) -> Another {
        let directory = self.directory.join("another");
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir(&directory).unwrap();
        std::os::unix::fs::symlink(
            self.directory.join("template-king"),
            directory.join("template-king"),
        )
        .unwrap();
        let configuration = directory.join("aqd.toml");
        fs::write(
            &configuration,
            format!("data_dir = {directory:?}\nlisten = \"127.0.0.1:0\"\n{settings}\n"),
        )
        .unwrap();
        let broker = Command::new(program("aqd").unwrap())
            .args(["serve", "--database-url", &self.database(), "--config"])
            .arg(&configuration)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begin = Instant::now();
        while !directory.join("aqd.address").exists() {
            assert!(
                begin.elapsed() < Duration::from_secs(60),
                "the second broker does not come up"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        // It says that it helps a moment later.
        std::thread::sleep(Duration::from_secs(1));
        Another(broker)
    }

    /// The example site, and as many machines with hosts, each compiled once.
    pub fn build(&self, hosts: usize) {
        let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/site/build.aq");
        let list = fs::read_to_string(list).unwrap();
        let mut lines: Vec<String> = list
            .lines()
            .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
            .map(str::to_owned)
            .collect();
        for number in 0..hosts {
            let ip = 100 + number;
            lines.push(format!(
                "add_machine --machine bench{number} --model r120 --vendor acme --rack north1"
            ));
            lines.push(format!(
                "add_interface --machine bench{number} --interface eth0 --mac 02:00:0a:01:09:{number:02x}"
            ));
            lines.push(format!(
                "update_interface --machine bench{number} --interface eth0 --boot"
            ));
            lines.push(format!(
                "add_host --hostname bench{number}.example.org --machine bench{number} --ip 10.1.0.{ip} --archetype aquilon \
                 --personality compute-node --osname almalinux --osversion 9.4-x86_64 --domain prod --buildstatus build"
            ));
            lines.push(format!("make --hostname bench{number}.example.org"));
        }
        for line in lines {
            let words = shlex::split(&line).unwrap();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let output = self.aq(&words).output().unwrap();
            assert!(
                output.status.success(),
                "{line}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }

    /// An `aq` process over TCP with Kerberos.
    pub fn aq(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program("aq").unwrap());
        command
            .args(words)
            .args(["--aqhost", "localhost", "--aqport", &self.port.to_string()])
            .stdin(Stdio::null());
        command
    }

    /// The same for the client library.
    pub fn client(&self) -> Config {
        Config {
            port: self.port,
            auth: Auth::Required,
            ..Config::default()
        }
    }

    /// Runs asynchronous work.
    pub fn runtime(&self) -> &tokio::runtime::Runtime {
        &self.runtime
    }

    /// How many statements the database executes meanwhile, by its own log.
    pub fn statements(&self, work: impl FnOnce()) -> usize {
        self.set_log("all");
        let before = self.log().len();
        work();
        // What follows a command (export) is part of it.
        std::thread::sleep(Duration::from_millis(500));
        let text = self.log();
        self.set_log("none");
        text[before..]
            .lines()
            .filter(|l| l.contains("LOG:  execute ") || l.contains("LOG:  statement: "))
            .count()
    }

    /// What the database has logged.
    pub fn log(&self) -> String {
        let mut text = String::new();
        for entry in fs::read_dir(self.directory.join("database/log")).unwrap() {
            text += &fs::read_to_string(entry.unwrap().path()).unwrap();
        }
        text
    }

    fn set_log(&self, value: &str) {
        self.configure("log_statement", value);
    }

    /// Address of the database.
    pub fn database(&self) -> String {
        self.cluster.url(DATABASE)
    }

    /// Changes a setting of the database.
    pub fn configure(&self, setting: &str, value: &str) {
        for sql in [
            format!("alter system set {setting} = '{value}'"),
            "select pg_reload_conf()".to_owned(),
        ] {
            let status = Command::new("psql")
                .args([&self.database(), "-q", "-c", &sql])
                .stdout(Stdio::null())
                .status()
                .unwrap();
            assert!(status.success());
        }
        std::thread::sleep(Duration::from_millis(300));
    }

    /// Processor time that the broker has taken.
    pub fn processor_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.broker.id())).unwrap();
        // The name before the last parenthesis may have spaces; user and system time follow in ticks of 10 ms.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11..13]
            .iter()
            .map(|field| field.parse::<u64>().unwrap())
            .sum();
        Duration::from_millis(10 * ticks)
    }

    /// Resident memory of the broker, now and at most.
    pub fn memory(&self) -> String {
        let status = fs::read_to_string(format!("/proc/{}/status", self.broker.id())).unwrap();
        let value = |key: &str| -> u64 {
            status
                .lines()
                .find_map(|l| l.strip_prefix(key))
                .and_then(|l| l.split_whitespace().next())
                .and_then(|l| l.parse::<u64>().ok())
                .unwrap_or_default()
                / 1024
        };
        format!("{} MB resident, at most {} MB", value("VmRSS:"), value("VmHWM:"))
    }
}

/// A further broker.
pub struct Another(Child);

impl Drop for Another {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        let _ = self.broker.kill();
        let _ = self.broker.wait();
        let _ = self.runtime.block_on(self.cluster.stop());
    }
}
