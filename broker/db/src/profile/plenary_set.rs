//! The generated templates that went into profiles, kept by content: most profiles share most of theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::{Result, plans};

/// Texts that are sent with one statement.
const TEXTS_AT_ONCE: usize = 1000;
/// Members that are sent with one statement.
const MEMBERS_AT_ONCE: usize = 20_000;

/// Texts of generated templates by their SHA-256.
pub type Texts = HashMap<[u8; 32], Arc<str>>;

/// The generated templates that a compile read: names and SHA-256 of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlenarySet {
    hash: Vec<u8>,
    members: Vec<(Arc<str>, [u8; 32])>,
}

impl PlenarySet {
    /// A set of these templates.
    #[must_use]
    pub fn new(members: BTreeMap<Arc<str>, [u8; 32]>) -> PlenarySet {
        let members: Vec<(Arc<str>, [u8; 32])> = members.into_iter().collect();
        let mut digest = Sha256::new();
        for (name, hash) in &members {
            digest.update(name.as_bytes());
            digest.update([0]);
            digest.update(hash);
        }
        PlenarySet {
            hash: digest.finalize().to_vec(),
            members,
        }
    }

    /// What identifies the set: SHA-256 of the names and hashes of its members.
    #[must_use]
    pub fn hash(&self) -> &[u8] {
        &self.hash
    }

    /// Names of the templates and SHA-256 of their texts, by name.
    #[must_use]
    pub fn members(&self) -> &[(Arc<str>, [u8; 32])] {
        &self.members
    }
}

/// Keys of the sets, by hash. Those that are not known yet are stored, with those of their texts that are not; known
/// sets cost one look-up for all.
pub(super) async fn put(
    conn: &mut PgConnection,
    sets: impl Iterator<Item = &PlenarySet>,
    texts: &Texts,
) -> Result<HashMap<Vec<u8>, i64>> {
    let mut unknown: BTreeMap<&[u8], &PlenarySet> = sets.map(|set| (set.hash(), set)).collect();
    let all: Vec<Vec<u8>> = unknown.keys().map(|hash| hash.to_vec()).collect();
    let mut ids = find(conn, &all).await?;
    unknown.retain(|hash, _| !ids.contains_key(*hash));
    if unknown.is_empty() {
        return Ok(ids);
    }
    put_texts(conn, unknown.values().copied(), texts).await?;
    let wanted: Vec<Vec<u8>> = unknown.keys().map(|hash| hash.to_vec()).collect();
    let made = sqlx::query!(
        "insert into plenary_set (hash) select hash from unnest($1::bytea[]) g (hash) order by hash
         on conflict (hash) do nothing returning id, hash",
        &wanted
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut members: Vec<(i64, &str, &[u8; 32])> = Vec::new();
    for row in &made {
        if let Some(set) = unknown.get(row.hash.as_slice()) {
            members.extend(set.members.iter().map(|(name, hash)| (row.id, &**name, hash)));
        }
    }
    plans::forget(conn, members.len()).await?;
    for part in members.chunks(MEMBERS_AT_ONCE) {
        let sets: Vec<i64> = part.iter().map(|(set, ..)| *set).collect();
        let names: Vec<String> = part.iter().map(|(_, name, _)| (*name).to_owned()).collect();
        let hashes: Vec<Vec<u8>> = part.iter().map(|(.., hash)| hash.to_vec()).collect();
        sqlx::query!(
            "insert into plenary_set_member (set_id, name, hash)
             select set_id, name, hash from unnest($1::bigint[], $2::text[], $3::bytea[]) g (set_id, name, hash)",
            &sets,
            &names,
            &hashes
        )
        .execute(&mut *conn)
        .await?;
    }
    if made.len() < wanted.len() {
        // Another transaction has just committed the same sets.
        ids.extend(find(conn, &wanted).await?);
    }
    ids.extend(made.into_iter().map(|row| (row.hash, row.id)));
    Ok(ids)
}

async fn find(conn: &mut PgConnection, hashes: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, i64>> {
    let rows = sqlx::query!("select id, hash from plenary_set where hash = any($1)", hashes)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.hash, row.id)).collect())
}

/// Texts are stored in the order of their hashes, so that two commands wait for one another and do not deadlock.
async fn put_texts(
    conn: &mut PgConnection,
    sets: impl Iterator<Item = &PlenarySet>,
    texts: &Texts,
) -> Result<()> {
    let mut wanted: BTreeSet<[u8; 32]> = BTreeSet::new();
    for set in sets {
        wanted.extend(set.members.iter().map(|(_, hash)| *hash));
    }
    let all: Vec<Vec<u8>> = wanted.iter().map(|hash| hash.to_vec()).collect();
    let known: HashSet<Vec<u8>> =
        sqlx::query_scalar!("select hash from plenary_text where hash = any($1)", &all)
            .fetch_all(&mut *conn)
            .await?
            .into_iter()
            .collect();
    wanted.retain(|hash| !known.contains(hash.as_slice()));
    let new: Vec<(Vec<u8>, &Arc<str>)> = wanted
        .iter()
        .filter_map(|hash| Some((hash.to_vec(), texts.get(hash)?)))
        .collect();
    for part in new.chunks(TEXTS_AT_ONCE) {
        let hashes: Vec<Vec<u8>> = part.iter().map(|(hash, _)| hash.clone()).collect();
        let contents: Vec<String> = part.iter().map(|(_, text)| text.to_string()).collect();
        sqlx::query!(
            "insert into plenary_text (hash, content)
             select hash, content from unnest($1::bytea[], $2::text[]) g (hash, content)
             order by hash on conflict (hash) do nothing",
            &hashes,
            &contents
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
