//! The bytes of profiles on their way from the broker that made them to the transaction that keeps them.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use crate::Result;
use crate::profile::Packed;

/// Puts bytes beside a job, but for those that are kept already. The transaction that waits keeps anybody from removing
/// these ([`crate::profile::hold_contents`]).
///
/// # Errors
/// Only those of the connection.
pub async fn put_contents(conn: &mut PgConnection, job: i64, contents: &[&[u8]]) -> Result<Vec<Vec<u8>>> {
    let (hashes, new) = Packed::unknown(conn, contents).await?;
    let new: BTreeMap<&[u8], &Packed> = new
        .iter()
        .map(|packed| (packed.hash.as_slice(), packed))
        .collect();
    let keys: Vec<Vec<u8>> = new.keys().map(|hash| hash.to_vec()).collect();
    let sizes: Vec<i64> = new.values().map(|packed| packed.size).collect();
    let gzips: Vec<Vec<u8>> = new.values().map(|packed| packed.gzip.clone()).collect();
    sqlx::query!(
        "insert into compile_content (job_id, hash, size, gzip)
         select $1, hash, size, gzip from unnest($2::bytea[], $3::bigint[], $4::bytea[]) g (hash, size, gzip)
         on conflict do nothing",
        job,
        &keys,
        &sizes,
        &gzips
    )
    .execute(conn)
    .await?;
    Ok(hashes)
}

/// Keeps the bytes of all jobs of a run: they stay if a profile refers to them at the end of the transaction.
///
/// # Errors
/// Only those of the connection.
pub async fn keep_contents(conn: &mut PgConnection, run: i64) -> Result<()> {
    sqlx::query!(
        "insert into profile_blob (hash, size, gzip)
         select distinct on (c.hash) c.hash, c.size, c.gzip
         from compile_content c join compile_job j on j.id = c.job_id where j.run_id = $1
         order by c.hash on conflict (hash) do nothing",
        run
    )
    .execute(conn)
    .await?;
    Ok(())
}
