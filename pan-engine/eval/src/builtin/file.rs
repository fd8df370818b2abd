//! Text files along the load path: `file_contents` and `file_exists`.
//!
//! A world that serves directories gives them a location that ends with a slash: they exist, but have no contents.

use std::io::Read as _;

use pan_value::Value;

use super::args::{self, refused, too_long};
use super::{Argument, Arity, Builtin, Fault, Host, Run};

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "file_contents",
        arity: Arity::between(1, 2),
        check: check_name,
        folds: false,
        run: Run::Pure(file_contents),
    },
    Builtin {
        name: "file_exists",
        arity: Arity::exactly(1),
        check: check_name,
        folds: false,
        run: Run::Pure(file_exists),
    },
];

fn check_name(args: &[Argument<'_>]) -> Result<(), String> {
    match args.first().and_then(|arg| arg.constant()) {
        None => Ok(()),
        Some(Value::String(name)) if is_relative(name) => Ok(()),
        Some(_) => Err("the first argument must be a relative file name".to_owned()),
    }
}

fn is_relative(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('/')
}

fn name<'a>(function: &str, args: &'a [Value]) -> Result<&'a str, Fault> {
    let name = args::string(function, args, 0)?;
    if is_relative(name) {
        Ok(name)
    } else {
        Err(refused(format!(
            "{function}() needs a relative file name, not '{name}'"
        )))
    }
}

fn file_contents(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let name = name("file_contents", args)?;
    let compressed = match args.get(1) {
        None => false,
        Some(_) => match &**args::string("file_contents", args, 1)? {
            "gzip" => true,
            other => {
                return Err(refused(format!(
                    "'{other}' is not a known compression ('gzip' is)"
                )));
            }
        },
    };
    let file = host
        .file(name)?
        .ok_or_else(|| refused(format!("the file '{name}' does not exist on the load path")))?;
    if file.location.ends_with('/') {
        return Err(refused(format!("'{name}' is a directory")));
    }
    let limit = host.limits().string_bytes;
    if !compressed {
        return text(&file.content, limit);
    }
    let mut unpacked = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    flate2::read::MultiGzDecoder::new(&*file.content)
        .take(most)
        .read_to_end(&mut unpacked)
        .map_err(|error| refused(format!("the file '{name}' cannot be decompressed: {error}")))?;
    text(&unpacked, limit)
}

fn text(bytes: &[u8], limit: usize) -> Result<Value, Fault> {
    if bytes.len() > limit {
        return Err(too_long(limit));
    }
    Ok(Value::from(&*String::from_utf8_lossy(bytes)))
}

fn file_exists(host: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let name = name("file_exists", args)?;
    Ok(Value::Boolean(host.file(name)?.is_some()))
}
