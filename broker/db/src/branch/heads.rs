//! Where all branches are.

use sqlx::PgConnection;

use crate::Result;

/// Names and heads of all branches that have one, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn heads(conn: &mut PgConnection) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query!(
        r#"select name, commit_id as "commit_id!" from branch where commit_id is not null order by name"#
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| (row.name, row.commit_id))
    .collect())
}
