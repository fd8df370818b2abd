//! The Pan compiler's command line: options, files and exit statuses of the reference compiler around the engine.

mod asked_for;
mod bytes;
mod check;
mod compile;
mod dependencies;
mod explain;
mod files;
mod given;
mod manual;
mod options;
mod progress;
mod report;
mod setup;
mod statistics;
mod timings;
mod uptodate;
mod values;
mod world;
mod writer;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use options::Request;

/// The exit status after an interrupt, as shells have it.
const INTERRUPTED: i32 = 130;

/// Objects are made and thrown away by the thousand.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // All of it on one thread: what the allocator got back on another one would not be used again.
    pan_eval::with_large_stack(run).unwrap_or_else(|message| refuse(&message))
}

fn run() -> ExitCode {
    // There may be thousands of them.
    let arguments = std::env::args_os().skip(1).map(|argument| {
        let lossy = |argument: OsString| argument.to_string_lossy().into_owned();
        argument.into_string().unwrap_or_else(lossy)
    });
    let request = match options::parse(arguments) {
        Ok(request) => request,
        Err(message) => return refuse(&message),
    };
    let (settings, files) = match request {
        Request::Help => {
            say(&pan_options::help(&options::PROGRAM));
            return ExitCode::SUCCESS;
        }
        Request::Version => {
            say(concat!("pan compiler version: ", env!("CARGO_PKG_VERSION"), "\n"));
            return ExitCode::SUCCESS;
        }
        Request::Explain(code) => match explain::text(&code) {
            Ok(text) => {
                say(&text);
                return ExitCode::SUCCESS;
            }
            Err(message) => return refuse(&message),
        },
        Request::Manual => {
            say(&pan_options::manual(&options::PROGRAM, env!("CARGO_PKG_VERSION")));
            return ExitCode::SUCCESS;
        }
        Request::Completion(shell) => {
            say(&pan_options::completion::script(&options::PROGRAM, &shell).unwrap_or_default());
            return ExitCode::SUCCESS;
        }
        Request::Compile(settings, files) => (settings, files),
    };
    // Without a handler the process ends at once, which may leave a file with a temporary name behind.
    let _ = ctrlc::set_handler(|| files::end(INTERRUPTED));
    match compile::run(&settings, files) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => refuse(&message),
    }
}

/// Prints a text. Whoever closed the stream does not want it.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// What is wrong with the command line goes to the standard output, as everything that scripts look for does.
fn refuse(message: &str) -> ExitCode {
    say(&format!("OPTIONS ERROR: {message}\n"));
    ExitCode::FAILURE
}
