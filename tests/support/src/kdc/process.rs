//! The `krb5kdc` process: start on a free port, find a running one, stop.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::config::Layout;
use super::database::command;

/// How long the KDC lives.
pub(super) enum Life {
    /// As long as the process that started it holds [`Running`].
    Owned,
    /// Past that process; until the process `until` has ended, or for ever.
    Shared { until: Option<u32> },
}

/// Handle on an owned KDC. A small shell stands between: it reads from a pipe whose other end only this process
/// holds, and stops the KDC when the pipe closes. So the KDC goes away even when this process is killed, without
/// code between fork and exec.
#[derive(Debug)]
pub(super) struct Running {
    shell: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // Nothing can be done about a failure here: the shell is gone already then.
        let _ = self.shell.wait();
    }
}

const OWNED: &str =
    r#""$@" </dev/null & kdc=$!; echo "$kdc" >"$PID_FILE"; read -r _; kill "$kdc"; wait "$kdc""#;
const SHARED: &str = r#""$@" </dev/null & kdc=$!; echo "$kdc" >"$PID_FILE"
while kill -0 "$kdc" 2>/dev/null && { [ -z "$UNTIL" ] || [ -d "/proc/$UNTIL" ]; }; do sleep 1; done
kill "$kdc" 2>/dev/null; wait "$kdc""#;

/// Starts the KDC on a free port and waits until it serves; gives the port, and for an owned KDC the handle that
/// keeps it alive.
pub(super) fn start(layout: &Layout, realm: &str, life: Life) -> Result<(Option<Running>, u16)> {
    let mut last = String::new();
    // Between finding a free port and the KDC's taking it, somebody else may: hence the attempts.
    for _ in 0..5 {
        let port = free_port()?;
        layout.write(realm, port)?;
        fs::write(layout.log(), "")?;
        // A number left by an earlier run may belong to somebody else's process by now.
        fs::write(layout.pid(), "")?;
        let running = spawn(layout, realm, &life)?;
        match wait_ready(layout) {
            Ok(()) => {
                fs::write(layout.address(), format!("{realm} {port}\n"))?;
                return Ok((running, port));
            }
            Err(error) => last = format!("{error:#}"),
        }
        if let Life::Shared { .. } = life {
            stop(layout)?;
        }
    }
    bail!("krb5kdc does not start: {last}")
}

fn spawn(layout: &Layout, realm: &str, life: &Life) -> Result<Option<Running>> {
    let kdc = command(layout, "krb5kdc");
    let (script, until, stdin) = match life {
        Life::Owned => (OWNED, String::new(), Stdio::piped()),
        Life::Shared { until } => (
            SHARED,
            until.map(|pid| pid.to_string()).unwrap_or_default(),
            Stdio::null(),
        ),
    };
    let output = fs::File::create(layout.dir().join("kdc.out"))?;
    let shell = Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(kdc.get_program())
        .args(["-n", "-r", realm])
        .envs(layout.env())
        .env("PID_FILE", layout.pid())
        .env("UNTIL", until)
        .current_dir(layout.dir())
        .stdin(stdin)
        .stdout(output.try_clone()?)
        .stderr(output)
        // An interrupt from the terminal is for the caller, who then ends the KDC in order.
        .process_group(0)
        .spawn()
        .context("cannot run sh to start krb5kdc")?;
    // Dropping the handle of a process neither ends it nor waits for it: a shared KDC just goes on.
    Ok(matches!(life, Life::Owned).then(|| Running { shell }))
}

fn wait_ready(layout: &Layout) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let log = fs::read_to_string(layout.log()).unwrap_or_default();
        if log.contains("commencing operation") {
            return Ok(());
        }
        let output = fs::read_to_string(layout.dir().join("kdc.out")).unwrap_or_default();
        if log.contains("exiting") || log.contains("in use") || output.contains("not found") {
            bail!("{}{}", log.trim_end(), output.trim_end());
        }
        if Instant::now() > deadline {
            bail!("no answer after 20 s: {}{}", log.trim_end(), output.trim_end());
        }
        sleep(Duration::from_millis(10));
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// Realm and port of the KDC that serves `layout`, if it does.
pub(super) fn running(layout: &Layout) -> Option<(String, u16)> {
    pid(layout)?;
    let address = fs::read_to_string(layout.address()).ok()?;
    let (realm, port) = address.trim().split_once(' ')?;
    let port = port.parse().ok()?;
    TcpStream::connect_timeout(
        &SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        Duration::from_secs(2),
    )
    .ok()?;
    Some((realm.to_owned(), port))
}

/// Process id of the KDC of `layout`; none when it has ended or the id now belongs to another program.
fn pid(layout: &Layout) -> Option<u32> {
    let pid = fs::read_to_string(layout.pid()).ok()?.trim().parse().ok()?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    (name.trim() == "krb5kdc").then_some(pid)
}

/// Ends the KDC of `layout` and waits for its end.
pub(super) fn stop(layout: &Layout) -> Result<()> {
    let Some(pid) = pid(layout) else { return Ok(()) };
    let status = Command::new("kill")
        .arg(pid.to_string())
        .status()
        .context("cannot run kill")?;
    if !status.success() && self::pid(layout).is_some() {
        bail!("cannot stop the KDC with process id {pid}");
    }
    let deadline = Instant::now() + Duration::from_secs(10);
    while self::pid(layout).is_some() && !zombie(pid) {
        if Instant::now() > deadline {
            bail!("the KDC with process id {pid} does not end");
        }
        sleep(Duration::from_millis(10));
    }
    fs::remove_file(layout.address()).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    Ok(())
}

/// True when the process has ended and only waits for its parent to notice.
fn zombie(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        stat.rsplit(')')
            .next()
            .is_some_and(|rest| rest.trim_start().starts_with('Z'))
    })
}
