//! `info/refs`: which branches there are, and what the broker can do.

use std::collections::HashMap;

use aq_git::protocol::{CAPABILITIES, FLUSH, encode};
use aq_git::{BranchName, CommitId, Upload};
use axum::body::Body;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::Shared;
use super::answer::{answer, finish};
use super::fetch;
use crate::app::App;
use crate::commands::branches::_heads::in_repository;
use crate::error::{CommandError, Result};
use crate::http::identity::{Origin, identify};

/// The query.
#[derive(Debug, serde::Deserialize)]
pub struct Asked {
    service: Option<String>,
}

/// `GET info/refs`.
pub async fn refs(
    State(shared): State<Shared>,
    ConnectInfo(origin): ConnectInfo<Origin>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    finish(advertise(&shared, &origin, asked.service.as_deref(), &headers).await)
}

async fn advertise(
    shared: &Shared,
    origin: &Origin,
    service: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response> {
    let identity = identify(&shared.app, origin, headers).await?;
    let proof = identity.reply.as_deref();
    match service {
        Some("git-upload-pack") => {
            bring_refs_up_to_date(shared).await?;
            fetch::run(shared, Upload::Advertise, headers, proof, None).await
        }
        Some("git-receive-pack") => {
            if identity.principal.is_none() {
                return Err(needs_a_ticket());
            }
            let body = Body::from(for_pushing(&shared.app).await?);
            Ok(answer(
                "application/x-git-receive-pack-advertisement",
                body,
                proof,
            ))
        }
        _ => Err(CommandError::forbidden(
            "The repository is served to clients that speak git's smart HTTP protocol only.",
        )
        .hint("Use git 1.6.6 or later.")),
    }
}

/// The refusal of a push by nobody in particular.
pub fn needs_a_ticket() -> CommandError {
    CommandError::unauthenticated("Pushing needs a Kerberos ticket.").hint(
        "Run kinit and push again; git must be allowed to use it: git config --global http.emptyAuth true",
    )
}

/// All branches as the database has them.
async fn for_pushing(app: &App) -> Result<Vec<u8>> {
    let mut tx = app.db.snapshot().await?;
    let heads = aq_db::branch::heads(&mut tx).await?;
    let mut list = Vec::with_capacity(heads.len() * 80 + 256);
    encode(b"# service=git-receive-pack\n", &mut list);
    list.extend_from_slice(FLUSH);
    let capabilities = format!("{CAPABILITIES} agent=aqd/{}", env!("CARGO_PKG_VERSION"));
    let mut first = true;
    for (name, commit) in &heads {
        let behind = if std::mem::take(&mut first) {
            format!("\0{capabilities}")
        } else {
            String::new()
        };
        encode(
            format!("{commit} refs/heads/{name}{behind}\n").as_bytes(),
            &mut list,
        );
    }
    if first {
        let none = "0".repeat(40);
        encode(
            format!("{none} capabilities^{{}}\0{capabilities}\n").as_bytes(),
            &mut list,
        );
    }
    list.extend_from_slice(FLUSH);
    Ok(list)
}

/// A ref is exported after its row was changed, perhaps by another broker; whoever fetches now gets what the row says.
pub async fn bring_refs_up_to_date(shared: &Shared) -> Result<()> {
    // Refs before rows: what differs then was not exported yet, or is being so.
    let repository = shared.app.repository.clone();
    let exported: HashMap<String, CommitId> = in_repository(move || repository.branches())
        .await?
        .into_iter()
        .collect();
    let mut tx = shared.app.db.snapshot().await?;
    let heads = aq_db::branch::heads(&mut tx).await?;
    drop(tx);
    let mut late = Vec::new();
    for (name, commit) in heads {
        let seen = exported.get(&name).copied();
        let commit: CommitId = commit.parse().map_err(CommandError::internal)?;
        if seen != Some(commit) {
            let name: BranchName = name.parse().map_err(CommandError::internal)?;
            late.push((name, seen, commit));
        }
    }
    if late.is_empty() {
        return Ok(());
    }
    let repository = shared.app.repository.clone();
    let work = move || {
        late.iter()
            .try_for_each(|(name, seen, commit)| repository.replace_branch(name, *seen, *commit))
    };
    if let Err(error) = in_repository(work).await {
        // What is there can still be fetched.
        tracing::warn!("refs are not up to date: {error}");
    }
    Ok(())
}
