//! Forgetting profiles of the past.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, locks};

/// What is kept of the profiles of each object, besides the one that is served: the latest, and what was served after a
/// time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Number of versions that are kept however old they are, the served one included.
    pub keep: i64,
    /// Versions that were served at this time or later are kept. One that is the latest of an object that is gone counts
    /// as served until it was stored.
    pub since: OffsetDateTime,
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Trimmed {
    /// Versions.
    pub versions: i64,
    /// Objects that they were of.
    pub objects: i64,
    /// Contents of profiles that nothing refers to any more.
    pub contents: i64,
    /// Bytes of those as they were stored.
    pub content_bytes: i64,
    /// Sets of generated templates.
    pub plenary_sets: i64,
    /// Texts of generated templates.
    pub texts: i64,
    /// Bytes of those.
    pub text_bytes: i64,
    /// Sets of dependencies.
    pub dependency_sets: i64,
}

/// Forgets versions that the policy does not keep, then contents, texts and sets that nothing refers to any more. Waits
/// for profiles that are being stored, and they for it.
///
/// # Errors
/// Only those of the connection.
pub async fn trim(conn: &mut PgConnection, policy: &Policy) -> Result<Trimmed> {
    locks::acquire(conn, vec![locks::Lock::ProfileContent]).await?;
    let gone = sqlx::query!(
        r#"with versions as (
               select p.id, c.profile_id is not null as served, row_number() over newest as rank,
                      coalesce(lag(p.created) over newest, p.created) as until
               from profile p left join profile_current c on c.profile_id = p.id
               window newest as (partition by p.object order by p.id desc)
           ), gone as (
               delete from profile p using versions v
               where v.id = p.id and not v.served and v.rank > $1 and v.until < $2 returning p.object)
           select count(*) as "versions!", count(distinct object) as "objects!" from gone"#,
        policy.keep,
        policy.since
    )
    .fetch_one(&mut *conn)
    .await?;
    let contents = sqlx::query!(
        r#"with gone as (
               delete from profile_blob b
               where not exists (select from profile p where p.xml_hash = b.hash)
                 and not exists (select from profile p where p.json_hash = b.hash)
                 and not exists (select from profile_source s where s.json_hash = b.hash)
               returning octet_length(gzip) as bytes)
           select count(*) as "count!", coalesce(sum(bytes), 0)::bigint as "bytes!" from gone"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let plenary_sets = sqlx::query!(
        "delete from plenary_set s where not exists (select from profile p where p.plenary_set_id = s.id)"
    )
    .execute(&mut *conn)
    .await?
    .rows_affected();
    let texts = sqlx::query!(
        r#"with gone as (
               delete from plenary_text t where not exists (select from plenary_set_member m where m.hash = t.hash)
               returning octet_length(content) as bytes)
           select count(*) as "count!", coalesce(sum(bytes), 0)::bigint as "bytes!" from gone"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let dependency_sets = sqlx::query!(
        "delete from dependency_set s where not exists (select from profile_dependency p where p.set_id = s.id)"
    )
    .execute(conn)
    .await?
    .rows_affected();
    let count = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Trimmed {
        versions: gone.versions,
        objects: gone.objects,
        contents: contents.count,
        content_bytes: contents.bytes,
        plenary_sets: count(plenary_sets),
        texts: texts.count,
        text_bytes: texts.bytes,
        dependency_sets: count(dependency_sets),
    })
}
