//! Everything that is decided before a command's transaction begins: which command, are the arguments right, may they.

use aq_auth::{Access, Decision, PolicyRequest};
use aq_catalogue::{Command, Transport, Values};
use uuid::Uuid;

use super::context::Caller;
use crate::app::App;
use crate::error::{CommandError, Result};
use crate::format::Format;

/// A request whose command and transport are known; the arguments are still raw.
pub struct Found {
    /// The command.
    pub command: &'static Command,
    /// Which of its transports.
    pub transport: &'static Transport,
    /// Option name and text, path variables included.
    pub pairs: Vec<(String, String)>,
    /// The format that the caller wants.
    pub format: Format,
    /// The client's id of the request, or one of our own.
    pub request_id: Uuid,
    /// Show what would change and change nothing.
    pub preview: bool,
    /// The client wants debug output.
    pub debug: bool,
}

/// Finds the command of a path and takes the options out that belong to the protocol rather than to the command.
pub fn find(method: &str, path: &str, mut pairs: Vec<(String, String)>) -> Result<Found> {
    let route = aq_catalogue::route(method, path).ok_or_else(|| {
        CommandError::no_such_path(format!("No command answers {method} {path}."))
            .hint("The paths are listed at /openapi.json; `aq --help` lists the commands.")
    })?;
    let format = Format::parse(route.format)?;

    let mut request_id = None;
    let mut preview = false;
    let mut debug = false;
    let own = route.command.name != "show_request";
    let mut problem = None;
    pairs.retain(|(name, value)| match name.as_str() {
        "requestid" if own => {
            request_id = Uuid::parse_str(value).ok();
            if request_id.is_none() {
                problem = Some(CommandError::argument(format!("Expected a UUID for --requestid, not {value}.")));
            }
            false
        }
        "preview" if route.command.is_write() => {
            preview = aq_catalogue::parse_bool(value).unwrap_or(true);
            false
        }
        "debug" => {
            debug = aq_catalogue::parse_bool(value).unwrap_or(true);
            false
        }
        _ => true,
    });
    if let Some(error) = problem {
        return Err(error);
    }
    for (name, value) in route.variables {
        // The reference's client repeats path options in the body; the same value twice is no contradiction.
        if !pairs.iter().any(|(n, v)| *n == name && *v == value) {
            pairs.push((name, value));
        }
    }
    Ok(Found {
        command: route.command,
        transport: route.transport,
        pairs,
        format,
        request_id: request_id.unwrap_or_else(Uuid::new_v4),
        preview,
        debug,
    })
}

/// Checks the arguments against the catalogue.
pub fn check(found: &Found) -> Result<Values> {
    aq_catalogue::check(found.command, found.pairs.clone()).map_err(|e| CommandError::argument(e.to_string()))
}

/// Asks the policy.
pub fn authorise(app: &App, found: &Found, path: &str, caller: &Caller) -> Result<()> {
    let request = PolicyRequest {
        principal: caller.principal.as_ref(),
        role: &caller.role,
        command: found.command.name,
        trigger: found.transport.trigger,
        access: if found.command.is_write() { Access::Write } else { Access::Read },
        path,
    };
    match app.policy.decide(&request) {
        Decision::Allow => Ok(()),
        Decision::Deny(reason) if caller.principal.is_none() => Err(CommandError::unauthenticated(reason)),
        Decision::Deny(reason) => Err(CommandError::forbidden(reason)),
    }
}
