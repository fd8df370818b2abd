//! From a command line to an exit status.

use std::ffi::OsString;

use clap::ArgMatches;
use uuid::Uuid;

use aq_catalogue::{Access, CloneUse, Command, Custom, Method, Transport, Values, check};
use aq_client::{Client, ClientError, Request as HttpRequest, Response};

use crate::failure::Failure;
use crate::git::clone::{self, Clone};
use crate::git::{bundle, work};
use crate::globals::Globals;
use crate::progress::Progress;
use crate::words::{Request, split};
use crate::{arguments, expectation, output, overview, parser, settings, transport};

/// The command whose answer is a stream of messages.
const FOLLOW: &str = "show_request";

/// Does what a command line (without the program's name) asks for.
pub fn run(line: Vec<OsString>) -> Result<u8, Failure> {
    let line = line
        .into_iter()
        .map(|argument| {
            argument.into_string().map_err(|bad| {
                Failure::here(format!("The argument '{}' is not UTF-8.", bad.to_string_lossy()))
            })
        })
        .collect::<Result<Vec<String>, Failure>>()?;
    match split(line)? {
        Request::Overview => output::print_bytes(overview::text().as_bytes()).map(|()| 0),
        Request::Version => {
            output::print_bytes(concat!("aq ", env!("CARGO_PKG_VERSION"), "\n").as_bytes()).map(|()| 0)
        }
        Request::Tool(tool, arguments) => (tool.run)(arguments),
        Request::Command(command, options) => run_command(command, options),
    }
}

fn run_command(command: &'static Command, options: Vec<String>) -> Result<u8, Failure> {
    let matches = match parser::of(command).try_get_matches_from(options) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => return Err(parser::refusal(command, &error)),
        Err(help) => return output::print_bytes(help.render().to_string().as_bytes()).map(|()| 0),
    };
    let globals = Globals::from_matches(&matches);
    let clone = clone::of(command)?;
    let mut values = checked(command, &matches, clone.as_ref())?;
    if !globals.quiet {
        for warning in arguments::deprecations(command, &matches) {
            output::complain(&format!("Warning: {warning}"));
        }
    }
    let transport = values.command().transport(&values).ok_or_else(|| {
        Failure::here(format!(
            "These options of {} do not belong together.",
            command.name
        ))
    })?;
    let config = settings::resolve(&globals, command.access == Access::Read)?;
    if let Some((clone, uses)) = &clone
        && uses.work
        && (transport.method != Method::Get || uses.option.is_some_and(|option| values.is_given(option)))
    {
        send_work(clone, uses)?;
    }
    if transport.custom == Some(Custom::CreateBundle) {
        let Some(more) = bundled(command, &matches, &values, clone.as_ref())? else {
            return Ok(0);
        };
        values = more;
    }
    let client = Client::new(config);
    runtime()?.block_on(exchange(&client, &values, transport, &globals))
}

/// Hosts of the sandbox are compiled with the files as they are here. A command that may concern others goes on without.
fn send_work(clone: &Clone, uses: &CloneUse) -> Result<(), Failure> {
    match work::send(clone) {
        Err(failure) if uses.option.is_none() => {
            output::complain(&format!("Warning: {}", failure.message));
            Ok(())
        }
        other => other,
    }
}

