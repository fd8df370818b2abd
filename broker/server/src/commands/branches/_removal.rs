//! Removing a branch.

use aq_db::branch;

use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::export::Task;

/// Removes a branch that nothing uses; its ref goes after the commit. The caller has locked it.
pub async fn remove(cx: &mut Cx, id: i64, kind: &str, name: &str, head: Option<&str>) -> Result<()> {
    let mut uses = Vec::new();
    let hosts = branch::hosts(cx.db(), id).await?;
    if hosts > 0 {
        uses.push(format!(
            "{hosts} hosts are still attached to {} {name}.",
            kind.to_lowercase()
        ));
    }
    let trackers: Vec<String> = branch::trackers(cx.db(), id)
        .await?
        .into_iter()
        .map(|tracker| tracker.name)
        .collect();
    if !trackers.is_empty() {
        uses.push(format!("{kind} {name} is tracked by {}.", trackers.join(", ")));
    }
    if !uses.is_empty() {
        return Err(CommandError::argument(uses.join("\n"))
            .hint("aq manage moves hosts to another branch, aq del_domain removes domains that follow."));
    }
    branch::delete(cx.db(), id).await?;
    if let Some(head) = head {
        cx.say(format!("{kind} {name} head commit was: {head}"));
        cx.audit_result("head_commit", head);
    }
    cx.export(Task::Ref {
        branch: name.to_owned(),
    });
    Ok(())
}
