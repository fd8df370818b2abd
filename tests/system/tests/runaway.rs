//! Templates without end: the command fails with a diagnostic, and the broker goes on.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::time::{Duration, Instant};

use aq_test_support::site::Site;

/// Resident memory of a process in megabytes, at its highest.
fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[test]
fn a_runaway_template_ends_in_a_diagnostic_and_the_broker_lives() {
    let mut site = Site::start();
    // The test's build is some twenty times slower than a release: it gets that much less.
    let settings = site.broker.dir().join("aqd.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(
        &settings,
        format!("{text}\n[compile_limits]\nsteps = 15_000_000\nmemory_mb = 256\n"),
    )
    .unwrap();
    site.broker.restart().unwrap();
    let pid = site.broker.pid().unwrap();
    for (line, part) in [
        (
            "variable X = { while (true) { 1 } };",
            "the loop ran more than 100000 times",
        ),
        (
            "variable X = { while (true) { i = 0; while (i < 90000) { i = i + 1 } } };",
            "steps",
        ),
        ("function f = { f(ARGV[0] + 1) }; variable X = f(0);", "50"),
        ("variable X = { s = 'x'; while (true) { s = s + s } };", " bytes"),
        (
            "variable X = { l = list(); while (true) { l[length(l)] = format('%0100000d', 1) } };",
            "bytes of data were made",
        ),
        (
            "variable X = { l = list('x'); i = 0; while (i < 60) { l = list(l, l); i = i + 1 }; l };",
            "elements at all its levels",
        ),
    ] {
        site.broker.import_example("prod", line).unwrap();
        let begun = Instant::now();
        let error = site.fails(4, "make --hostname web1.example.org");
        let took = begun.elapsed();
        assert!(
            error.contains("web1.example.org") && error.contains(part),
            "{line}: {error}"
        );
        assert!(took < Duration::from_secs(15), "{line}: {took:?}");
        // The same process.
        assert_eq!(site.broker.pid(), Some(pid));
        site.ok("show_host --hostname web1.example.org");
    }
    assert!(peak(pid) < 1200, "{} MB", peak(pid));
    site.broker.import_example("prod", "").unwrap();
    site.ok("make --hostname web1.example.org");
}

#[test]
fn a_profile_that_is_too_large_is_refused() {
    let mut site = Site::start();
    let settings = site.broker.dir().join("aqd.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}\n[compile_limits]\noutput_mb = 0\n")).unwrap();
    site.broker.restart().unwrap();
    let before = site.state();
    let error = site.fails(4, "make --hostname web1.example.org");
    assert!(error.contains("the profile has more than 0 MB"), "{error}");
    assert_eq!(site.state(), before);
}
