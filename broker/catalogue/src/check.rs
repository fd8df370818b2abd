//! Raw arguments become values. Client and broker run the same checks.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::command::Command;
use crate::convert::{convert, split_repeated};
use crate::error::{ArgumentError, ErrorKind, listed};
use crate::nearest::nearest;
use crate::option::{Opt, OptType};
use crate::rules;
use crate::value::Value;
use crate::values::{Entry, Values};

/// What every request may carry beside the options of its command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Globals {
    /// The client's name for the request. Not set by `show_request`, where it is an option.
    pub request_id: Option<Uuid>,
    /// The user wants to see more.
    pub debug: bool,
}

/// Checks the arguments of a command: names, number, types, then the rules of groups, conflicts and requirements.
///
/// # Errors
/// The first mistake found, in a sentence that names the options as they are typed.
pub fn check(command: &'static Command, raw: Vec<(String, String)>) -> Result<Values, ArgumentError> {
    let mut values = Values {
        command,
        entries: BTreeMap::new(),
        globals: Globals::default(),
    };
    let mut repeated: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
    let options = command.options();
    for (name, text) in raw {
        let Some(option) = options
            .iter()
            .find(|option| option.name == name || option.aliases.contains(&&*name))
        else {
            global(&mut values.globals, &name, &text).ok_or_else(|| unknown(command, &options, &name))??;
            continue;
        };
        if option.repeat {
            for part in split_repeated(option, &text)? {
                repeated
                    .entry(option.name)
                    .or_default()
                    .push(convert(option, &part)?);
            }
            continue;
        }
        let value = convert(option, &text)?;
        // A flag that is false was not given: nothing on a command line says so, but a program may.
        if option.kind == OptType::Flag && value == Value::Bool(false) {
            continue;
        }
        if insert(&mut values, option, value).is_some() {
            let message = format!("Too many values for --{name}.");
            return Err(ArgumentError::new(ErrorKind::TooManyValues, message));
        }
    }
    for option in &options {
        if let Some(many) = repeated.remove(option.name) {
            insert(&mut values, option, Value::Many(many));
        }
    }
    rules::enforce(&values)?;
    for option in &options {
        if let Some(default) = option.default
            && !values.entries.contains_key(option.name)
        {
            let value = convert(option, default)?;
            values.entries.insert(
                option.name,
                Entry {
                    text: value.to_text(),
                    value,
                    given: false,
                },
            );
        }
    }
    Ok(values)
}

fn insert(values: &mut Values, option: &'static Opt, value: Value) -> Option<Entry> {
    values.entries.insert(
        option.name,
        Entry {
            text: value.to_text(),
            value,
            given: true,
        },
    )
}

/// Takes an argument that every command has. `None` when it is not one.
fn global(globals: &mut Globals, name: &str, text: &str) -> Option<Result<(), ArgumentError>> {
    static DEBUG: Opt = global_option("debug", OptType::Boolean);
    static REQUEST_ID: Opt = global_option("requestid", OptType::Uuid);
    let option = [&DEBUG, &REQUEST_ID]
        .into_iter()
        .find(|option| option.name == name)?;
    Some(convert(option, text).map(|value| match value {
        Value::Bool(debug) => globals.debug = debug,
        Value::Uuid(uuid) => globals.request_id = Some(uuid),
        _ => {}
    }))
}

const fn global_option(name: &'static str, kind: OptType) -> Opt {
    Opt {
        name,
        kind,
        short: None,
        help: "",
        required: false,
        repeat: false,
        values: &[],
        default: None,
        reverse: None,
        aliases: &[],
        requires: &[],
        conflicts: &[],
        deprecated: None,
        complete: None,
    }
}

fn unknown(command: &Command, options: &[&'static Opt], name: &str) -> ArgumentError {
    let spellings = options
        .iter()
        .flat_map(|o| std::iter::once(o.name).chain(o.reverse));
    let near: Vec<String> = nearest(name, spellings)
        .into_iter()
        .map(|near| format!("--{near}"))
        .collect();
    let message = format!("Unknown option --{name} for {}.", command.name);
    ArgumentError::new(ErrorKind::UnknownOption, message)
        .with_hint((!near.is_empty()).then(|| format!("Did you mean {}?", listed(&near, "or"))))
}
