//! The filters through which everything in a template is printed.

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::name::TemplateName;
use crate::pan::{PanError, key, string, text};

/// Makes the filters known to the renderer.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_filter("pan", pan);
    tera.register_filter("pan_key", |name: &str, _: Kwargs, _: &State| {
        key_filter(key::term(name))
    });
    tera.register_filter("pan_braced", |name: &str, _: Kwargs, _: &State| {
        key_filter(key::braced(name))
    });
    tera.register_filter("pan_path", |path: &str, _: Kwargs, _: &State| {
        key_filter(key::path(path))
    });
    tera.register_filter("pan_name", name);
}

/// A value as Pan source. Compound values arrive as finished source (see [`crate::pan::Source`]).
fn pan(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    if let Some(source) = value.as_bytes() {
        return String::from_utf8(source.to_vec()).map_err(failed);
    }
    if let Some(string) = value.as_str() {
        return Ok(string::literal(string));
    }
    if let Some(boolean) = value.as_bool() {
        return Ok(boolean.to_string());
    }
    if let Some(integer) = value.as_i128() {
        let long = i64::try_from(integer).map_err(|_| failed(PanError::Long(integer.to_string())))?;
        return text::long(long).map_err(failed);
    }
    if value.is_none() {
        return Ok("null".to_owned());
    }
    Err(tera::Error::message(format!(
        "the pan filter cannot print a {}",
        value.name()
    )))
}

/// A template name, checked once more at the place where it is printed without quotes.
fn name(name: &str, _: Kwargs, _: &State) -> TeraResult<String> {
    TemplateName::new(name)
        .map(TemplateName::into_string)
        .map_err(failed)
}

fn key_filter(result: Result<String, PanError>) -> TeraResult<String> {
    result.map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> tera::Error {
    tera::Error::message(error.to_string())
}
