//! Turns `commands/*.toml` into the static tables of the crate, so that nothing is parsed when a program starts.

mod emit;
mod error;
mod expand;
mod load;
mod model;
mod source;
mod verify;

use std::path::Path;
use std::process::ExitCode;

/// The second directory is a catalogue of odd shapes that only the unit tests of this crate see.
const SETS: [(&str, &str); 2] = [("commands", "tables.rs"), ("tests/shapes", "shapes.rs")];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line per mistake: cargo shows the standard error output of a failed build script.
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), error::FormatError> {
    println!("cargo::rerun-if-changed=build");
    let out = std::env::var("OUT_DIR").map_err(|e| error::FormatError::new("OUT_DIR", "", e))?;
    for (directory, file) in SETS {
        println!("cargo::rerun-if-changed={directory}");
        let catalogue = load::directory(Path::new(directory))?;
        let path = Path::new(&out).join(file);
        std::fs::write(&path, emit::tables(&catalogue))
            .map_err(|e| error::FormatError::new(&path.display().to_string(), "", e))?;
    }
    Ok(())
}
