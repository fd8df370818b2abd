//! What the answers of some commands are for.

use std::process::Command;

use aq_catalogue::{Expect, Transport};
use aq_client::Response;

use crate::failure::Failure;
use crate::output;

/// Refuses what this program cannot do, before anything is sent.
pub fn supported(command: &str, transport: &Transport) -> Result<(), Failure> {
    let needs = match (transport.custom, transport.expect) {
        (Some(_), _) => "bundle commits",
        (None, Some(Expect::Sandbox)) => "clone a sandbox",
        (None, Some(Expect::Command) | None) => return Ok(()),
    };
    Err(Failure::here(format!(
        "{command} has to {needs} on this side, which this version of aq does not do."
    )))
}

/// Does with a good answer what the command is for: prints it, or runs it as a command line.
pub fn fulfil(transport: &Transport, response: &Response, no_exec: bool) -> Result<u8, Failure> {
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
