//! `docs/commands` says what the catalogue says.
//!
//! `AQ_WRITE_DOCS=1 cargo test -p aq-catalogue --test reference` writes it again.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use aq_catalogue::{AREAS, reference_index, reference_markdown};

#[test]
fn command_reference_is_up_to_date() {
    let directory: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "docs", "commands"]
        .iter()
        .collect();
    let mut pages: BTreeMap<String, String> = AREAS
        .iter()
        .map(|area| (format!("{}.md", area.name), reference_markdown(area)))
        .collect();
    pages.insert("README.md".into(), reference_index());
    if std::env::var_os("AQ_WRITE_DOCS").is_some() {
        fs::create_dir_all(&directory).expect("docs/commands");
        for (name, text) in &pages {
            fs::write(directory.join(name), text).expect("a writable page");
        }
    }
    for (name, text) in &pages {
        let found = fs::read_to_string(directory.join(name)).unwrap_or_default();
        assert!(
            found == *text,
            "docs/commands/{name} is out of date: run this test with AQ_WRITE_DOCS=1"
        );
    }
    for entry in fs::read_dir(&directory).expect("docs/commands") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            pages.contains_key(&name),
            "docs/commands/{name} belongs to no area"
        );
    }
}
