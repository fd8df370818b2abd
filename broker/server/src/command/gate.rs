//! Everything that is decided before a command's transaction begins: which command, are the arguments right, may they.

use aq_auth::policy::{Access, Decision, Request};
use aq_catalogue::{Command, Transport, Values};
use uuid::Uuid;

use super::context::Caller;
use crate::app::App;
use crate::commands::{self, Entry};
use crate::error::{CommandError, Result};
use crate::format::Format;

/// A request whose command and transport are known; the arguments are still text.
pub struct Found {
    /// The command.
    pub command: &'static Command,
    /// What does it.
    pub entry: &'static Entry,
    /// Which of its transports.
    pub transport: &'static Transport,
    /// Option name and text, path variables included.
    pub pairs: Vec<(String, String)>,
    /// The format that the caller wants.
    pub format: Format,
    /// The client's id of the request, or one of our own.
    pub request_id: Uuid,
}

impl Found {
    /// The arguments for the audit: without what belongs to the protocol rather than to the command.
    pub fn arguments(&self) -> Vec<(String, String)> {
        let own = |name: &str| name != "requestid" && name != "debug" || self.command.option(name).is_some();
        let pairs = self.pairs.iter().filter(|(name, _)| own(name));
        pairs
            .map(|(name, value)| match name.as_str() {
                // Commits are kept in the repository, not in the record.
                "bundle" => (name.clone(), format!("{} bytes", value.len())),
                _ => (name.clone(), value.clone()),
            })
            .collect()
    }

    /// The run will be in the audit: it changes something, and not only for show.
    pub fn leaves_a_record(&self) -> bool {
        self.is_write() && !self.pairs.iter().any(|(name, _)| name == "preview")
    }

    /// The command changes something.
    pub fn is_write(&self) -> bool {
        self.command.access == aq_catalogue::Access::Write
    }
}

/// Finds the command of a method and path and brings path variables, query and form together.
pub fn find(method: &str, path: &str, pairs: Vec<(String, String)>) -> Result<Found> {
    let (route, entry) = aq_catalogue::route(method, path)
        .and_then(|route| commands::find(route.command.name).map(|entry| (route, entry)))
        .ok_or_else(|| {
            CommandError::no_such_path(format!("No command answers {method} {path}."))
                .hint("The paths are listed at /openapi.json; `aq --help` lists the commands.")
        })?;
    let format = Format::of(route.format.unwrap_or(route.command.default_format))?;
    let (command, transport) = (route.command, route.transport);
    let pairs = route
        .arguments(pairs)
        .map_err(|e| CommandError::argument(e.to_string()))?;
    // Needed before the arguments are checked, so that watchers see what is wrong with them. For show_request it is
    // an option: the request that is watched.
    let request_id = pairs
        .iter()
        .find(|(name, _)| name == "requestid" && command.option("requestid").is_none())
        .and_then(|(_, value)| Uuid::parse_str(value).ok())
        .unwrap_or_else(Uuid::new_v4);
    Ok(Found {
        command,
        entry,
        transport,
        pairs,
        format,
        request_id,
    })
}

/// Checks the arguments against the catalogue.
pub fn check(found: &Found) -> Result<Values> {
    let values = aq_catalogue::check(found.command, found.pairs.clone())
        .map_err(|e| CommandError::argument(e.to_string()))?;
    // Objects of a kind that no command makes do not exist, whatever they are called.
    match values.absent_object() {
        Some((kind, name)) if !name.is_empty() => Err(CommandError::not_found(kind.title, name)),
        _ => Ok(values),
    }
}

/// Asks the policy.
pub fn authorise(app: &App, found: &Found, path: &str, caller: &Caller) -> Result<()> {
    let hosts: Vec<&str> = found
        .pairs
        .iter()
        .filter(|(name, _)| name == "hostname")
        .map(|(_, value)| value.as_str())
        .collect();
    let request = Request {
        hosts: &hosts,
        principal: caller.principal.as_ref(),
        role: Some(&caller.role),
        command: found.command.name,
        trigger: found.transport.trigger,
        access: if found.is_write() {
            Access::Write
        } else {
            Access::Read
        },
        path,
    };
    match app.policy.decide(&request) {
        Decision::Allow => Ok(()),
        Decision::Deny(denial) if caller.principal.is_none() => {
            Err(CommandError::unauthenticated(denial.to_string()))
        }
        Decision::Deny(denial) => Err(CommandError::forbidden(denial.to_string())),
    }
}
