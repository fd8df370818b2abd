//! What the answers of some commands are for.

use std::process::Command;

use aq_catalogue::{Expect, Transport};
use aq_client::Response;

use crate::failure::Failure;
use crate::git::sandbox;
use crate::output;

/// Does with a good answer what the command is for: prints it, runs it as a command line, or clones what it names.
pub fn fulfil(transport: &Transport, response: &Response, no_exec: bool) -> Result<u8, Failure> {
    if transport.expect == Some(Expect::Sandbox) {
        return sandbox::clone(&response.text(), no_exec);
    }
    if transport.expect != Some(Expect::Command) || no_exec {
        return output::print(response).map(|()| 0);
    }
    let status = Command::new("sh")
        .arg("-c")
        .arg(response.text())
        .status()
        .map_err(|error| {
            Failure::here(format!(
                "Cannot run the command line that the broker sent: {error}."
            ))
        })?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1))
}
