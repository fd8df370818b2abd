//! Finds the test files: `tests/<area>/<command>.rs` become modules, so that a new one is registered nowhere.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("tests");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut modules = String::new();
    let mut names = Vec::new();
    let mut areas: Vec<_> = fs::read_dir(&folder)?
        .filter_map(Result::ok)
        .filter(|e| e.path().is_dir())
        .collect();
    areas.sort_by_key(fs::DirEntry::file_name);
    for area in areas.iter().filter(|a| a.file_name() != "snapshots") {
        println!("cargo::rerun-if-changed={}", area.path().display());
        writeln!(modules, "mod {} {{", area.file_name().to_string_lossy())?;
        let mut files: Vec<_> = fs::read_dir(area.path())?
            .filter_map(Result::ok)
            .map(|e| e.path())
            .collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "rs")) {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            names.push(name.to_string());
            writeln!(
                modules,
                "    #[path = {:?}]\n    mod {name};",
                file.display().to_string()
            )?;
        }
        modules.push_str("}\n");
    }
    writeln!(
        modules,
        "/// Names of the files, without those that several share.\nconst FILES: &[&str] = &{:?};",
        names
            .iter()
            .filter(|name| !name.starts_with('_'))
            .collect::<Vec<_>>()
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("tests.rs"), modules)?;
    Ok(())
}
