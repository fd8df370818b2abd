//! From method and path of a request to the command.

use percent_encoding::percent_decode_str;

use crate::command::{Command, Format};
use crate::error::{ArgumentError, ErrorKind};
use crate::option::OptType;
use crate::tables::{COMMANDS, ROUTES};
use crate::transport::{Method, Segment, Transport};

/// A row of the routing table: where command and transport stand.
#[derive(Debug)]
pub struct RouteEntry {
    pub(crate) command: usize,
    pub(crate) transport: usize,
}

/// The command and transport that a URL means.
#[derive(Debug, Clone)]
pub struct Match {
    /// The command.
    pub command: &'static Command,
    /// The one of its transports.
    pub transport: &'static Transport,
    /// The options in the path with their values, percent-decoded.
    pub variables: Vec<(&'static str, String)>,
    /// The suffix of the last component, when it names a format.
    pub format: Option<Format>,
}

/// Finds the command for a method and a path (without the query).
///
/// The last component may end in `.` and the name of a format. Host names have dots too: only known formats count.
pub fn route(method: &str, path: &str) -> Option<Match> {
    find(ROUTES, COMMANDS, Some(Method::from_name(method)?), path)
}

/// The methods that mean something on a path, for the `Allow` header of a 405.
pub fn methods(path: &str) -> Vec<Method> {
    [Method::Get, Method::Put, Method::Post, Method::Delete]
        .into_iter()
        .filter(|method| find(ROUTES, COMMANDS, Some(*method), path).is_some())
        .collect()
}

pub(crate) fn find(
    routes: &'static [RouteEntry],
    commands: &'static [Command],
    method: Option<Method>,
    path: &str,
) -> Option<Match> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (bare, format) = split_format(path);
    let components: Vec<&str> = bare.split('/').collect();
    for entry in routes {
        let Some(command) = commands.get(entry.command) else {
            continue;
        };
        let Some(transport) = command.transports.get(entry.transport) else {
            continue;
        };
        if Some(transport.method) != method || transport.segments.len() != components.len() {
            continue;
        }
        if let Some(variables) = match_segments(transport.segments, &components) {
            return Some(Match {
                command,
                transport,
                variables,
                format,
            });
        }
    }
    None
}

/// Cuts a known format off the end of the path.
fn split_format(path: &str) -> (&str, Option<Format>) {
    match path.rsplit_once('.') {
        Some((bare, suffix)) => match Format::from_name(suffix) {
            Some(format) => (bare, Some(format)),
            None => (path, None),
        },
        None => (path, None),
    }
}

fn match_segments(segments: &'static [Segment], components: &[&str]) -> Option<Vec<(&'static str, String)>> {
    let mut variables = Vec::new();
    for (segment, component) in segments.iter().zip(components) {
        match segment {
            Segment::Word(word) if word == component => {}
            Segment::Word(_) => return None,
            Segment::Variable(_) if component.is_empty() => return None,
            Segment::Variable(name) => {
                variables.push((
                    *name,
                    percent_decode_str(component).decode_utf8().ok()?.into_owned(),
                ));
            }
        }
    }
    Some(variables)
}

impl Match {
    /// Brings the arguments of path, query and form together for [`crate::check`].
    ///
    /// Clients send the options of the path once more in a form: that is one value when both are the same. A path that
    /// means a flag (`GET /location/hub` means `--all`) sets the flag.
    ///
    /// # Errors
    /// When path and form disagree.
    pub fn arguments(
        &self,
        others: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Vec<(String, String)>, ArgumentError> {
        let mut arguments: Vec<(String, String)> = self
            .variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        for (name, value) in others {
            match self.variables.iter().find(|(variable, _)| *variable == name) {
                Some((_, same)) if *same == value => {}
                Some((_, other)) => {
                    let message = format!(
                        "Too many values for --{name}: '{other}' in the path and '{value}' beside it."
                    );
                    return Err(ArgumentError::new(ErrorKind::TooManyValues, message));
                }
                None => arguments.push((name, value)),
            }
        }
        if let Some(trigger) = self.transport.trigger
            && let Some((option, _)) = self.command.option(trigger)
            && option.kind == OptType::Flag
            && !arguments.iter().any(|(name, _)| name == trigger)
        {
            arguments.push((trigger.to_owned(), "True".to_owned()));
        }
        Ok(arguments)
    }
}
