//! JSON: `json_encode` and `json_decode`.

use pan_value::Value;

use super::args::{self, bounded, refused};
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
    let text = pan_output::to_json(args::value(args, 0)).map_err(|error| refused(error.to_string()))?;
    bounded(text, host.limits().string_bytes)
}

fn json_decode(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("json_decode", args, 0)?;
    read(text, host.limits().data_depth)
}