/// The arguments with the commits of the clone; nothing when there are none to publish.
fn bundled(
    command: &'static Command,
    matches: &ArgMatches,
    values: &Values,
    clone: Option<&(Clone, &'static CloneUse)>,
) -> Result<Option<Values>, Failure> {
    let Some((place, _)) = clone else {
        return Err(Failure::here(format!(
            "{} works inside a clone of the sandbox: `aq get` makes one.",
            command.name
        )));
    };
    let named = values.text("sandbox").or_else(|| values.text("branch"));
    let branch = named.map_or(place.sandbox.as_str(), |name| {
        name.rsplit('/').next().unwrap_or(name)
    });
    let Some(bundle) = bundle::create(&place.top, branch, values.flag("rebase"))? else {
        return Ok(None);
    };
    let mut raw = arguments::raw(command, matches)?;
    if let Some((place, uses)) = clone {
        place.complete(uses, &mut raw);
    }
    raw.push(("bundle".to_owned(), bundle));
    accept(command, raw).map(Some)
}

fn checked(
    command: &'static Command,
    matches: &ArgMatches,
    clone: Option<&(Clone, &'static CloneUse)>,
) -> Result<Values, Failure> {
    let mut raw = arguments::raw(command, matches)?;
    if let Some((clone, uses)) = clone {
        clone.complete(uses, &mut raw);
    }
    accept(command, raw)
}

fn accept(command: &'static Command, raw: Vec<(String, String)>) -> Result<Values, Failure> {
    check(command, raw).map_err(|error| {
        Failure::here(format!(
            "{}: {}\n\"aq help {0}\" explains the command.",
            command.name,
            error.full()
        ))
    })
}

/// One thread does: there are at most two connections.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::here(format!("Cannot start: {error}.")))
}

/// Sends the command, shows its progress, prints the answer.
async fn exchange(
    client: &Client,
    values: &Values,
    transport: &'static Transport,
    globals: &Globals,
) -> Result<u8, Failure> {
    let follows = values.command().name == FOLLOW;
    let id = (!follows && !globals.quiet).then(Uuid::new_v4);
    let request = transport::request(values, transport, globals, id)?;
    if globals.http_info {
        output::complain(&transport::describe(client, &request));
    }
    if follows {
        return follow(client, values).await;
    }
    let progress = match id {
        Some(id) if transport.method != Method::Get => Some(Progress::watch(client, id, globals.debug)),
        _ => None,
    };
    let response = match send(client, request, progress.as_ref().is_some()).await {
        Ok(response) => response,
        Err(error) => {
            if let Some(progress) = progress {
                progress.abandon();
            }
            return Err(Failure {
                status: error.exit_status(),
                message: error.to_string(),
            });
        }
    };
    if let Some(progress) = progress {
        progress.finish().await;
    }
    if globals.http_info {
        output::complain(&format!("{} {}", response.status, response.reason));
    }
    conclude(&response, transport, globals)
}

async fn send(client: &Client, request: HttpRequest, watched: bool) -> Result<Response, ClientError> {
    if watched {
        // Lets the second connection start first.
        tokio::task::yield_now().await;
    }
    client.send(request).await
}

/// Prints the messages of a request as they come.
async fn follow(client: &Client, values: &Values) -> Result<u8, Failure> {
    let mut broken = None;
    let print = |line: &str| {
        if broken.is_none() {
            broken = output::print_bytes(format!("{line}\n").as_bytes()).err();
        }
    };
    let result = match (values.text("requestid"), values.text("auditid")) {
        (Some(id), _) => client.watch(id, print).await,
        (None, number) => client.watch_audit(number.unwrap_or_default(), print).await,
    };
    match (result, broken) {
        (Ok(()), None) => Ok(0),
        (Ok(()), Some(failure)) => Err(failure),
        (Err(ClientError::NotWatchable { status, reason, text }), _) => Err(Failure {
            status: exit_status(status),
            message: format!("{reason}: {}", text.trim_end()),
        }),
        (Err(error), _) => Err(Failure {
            status: error.exit_status(),
            message: error.to_string(),
        }),
    }
}

fn conclude(response: &Response, transport: &Transport, globals: &Globals) -> Result<u8, Failure> {
    match response.status {
        200 => expectation::fulfil(transport, response, globals.no_exec),
        207 if globals.partial_ok => {
            output::complain(&response.failure());
            Ok(0)
        }
        status => Err(Failure {
            status: exit_status(status),
            message: response.failure(),
        }),
    }
}

/// Aquilon's rule: the class of the HTTP status.
fn exit_status(status: u16) -> u8 {
    u8::try_from(status / 100).unwrap_or(1)
}
