//! Embeds every template of `plenary-templates/` under its file stem.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let variable = |name| env::var(name).map_err(io::Error::other);
    let folder = Path::new(&variable("CARGO_MANIFEST_DIR")?)
        .join("../../plenary-templates")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut stems = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "tera")
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            println!("cargo::rerun-if-changed={}", path.display());
            stems.push((stem.to_owned(), path));
        }
    }
    stems.sort();

    let mut code = String::from("&[\n");
    for (stem, path) in &stems {
        let path = path
            .to_str()
            .ok_or_else(|| io::Error::other("the source path is not UTF-8"))?;
        writeln!(code, "    ({stem:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&variable("OUT_DIR")?).join("templates.rs"), code)
}
