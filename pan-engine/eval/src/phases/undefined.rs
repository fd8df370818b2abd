use pan_value::{Path, Term, Value};

/// Undefined values reported for one object.
const REPORTED: usize = 20;

/// The paths of undef and null in a tree, the first ones, and how many there are besides.
pub fn undefined(root: &Value) -> (Vec<Path>, usize) {
    let (mut found, mut more) = (Vec::new(), 0);
    walk(root, &mut Vec::new(), &mut |terms| match found.len() {
        ..REPORTED => found.push(Path::absolute(terms.to_vec())),
        _ => more += 1,
    });
    (found, more)
}

fn walk(value: &Value, terms: &mut Vec<Term>, found: &mut dyn FnMut(&[Term])) {
    if !value.holds_undefined() {
        return;
    }
    match value {
        Value::Undef | Value::Null => found(terms),
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                terms.push(Term::Index(i32::try_from(i).unwrap_or(i32::MAX)));
                walk(item, terms, found);
                terms.pop();
            }
        }
        Value::Dict(entries) => {
            for (key, item) in entries.iter() {
                // Pushing a key for every property would cost more than the walk.
                if matches!(item, Value::Undef | Value::Null | Value::List(_) | Value::Dict(_)) {
                    terms.push(Term::Key(key.clone()));
                    walk(item, terms, found);
                    terms.pop();
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pan_value::{Dict, Key};

    #[test]
    fn undef_and_null_are_found_in_order() {
        let list = Value::list(vec![Value::Long(1), Value::Null]);
        let root = Value::dict(Dict::from([(Key::new("b"), list), (Key::new("c"), Value::Undef)]));
        let (found, more) = undefined(&root);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!((found, more), (vec!["/b/1".to_owned(), "/c".to_owned()], 0));
    }

    #[test]
    fn what_is_not_reported_is_counted() {
        let (found, more) = undefined(&Value::list(vec![Value::Undef; REPORTED + 7]));
        assert_eq!((found.len(), more), (REPORTED, 7));
    }
}
