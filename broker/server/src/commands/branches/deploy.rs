//! `aq deploy`: the changes of a branch go into a domain.

use aq_db::branch::{self, Branch, MoveKind};
use aq_db::domain::{self, Domain};
use aq_db::review::{self, Review};
use aq_db::{DbError, sandbox};
use aq_git::{Author, CommitId, Merge};

use super::_heads::{self, Why};
use crate::change_policy::{self, Request, Scope, Verdict};
use crate::command::prelude::*;
use crate::fault::{self, Point};

/// Conflicting paths that are named.
const NAMED: usize = 20;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    source: String,
    target: String,
    sync: Option<bool>,
    dryrun: Option<bool>,
    compile: Option<bool>,
    merge_strategy: Option<String>,
    strategy_options: Option<String>,
    justification: Option<String>,
    reason: Option<String>,
    cm_check: bool,
}

/// Merges the source into the target; the domains that follow it do so in the same step.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let renames = renames(&args)?;
    let sync = args.sync.unwrap_or(true);
    let dryrun = args.dryrun.unwrap_or(false);
    let (source, target) = branches(cx, &args, sync).await?;
    let trackers = branch::trackers(cx.db(), target.id).await?;
    if sync && !target.is_sync_valid && !trackers.is_empty() {
        return Err(CommandError::argument(format!(
            "Domain {} has not been validated, automatic sync is not allowed. Either re-run with --nosync or validate the \
             branch.",
            target.name
        )));
    }
    let review = review::find(cx.db(), source.id, target.id).await?;
    if review
        .as_ref()
        .is_some_and(|review| review.approved == Some(false))
    {
        return Err(denied(&source, &target, review.as_ref()));
    }
    if target.archived {
        return Err(CommandError::argument(format!(
            "Domain {} is archived and cannot be changed.",
            target.name
        )));
    }
    let (ours, theirs) = (domain_head(&target)?, _heads::head(&source)?);
    check_base(cx, &source, ours).await?;

    let Some(merged) = merge(
        cx,
        &args,
        (&source, theirs),
        (&target, ours),
        renames,
        review.as_ref(),
    )
    .await?
    else {
        cx.say(format!(
            "Domain {} has all changes of {} already.",
            target.name, source.name
        ));
        return Ok(Answer::Nothing);
    };
    if !dryrun || args.cm_check {
        let hosts = match change_policy::is_asked(cx, args.cm_check) {
            true => in_scope(cx, &target, ours, merged, sync).await?,
            false => Vec::new(),
        };
        permit(cx, &args, &source, &target, review.as_ref(), hosts).await?;
    }
    move_heads(cx, &args, &source, &target, merged, sync).await?;
    cx.audit_result("commit", merged);
    if dryrun {
        cx.rehearse();
        cx.say("This is a dry run: nothing was changed.");
    }
    Ok(Answer::Nothing)
}

/// How renamed files are treated; the reference's words for it.
fn renames(args: &Args) -> Result<bool> {
    match (args.merge_strategy.as_deref(), args.strategy_options.as_deref()) {
        (None | Some("resolve" | "recursive"), None) => Ok(args.merge_strategy.as_deref() != Some("resolve")),
        (Some("recursive"), Some("no-renames")) => Ok(false),
        (Some("resolve" | "recursive"), Some(_)) => {
            Err(CommandError::argument("Unknown or unsupported strategy options.")
                .hint("--merge_strategy recursive takes --strategy_options no-renames."))
        }
        (_, _) => Err(CommandError::argument("Unknown or unsupported merge strategy.")
            .hint("Strategies are resolve and recursive.")),
    }
}

