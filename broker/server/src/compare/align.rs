//! Which elements of two lists belong together.

use std::hash::{DefaultHasher, Hash, Hasher};

use pan_value::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// With more elements than this between the equal ends, elements are compared by their numbers: the search for the
/// longest common sequence takes time with the square of it.
const MOST: usize = 4096;

/// What became of an element.
pub enum Pair<'v> {
    /// In both lists, or changed; with the number in the second.
    Both(usize, &'v Value, &'v Value),
    /// Only in the first, with its number there.
    Removed(usize, &'v Value),
    /// Only in the second, with its number there.
    Added(usize, &'v Value),
}

/// Pairs the elements of two lists so that few differ.
pub fn align<'v>(old: &'v [Value], new: &'v [Value]) -> Vec<Pair<'v>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = || old.iter().skip(head).rev().zip(new.iter().skip(head).rev());
    let tail = rest().take_while(|(a, b)| a == b).count();
    let middle = |list: &'v [Value]| -> Vec<(usize, &'v Value)> {
        let end = list.len().saturating_sub(tail);
        list.iter().enumerate().take(end).skip(head).collect()
    };
    let (old, new) = (middle(old), middle(new));
    let mut pairs = Vec::new();
    if old.len() + new.len() > MOST {
        gap(&old, &new, &mut pairs);
        return pairs;
    }
    let hashes = |list: &[(usize, &Value)]| -> Vec<u64> { list.iter().map(|(_, v)| hash(v)).collect() };
    let slice = |list: &[(usize, &'v Value)], from: usize, count: usize| -> Vec<(usize, &'v Value)> {
        list.iter().skip(from).take(count).copied().collect()
    };
    // Equal hashes only propose a pair: whoever gets it compares the elements.
    for op in capture_diff_slices(Algorithm::Myers, &hashes(&old), &hashes(&new)) {
        let (was, is) = match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => ((old_index, len), (new_index, len)),
            DiffOp::Delete {
                old_index,
                old_len,
                new_index,
            } => ((old_index, old_len), (new_index, 0)),
            DiffOp::Insert {
                old_index,
                new_index,
                new_len,
            } => ((old_index, 0), (new_index, new_len)),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => ((old_index, old_len), (new_index, new_len)),
        };
        gap(&slice(&old, was.0, was.1), &slice(&new, is.0, is.1), &mut pairs);
    }
    pairs
}

/// Pairs one after the other; what is left over was removed or added.
fn gap<'v>(old: &[(usize, &'v Value)], new: &[(usize, &'v Value)], pairs: &mut Vec<Pair<'v>>) {
    let both = old.len().min(new.len());
    pairs.extend(
        old.iter()
            .zip(new)
            .map(|((_, old), (place, new))| Pair::Both(*place, old, new)),
    );
    pairs.extend(
        old.iter()
            .skip(both)
            .map(|(place, old)| Pair::Removed(*place, old)),
    );
    pairs.extend(new.iter().skip(both).map(|(place, new)| Pair::Added(*place, new)));
}

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(value, &mut hasher);
    hasher.finish()
}

fn feed(value: &Value, hasher: &mut DefaultHasher) {
    value.type_name().hash(hasher);
    match value {
        Value::List(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| feed(item, hasher));
        }
        Value::Dict(entries) => {
            entries.len().hash(hasher);
            for (key, entry) in entries.iter() {
                key.as_str().hash(hasher);
                feed(entry, hasher);
            }
        }
        property => property.property_text().hash(hasher),
    }
}
