//! What a profile was made from.

use sqlx::PgConnection;

use crate::Result;

/// What went into a profile besides the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Name and text of the generated templates, by name.
    pub plenaries: Vec<(String, String)>,
    /// Other objects with the profile that was seen: the JSON form, compressed by gzip.
    pub sources: Vec<(String, Vec<u8>)>,
}

/// The record of a version; `None` when it was stored before such records were kept.
///
/// # Errors
/// Only those of the connection.
pub async fn record(conn: &mut PgConnection, profile_id: i64) -> Result<Option<Record>> {
    let set = sqlx::query_scalar!("select plenary_set_id from profile where id = $1", profile_id)
        .fetch_optional(&mut *conn)
        .await?
        .flatten();
    let Some(set) = set else { return Ok(None) };
    let plenaries = sqlx::query!(
        "select m.name, t.content from plenary_set_member m join plenary_text t on t.hash = m.hash where m.set_id = $1
         order by m.name",
        set
    )
    .fetch_all(&mut *conn)
    .await?;
    let sources = sqlx::query!(
        "select s.object, b.gzip from profile_source s join profile_blob b on b.hash = s.json_hash where s.profile_id = $1
         order by s.object",
        profile_id
    )
    .fetch_all(conn)
    .await?;
    Ok(Some(Record {
        plenaries: plenaries.into_iter().map(|row| (row.name, row.content)).collect(),
        sources: sources.into_iter().map(|row| (row.object, row.gzip)).collect(),
    }))
}
