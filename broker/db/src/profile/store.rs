//! Storing what was compiled.

use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::plenary_set::{self, PlenarySet, Texts};
use crate::{Result, locks, plans};

/// A compiled profile to store. Its bytes are stored already, see [`super::put_contents`].
#[derive(Debug, Clone)]
pub struct NewProfile<'a> {
    /// Name of the object: a host's full name, or `clusters/NAME`.
    pub object: &'a str,
    /// Hardware id of the host, if it is of one.
    pub host_id: Option<i64>,
    /// Branch whose templates it was compiled with.
    pub branch_id: i64,
    /// Name of the branch, which may be deleted or renamed later.
    pub branch: &'a str,
    /// Commit of the branch.
    pub commit_id: &'a str,
    /// The generated templates it was compiled with.
    pub plenaries: &'a PlenarySet,
    /// The other objects that it looked into, with the SHA-256 of the JSON form of what it saw.
    pub sources: &'a [(String, Vec<u8>)],
    /// Version of the engine.
    pub engine_version: &'a str,
    /// SHA-256 of the XML form, if the branch makes one.
    pub xml_hash: Option<&'a [u8]>,
    /// SHA-256 of the JSON form, if the branch makes one.
    pub json_hash: Option<&'a [u8]>,
    /// The request that compiled it.
    pub request_id: Option<Uuid>,
}

/// What storing a profile did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Key of the row in the history.
    pub profile_id: i64,
    /// Whether the bytes differ from those that were served before.
    pub changed: bool,
    /// When the served bytes last changed.
    pub modified: OffsetDateTime,
}

