//! How large a profile will be, before it is written: values share their parts, so that a small one in memory may have a
//! text without end.

use pan_value::Value;

/// Bytes of the XML form of an element besides its name and its text.
const MARKUP: u64 = 32;

/// The XML form has at most about `limit` bytes. Looks at no more elements than that takes.
pub fn is_within(root: &Value, limit: u64) -> bool {
    let mut left = limit;
    spend(root, 0, &mut left).is_some()
}

fn spend(value: &Value, name: usize, left: &mut u64) -> Option<()> {
    let text = value.as_str().map_or(0, str::len);
    let size = MARKUP + u64::try_from(name + text).unwrap_or(u64::MAX);
    *left = left.checked_sub(size)?;
    match value {
        Value::List(items) => items.iter().try_for_each(|item| spend(item, 0, left)),
        Value::Dict(entries) => entries
            .iter()
            .try_for_each(|(key, entry)| spend(entry, key.as_str().len(), left)),
        _ => Some(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_parts_count_each_time() {
        let mut value = Value::string("x");
        for _ in 0..200 {
            value = Value::list(vec![value.clone(), value]);
        }
        assert!(!is_within(&value, 64 << 20));
    }

    #[test]
    fn text_counts() {
        let value = Value::list(vec![Value::string(&"x".repeat(1000))]);
        assert!(is_within(&value, 1100) && !is_within(&value, 1000));
    }
}
