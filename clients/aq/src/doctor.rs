//! `aq doctor`: what is wrong between this user and the broker.

use aq_client::doctor::examine;

use crate::failure::Failure;
use crate::globals::{self, Globals};
use crate::run::runtime;
use crate::{output, settings, tools};

/// The parser: the options that say where the broker is.
pub fn parser() -> clap::Command {
    let parser = clap::Command::new("doctor")
        .bin_name("aq doctor")
        .display_name("aq_doctor")
        .about("Find out why the broker does not answer or know you")
        .long_about(
            "Checks names, network, clock, Kerberos and the broker itself, and prints one line for each: ok, warn or \
             FAIL, what was found, and what to do. Exit status 1 when a check failed.",
        )
        .no_binary_name(true)
        .disable_version_flag(true);
    globals::add(parser, None)
}

/// Examines and reports.
pub fn run(arguments: Vec<String>) -> Result<u8, Failure> {
    let matches = match tools::parse(parser(), arguments)? {
        Ok(matches) => matches,
        Err(status) => return Ok(status),
    };
    let config = settings::resolve(&Globals::from_matches(&matches), false)?;
    let report = runtime()?.block_on(examine(&config));
    output::print_bytes(format!("{}\n", report.to_string().trim_end()).as_bytes())?;
    Ok(report.exit_status())
}
