//! `aq show_permission`: who may run a command, or what a role or user may run.

use aq_auth::policy::{Access, CommandForms, Form};
use aq_catalogue::Command;
use aq_db::principal::{self, Filter};
use aq_db::role;

use crate::command::prelude::*;
use crate::view::role::RoleView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    role: Option<String>,
    command: Option<String>,
    username: Option<String>,
    realm: Option<String>,
    option: Option<String>,
    #[serde(rename = "no-option")]
    no_option: bool,
}

/// Explains the policy; without options what the caller may run.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    if let Some(command) = &args.command {
        let form = match &args.option {
            Some(option) => Form::Option(option),
            None if args.no_option => Form::Plain,
            None => Form::Any,
        };
        return who_may(cx, command, form).await;
    }
    let role = match (&args.role, &args.username) {
        (Some(role), _) => existing_role(cx, role).await?,
        (None, Some(user)) => role_of(cx, user, args.realm.as_deref()).await?,
        (None, None) => cx.caller.role.clone(),
    };
    let forms: Vec<CommandForms<'_>> = aq_catalogue::COMMANDS.iter().map(forms).collect();
    Ok(Answer::Names(cx.app.policy.commands_of(&role, &forms)))
}

fn forms(command: &'static Command) -> CommandForms<'static> {
    CommandForms {
        name: command.name,
        access: match command.access {
            aq_catalogue::Access::Read => Access::Read,
            aq_catalogue::Access::Write => Access::Write,
        },
        triggers: command
            .transports
            .iter()
            .map(|transport| transport.trigger)
            .collect(),
    }
}

/// The roles that may run a command.
async fn who_may(cx: &mut Cx, name: &str, form: Form<'_>) -> Result<Answer> {
    let command = aq_catalogue::command(name)
        .ok_or_else(|| CommandError::argument(format!("{name} command does not exist")))?;
    let roles = role::list(cx.db()).await?;
    let names: Vec<&str> = roles.iter().map(|role| role.name.as_str()).collect();
    let may = cx
        .app
        .policy
        .roles_for(&forms(command), form, &names)
        .map_err(|error| match form {
            Form::Option(option) => {
                CommandError::argument(format!("{option} option does not exist in {name} command"))
                    .hint(error.to_string())
            }
            _ => CommandError::argument(error.to_string()),
        })?;
    let may: Vec<String> = may.into_iter().map(str::to_owned).collect();
    Ok(Answer::objects(
        roles
            .into_iter()
            .filter(|role| may.contains(&role.name))
            .map(RoleView),
    ))
}

async fn existing_role(cx: &mut Cx, name: &str) -> Result<String> {
    match role::find(cx.db(), name).await? {
        Some(role) => Ok(role.name),
        None => Err(CommandError::argument(format!("{name} role doesn't exist"))),
    }
}

/// The role of a user. Without a realm the site's own one is meant, or the only one where the name is known.
async fn role_of(cx: &mut Cx, name: &str, realm: Option<&str>) -> Result<String> {
    let filter = Filter {
        name: Some(name),
        realm,
        role: None,
    };
    let mut found = principal::search(cx.db(), &filter).await?;
    if found.len() > 1 {
        let own = &cx.app.config.realm;
        found.retain(|p| p.realm == *own);
        if found.is_empty() {
            return Err(CommandError::argument(format!(
                "More than one user found for this name: '{name}'. Please try to specify a realm with \
                 show_permission --username USER --realm REALM."
            )));
        }
    }
    match found.pop() {
        Some(user) => Ok(user.role),
        None => Err(CommandError::argument(format!("User {name} not found"))),
    }
}
