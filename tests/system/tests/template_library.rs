//! The public template libraries as a domain: a worker node of their example grid site, described with `aq` commands,
//! compiled by the broker and valid by the libraries' own schema of a broker's hosts.
//!
//! `AQ_TEMPLATE_LIBRARY` names a directory with checkouts of quattor/template-library-{core,standard,examples,grid,os,
//! monitoring}, each under its repository's name (grid on branch `umd-4` or with a directory of that name).
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use aq_test_support::site::Site;

/// Copies what is in `from` (without Git's own files) into `to`.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let mut entries: Vec<PathBuf> = std::fs::read_dir(from)
        .unwrap_or_else(|e| panic!("{}: {e}", from.display()))
        .map(|e| e.unwrap().path())
        .filter(|p| !p.file_name().unwrap().to_string_lossy().starts_with('.'))
        .collect();
    entries.sort();
    let status = Command::new("cp")
        .arg("-r")
        .args(entries)
        .arg(to)
        .status()
        .unwrap();
    assert!(status.success(), "{}", from.display());
}

/// The libraries laid out as a site does: what the broker's plenaries refer to at the top, the rest below `library`.
fn lay_out(checkouts: &Path, tree: &Path) {
    let library = |name: &str| checkouts.join(format!("template-library-{name}"));
    let grid = library("grid");
    let release = grid.join("umd-4");
    for (from, to) in [
        (library("standard"), "."),
        (library("core"), "."),
        (library("os"), "."),
        (library("monitoring"), "monitoring"),
        (library("examples").join("sites/example"), "library/site"),
        (library("examples").join("clusters/grid/umd4"), "library/cluster"),
        (if release.is_dir() { release } else { grid }, "library/grid"),
        (
            Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/library-site"),
            ".",
        ),
    ] {
        copy(&from, &tree.join(to));
    }
}

#[test]
fn a_host_of_the_public_libraries_compiles() {
    let Some(checkouts) = std::env::var_os("AQ_TEMPLATE_LIBRARY") else {
        eprintln!("skipped: AQ_TEMPLATE_LIBRARY does not name checkouts of the public template libraries");
        return;
    };
    let site = Site::start();
    let tree = tempfile::tempdir().unwrap();
    lay_out(Path::new(&checkouts), tree.path());
    site.ok("add_domain --domain library");
    site.broker.import_templates("library", tree.path()).unwrap();
    for line in [
        "add_os --archetype aquilon --osname el --osversion 7x-x86_64",
        "add_model --model epyc_7371 --vendor amd --type cpu",
        "add_vendor --vendor by_driver",
        "add_model --model tg3 --vendor by_driver --type nic",
        "add_machine --machine north1n9 --model r120 --vendor acme --rack north1 --serial EX1013 --cpuname epyc_7371 --cpuvendor amd",
        "add_interface --machine north1n9 --interface eth0 --mac 02:00:0a:01:07:0b --model tg3 --vendor by_driver",
        "update_interface --machine north1n9 --interface eth0 --boot",
        "add_personality --personality worker-node --archetype aquilon --grn grn:/example/infrastructure --host_environment prod",
        "promote --personality worker-node --archetype aquilon",
        "add_host --hostname wn9.example.org --machine north1n9 --ip 10.1.0.99 --archetype aquilon --personality worker-node --osname el --osversion 7x-x86_64 --domain library --buildstatus build",
        "make --hostname wn9.example.org",
    ] {
        site.ok(line);
    }
    let profile = site
        .broker
        .export_dir()
        .join("web/htdocs/profiles/wn9.example.org.json");
    let profile: serde_json::Value = serde_json::from_slice(&std::fs::read(profile).unwrap()).unwrap();
    // What the broker knows, through the libraries' schema, ...
    assert_eq!(profile["hardware"]["nodename"], "north1n9");
    assert_eq!(
        profile["system"]["network"]["interfaces"]["eth0"]["ip"],
        "10.1.0.99"
    );
    assert_eq!(profile["system"]["personality"]["name"], "worker-node");
    // ... and what only the libraries say.
    assert_eq!(profile["system"]["cluster"]["type"], "batch");
    let components = profile["software"]["components"].as_object().unwrap();
    assert!(
        components.len() > 15 && components.contains_key("spma"),
        "{:?}",
        components.keys()
    );
    eprintln!(
        "wn9.example.org: {} components, {} packages",
        components.len(),
        profile["software"]["packages"].as_object().unwrap().len()
    );
}