/// Stores profiles of different objects and serves them; what was done is told in their order. Bytes that were served
/// before add no history and keep their time. The time of new bytes is in a later second than that of those before: machines
/// ask by it, and HTTP tells it in seconds. Rows are locked in the order of the names, so that two commands wait for
/// one another and do not deadlock. `texts` has the texts of the generated templates that may not be kept yet.
///
/// # Errors
/// [`crate::DbError::Refused`] by the checks of `profile`, and by `plenary_set_member_text_fk` when a text is neither
/// kept nor given.
pub async fn store(conn: &mut PgConnection, new: &[NewProfile<'_>], texts: &Texts) -> Result<Vec<Stored>> {
    locks::acquire_shared(conn, &locks::Lock::ProfileContent).await?;
    let objects: Vec<String> = new.iter().map(|n| n.object.to_owned()).collect();
    let before = sqlx::query!(
        "select c.object, c.profile_id, c.modified, p.xml_hash, p.json_hash
         from profile_current c join profile p on p.id = c.profile_id where c.object = any($1)
         order by c.object for update of c",
        &objects
    )
    .fetch_all(&mut *conn)
    .await?;
    let before: HashMap<&str, _> = before.iter().map(|row| (row.object.as_str(), row)).collect();
    let mut done: HashMap<String, Stored> = HashMap::new();
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for profile in new {
        match before.get(profile.object) {
            Some(row)
                if row.xml_hash.as_deref() == profile.xml_hash
                    && row.json_hash.as_deref() == profile.json_hash =>
            {
                let stored = Stored {
                    profile_id: row.profile_id,
                    changed: false,
                    modified: row.modified,
                };
                done.insert(profile.object.to_owned(), stored);
                same.push(profile);
            }
            _ => other.push(profile),
        }
    }
    confirm(conn, &same).await?;
    insert(conn, &other, texts, &mut done).await?;
    Ok(new
        .iter()
        .filter_map(|profile| done.get(profile.object).copied())
        .collect())
}

/// Notes what profiles that stay as they are were last made from.
async fn confirm(conn: &mut PgConnection, same: &[&NewProfile<'_>]) -> Result<()> {
    if same.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update profile_current c
         set commit_id = g.commit_id, plenary_hash = g.plenary_hash, engine_version = g.engine_version, compiled = now(),
             compiled_xid = pg_current_xact_id()
         from unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) g (object, commit_id, plenary_hash, engine_version)
         where c.object = g.object",
        &texts(same, |n| n.object),
        &texts(same, |n| n.commit_id),
        &hashes(same),
        &texts(same, |n| n.engine_version)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds to the history and serves it.
async fn insert(
    conn: &mut PgConnection,
    new: &[&NewProfile<'_>],
    contents: &Texts,
    done: &mut HashMap<String, Stored>,
) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let sets = plenary_set::put(conn, new.iter().map(|n| n.plenaries), contents).await?;
    let set_ids: Vec<Option<i64>> = new
        .iter()
        .map(|n| sets.get(n.plenaries.hash()).copied())
        .collect();
    plans::forget(conn, new.len()).await?;
    let host_ids: Vec<Option<i64>> = new.iter().map(|n| n.host_id).collect();
    let branch_ids: Vec<i64> = new.iter().map(|n| n.branch_id).collect();
    let optional = |get: fn(&NewProfile<'_>) -> Option<Vec<u8>>| -> Vec<Option<Vec<u8>>> {
        new.iter().map(|n| get(n)).collect()
    };
    let requests: Vec<Option<Uuid>> = new.iter().map(|n| n.request_id).collect();
    let rows = sqlx::query!(
        "with made as (
             insert into profile (object, branch_id, branch, commit_id, plenary_hash, plenary_set_id, engine_version,
                                  xml_hash, json_hash, request_id)
             select object, branch_id, branch, commit_id, plenary_hash, set_id, engine_version, xml_hash, json_hash, request_id
             from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::bigint[], $7::text[],
                         $8::bytea[], $9::bytea[], $10::uuid[])
                 g (object, branch_id, branch, commit_id, plenary_hash, set_id, engine_version, xml_hash, json_hash,
                    request_id)
             order by object
             returning id, object, commit_id, plenary_hash, engine_version)
         insert into profile_current (object, host_id, profile_id, commit_id, plenary_hash, engine_version, modified,
                                      compiled)
         select m.object, h.host_id, m.id, m.commit_id, m.plenary_hash, m.engine_version, now(), now()
         from made m join unnest($1::text[], $11::bigint[]) h (object, host_id) on h.object = m.object order by m.object
         on conflict (object) do update
             set profile_id = excluded.profile_id, host_id = excluded.host_id, commit_id = excluded.commit_id, plenary_hash = excluded.plenary_hash,
                 engine_version = excluded.engine_version, compiled = excluded.compiled,
                 compiled_xid = pg_current_xact_id(),
                 modified = greatest(excluded.modified,
                     date_trunc('second', profile_current.modified) + interval '1 second')
         returning object, profile_id, modified",
        &texts(new, |n| n.object),
        &branch_ids,
        &texts(new, |n| n.branch),
        &texts(new, |n| n.commit_id),
        &hashes(new),
        &set_ids as &[Option<i64>],
        &texts(new, |n| n.engine_version),
        &optional(|n| n.xml_hash.map(<[u8]>::to_vec)) as &[Option<Vec<u8>>],
        &optional(|n| n.json_hash.map(<[u8]>::to_vec)) as &[Option<Vec<u8>>],
        &requests as &[Option<Uuid>],
        &host_ids as &[Option<i64>]
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in rows {
        let stored = Stored {
            profile_id: row.profile_id,
            changed: true,
            modified: row.modified,
        };
        done.insert(row.object, stored);
    }
    add_sources(conn, new, done).await
}

async fn add_sources(
    conn: &mut PgConnection,
    new: &[&NewProfile<'_>],
    done: &HashMap<String, Stored>,
) -> Result<()> {
    let (mut ids, mut objects, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for profile in new {
        let Some(stored) = done.get(profile.object) else {
            continue;
        };
        for (object, hash) in profile.sources {
            ids.push(stored.profile_id);
            objects.push(object.clone());
            hashes.push(hash.clone());
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into profile_source (profile_id, object, json_hash)
         select id, object, hash from unnest($1::bigint[], $2::text[], $3::bytea[]) g (id, object, hash)",
        &ids,
        &objects,
        &hashes
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn texts(list: &[&NewProfile<'_>], get: for<'n> fn(&'n NewProfile<'_>) -> &'n str) -> Vec<String> {
    list.iter().map(|n| get(n).to_owned()).collect()
}

fn hashes(list: &[&NewProfile<'_>]) -> Vec<Vec<u8>> {
    list.iter().map(|n| n.plenaries.hash().to_vec()).collect()
}
