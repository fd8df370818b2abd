//! Tests that use Kerberos in their own process.
//!
//! The library finds its configuration through environment variables, and a process must not change its own while
//! threads run. So such a test runs itself again in a process of its own, with the environment of a private realm.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::environment;
use crate::kdc::Kdc;

/// Directory of the realm, in the inner process.
const REALM_DIR: &str = "AQ_TEST_REALM";

/// Runs `body` in a process of its own that belongs to a private realm. Call it first in a test, with the test's own
/// path (`module::name` as the test runner shows it).
///
/// The realm is that of the run ([`crate::environment::kdc`]) where there is one, else one made for this test.
///
/// # Panics
/// When the realm cannot be made, or `body` panics in the inner process; its output is shown.
pub fn in_realm(test: &str, body: impl FnOnce(&Kdc)) {
    in_realm_with(test, |_| Vec::new(), body);
}

/// As [`in_realm`]; `prepare` runs in the outer process and gives environment variables to add or replace.
///
/// # Panics
/// As [`in_realm`].
#[expect(
    clippy::panic,
    clippy::expect_used,
    reason = "it runs in tests, where a failure is a panic"
)]
pub fn in_realm_with(
    test: &str,
    prepare: impl FnOnce(&Kdc) -> Vec<(String, String)>,
    body: impl FnOnce(&Kdc),
) {
    if let Some(dir) = env::var_os(REALM_DIR) {
        body(&Kdc::attach(Path::new(&dir)).expect("the realm of this test"));
        return;
    }
    let own = tempfile::tempdir().expect("a directory for the realm");
    let kdc = match env::var_os(environment::DIRECTORY) {
        Some(_) => environment::kdc(),
        None => Kdc::start(own.path()),
    }
    .expect("a private realm");
    let output = Command::new(env::current_exe().expect("path of the test program"))
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .envs(kdc.env())
        .env_remove("KRB5CCNAME")
        .env_remove("KRB5_KTNAME")
        .env("KRB5RCACHEDIR", own.path())
        .env(REALM_DIR, kdc.dir())
        .envs(prepare(&kdc))
        .output()
        .expect("the test program runs again");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    // A name that matches no test succeeds without running anything.
    let ran = out.contains("test result: ok. 1 passed");
    if !output.status.success() || !ran {
        panic!("{test} in its own process: {}\n{out}\n{err}", output.status);
    }
}
