//! The principals of a realm and their key tabs, made with `kdb5_util` and `kadmin.local`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::config::Layout;
use super::{HOST_SERVICE, HTTP_SERVICE, USERS, WRONG_SERVICE};

/// Makes the database with all principals and key tabs, unless that was done before.
pub(super) fn create(layout: &Layout, realm: &str) -> Result<()> {
    if layout.complete().exists() {
        return Ok(());
    }
    // A run that was killed half-way left a database that is good for nothing.
    for part in ["db", "keytabs"] {
        let part = layout.dir().join(part);
        fs::remove_dir_all(&part)?;
        fs::create_dir_all(&part)?;
    }
    layout.write(realm, 0)?;
    run(
        layout,
        command(layout, "kdb5_util").args(["create", "-s", "-r", realm, "-P", "private-realm"]),
        "",
    )?;
    let mut script = String::new();
    for user in USERS {
        script += &add(user, &layout.keytab("users"));
    }
    for (service, keytab) in [
        (HTTP_SERVICE, "http"),
        (WRONG_SERVICE, "wrong"),
        (HOST_SERVICE, "host"),
    ] {
        script += &add(service, &layout.keytab(keytab));
    }
    kadmin(layout, realm, &script)?;
    for keytab in ["users", "http", "wrong", "host"] {
        if !layout.keytab(keytab).exists() {
            bail!("kadmin.local did not write {}", layout.keytab(keytab).display());
        }
    }
    fs::write(layout.complete(), "")?;
    Ok(())
}

/// Gives `principal` a new random key (making it first when it does not exist) and writes that key to a new key tab.
pub(super) fn new_key(layout: &Layout, realm: &str, principal: &str) -> Result<PathBuf> {
    let flat: String = principal
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let keytab = unused(layout, &flat);
    // `ktadd` without -norandkey makes the new key; adding a principal that exists fails harmlessly.
    kadmin(
        layout,
        realm,
        &format!(
            "addprinc -randkey {principal}\nktadd -q -k {} {principal}\n",
            keytab.display()
        ),
    )?;
    if !keytab.exists() {
        bail!("kadmin.local did not write a key for {principal}");
    }
    Ok(keytab)
}

fn unused(layout: &Layout, stem: &str) -> PathBuf {
    let mut number = 1_u32;
    loop {
        let path = layout.keytab(&format!("{stem}-{number}"));
        if !path.exists() {
            return path;
        }
        number += 1;
    }
}

fn add(principal: &str, keytab: &std::path::Path) -> String {
    format!(
        "addprinc -randkey {principal}\nktadd -q -norandkey -k {} {principal}\n",
        keytab.display()
    )
}

fn kadmin(layout: &Layout, realm: &str, script: &str) -> Result<()> {
    run(
        layout,
        command(layout, "kadmin.local").args(["-r", realm]),
        script,
    )
}

/// A Kerberos administration program with the environment of this realm; they live in `/usr/sbin`, which is not in
/// the search path of ordinary users.
pub(super) fn command(layout: &Layout, program: &str) -> Command {
    let found = ["/usr/sbin", "/sbin", "/usr/lib/mit/sbin", "/usr/local/sbin"]
        .iter()
        .map(|dir| PathBuf::from(dir).join(program))
        .find(|path| path.exists())
        .unwrap_or_else(|| PathBuf::from(program));
    let mut command = Command::new(found);
    command
        .envs(layout.env())
        .env_remove("KRB5CCNAME")
        .env_remove("KRB5_KTNAME");
    command
}

/// Runs `command` with `input` on its standard input; its output is shown only when it fails.
pub(super) fn run(layout: &Layout, command: &mut Command, input: &str) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .current_dir(layout.dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| {
            format!("cannot run {program}: install krb5-kdc, krb5-admin-server and krb5-user")
        })?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin
            .write_all(input.as_bytes())
            .with_context(|| format!("{program} does not read its input"))?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!(
            "{program} failed ({}): {}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
