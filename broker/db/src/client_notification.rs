//! Machines that have to be told of a new profile: one row for each, until it is told.

use std::net::IpAddr;

use sqlx::PgConnection;

use crate::Result;

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

/// Takes machines whose time has come, those that wait longest first, and removes their rows with the transaction: until it
/// commits they are nobody else's, and when the taker dies they are there again. A machine whose profile is not yet written
/// to the exported files is left for later: it may fetch from there.
///
/// # Errors
/// Only those of the connection.
pub async fn take(conn: &mut PgConnection, limit: i64) -> Result<Vec<Pending>> {
    let rows = sqlx::query!(
        r#"with next as materialized (
               select object from client_notification n
               where next_attempt <= now() and not exists (
                   select from outbox o where o.ordering_key = 'profile ' || n.object and o.done is null)
               order by next_attempt limit $1 for update skip locked),
           gone as (delete from client_notification n using next where n.object = next.object returning n.object, n.attempts)
           select g.object, g.attempts, (
               select r.ip from dns_domain d
               join fqdn f on f.dns_domain_id = d.id and f.name = split_part(g.object, '.', 1)
               join dns_environment e on e.id = f.dns_environment_id and e.is_default
               join dns_record r on r.fqdn_id = f.id
               join hardware_entity h on h.primary_name_id = r.id
               where d.name = substr(g.object, strpos(g.object, '.') + 1)) as ip
           from gone g order by g.object"#,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Pending {
            object: row.object,
            attempts: row.attempts,
            address: row.ip.map(|network| network.ip()),
        })
        .collect())
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
