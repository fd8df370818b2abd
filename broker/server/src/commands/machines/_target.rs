//! The machine that a command is about.

use aq_db::host;
use aq_db::machine::{self, Machine};

use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::plenary::Subject;

/// The machine of `--machine` or `--hostname`, locked until the command ends.
pub async fn locked(cx: &mut Cx, machine: Option<&str>, hostname: Option<&str>) -> Result<Machine> {
    match (machine, hostname) {
        (Some(name), _) => Ok(machine::require_locked(cx.db(), name).await?),
        (None, Some(name)) => {
            let id = host::require(cx.db(), name).await?;
            machine::lock(cx.db(), id).await?;
            Ok(machine::get(cx.db(), id).await?)
        }
        // The catalogue wants one of them.
        (None, None) => Err(CommandError::argument("Please specify a device.")),
    }
}

/// `Machine ut3c5n10`, as a sentence begins with it.
pub fn named(machine: &Machine) -> String {
    format!("Machine {}", machine.display_name())
}

/// `machine ut3c5n10`, as it is said inside a sentence.
pub fn inner_name(machine: &Machine) -> String {
    format!("machine {}", machine.display_name())
}

/// Writes again the templates that the machine shows in: its own and, with a host on it, the host's.
pub fn rewrite(cx: &mut Cx, machine: &Machine) {
    cx.touch(Subject::Machine(machine.id));
    if machine.is_host {
        cx.touch(Subject::Host(machine.id));
    }
}
