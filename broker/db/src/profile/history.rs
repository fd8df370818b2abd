//! Profiles as they were.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::Result;

/// A profile that an object has or had: a version of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Key, by which users name the version.
    pub profile_id: i64,
    /// Name of the branch.
    pub branch: String,
    /// Commit that it was first compiled with.
    pub commit_id: String,
    /// SHA-256 of the generated templates it was first compiled with.
    pub plenary_hash: Vec<u8>,
    /// Version of the engine that first compiled it.
    pub engine_version: String,
    /// Number of bytes of the XML form.
    pub xml_size: Option<i64>,
    /// Number of bytes of the JSON form.
    pub json_size: Option<i64>,
    /// The command that first compiled it, if the audit has it.
    pub command: Option<String>,
    /// Who ran the command.
    pub username: Option<String>,
    /// The command's number in the audit.
    pub audit_number: Option<i64>,
    /// When that was.
    pub created: OffsetDateTime,
    /// It is the one that is served.
    pub served: bool,
}

/// Which versions of an object; everything that is given must match.
#[derive(Debug, Clone)]
pub struct Filter<'a> {
    /// Name of the object.
    pub object: &'a str,
    /// This one.
    pub version: Option<i64>,
    /// Those before this one.
    pub before: Option<i64>,
    /// Only the one that is served.
    pub served: bool,
    /// Stored at this time or later.
    pub since: Option<OffsetDateTime>,
    /// No more than so many.
    pub limit: i64,
}

impl<'a> Filter<'a> {
    /// The latest version.
    #[must_use]
    pub const fn latest(object: &'a str) -> Self {
        Self {
            object,
            version: None,
            before: None,
            served: false,
            since: None,
            limit: 1,
        }
    }
}

/// The versions that match, the latest first.
///
/// # Errors
/// Only those of the connection.
pub async fn history(conn: &mut PgConnection, filter: &Filter<'_>) -> Result<Vec<Past>> {
    Ok(sqlx::query_as!(
        Past,
        r#"select p.id as profile_id, p.branch, p.commit_id, p.plenary_hash, p.engine_version, x.size as "xml_size?",
                  j.size as "json_size?", t.command as "command?", t.username as "username?",
                  t.number as "audit_number?", p.created, c.profile_id is not null as "served!"
           from profile p
           left join profile_blob x on x.hash = p.xml_hash
           left join profile_blob j on j.hash = p.json_hash
           left join xtn t on t.id = p.request_id
           left join profile_current c on c.profile_id = p.id
           where p.object = $1 and ($2::bigint is null or p.id = $2) and ($3::bigint is null or p.id < $3)
             and (not $4 or c.profile_id is not null) and ($5::timestamptz is null or p.created >= $5)
           order by p.id desc limit $6"#,
        filter.object,
        filter.version,
        filter.before,
        filter.served,
        filter.since,
        filter.limit
    )
    .fetch_all(conn)
    .await?)
}
