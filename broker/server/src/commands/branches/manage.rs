//! `aq manage`: hosts take their templates from another domain or sandbox.

use aq_db::branch::{self, Branch};
use aq_db::host::{self, Host};
use aq_db::{domain, sandbox, user};

use super::{_author, _heads};
use crate::change_policy::{self, Request, Scope};
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: Option<String>,
    list: Option<Vec<String>>,
    domain: Option<String>,
    sandbox: Option<String>,
    skip_auto_compile: bool,
    force: bool,
    justification: Option<String>,
    reason: Option<String>,
    cm_check: bool,
}

/// Where the hosts go.
struct Target {
    branch: Branch,
    author: Option<user::User>,
    auto_compile: bool,
}

/// Moves the hosts, all or none of them.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let target = target(cx, &args).await?;
    let ids = match (&args.hostname, &args.list) {
        (Some(name), _) => vec![host::require(cx.db(), name).await?],
        (None, list) => host::require_many(cx.db(), list.as_deref().unwrap_or_default()).await?,
    };
    let hosts = host::lock_many(cx.db(), &ids).await?;
    let Some((source, author)) = from_one_branch(cx, &hosts).await? else {
        return Ok(Answer::Nothing);
    };
    let request = Request {
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
        check_only: args.cm_check,
    };
    change_policy::ask(cx, &request, &Scope::hosts(ids)).await?;
    let from_sandbox = source.branch_type == "sandbox";
    if from_sandbox && author.is_none() && !args.force {
        return Err(CommandError::argument(
            "Unable to determine location of sandbox due to missing user record. Please manually verify there are no \
             uncommitted and unpublished changes and then re-run using --force.",
        ));
    }
    if !args.force {
        nothing_is_left_behind(cx, (&source, author), &target).await?;
    }
    let compiled = !args.skip_auto_compile && target.auto_compile && (args.domain.is_some() || from_sandbox);
    for mut host in hosts {
        if host.branch_id != target.branch.id {
            cx.say(format!(
                "Moving host {} from {} {} to {} {}",
                host.fqdn, source.branch_type, source.name, target.branch.branch_type, target.branch.name
            ));
        }
        host.branch_id = target.branch.id;
        host.sandbox_author_id = target.author.as_ref().map(|author| author.id);
        host::update(cx.db(), &host).await?;
        if compiled {
            cx.compile_host(host.hardware_entity_id);
        } else {
            cx.touch(Subject::Host(host.hardware_entity_id));
        }
    }
    Ok(Answer::Nothing)
}

async fn target(cx: &mut Cx, args: &Args) -> Result<Target> {
    if let Some(name) = &args.domain {
        let domain = domain::require(cx.db(), name).await?;
        if !domain.allow_manage {
            return Err(CommandError::argument(format!(
                "Managing objects to domain {} is not allowed.",
                domain.name
            ))
            .hint(format!(
                "aq update_domain --domain {} --allow_manage allows it.",
                domain.name
            )));
        }
        return Ok(Target {
            branch: branch::require(cx.db(), domain::KIND, &domain.name).await?,
            author: None,
            auto_compile: domain.auto_compile,
        });
    }
    let (sandbox, author) = _author::of(cx, args.sandbox.as_deref().unwrap_or_default()).await?;
    Ok(Target {
        branch: branch::require(cx.db(), sandbox::KIND, &sandbox.name).await?,
        author: Some(author),
        auto_compile: true,
    })
}

/// The branch and the author that all hosts have now.
async fn from_one_branch(cx: &mut Cx, hosts: &[Host]) -> Result<Option<(Branch, Option<i64>)>> {
    let Some(first) = hosts.first() else {
        return Ok(None);
    };
    let ids: Vec<i64> = hosts.iter().map(|host| host.branch_id).collect();
    let names = branch::names(cx.db(), &ids).await?;
    if names.len() > 1 {
        let list: Vec<String> = names
            .iter()
            .map(|(id, name)| {
                let count = hosts.iter().filter(|host| host.branch_id == *id).count();
                format!("{count} objects in {name}")
            })
            .collect();
        return Err(CommandError::argument(format!(
            "All objects must be in the same domain or sandbox:\n{}",
            list.join("\n")
        )));
    }
    if hosts
        .iter()
        .any(|host| host.sandbox_author_id != first.sandbox_author_id)
    {
        return Err(
            CommandError::argument("All objects must be managed by the same sandbox author.")
                .hint("Move the hosts of each author with a command of their own."),
        );
    }
    let name = names.first().map(|(_, name)| name.as_str()).unwrap_or_default();
    Ok(Some((
        branch::require(cx.db(), branch::KIND, name).await?,
        first.sandbox_author_id,
    )))
}

/// Refuses a move to templates that lack what the hosts have now: uncommitted files, commits that were not published or
/// not merged into the target.
async fn nothing_is_left_behind(
    cx: &mut Cx,
    (source, author): (&Branch, Option<i64>),
    target: &Target,
) -> Result<()> {
    let kind = &source.branch_type;
    let force = "--force moves the objects all the same.";
    if let Some(author) = author
        && let Some(work) = sandbox::work(cx.db(), source.id, author).await?
    {
        if work.commit_id != work.base_id {
            return Err(CommandError::argument(format!(
                "The source {kind} {} contains uncommitted files.",
                source.name
            ))
            .hint(format!(
                "Commit and publish them, or undo them and compile once more from the clone. {force}"
            )));
        }
        if Some(&work.base_id) != source.commit_id.as_ref() {
            return Err(CommandError::argument(format!(
                "The latest commit of {kind} {} has not been published to template-king yet.",
                source.name
            ))
            .hint(format!(
                "aq publish --sandbox {} publishes it. {force}",
                source.name
            )));
        }
    }
    let (from, to) = (_heads::head(source)?, _heads::head(&target.branch)?);
    let repository = cx.app.repository.clone();
    // The same changes may have come there in other commits.
    let found =
        _heads::in_repository(move || Ok(repository.contains(to, from)? || repository.same_files(from, to)?))
            .await?;
    if found {
        return Ok(());
    }
    Err(CommandError::argument(format!(
        "The target {} {} does not contain the latest commit from source {kind} {}.",
        target.branch.branch_type, target.branch.name, source.name
    ))
    .hint(format!("Deploy or merge {} first. {force}", source.name)))
}
