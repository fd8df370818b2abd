//! Which options must, may and may not be given together.

use crate::error::{ArgumentError, ErrorKind, listed};
use crate::group::{Condition, Fields, Group, Member};
use crate::option::{Opt, OptType};
use crate::value::Value;
use crate::values::Values;

/// Checks groups first, then what options and groups require and exclude.
pub(crate) fn enforce(values: &Values) -> Result<(), ArgumentError> {
    for group in values.command.groups {
        counts(values, group)?;
    }
    for group in values.command.groups {
        conditions(values, group, &[], &[])?;
    }
    Ok(())
}

/// Whether enough and not too many members are given.
fn counts(values: &Values, group: &'static Group) -> Result<(), ArgumentError> {
    for member in group.members {
        match member {
            Member::Group(inner) => counts(values, inner)?,
            Member::Option(option) if option.required && !values.is_given(option.name) => {
                return Err(ArgumentError::missing(&[typed(values, option)]));
            }
            Member::Option(_) => {}
        }
    }
    let given: Vec<&Member> = group
        .members
        .iter()
        .filter(|member| member_given(values, member))
        .collect();
    let too_few = |message: String| Err(ArgumentError::new(ErrorKind::Missing, message));
    match group.fields {
        Fields::All if given.len() < group.members.len() && (group.mandatory || !given.is_empty()) => {
            let absent: Vec<String> = group
                .members
                .iter()
                .filter(|member| !member_given(values, member))
                .map(|member| describe(values, member))
                .collect();
            let mut error = ArgumentError::missing(&absent);
            if !group.mandatory {
                let present: Vec<String> = given
                    .iter()
                    .map(|member| describe_given(values, member))
                    .collect();
                error.message = format!(
                    "{} needs {} too.",
                    listed(&present, "and"),
                    listed(&absent, "and")
                );
            }
            Err(error)
        }
        Fields::One if given.len() > 1 => {
            let present: Vec<String> = given
                .iter()
                .map(|member| describe_given(values, member))
                .collect();
            let message = format!("{} cannot be used together.", listed(&present, "and"));
            Err(ArgumentError::new(ErrorKind::Conflict, message))
        }
        Fields::One if group.mandatory && given.is_empty() => match group.members {
            [only] => Err(ArgumentError::missing(&[describe(values, only)])),
            _ => too_few(format!("Give exactly one of {}.", alternatives(values, group))),
        },
        Fields::Any if group.mandatory && given.is_empty() => match group.members {
            [only] => Err(ArgumentError::missing(&[describe(values, only)])),
            _ => too_few(format!("Give at least one of {}.", alternatives(values, group))),
        },
        _ => Ok(()),
    }
}

/// Checks requirements and exclusions; those of a group hold for everything in it.
fn conditions(
    values: &Values,
    group: &'static Group,
    requires: &[Condition],
    conflicts: &[Condition],
) -> Result<(), ArgumentError> {
    let requires = [requires, group.requires].concat();
    let conflicts = [conflicts, group.conflicts].concat();
    for member in group.members {
        match member {
            Member::Group(inner) => conditions(values, inner, &requires, &conflicts)?,
            Member::Option(option) if values.is_given(option.name) => {
                let requires = [&requires, option.requires].concat();
                let conflicts = [&conflicts, option.conflicts].concat();
                if !requires.is_empty() && !requires.iter().any(|all| holds(values, all)) {
                    let alternatives: Vec<String> =
                        requires.iter().map(|all| condition(values, all)).collect();
                    let needs = listed(&alternatives, "or");
                    let message = format!("{} can only be used with {needs}.", typed(values, option));
                    return Err(ArgumentError::new(ErrorKind::Requires, message));
                }
                if let Some(other) = conflicts.iter().find(|all| holds(values, all)) {
                    let other = condition(values, other);
                    let message = format!("{} cannot be used with {other}.", typed(values, option));
                    return Err(ArgumentError::new(ErrorKind::Conflict, message));
                }
            }
            Member::Option(_) => {}
        }
    }
    Ok(())
}

fn member_given(values: &Values, member: &Member) -> bool {
    match member {
        Member::Option(option) => values.is_given(option.name),
        Member::Group(group) => group.members.iter().any(|inner| member_given(values, inner)),
    }
}

/// Whether all names of a condition, options or groups, are given.
fn holds(values: &Values, all: Condition) -> bool {
    all.iter().all(|name| {
        values.is_given(name)
            || values
                .command
                .group(name)
                .is_some_and(|group| group_given(values, group))
    })
}

fn group_given(values: &Values, group: &'static Group) -> bool {
    group.members.iter().any(|member| member_given(values, member))
}

/// The option as the user typed it, or would type it.
fn typed(values: &Values, option: &Opt) -> String {
    let negated = option.kind == OptType::Boolean && values.get(option.name) == Some(&Value::Bool(false));
    let name = if negated {
        option.reverse.unwrap_or(option.name)
    } else {
        option.name
    };
    format!("--{name}")
}

/// A member that is wanted.
fn describe(values: &Values, member: &'static Member) -> String {
    match member {
        Member::Option(option) => typed(values, option),
        Member::Group(group) if group.fields == Fields::All => {
            let inner: Vec<String> = group
                .members
                .iter()
                .map(|inner| describe(values, inner))
                .collect();
            listed(&inner, "and")
        }
        Member::Group(group) => format!("one of {}", alternatives(values, group)),
    }
}

/// The part of a member that was given.
fn describe_given(values: &Values, member: &Member) -> String {
    match member {
        Member::Option(option) => typed(values, option),
        Member::Group(group) => group
            .members
            .iter()
            .find(|inner| member_given(values, inner))
            .map(|inner| describe_given(values, inner))
            .unwrap_or_default(),
    }
}

fn alternatives(values: &Values, group: &'static Group) -> String {
    fn walk(values: &Values, group: &'static Group, names: &mut Vec<String>) {
        for member in group.members {
            match member {
                Member::Group(inner) if inner.fields != Fields::All => walk(values, inner, names),
                member => names.push(describe(values, member)),
            }
        }
    }
    let mut names = Vec::new();
    walk(values, group, &mut names);
    listed(&names, "or")
}

/// A condition as the user would type it; a named group by what was given of it, else by its members.
fn condition(values: &Values, all: Condition) -> String {
    let names: Vec<String> = all
        .iter()
        .map(|name| match values.command.group(name) {
            Some(group) => match group.members.iter().find(|member| member_given(values, member)) {
                Some(member) => describe_given(values, member),
                None => format!("one of {}", alternatives(values, group)),
            },
            None => match values.command.option(name) {
                Some((option, _)) => typed(values, option),
                None => format!("--{name}"),
            },
        })
        .collect();
    listed(&names, "and")
}
