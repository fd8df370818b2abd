//! The list of commands, by area.

use std::fmt::Write as _;

use aq_catalogue::{AREAS, COMMANDS};

use crate::tools::TOOLS;

/// What `aq help` prints.
pub fn text() -> String {
    let mut out = String::from(
        "aq COMMAND [OPTIONS]\n\nThe words of a command are joined by underscores or spaces. \"aq help COMMAND\" \
         explains a command.\n",
    );
    let width = COMMANDS
        .iter()
        .map(|command| command.name.len())
        .max()
        .unwrap_or_default();
    for area in AREAS {
        let _ = write!(out, "\n{}:\n", area.title);
        for command in COMMANDS.iter().filter(|command| command.area == area.name) {
            let _ = writeln!(out, "  {:width$}  {}", command.name, command.summary);
        }
    }
    out.push_str("\nThis program:\n");
    for tool in TOOLS {
        let _ = writeln!(out, "  {:width$}  {}", tool.name, tool.summary);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_has_a_line() {
        let text = super::text();
        for name in ["add_host", "ping", "completion", "doctor"] {
            assert!(
                text.lines()
                    .any(|line| line.trim_start().split(' ').next() == Some(name)),
                "{name}"
            );
        }
    }
}
