//! The bytes of profiles, stored once by hash and compressed.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{Result, locks};

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

/// The bytes of the profiles of objects in a form, compressed by gzip, by object; without those that have none.
///
/// # Errors
/// Only those of the connection.
pub async fn contents(
    conn: &mut PgConnection,
    objects: &[String],
    format: Format,
) -> Result<Vec<(String, Vec<u8>)>> {
    let rows = sqlx::query!(
        "select c.object, b.gzip from profile_current c join profile p on p.id = c.profile_id
         join profile_blob b on b.hash = case when $2 then p.xml_hash else p.json_hash end
         where c.object = any($1) order by c.object",
        objects,
        format == Format::Xml
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.object, row.gzip)).collect())
}

/// The bytes of a version in a form, compressed by gzip, if there are any.
///
/// # Errors
/// Only those of the connection.
pub async fn version_content(
    conn: &mut PgConnection,
    profile_id: i64,
    format: Format,
) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!(
        "select b.gzip from profile p join profile_blob b on b.hash = case when $2 then p.xml_hash else p.json_hash end
         where p.id = $1",
        profile_id,
        format == Format::Xml
    )
    .fetch_optional(conn)
    .await?)
}

/// Bytes that are kept, by their SHA-256, compressed by gzip.
///
/// # Errors
/// Only those of the connection.
pub async fn stored_content(conn: &mut PgConnection, hash: &[u8]) -> Result<Option<Vec<u8>>> {
    Ok(
        sqlx::query_scalar!("select gzip from profile_blob where hash = $1", hash)
            .fetch_optional(conn)
            .await?,
    )
}

/// Bytes that are not kept yet.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    /// SHA-256 of the bytes.
    pub(crate) hash: Vec<u8>,
    /// Number of bytes.
    pub(crate) size: i64,
    /// The bytes, compressed by gzip.
    pub(crate) gzip: Vec<u8>,
}

impl Packed {
    /// The hashes of the contents in the same order, and those that are not kept yet, once each and in the order of
    /// their hashes.
    pub(crate) async fn unknown(
        conn: &mut PgConnection,
        contents: &[&[u8]],
    ) -> Result<(Vec<Vec<u8>>, Vec<Packed>)> {
        let hashes: Vec<Vec<u8>> = contents
            .iter()
            .map(|bytes| Sha256::digest(bytes).to_vec())
            .collect();
        let known: HashSet<Vec<u8>> =
            sqlx::query_scalar!("select hash from profile_blob where hash = any($1)", &hashes)
                .fetch_all(conn)
                .await?
                .into_iter()
                .collect();
        let new: BTreeMap<&Vec<u8>, &[u8]> = hashes
            .iter()
            .zip(contents.iter().copied())
            .filter(|(hash, _)| !known.contains(*hash))
            .collect();
        let packed = new
            .into_iter()
            .map(|(hash, bytes)| {
                Ok(Packed {
                    hash: hash.clone(),
                    size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                    gzip: compress(bytes)?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok((hashes, packed))
    }
}

/// Nothing that is kept now will be removed before the transaction ends.
///
/// # Errors
/// [`crate::DbError::Conflict`] when a removal takes too long.
pub async fn hold_contents(conn: &mut PgConnection) -> Result<()> {
    locks::acquire_shared(conn, &locks::Lock::ProfileContent).await
}

/// Stores bytes unless they are stored, and gives their hashes in the same order. They are kept until the transaction
/// ends, and longer if a profile then refers to them.
///
/// # Errors
/// Only those of the connection.
pub async fn put_contents(conn: &mut PgConnection, contents: &[&[u8]]) -> Result<Vec<Vec<u8>>> {
    hold_contents(conn).await?;
    let (hashes, new) = Packed::unknown(conn, contents).await?;
    if new.is_empty() {
        return Ok(hashes);
    }
    let keys: Vec<Vec<u8>> = new.iter().map(|packed| packed.hash.clone()).collect();
    let sizes: Vec<i64> = new.iter().map(|packed| packed.size).collect();
    let gzips: Vec<Vec<u8>> = new.into_iter().map(|packed| packed.gzip).collect();
    // In one order, so that two commands with the same bytes wait for one another and do not deadlock.
    sqlx::query!(
        "insert into profile_blob (hash, size, gzip)
         select hash, size, gzip from unnest($1::bytea[], $2::bigint[], $3::bytea[]) g (hash, size, gzip)
         order by hash on conflict (hash) do nothing",
        &keys,
        &sizes,
        &gzips
    )
    .execute(conn)
    .await?;
    Ok(hashes)
}

fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    // No file name and no time in the header: equal bytes compress to equal bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map_err(|error| sqlx::Error::Encode(error.into()).into())
}
