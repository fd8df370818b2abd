//! Finds the command files: every `src/commands/<area>/<command>.rs` becomes a module and an entry of the dispatch
//! table, so that adding a command touches no list. A file whose command is not in the catalogue, or in another area
//! than its folder says, stops the build, and so does a catalogue command without a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let folder = Path::new(&root).join("src/commands");
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut areas: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for area in fs::read_dir(&folder)? {
        let area = area?;
        if !area.file_type()?.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", area.path().display());
        let mut names: Vec<String> = fs::read_dir(area.path())?
            .filter_map(|f| {
                f.ok()?
                    .file_name()
                    .to_str()?
                    .strip_suffix(".rs")
                    .map(str::to_owned)
            })
            .collect();
        names.sort();
        areas.insert(area.file_name().to_string_lossy().into_owned(), names);
    }

    let mut found = BTreeMap::new();
    let mut modules = String::new();
    for (area, names) in &areas {
        writeln!(modules, "/// Commands of the area `{area}`.\npub mod {area} {{")?;
        for name in names {
            let path = folder.join(area).join(format!("{name}.rs"));
            writeln!(
                modules,
                "    #[path = {:?}]\n    pub mod {name};",
                path.display().to_string()
            )?;
            // Files whose name starts with an underscore are shared by the commands of their area.
            if !name.starts_with('_') {
                found.insert(name.clone(), area.clone());
            }
        }
        modules.push_str("}\n");
    }

    modules.push_str(
        "/// Every command with its function, sorted by name.\npub static ENTRIES: &[Entry] = &[\n",
    );
    for (name, area) in &found {
        match aq_catalogue::command(name) {
            None => {
                return Err(format!("commands/{area}/{name}.rs: no such command in the catalogue").into());
            }
            Some(c) if c.area != area => {
                return Err(format!(
                    "commands/{area}/{name}.rs: the catalogue has it in area {}",
                    c.area
                )
                .into());
            }
            Some(_) => writeln!(
                modules,
                "    Entry {{ name: {name:?}, run: |cx, values| Box::pin(async move {{ {area}::{name}::run(cx, args(values)?).await }}) }},"
            )?,
        }
    }
    modules.push_str("];\n");
    let missing: Vec<&str> = aq_catalogue::COMMANDS
        .iter()
        .map(|c| c.name)
        .filter(|n| !found.contains_key(*n))
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "commands of the catalogue without a file in src/commands: {}",
            missing.join(", ")
        )
        .into());
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("commands.rs"), modules)?;
    Ok(())
}
