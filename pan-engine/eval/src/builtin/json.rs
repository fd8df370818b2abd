//! JSON: `json_encode` and `json_decode`.

use pan_output::JsonError;
use pan_value::Value;

use super::args::{self, refused};
use super::json_reader::read;
use super::{Arity, Builtin, Fault, Host, Run, no_check};

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "json_encode",
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(json_encode),
    },
    Builtin {
        name: "json_decode",
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(json_decode),
    },
];

fn json_encode(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let limit = host.limits().string_bytes;
    pan_output::to_json_within(args::value(args, 0), limit)
        .map(Value::from)
        .map_err(|error| match error {
            JsonError::TooLong => args::too_long(limit),
            JsonError::Undef => refused(error.to_string()),
        })
}

fn json_decode(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("json_decode", args, 0)?;
    read(text, host.limits())
}
