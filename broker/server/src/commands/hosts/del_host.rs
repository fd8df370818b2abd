//! `aq del_host`: a host with its name, templates and profile; the machine stays.

use aq_db::{address_assignment, dns_record, host, machine, profile};

use crate::command::prelude::*;
use crate::export::Task;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    hostname: String,
}

/// Deletes the host.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let id = host::require(cx.db(), &args.hostname).await?;
    machine::lock(cx.db(), id).await?;
    let machine = machine::get(cx.db(), id).await?;
    for host in host::lock_many(cx.db(), &[id]).await? {
        permitted(cx, &host.status, id).await?;
        host::delete(cx.db(), id).await?;
        machine::set_primary_name(cx.db(), id, None).await?;
        if let Some(record) = machine.primary_name_id {
            let record = dns_record::get(cx.db(), record).await?;
            if let (Some(network), Some(ip)) = (record.network_id, record.address()) {
                address_assignment::remove(cx.db(), id, network, ip).await?;
            }
            dns_record::delete_released(cx.db(), &record).await?;
        }
        if profile::remove(cx.db(), &host.fqdn).await? {
            cx.export(Task::Profile { object: host.fqdn });
            cx.export(Task::Index);
        }
    }
    cx.touch(Subject::Host(id));
    cx.touch(Subject::Machine(id));
    Ok(Answer::Nothing)
}

/// Hosts that are in use are not deleted by mistake.
async fn permitted(cx: &mut Cx, status: &str, id: i64) -> Result<()> {
    let mut permitted = cx.app.config.defaults.deletable_statuses.clone();
    if permitted.iter().any(|known| known == status) {
        return Ok(());
    }
    permitted.sort();
    let archetype = host::roles(cx.db(), &[id])
        .await?
        .into_iter()
        .next()
        .map(|role| role.archetype.name)
        .unwrap_or_default();
    Err(CommandError::argument(format!(
        "This host status \"{status}\" combined with its archetype configuration prevents it from being deleted.  In \
         case of archetype \"{archetype}\", only hosts with the following status can be deleted: {}.",
        permitted.join(", ")
    ))
    .hint("Change the status first: aq change_status."))
}
