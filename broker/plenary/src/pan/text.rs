//! Layout of values: one entry per line, two spaces per level, keys sorted.

use std::collections::BTreeMap;

use super::{Pan, PanError, float, key, string};

/// Source text of a value that stands at the beginning of a statement.
///
/// # Errors
/// [`PanError`] for keys and numbers that Pan cannot express.
pub fn value(value: &Pan) -> Result<String, PanError> {
    let mut out = String::new();
    write(&mut out, value, 0)?;
    Ok(out)
}

fn write(out: &mut String, value: &Pan, depth: usize) -> Result<(), PanError> {
    match value {
        Pan::Null => out.push_str("null"),
        Pan::Bool(true) => out.push_str("true"),
        Pan::Bool(false) => out.push_str("false"),
        Pan::Long(number) => out.push_str(&long(*number)?),
        Pan::Double(number) => out.push_str(&float::literal(*number)?),
        Pan::Text(text) => out.push_str(&string::literal(text)),
        Pan::List(items) => {
            out.push_str("list(\n");
            for (index, item) in items.iter().enumerate() {
                indent(out, depth + 1);
                write(out, item, depth + 1)?;
                end_entry(out, index + 1 == items.len());
            }
            close(out, depth);
        }
        Pan::Dict(entries) => {
            out.push_str("nlist(\n");
            write_entries(out, entries, depth + 1)?;
            close(out, depth);
        }
        Pan::Create { template, params } => {
            out.push_str("create(");
            out.push_str(&string::literal(template));
            if params.is_empty() {
                out.push(')');
            } else {
                out.push_str(",\n");
                // Nested values of create() are indented one level deeper than those of nlist().
                write_params(out, params, depth + 1)?;
                close(out, depth);
            }
        }
        Pan::Metric { amount, unit } => {
            out.push_str(&amount.to_string());
            out.push('*');
            out.push_str(unit.as_str());
        }
        Pan::Path(path) => {
            out.push_str("value(");
            out.push_str(&string::literal(path));
            out.push(')');
        }
    }
    Ok(())
}

/// Decimal notation. The smallest long has none in Pan: the minus sign is an operator, and its operand would be
/// too large.
pub(crate) fn long(number: i64) -> Result<String, PanError> {
    if number == i64::MIN {
        Err(PanError::Long(number.to_string()))
    } else {
        Ok(number.to_string())
    }
}

fn write_entries(out: &mut String, entries: &BTreeMap<String, Pan>, depth: usize) -> Result<(), PanError> {
    write_sorted(out, entries, depth, depth)
}

fn write_params(out: &mut String, params: &BTreeMap<String, Pan>, depth: usize) -> Result<(), PanError> {
    write_sorted(out, params, depth, depth + 1)
}

fn write_sorted(
    out: &mut String,
    entries: &BTreeMap<String, Pan>,
    depth: usize,
    nested: usize,
) -> Result<(), PanError> {
    for (index, (name, value)) in entries.iter().enumerate() {
        indent(out, depth);
        out.push_str(&string::literal(&key::dict_key(name)?));
        out.push_str(", ");
        write(out, value, nested)?;
        end_entry(out, index + 1 == entries.len());
    }
    Ok(())
}

fn end_entry(out: &mut String, last: bool) {
    out.push_str(if last { "\n" } else { ",\n" });
}

fn close(out: &mut String, depth: usize) {
    indent(out, depth);
    out.push(')');
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}
