//! The aq command line: the catalogue's commands as programs are called, sent to the broker.
//!
//! Words up to the first option name the command (`aq add host`, `aq add_host`); only that command's parser is built.
//! Exit status: 0 done; 1 a mistake on this side; 2 an unknown command, or partly done; 4 and 5 the broker's refusals.

mod arguments;
mod candidates;
mod completion;
mod doctor;
mod expectation;
mod failure;
mod git;
mod globals;
mod ini;
mod manual;
mod output;
mod overview;
mod parser;
mod progress;
mod run;
mod settings;
mod tools;
mod transport;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os();
    if completion::answer(&arguments.by_ref().collect::<Vec<_>>()) {
        return ExitCode::SUCCESS;
    }
    match run::run(std::env::args_os().skip(1).collect()) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            output::complain(&failure.message);
            ExitCode::from(failure.status)
        }
    }
}
