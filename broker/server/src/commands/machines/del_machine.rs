//! `aq del_machine`: a machine that no host runs on, with its disks and interfaces.

use aq_db::{address_assignment, host, machine};

use super::_target::named;
use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    machine: String,
}

/// Deletes the machine.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let machine = machine::require_locked(cx.db(), &args.machine).await?;
    if machine.is_host {
        return Err(CommandError::argument(format!(
            "{} {} is still using the machine, so the machine cannot be deleted.",
            host::KIND,
            machine.display_name()
        ))
        .hint("Delete the host first: aq del_host."));
    }
    let mut addresses: Vec<String> = address_assignment::of_hardware(cx.db(), &[machine.id])
        .await?
        .iter()
        .filter(|address| Some(address.ip) != machine.primary_ip)
        .map(|address| address.address().to_string())
        .collect();
    if !addresses.is_empty() {
        addresses.sort();
        return Err(CommandError::argument(format!(
            "{} still provides the following addresses, delete them first: {}.",
            named(&machine),
            addresses.join(", ")
        )));
    }
    machine::delete(cx.db(), machine.id).await?;
    cx.touch(Subject::Machine(machine.id));
    Ok(Answer::Nothing)
}
