//! The site's change policy: a program or a service that is asked before a change, told what the change concerns, and says
//! whether it may happen.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::time::Duration;

use aq_db::domain::Domain;
use aq_db::host::{self, Impact};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;

use crate::command::Cx;
use crate::config::ChangeManagement;
use crate::error::{CommandError, Result};

/// Longest answer that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// What the user says about the change.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// Ticket.
    pub justification: Option<&'a str>,
    /// Reason.
    pub reason: Option<&'a str>,
    /// Stop here and name what the change concerns (`--cm_check`).
    pub check_only: bool,
}

/// What the change concerns.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// It is under change management whatever the objects are.
    pub enforce: bool,
    /// Hardware ids of the hosts.
    pub hosts: Vec<i64>,
}

impl Scope {
    /// Some hosts.
    pub fn hosts(hosts: Vec<i64>) -> Scope {
        Scope {
            enforce: false,
            hosts,
        }
    }

    /// A domain as such.
    pub fn domain(domain: &Domain) -> Scope {
        Scope {
            enforce: domain.requires_change_manager,
            hosts: Vec::new(),
        }
    }
}

/// What came of it, when the change may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody was asked: there is no policy.
    NotAsked,
    /// The policy lets it pass with a warning.
    Permitted,
    /// The policy approves.
    Approved,
}

/// What the policy is told. The names are those that the reference's policies know; `impacted_objects` is new.
#[derive(Debug, Serialize)]
struct Question<'a> {
    ticket: Option<&'a str>,
    reason: Option<&'a str>,
    requestor: String,
    requestor_role: &'a str,
    command: &'a str,
    request_id: String,
    /// Statuses of the objects by environment.
    impacted_envs: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Objects by environment and status.
    impacted_objects: BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a str>>>,
    impacted_eonids: BTreeSet<i64>,
    enforce_validation: bool,
}

/// What the policy answers.
#[derive(Debug, Deserialize)]
struct Reply {
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "Reason", default)]
    reason: Option<String>,
}

/// Whether anybody wants to know what the change concerns: there is a policy, or the user asks.
pub fn is_asked(cx: &Cx, check_only: bool) -> bool {
    let settings = &cx.app.config.change_management;
    check_only || settings.url.is_some() || !settings.program.is_empty()
}

/// Asks the policy, if there is one. An error when it refuses, when it does not answer, and with `--cm_check`.
pub async fn ask(cx: &mut Cx, request: &Request<'_>, scope: &Scope) -> Result<Verdict> {
    if !is_asked(cx, request.check_only) {
        return Ok(Verdict::NotAsked);
    }
    let settings = cx.app.config.change_management.clone();
    let hosts = host::impact(cx.db(), &scope.hosts).await?;
    if request.check_only {
        return Err(report(&hosts));
    }
    let role = cx.caller.role.clone();
    let question = question(cx, request, scope, &hosts, &role);
    let reply = match &settings.url {
        Some(url) if settings.program.is_empty() => post(url, &settings, &question).await?,
        _ => run(&settings, &question).await?,
    };
    let reason = reply.reason.unwrap_or_default();
    tracing::info!(
        command = cx.command,
        request = %cx.request_id,
        status = reply.status,
        "change policy: {reason}"
    );
    match reply.status.as_str() {
        "Approved" => Ok(Verdict::Approved),
        "Permitted" => {
            cx.warn(format!("Approval Warning: {reason}"));
            Ok(Verdict::Permitted)
        }
        _ => Err(CommandError::forbidden(if reason.is_empty() {
            "The change policy of the site refuses the change.".to_owned()
        } else {
            reason
        })
        .hint("--justification and --reason say why the change is made; --cm_check lists what it concerns.")),
    }
}

/// What `--cm_check` says of a command that has worked on the rows: the hosts that it would write templates of or compile.
/// The caller undoes what it did.
pub async fn report_touched(cx: &mut Cx) -> Result<CommandError> {
    let touched = cx.touched_hosts();
    Ok(report(&host::impact(cx.db(), &touched).await?))
}

fn report(hosts: &[Impact]) -> CommandError {
    CommandError::argument(format!(
        "aborting upon user request (option --cm_check used).  Please find the list of in-scope objects you have requested \
         below:\n{}",
        in_scope(hosts)
    ))
}

