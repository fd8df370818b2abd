//! Reviews: somebody wants the changes of a branch in a domain, and others say whether they may go there.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result};

/// What people call it in messages.
pub const KIND: &str = "Review";

/// A row of `review` with the names of its branches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Key.
    pub id: i64,
    /// Name of the branch with the changes.
    pub source: String,
    /// `domain` or `sandbox`.
    pub source_type: String,
    /// Name of the domain that should get them.
    pub target: String,
    /// Head of the source that is reviewed.
    pub commit_id: String,
    /// Head of the target that was tested.
    pub target_commit_id: Option<String>,
    /// Whether the tests succeeded; `None` before they ran.
    pub tested: Option<bool>,
    /// Where the results of the tests are.
    pub testing_url: Option<String>,
    /// Where people discuss the change.
    pub review_url: Option<String>,
    /// The decision; `None` before it was made.
    pub approved: Option<bool>,
    /// Principal that asked for the review.
    pub requested_by: String,
    /// Principal that decided.
    pub decided_by: Option<String>,
    /// When it was decided.
    pub decided: Option<OffsetDateTime>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

/// What to look for; everything that is given must match.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// The branch with the changes, by id.
    pub source_id: Option<i64>,
    /// The target, by id.
    pub target_id: Option<i64>,
    /// Whether the tests succeeded.
    pub tested: Option<bool>,
    /// Only those whose tests have not run.
    pub untested: bool,
    /// The decision.
    pub approved: Option<bool>,
    /// Only those that are not decided.
    pub undecided: bool,
    /// Where the results are; empty for those without.
    pub testing_url: Option<&'a str>,
    /// Where it is discussed; empty for those without.
    pub review_url: Option<&'a str>,
}

/// The reviews that match, by target and source.
///
/// # Errors
/// Only those of the connection.
pub async fn search(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Review>> {
    Ok(sqlx::query_as!(
        Review,
        "select v.id, s.name as source, s.branch_type as source_type, t.name as target, v.commit_id, v.target_commit_id,
                v.tested, v.testing_url, v.review_url, v.approved, v.requested_by, v.decided_by, v.decided, v.creation_date
         from review v join branch s on s.id = v.source_id join branch t on t.id = v.target_id
         where ($1::bigint is null or v.source_id = $1) and ($2::bigint is null or v.target_id = $2)
           and ($3::boolean is null or v.tested = $3) and (not $4::boolean or v.tested is null)
           and ($5::boolean is null or v.approved = $5) and (not $6::boolean or v.approved is null)
           and ($7::text is null or coalesce(v.testing_url, '') = $7) and ($8::text is null or coalesce(v.review_url, '') = $8)
         order by t.name, s.name",
        filter.source_id,
        filter.target_id,
        filter.tested,
        filter.untested,
        filter.approved,
        filter.undecided,
        filter.testing_url,
        filter.review_url
    )
    .fetch_all(conn)
    .await?)
}

/// The review of these branches, if there is one.
///
/// # Errors
/// Only those of the connection.
pub async fn find(conn: &mut PgConnection, source_id: i64, target_id: i64) -> Result<Option<Review>> {
    let filter = Filter {
        source_id: Some(source_id),
        target_id: Some(target_id),
        ..Filter::default()
    };
    Ok(search(conn, &filter).await?.pop())
}

/// The same, and nobody else changes it until the transaction ends.
///
/// # Errors
/// Only those of the connection.
pub async fn find_locked(conn: &mut PgConnection, source_id: i64, target_id: i64) -> Result<Option<Review>> {
    sqlx::query!(
        "select id from review where source_id = $1 and target_id = $2 for update",
        source_id,
        target_id
    )
    .fetch_optional(&mut *conn)
    .await?;
    find(conn, source_id, target_id).await
}

/// The error of branches without a review.
#[must_use]
pub fn missing(source: &str, target: &str) -> DbError {
    DbError::not_found(KIND, format!("of {source} for domain {target}"))
}

/// Begins a review, or begins it again with a new head: what was tested and approved was another head. A denial stays.
///
/// # Errors
/// [`DbError::Refused`] by `review_self_ck`.
pub async fn request(
    conn: &mut PgConnection,
    source_id: i64,
    target_id: i64,
    commit: &str,
    principal: &str,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into review (source_id, target_id, commit_id, requested_by) values ($1, $2, $3, $4)
         on conflict (source_id, target_id) do update
             set commit_id = excluded.commit_id, tested = null, testing_url = null, target_commit_id = null,
                 approved = nullif(review.approved, true),
                 decided_by = case when review.approved then null else review.decided_by end,
                 decided = case when review.approved then null else review.decided end
         returning id",
        source_id,
        target_id,
        commit,
        principal
    )
    .fetch_one(conn)
    .await?)
}

/// Ids of the domains for which the branch is reviewed.
///
/// # Errors
/// Only those of the connection.
pub async fn targets(conn: &mut PgConnection, source_id: i64) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "select target_id from review where source_id = $1 order by target_id",
        source_id
    )
    .fetch_all(conn)
    .await?)
}

/// Stores the changed fields of a review; its branches and its head stay.
///
/// # Errors
/// [`DbError::Refused`] by `review_decided_ck` or `review_target_commit_ck`.
pub async fn update(conn: &mut PgConnection, review: &Review) -> Result<()> {
    sqlx::query!(
        "update review set target_commit_id = $2, tested = $3, testing_url = $4, review_url = $5, approved = $6,
             decided_by = $7, decided = $8 where id = $1",
        review.id,
        review.target_commit_id,
        review.tested,
        review.testing_url,
        review.review_url,
        review.approved,
        review.decided_by,
        review.decided
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a review.
///
/// # Errors
/// Only those of the connection.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from review where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// What a merge of these two commits would change, if that was found out for this review.
///
/// # Errors
/// Only those of the connection.
pub async fn effect(conn: &mut PgConnection, id: i64, source: &str, target: &str) -> Result<Option<Value>> {
    Ok(sqlx::query_scalar!(
        "select effect from review_effect where review_id = $1 and source_commit = $2 and target_commit = $3",
        id,
        source,
        target
    )
    .fetch_optional(conn)
    .await?)
}

/// Records what a merge of these two commits would change.
///
/// # Errors
/// Only those of the connection.
pub async fn set_effect(
    conn: &mut PgConnection,
    id: i64,
    source: &str,
    target: &str,
    effect: &Value,
) -> Result<()> {
    sqlx::query!(
        "insert into review_effect (review_id, source_commit, target_commit, effect) values ($1, $2, $3, $4)
         on conflict (review_id) do update
             set source_commit = excluded.source_commit, target_commit = excluded.target_commit, effect = excluded.effect,
                 made = now()",
        id,
        source,
        target,
        effect
    )
    .execute(conn)
    .await?;
    Ok(())
}
