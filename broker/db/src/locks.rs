//! Advisory locks, for what has no row to lock. They end with the transaction.
//!
//! The one order: row locks of the objects a command changes come first (hardware before network before DNS, lower ids
//! first), then these, in the order of [`Lock`]. [`acquire`] sorts, so a command takes all it needs with one call;
//! whoever breaks the order is told of a conflict by PostgreSQL's deadlock detection and may try again.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::Result;

/// Subjects that are locked one by one: PostgreSQL has room for some thousand locks of all transactions together.
const MANY: usize = 1000;

/// Something that one transaction at a time may do. The order of the variants is the order of locking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lock {
    /// Choosing the next free name with a prefix (machines, racks).
    NamePrefix(String),
    /// Choosing a free address in a network, by network id.
    FreeAddress(i64),
    /// Generating the plenaries of very many subjects; whoever takes the lock of one takes this shared.
    AllSubjects,
    /// Generating the plenaries of a subject: its kind (`host`, `machine`...) and id. Whoever comes second generates
    /// from the rows that the first one committed.
    Subject(&'static str, i64),
    /// Waiting for a compile that brokers share, by the number of the run; nobody else takes it.
    CompileRun(i64),
    /// Rebuilding the exported files as a whole.
    Export,
    /// Removing profile content that nothing refers to; storing content takes it shared ([`acquire_shared`]).
    ProfileContent,
    /// Giving events their cursors.
    EventOrder,
    /// Packing the template repository.
    RepositoryUpkeep,
    /// Being a broker that compiles for others, with this engine; held as long as it runs.
    CompilingBroker(String),
}

/// A sort of [`Lock`] whose holders can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// [`Lock::CompileRun`].
    CompileRun = 9,
    /// [`Lock::CompilingBroker`].
    CompilingBroker = 10,
}

/// Bits of a key below its class.
const OBJECT_BITS: u32 = 48;
/// These bits.
const OBJECT: i64 = (1 << OBJECT_BITS) - 1;

impl Lock {
    /// Class in the upper bits, object in the lower ones.
    pub(crate) fn key(&self) -> i64 {
        self.parts().0 << OBJECT_BITS | self.object()
    }

    /// What is locked, among the locks of its class.
    pub(crate) fn object(&self) -> i64 {
        self.parts().1 & OBJECT
    }

    fn parts(&self) -> (i64, i64) {
        match self {
            Self::NamePrefix(prefix) => (1, text_key(prefix)),
            Self::Subject(kind, id) => (6, text_key(&format!("{kind} {id}"))),
            Self::FreeAddress(id) => (2, *id),
            Self::Export => (4, 0),
            Self::ProfileContent => (5, 0),
            Self::EventOrder => (7, 0),
            Self::AllSubjects => (8, 0),
            Self::RepositoryUpkeep => (11, 0),
            Self::CompileRun(id) => (Class::CompileRun as i64, *id),
            Self::CompilingBroker(engine) => (Class::CompilingBroker as i64, text_key(engine)),
        }
    }
}

/// What is locked of a class, once for each holder.
///
/// # Errors
/// Only those of the connection.
pub(crate) async fn held(conn: &mut PgConnection, class: Class) -> Result<Vec<i64>> {
    // PostgreSQL shows the halves of a key apart.
    Ok(sqlx::query_scalar!(
        r#"select (classid::bigint << 32 | objid::bigint) & $2 as "object!" from pg_locks
           where locktype = 'advisory' and objsubid = 1 and granted
             and database = (select oid from pg_database where datname = current_database())
             and (classid::bigint << 32 | objid::bigint) >> $3 = $1"#,
        class as i64,
        OBJECT,
        OBJECT_BITS.cast_signed()
    )
    .fetch_all(conn)
    .await?)
}

/// 48 bits that stand for a text. Two texts with the same bits only wait for each other.
fn text_key(text: &str) -> i64 {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(6)
        .fold(0, |key, byte| key << 8 | i64::from(*byte))
}

/// Takes locks, waiting for those who hold them.
///
/// # Errors
/// [`crate::DbError::Conflict`] when that takes too long.
pub async fn acquire(conn: &mut PgConnection, mut locks: Vec<Lock>) -> Result<()> {
    locks.sort_unstable();
    locks.dedup();
    let keys: Vec<i64> = locks.iter().map(Lock::key).collect();
    // In the order of the array.
    sqlx::query!(
        "select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as g (key)",
        &keys
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Takes a lock if nobody holds it.
///
/// # Errors
/// Only those of the connection.
pub async fn try_acquire(conn: &mut PgConnection, lock: &Lock) -> Result<bool> {
    Ok(
        sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "taken!""#, lock.key())
            .fetch_one(conn)
            .await?,
    )
}

/// Takes the locks of subjects. Those of very many would not fit into PostgreSQL's table of locks: then one stands for all.
///
/// # Errors
/// [`crate::DbError::Conflict`] when that takes too long.
pub async fn acquire_subjects(conn: &mut PgConnection, subjects: Vec<Lock>) -> Result<()> {
    if subjects.is_empty() {
        return Ok(());
    }
    if subjects.len() > MANY {
        return acquire(conn, vec![Lock::AllSubjects]).await;
    }
    acquire_shared(conn, &Lock::AllSubjects).await?;
    acquire(conn, subjects).await
}

/// Takes a lock that any number of transactions may hold together, while nobody holds it alone.
///
/// # Errors
/// [`crate::DbError::Conflict`] when that takes too long.
pub async fn acquire_shared(conn: &mut PgConnection, lock: &Lock) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock_shared($1)", lock.key())
        .fetch_one(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_apart() {
        let locks = [
            Lock::NamePrefix("ut".into()),
            Lock::NamePrefix("np".into()),
            Lock::FreeAddress(1),
            Lock::Export,
            Lock::ProfileContent,
            Lock::EventOrder,
            Lock::AllSubjects,
            Lock::CompileRun(1),
            Lock::RepositoryUpkeep,
            Lock::CompilingBroker("pan-engine 1".into()),
        ];
        let keys: std::collections::BTreeSet<i64> = locks.iter().map(Lock::key).collect();
        assert_eq!(keys.len(), locks.len());
        assert!(keys.iter().all(|key| *key > 0));
    }
}