fn question<'a>(
    cx: &Cx,
    request: &Request<'a>,
    scope: &Scope,
    hosts: &'a [Impact],
    role: &'a str,
) -> Question<'a> {
    let mut question = Question {
        ticket: request.justification,
        reason: request.reason,
        requestor: cx.caller.name(),
        requestor_role: role,
        command: cx.command,
        request_id: cx.request_id.to_string(),
        impacted_envs: BTreeMap::new(),
        impacted_objects: BTreeMap::new(),
        impacted_eonids: BTreeSet::new(),
        enforce_validation: scope.enforce,
    };
    for host in hosts {
        let environment = host.environment.as_str();
        question
            .impacted_envs
            .entry(environment)
            .or_default()
            .insert(&host.status);
        question
            .impacted_objects
            .entry(environment)
            .or_default()
            .entry(&host.status)
            .or_default()
            .push(&host.fqdn);
        question.impacted_eonids.insert(host.eon_id);
    }
    question
}

fn in_scope(hosts: &[Impact]) -> String {
    if hosts.is_empty() {
        return "\t - no affected objects in-scope for change management found -".to_owned();
    }
    let lines: Vec<String> = hosts
        .iter()
        .map(|host| format!("\t{} ({}, {})", host.fqdn, host.environment, host.status))
        .collect();
    lines.join("\n")
}

fn broken(cause: String) -> CommandError {
    CommandError::broken(
        "change_policy_failed",
        "The change policy of the site does not answer.",
        cause,
    )
    .hint("Nothing was changed. The broker's log has the details under this request id.")
}

/// Posts the question. The address may hold a password and is not repeated.
async fn post(url: &str, settings: &ChangeManagement, question: &Question<'_>) -> Result<Reply> {
    let client = crate::notify::http_client().map_err(broken)?;
    let failed = |error: reqwest::Error| broken(error.without_url().to_string());
    let response = client
        .post(url)
        .timeout(Duration::from_secs(settings.timeout_seconds))
        .header(reqwest::header::CONTENT_TYPE, "application/json")
        .body(serde_json::to_string(question).map_err(CommandError::internal)?)
        .send()
        .await
        .map_err(failed)?
        .error_for_status()
        .map_err(failed)?;
    let mut body = Vec::new();
    let mut response = response;
    while let Some(part) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&part);
        if body.len() > LONGEST {
            return Err(broken("its answer is too long".to_owned()));
        }
    }
    serde_json::from_slice(&body).map_err(|error| broken(error.to_string()))
}

/// Runs the program: the question is its standard input, and the short form of it the argument `--metadata`, as the
/// reference gives it. No shell, no environment but PATH.
async fn run(settings: &ChangeManagement, question: &Question<'_>) -> Result<Reply> {
    let Some((program, arguments)) = settings.program.split_first() else {
        return Err(broken("no program".to_owned()));
    };
    let whole = serde_json::to_value(question).map_err(CommandError::internal)?;
    let mut short = whole.clone();
    if let Some(fields) = short.as_object_mut() {
        fields.remove("impacted_objects");
    }
    let mut child = Command::new(program)
        .args(arguments)
        .args(["--metadata", &short.to_string()])
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| broken(format!("{program}: {error}")))?;
    let (Some(mut input), Some(output), Some(errors)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(broken(format!("{program}: no pipes")));
    };
    let text = whole.to_string();
    // All at once: a program may speak before it has heard everything. One that says too much is not listened to any more.
    let talk = async {
        let tell = async {
            // A program that reads the argument only closes this early.
            let _ = input.write_all(text.as_bytes()).await;
            drop(input);
        };
        let ((), said, complained) = tokio::join!(tell, hear(output), hear(errors));
        let (said, complained) = (said?, complained?);
        match said.len() > LONGEST || complained.len() > LONGEST {
            true => Err(std::io::Error::other("its answer is too long")),
            false => Ok((child.wait().await?, said, complained)),
        }
    };
    let limit = Duration::from_secs(settings.timeout_seconds);
    let (status, said, complained) = tokio::time::timeout(limit, talk)
        .await
        .map_err(|_| {
            broken(format!(
                "{program}: no answer within {} s",
                settings.timeout_seconds
            ))
        })?
        .map_err(|error| broken(format!("{program}: {error}")))?;
    if !status.success() {
        let complained = String::from_utf8_lossy(&complained).into_owned();
        return Err(broken(format!("{program}: {status}: {complained}")));
    }
    serde_json::from_slice(&said).map_err(|error| broken(format!("{program}: {error}")))
}

/// What comes, up to one byte more than is allowed.
async fn hear(stream: impl AsyncRead + Unpin) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
    stream.take(most).read_to_end(&mut bytes).await?;
    Ok(bytes)
}
