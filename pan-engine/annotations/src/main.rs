//! Writes the annotations of Pan templates as XML: options, files and exit statuses of the reference around the parser.

mod document;
mod options;
mod run;
mod xml;

use std::io::Write as _;
use std::process::ExitCode;

use options::Request;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let help = || pan_options::help(&options::PROGRAM);
    let (text, status) = match options::parse(&arguments) {
        Err(message) => (
            format!("OPTIONS ERROR: {message}\n\n{}", help()),
            ExitCode::FAILURE,
        ),
        Ok(Request::Help(true)) => (help(), ExitCode::SUCCESS),
        Ok(Request::Help(false)) => (help(), ExitCode::FAILURE),
        Ok(Request::Version) => (
            concat!("pan compiler version: ", env!("CARGO_PKG_VERSION"), "\n").to_owned(),
            ExitCode::SUCCESS,
        ),
        Ok(Request::Annotate(settings)) => (run::run(&settings), ExitCode::SUCCESS),
    };
    // Whoever closed the stream does not want it.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    status
}
