//! Machines that have to be told of a new profile: one row for each, until it is told.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use sqlx::PgConnection;

use crate::{Result, outbox};

/// A machine to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Name of the object whose profile changed.
    pub object: String,
    /// Where to tell it: the primary address of the host of that name, if there is one.
    pub address: Option<IpAddr>,
    /// How often that was tried in vain.
    pub attempts: i32,
}

/// Machines that were taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Those to tell.
    pub ready: Vec<Pending>,
    /// How many could not be told yet.
    pub waiting: usize,
}

/// Notes that objects have new profiles, in the transaction that stores these. An object that waits already is told once.
///
/// # Errors
/// Only those of the connection.
pub async fn request(conn: &mut PgConnection, objects: &[String]) -> Result<()> {
    // A row that waits is locked until the commit: nobody tells the machine before there is something to fetch. All take
    // the rows in one order.
    sqlx::query!(
        "insert into client_notification as n (object)
         select object from unnest($1::text[]) given (object) group by object order by object
         on conflict (object) do update set attempts = 0, next_attempt = least(n.next_attempt, excluded.next_attempt)",
        objects
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes machines whose time has come and removes their rows with the transaction: until it commits they are nobody else's,
/// and when the taker dies they are there again. A machine whose profile is not yet written to the exported files is put
/// back for a second: it may fetch from there.
///
/// # Errors
/// Only those of the connection.
pub async fn take(conn: &mut PgConnection, limit: i64) -> Result<Batch> {
    // In any order, and in steps that are cheap whatever the statistics say: the table is empty at one moment and has every
    // machine of the site at the next.
    let rows = sqlx::query!(
        "select object, attempts from client_notification where next_attempt <= now() limit $1 for update skip locked",
        limit
    )
    .fetch_all(&mut *conn)
    .await?;
    let objects: Vec<String> = rows.iter().map(|row| row.object.clone()).collect();
    let unwritten: HashSet<String> = unwritten(conn, &objects).await?;
    if !unwritten.is_empty() {
        let objects: Vec<String> = unwritten.iter().cloned().collect();
        sqlx::query!(
            "update client_notification set next_attempt = clock_timestamp() + interval '1 second' where object = any($1)",
            &objects
        )
        .execute(&mut *conn)
        .await?;
    }
    let objects: Vec<String> = objects
        .into_iter()
        .filter(|object| !unwritten.contains(object))
        .collect();
    sqlx::query!("delete from client_notification where object = any($1)", &objects)
        .execute(&mut *conn)
        .await?;
    let addresses = addresses(conn, &objects).await?;
    Ok(Batch {
        waiting: unwritten.len(),
        ready: rows
            .into_iter()
            .filter(|row| !unwritten.contains(&row.object))
            .map(|row| Pending {
                address: addresses.get(&row.object).copied(),
                object: row.object,
                attempts: row.attempts,
            })
            .collect(),
    })
}

/// Those of the objects whose files are not up to date.
async fn unwritten(conn: &mut PgConnection, objects: &[String]) -> Result<HashSet<String>> {
    let keys: Vec<String> = objects.iter().map(|object| outbox::profile_key(object)).collect();
    let pending = sqlx::query_scalar!(
        r#"select ordering_key as "key!" from outbox where ordering_key = any($1) and done is null"#,
        &keys
    )
    .fetch_all(conn)
    .await?;
    Ok(objects
        .iter()
        .zip(&keys)
        .filter(|(_, key)| pending.contains(key))
        .map(|(object, _)| object.clone())
        .collect())
}

/// The primary addresses of the hosts of these names.
async fn addresses(conn: &mut PgConnection, hosts: &[String]) -> Result<HashMap<String, IpAddr>> {
    // Two comparisons for one name: for a single one PostgreSQL takes the index of similar names, which is far slower.
    let rows = sqlx::query!(
        r#"select w.host as "host!", r.ip as "ip!"
           from unnest($1::text[]) w (host)
           join dns_domain d on d.name = substr(w.host, strpos(w.host, '.') + 1)
           join fqdn f on f.dns_domain_id = d.id
               and f.name >= split_part(w.host, '.', 1) and f.name <= split_part(w.host, '.', 1)
           join dns_environment e on e.id = f.dns_environment_id and e.is_default
           join dns_record r on r.fqdn_id = f.id and r.dns_environment_id = f.dns_environment_id
           join hardware_entity h on h.primary_name_id = r.id
           where r.ip is not null"#,
        hosts
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.host, row.ip.ip())).collect())
}

/// Puts a machine back that could not be told: it comes again after 1, 2, 4 ... seconds.
///
/// # Errors
/// Only those of the connection.
pub async fn put_back(conn: &mut PgConnection, pending: &Pending) -> Result<()> {
    sqlx::query!(
        "insert into client_notification (object, attempts, next_attempt)
         values ($1, $2 + 1, clock_timestamp() + power(2, least($2, 12)) * interval '1 second')
         on conflict (object) do nothing",
        pending.object,
        pending.attempts
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many machines wait to be told.
///
/// # Errors
/// Only those of the connection.
pub async fn pending(conn: &mut PgConnection) -> Result<i64> {
    Ok(
        sqlx::query_scalar!(r#"select count(*) as "count!" from client_notification"#)
            .fetch_one(conn)
            .await?,
    )
}