/// Source and target, locked with what follows the target. Who names a domain that follows another one probably means
/// that one, if both follow by themselves.
async fn branches(cx: &mut Cx, args: &Args, sync: bool) -> Result<(Branch, Domain)> {
    let source = branch::require(cx.db(), branch::KIND, &args.source).await?;
    let mut target = domain::require(cx.db(), &args.target).await?;
    if let Some(tracked) = &target.tracked_branch {
        let followed = domain::find(cx.db(), tracked).await?;
        match followed {
            Some(followed) if sync && followed.autosync && target.autosync => {
                cx.warn(format!(
                    "Deploying to tracked branch {} and then will auto-sync {}",
                    followed.name, target.name
                ));
                target = followed;
            }
            _ => {
                return Err(CommandError::argument(format!(
                    "Cannot deploy to tracking domain {}.  Did you mean domain {tracked}?",
                    target.name
                )));
            }
        }
    }
    let mut ids: Vec<i64> = branch::trackers(cx.db(), target.id)
        .await?
        .into_iter()
        .map(|tracker| tracker.id)
        .collect();
    ids.extend([source.id, target.id]);
    branch::lock(cx.db(), &ids).await?;
    // Read again: whoever had the locks may have moved the heads.
    Ok((
        branch::require(cx.db(), branch::KIND, &source.name).await?,
        domain::require(cx.db(), &target.name).await?,
    ))
}

fn domain_head(domain: &Domain) -> Result<CommitId> {
    _heads::commit_id(
        domain
            .commit_id
            .as_deref()
            .ok_or_else(|| _heads::no_commit(&domain.name))?,
    )
}

/// Changes of a sandbox go where the sandbox came from, or where that was deployed to.
async fn check_base(cx: &mut Cx, source: &Branch, ours: CommitId) -> Result<()> {
    let Some(sandbox) = sandbox::find(cx.db(), &source.name).await? else {
        return Ok(());
    };
    let base = _heads::commit_id(&sandbox.base_commit)?;
    if _heads::contains(&cx.app.repository.clone(), ours, base).await? {
        return Ok(());
    }
    Err(CommandError::argument(
        "You're trying to deploy a sandbox to a domain that does not contain the commit where the sandbox was branched from.",
    )
    .hint(format!(
        "Sandbox {} began at {base}. Make a sandbox with --start of the domain and take the changes there.",
        sandbox.name
    )))
}

fn denied(source: &Branch, target: &Domain, review: Option<&Review>) -> CommandError {
    let by = review.and_then(|review| review.decided_by.as_deref());
    CommandError::argument(format!(
        "Deploying {} {} to domain {} was explicitly denied.",
        source.branch_type, source.name, target.name
    ))
    .hint(match by {
        Some(by) => format!(
            "{by} denied it; aq show_review --source {} --target {}",
            source.name, target.name
        ),
        None => format!("aq show_review --source {} --target {}", source.name, target.name),
    })
}

/// The merge commit; nothing when there is nothing to merge.
async fn merge(
    cx: &mut Cx,
    args: &Args,
    (source, theirs): (&Branch, CommitId),
    (target, ours): (&Domain, CommitId),
    renames: bool,
    review: Option<&Review>,
) -> Result<Option<CommitId>> {
    let mut message = format!(
        "Merge remote branch 'origin/{}' into {}\n\n",
        source.name, target.name
    );
    message.push_str(&_heads::trailers(
        cx,
        args.justification.as_deref(),
        args.reason.as_deref(),
    ));
    if let Some(review) = review {
        for (label, url) in [
            ("Code-Review-URL", &review.review_url),
            ("Testing-URL", &review.testing_url),
        ] {
            if let Some(url) = url {
                message.push_str(&format!("{label}: {}\n", _heads::one_line(url)));
            }
        }
        if let (Some(true), Some(by)) = (review.approved, &review.decided_by) {
            message.push_str(&format!("Approved-By: {by}\n"));
        }
    }
    let author = Author::now(cx.caller.name(), cx.caller.name());
    let repository = cx.app.repository.clone();
    match _heads::in_repository(move || repository.merge(ours, theirs, renames, &author, &message)).await? {
        Merge::Commit(commit) => {
            fault::pass(Point::MergeWritten);
            Ok(Some(commit))
        }
        Merge::Nothing => Ok(None),
        Merge::Conflicts(paths) => {
            let more = paths.len().saturating_sub(NAMED);
            let mut lines: Vec<String> = paths
                .into_iter()
                .take(NAMED)
                .map(|path| format!("  {path}"))
                .collect();
            if more > 0 {
                lines.push(format!("  and {more} more"));
            }
            Err(CommandError::argument(format!(
                "Failed to merge changes from {} into {}: both changed\n{}",
                source.name,
                target.name,
                lines.join("\n")
            ))
            .hint(format!(
                "Merge the domain into your branch (git fetch; git merge origin/{}), mend the conflicts and publish again.",
                target.name
            )))
        }
    }
}

