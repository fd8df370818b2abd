//! What reaches the terminal.

use std::io::{ErrorKind, Write};

use aq_client::Response;

use crate::failure::Failure;

/// Prints the body of a good answer as it came; a text gets a final newline if it lacks one.
pub fn print(response: &Response) -> Result<(), Failure> {
    let is_text = response
        .content_type
        .as_deref()
        .is_none_or(|kind| kind.starts_with("text/") || kind.starts_with("application/json"));
    let mut body = response.body.to_vec();
    if is_text && !body.is_empty() && !body.ends_with(b"\n") {
        body.push(b'\n');
    }
    print_bytes(&body)
}

/// Prints bytes. A reader that has seen enough (`aq ... | head`) is no mistake.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::here(format!("Cannot write the answer: {error}.")))
        }
        _ => Ok(()),
    }
}

/// Prints a line on standard error; there is nobody to tell when that fails.
pub fn complain(line: &str) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{line}");
}
