//! Talking to whoever runs the compiler: `debug`, `traceback`, `deprecated`, `error`.

use pan_diagnostics::codes;
use pan_value::Value;

use super::args::{self, refused};
use super::format::format_arguments;
use super::{Argument, Arity, Builtin, Fault, Host, Run, no_check};
use crate::options::Warnings;
use crate::outcome::MessageKind;

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "debug",
        arity: Arity::at_least(1),
        check: check_debug,
        folds: false,
        run: Run::Pure(debug),
    },
    Builtin {
        name: "traceback",
        arity: Arity::exactly(1),
        check: args::check_strings,
        folds: false,
        run: Run::Pure(traceback),
    },
    Builtin {
        name: "deprecated",
        arity: Arity::exactly(2),
        check: check_deprecated,
        folds: true,
        run: Run::Pure(deprecated),
    },
    Builtin {
        name: "error",
        arity: Arity::at_least(1),
        check: no_check,
        folds: true,
        run: Run::Pure(error),
    },
];

fn check_debug(args: &[Argument<'_>]) -> Result<(), String> {
    if args.len() == 1 {
        args::check_strings(args)
    } else {
        Ok(())
    }
}

/// The only argument, or all of them formatted.
fn message(function: &str, host: &dyn Host, args: &[Value]) -> Result<Value, Fault> {
    if args.len() == 1 {
        args::string(function, args, 0).map(|text| Value::String(text.clone()))
    } else {
        format_arguments(function, host, args)
    }
}

fn debug(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = message("debug", host, args)?;
    let line = format!("[{}] {text}", host.object());
    host.print(MessageKind::Debug, line);
    Ok(text)
}

fn traceback(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("traceback", args, 0)?;
    let lines = format!("{text}\n{}", host.traceback().trim_end());
    host.print(MessageKind::Traceback, lines);
    Ok(Value::String(text.clone()))
}

fn check_deprecated(args: &[Argument<'_>]) -> Result<(), String> {
    match args {
        [Argument::Constant(level), _] if level.as_long().is_none_or(|level| level < 0) => {
            Err("the first argument must be a long that is not negative".to_owned())
        }
        [_, message] => args::check_strings(&[*message]),
        _ => Ok(()),
    }
}

fn deprecated(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    // A call that folds says nothing, ever: the reference loses it too.
    if host.is_folding() {
        return Ok(Value::Boolean(true));
    }
    if args::long("deprecated", args, 0)? < 0 {
        return Err(refused("the first argument of deprecated() must not be negative"));
    }
    let text = args::string("deprecated", args, 1)?;
    match host.warnings() {
        Warnings::Off => {}
        Warnings::On => host.print(MessageKind::Deprecated, text.to_string()),
        Warnings::Fatal => {
            return Err(Fault::new(format!("deprecation error: {text}"))
                .with_code(codes::evaluation::DEPRECATED)
                .with_hint("with --warnings=on this is only a message"));
        }
    }
    Ok(Value::Boolean(true))
}

fn error(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    if let [value] = args
        && value.as_str().is_none()
    {
        return Err(refused(format!(
            "the first argument for error() needs to be a string, not {}",
            value.type_name()
        )));
    }
    let text = message("error", host, args)?;
    Err(
        Fault::new(format!("[{}] user-initiated error: {text}", host.object()))
            .with_code(codes::evaluation::USER_ERROR),
    )
}
