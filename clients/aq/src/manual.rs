//! Manual pages: one for the program, one for each command.

use std::fs;
use std::path::Path;

use clap_mangen::Man;

use aq_catalogue::COMMANDS;

use crate::failure::Failure;
use crate::tools::TOOLS;
use crate::{globals, overview, parser};

/// Writes `aq.1` and `aq_COMMAND.1` into a directory, which is made when missing.
pub fn write(directory: &Path) -> Result<(), Failure> {
    let failed = |path: &Path, error: std::io::Error| {
        Failure::here(format!("Cannot write {}: {error}.", path.display()))
    };
    fs::create_dir_all(directory).map_err(|error| failed(directory, error))?;
    let commands = COMMANDS.iter().map(|command| (parser::of(command), "EXAMPLES"));
    let tools = TOOLS.iter().map(|tool| ((tool.parser)(), "EXAMPLES"));
    for (page, last_heading) in std::iter::once((program(), "COMMANDS"))
        .chain(commands)
        .chain(tools)
    {
        let name = page.get_display_name().unwrap_or(page.get_name()).to_owned();
        let path = directory.join(format!("{name}.1"));
        let mut text = Vec::new();
        Man::new(page)
            .title(name.to_uppercase())
            .source(concat!("aq ", env!("CARGO_PKG_VERSION")))
            .render(&mut text)
            .and_then(|()| fs::write(&path, retitle(text, last_heading)))
            .map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// What follows the options has the heading EXTRA, which tells a reader nothing.
fn retitle(page: Vec<u8>, heading: &str) -> String {
    String::from_utf8_lossy(&page).replace("\n.SH EXTRA\n", &format!("\n.SH {heading}\n"))
}

/// The page of the program itself: the list of commands and the options of all.
fn program() -> clap::Command {
    let parser = clap::Command::new("aq")
        .display_name("aq")
        .about("Command line of the configuration broker")
        .override_usage("aq COMMAND [OPTIONS]")
        .after_help(overview::text())
        .disable_version_flag(true);
    globals::add(parser, None)
}
