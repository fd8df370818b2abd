//! The bytes of profiles, stored once by hash and compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::Result;

/// A form of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `NAME.xml`.
    Xml,
    /// `NAME.json`.
    Json,
}

/// The bytes of a profile that is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// SHA-256 of the uncompressed bytes in hexadecimal: the ETag.
    pub etag: String,
    /// When they last changed.
    pub modified: OffsetDateTime,
    /// Number of bytes when uncompressed.
    pub size: i64,
    /// The bytes, compressed by gzip.
    pub gzip: Vec<u8>,
}

/// The bytes of an object's profile in a form, if there are any.
///
/// # Errors
/// Only those of the connection.
pub async fn content(conn: &mut PgConnection, object: &str, format: Format) -> Result<Option<Content>> {
    Ok(sqlx::query_as!(
        Content,
        r#"select encode(b.hash, 'hex') as "etag!", c.modified, b.size, b.gzip
           from profile_current c join profile p on p.id = c.profile_id
           join profile_blob b on b.hash = case when $2 then p.xml_hash else p.json_hash end
           where c.object = $1"#,
        object,
        format == Format::Xml
    )
    .fetch_optional(conn)
    .await?)
}

/// Stores bytes unless they are stored, and gives their hash.
pub(super) async fn put(conn: &mut PgConnection, bytes: Option<&[u8]>) -> Result<Option<Vec<u8>>> {
    let Some(bytes) = bytes else { return Ok(None) };
    let hash = Sha256::digest(bytes).to_vec();
    let known = sqlx::query_scalar!(
        r#"select exists (select from profile_blob where hash = $1) as "known!""#,
        hash
    )
    .fetch_one(&mut *conn)
    .await?;
    if !known {
        sqlx::query!(
            "insert into profile_blob (hash, size, gzip) values ($1, $2, $3) on conflict (hash) do nothing",
            hash,
            i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            compress(bytes)?
        )
        .execute(conn)
        .await?;
    }
    Ok(Some(hash))
}

fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    // No file name and no time in the header: equal bytes compress to equal bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(|error| sqlx::Error::Encode(error.into()).into())
}
