//! Profiles: what the machines fetch, with its history and what it was made from.

mod content;
mod dependency;
mod history;
mod plenary_set;
mod record;
mod store;
mod trim;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::Result;

pub(crate) use content::Packed;
pub use content::{
    Content, Format, content, contents, hold_contents, put_contents, stored_content, version_content,
};
pub use dependency::{Dependency, DependencyKind, Reads, dependencies, dependents, set_dependencies};
pub use history::{Filter, Past, history};
pub use plenary_set::{PlenarySet, Texts};
pub use record::{Record, record};
pub use store::{NewProfile, Stored, store};
pub use trim::{Policy, Trimmed, trim};

/// The profile of an object as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Name of the object.
    pub object: String,
    /// Key of the row in the history.
    pub profile_id: i64,
    /// Branch it was compiled with; `None` when the branch is gone.
    pub branch_id: Option<i64>,
    /// Name the branch had.
    pub branch: String,
    /// Commit it was last compiled with.
    pub commit_id: String,
    /// SHA-256 of the generated templates it was last compiled with.
    pub plenary_hash: Vec<u8>,
    /// Version of the engine that last compiled it.
    pub engine_version: String,
    /// SHA-256 of the XML form.
    pub xml_hash: Option<Vec<u8>>,
    /// SHA-256 of the JSON form.
    pub json_hash: Option<Vec<u8>>,
    /// When the bytes last changed.
    pub modified: OffsetDateTime,
    /// When it was last compiled.
    pub compiled: OffsetDateTime,
}

/// A line of the index of profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    /// Name of the object.
    pub object: String,
    /// When the bytes last changed.
    pub modified: OffsetDateTime,
    /// Whether there is an XML form.
    pub xml: bool,
    /// Whether there is a JSON form.
    pub json: bool,
}

/// The profile of an object as it is served.
///
/// # Errors
/// Only those of the connection.
pub async fn get(conn: &mut PgConnection, object: &str) -> Result<Option<Current>> {
    Ok(sqlx::query_as!(
        Current,
        "select c.object, c.profile_id, p.branch_id, p.branch, c.commit_id, c.plenary_hash, c.engine_version, p.xml_hash,
                p.json_hash, c.modified, c.compiled
         from profile_current c join profile p on p.id = c.profile_id where c.object = $1",
        object
    )
    .fetch_optional(conn)
    .await?)
}

/// All profiles that are served, by name.
///
/// # Errors
/// Only those of the connection.
pub async fn index(conn: &mut PgConnection) -> Result<Vec<IndexEntry>> {
    Ok(sqlx::query_as!(
        IndexEntry,
        r#"select c.object, c.modified, p.xml_hash is not null as "xml!", p.json_hash is not null as "json!"
           from profile_current c join profile p on p.id = c.profile_id order by c.object"#
    )
    .fetch_all(conn)
    .await?)
}

/// Serves the profile of an object no longer; its history stays. Tells whether there was one.
///
/// # Errors
/// Only those of the connection.
pub async fn remove(conn: &mut PgConnection, object: &str) -> Result<bool> {
    let gone = sqlx::query!("delete from profile_current where object = $1", object)
        .execute(conn)
        .await?;
    Ok(gone.rows_affected() == 1)
}
