//! The rules shown: what a role may run, and which roles may run a command (`aq show_permission`).

use super::{Access, Policy, Verdict, action};

/// A command with its forms: one entry per transport, the option that chooses it or nothing.
#[derive(Clone, Debug)]
pub struct CommandForms<'a> {
    /// Name of the command.
    pub name: &'a str,
    /// Whether it changes anything.
    pub access: Access,
    /// Triggers of its transports.
    pub triggers: Vec<Option<&'a str>>,
}

/// Which forms of a command are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'a> {
    /// At least one of them.
    Any,
    /// The one that no option chooses.
    Plain,
    /// The one that this option chooses.
    Option(&'a str),
}

/// A form that the command does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{command} has no form of its own for --{option}.")]
pub struct UnknownForm {
    command: String,
    option: String,
}

impl Policy {
    /// What a role may run, one line per command in order of names: the name alone when all forms are open, else with
    /// the forms that are not, or that are.
    #[must_use]
    pub fn commands_of(&self, role: &str, catalogue: &[CommandForms<'_>]) -> Vec<String> {
        let mut lines: Vec<String> = catalogue
            .iter()
            .filter_map(|command| self.line(role, command))
            .collect();
        lines.sort();
        lines
    }

    /// Those of `roles` that may run the command in the form asked for, in the order given.
    ///
    /// # Errors
    /// When the command has no such form.
    pub fn roles_for<'r>(
        &self,
        command: &CommandForms<'_>,
        form: Form<'_>,
        roles: &[&'r str],
    ) -> Result<Vec<&'r str>, UnknownForm> {
        let asked: Vec<Option<&str>> = match form {
            Form::Any => command.triggers.clone(),
            Form::Plain => vec![None],
            Form::Option(option) if command.triggers.contains(&Some(option)) => vec![Some(option)],
            Form::Option(option) => {
                return Err(UnknownForm {
                    command: command.name.to_owned(),
                    option: option.to_owned(),
                });
            }
        };
        let may = |role: &str| asked.iter().any(|trigger| self.may_run(role, command, *trigger));
        Ok(roles.iter().copied().filter(|role| may(role)).collect())
    }

    fn line(&self, role: &str, command: &CommandForms<'_>) -> Option<String> {
        let (mut open, mut shut) = (Vec::new(), Vec::new());
        for trigger in &command.triggers {
            if self.may_run(role, command, *trigger) {
                open.push(*trigger)
            } else {
                shut.push(*trigger)
            }
        }
        if open.is_empty() {
            return None;
        }
        if shut.is_empty() {
            return Some(command.name.to_owned());
        }
        // The plain form has no option to name: when it is open, what is shut is named, and the other way round.
        let (word, named) = if open.contains(&None) {
            ("except", shut)
        } else {
            ("only", open)
        };
        let mut options: Vec<&str> = named.into_iter().flatten().collect();
        options.sort_unstable();
        Some(format!(
            "{} ({word} with: --{})",
            command.name,
            options.join(", --")
        ))
    }

    fn may_run(&self, role: &str, command: &CommandForms<'_>, trigger: Option<&str>) -> bool {
        command.access == Access::Read
            || matches!(
                self.role_may(role, &action(command.name, trigger)),
                Verdict::Allowed
            )
    }
}