/// The hosts that the deploy concerns, those of domains that follow included.
async fn in_scope(
    cx: &mut Cx,
    target: &Domain,
    ours: CommitId,
    merged: CommitId,
    sync: bool,
) -> Result<Vec<i64>> {
    let mut hosts = _heads::touched(cx, target.id, ours, merged).await?;
    if sync && target.autosync {
        for tracker in branch::trackers(cx.db(), target.id).await? {
            if let (true, Some(head)) = (tracker.autosync, tracker.commit_id.as_deref()) {
                hosts.extend(_heads::touched(cx, tracker.id, _heads::commit_id(head)?, merged).await?);
            }
        }
    }
    Ok(hosts)
}

/// A domain under change management takes what somebody else approved, or what the site's change policy approves.
async fn permit(
    cx: &mut Cx,
    args: &Args,
    source: &Branch,
    target: &Domain,
    review: Option<&Review>,
    hosts: Vec<i64>,
) -> Result<()> {
    let request = Request {
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
        check_only: args.cm_check,
    };
    let scope = Scope {
        enforce: target.requires_change_manager,
        hosts,
    };
    let verdict = change_policy::ask(cx, &request, &scope).await?;
    if !target.requires_change_manager || verdict == Verdict::Approved {
        return Ok(());
    }
    let problem = match review {
        Some(review)
            if review.approved == Some(true) && Some(&review.commit_id) != source.commit_id.as_ref() =>
        {
            "what was approved is not what would be deployed"
        }
        Some(review)
            if review.approved == Some(true) && review.decided_by.as_ref() == Some(&review.requested_by) =>
        {
            "whoever asked for the review cannot approve it"
        }
        Some(review) if review.approved == Some(true) => return Ok(()),
        Some(_) => "the review is not decided",
        None => "there is no review",
    };
    Err(CommandError::forbidden(format!(
        "Changes of domain {} need approval: {problem}.",
        target.name
    ))
    .hint(format!(
        "aq request_review --source {} --target {1}, then somebody else runs aq update_review --source {0} --target {1} --approved \
         --commit_id COMMIT.",
        source.name, target.name
    )))
}

/// Moves the target, then what follows it.
async fn move_heads(
    cx: &mut Cx,
    args: &Args,
    source: &Branch,
    target: &Domain,
    merged: CommitId,
    sync: bool,
) -> Result<()> {
    let branch = branch::require(cx.db(), domain::KIND, &target.name)
        .await
        .map_err(|error: DbError| CommandError::from(error))?;
    let why = Why {
        kind: MoveKind::Deploy,
        source: Some(&source.name),
        justification: args.justification.as_deref(),
        reason: args.reason.as_deref(),
        compile: args.compile,
    };
    let mut objects = _heads::advance(cx, &branch, merged, &why).await?;
    cx.say(format!(
        "Domain {} goes from {} to {merged}.",
        target.name,
        branch.commit_id.as_deref().unwrap_or("nothing")
    ));
    if sync && target.autosync {
        objects += _heads::follow(cx, &branch, merged, &why).await?;
    }
    cx.say(format!("{objects} objects are touched and compiled."));
    Ok(())
}
