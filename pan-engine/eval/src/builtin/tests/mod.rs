//! The pure functions, as tables of calls and results.

mod calls;
mod checks;
mod host;

use pan_value::{Dict, Value};

use super::{Argument, Fault, Run, find};
use host::TestHost;

/// Calls the function as the evaluator does.
fn call(host: &mut TestHost, name: &str, args: &[Value]) -> Result<Value, Fault> {
    let builtin = find(name).unwrap_or_else(|| panic!("no function {name}"));
    assert!(builtin.arity.allows(args.len()), "{name} takes {}", builtin.arity);
    match builtin.run {
        Run::Pure(run) => run(host, args),
        Run::Special(_) => panic!("{name} is special"),
    }
}

/// The refusal of constant arguments when compiling.
fn check(name: &str, args: &[Value]) -> Result<(), String> {
    let builtin = find(name).unwrap_or_else(|| panic!("no function {name}"));
    let args: Vec<_> = args.iter().map(Argument::Constant).collect();
    (builtin.check)(&args)
}

/// A call gives this value.
#[track_caller]
fn gives(name: &str, args: &[Value], expected: impl Into<Value>) {
    let result = call(&mut TestHost::default(), name, args).map_err(|fault| fault.message);
    assert_eq!(result, Ok(expected.into()), "{name} of {args:?}");
}

/// A call is refused with a message that has this in it.
#[track_caller]
fn refuses(name: &str, args: &[Value], part: &str) {
    let message = match call(&mut TestHost::default(), name, args) {
        Ok(value) => panic!("{name} of {args:?} gives {value}"),
        Err(fault) => fault.message,
    };
    assert!(message.contains(part), "{name} of {args:?}: {message}");
}

fn list<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Value {
    Value::list(items.into_iter().map(Into::into).collect())
}

fn dict<V: Into<Value>>(entries: impl IntoIterator<Item = (&'static str, V)>) -> Value {
    Value::dict(
        entries
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect::<Dict>(),
    )
}

/// A slice of values from anything that becomes values.
macro_rules! args {
    ($($arg:expr),* $(,)?) => { &[$(Value::from($arg)),*][..] };
}
use args;
