use std::collections::BTreeMap;

use pan_value::{Dict, Key, Term, Value};

use super::{Bounds, Elem, ElemError, Live};

const BOUNDS: Bounds = Bounds {
    depth: 20,
    length: 100,
    count: 1000,
};

fn terms(path: &str) -> Vec<Term> {
    path.split('/').map(|term| Term::parse(term).unwrap()).collect()
}

fn empty() -> Elem {
    Elem::Live(Live::dict(BTreeMap::new()))
}

/// Puts the values at the paths and compares the text of the whole.
fn check(puts: &[(&str, Value)], expected: &str) {
    let elem = empty();
    for (path, value) in puts {
        elem.put_at(&terms(path), Some(Elem::Fixed(value.clone())), BOUNDS)
            .unwrap();
    }
    assert_eq!(elem.freeze(BOUNDS).unwrap().to_string(), expected);
}

#[test]
fn parents_are_made_and_lists_padded() {
    check(&[("a/b/2", Value::Long(1))], "{ a, { b, [ undef, undef, 1 ] } }");
    check(
        &[("a/0", Value::Long(1)), ("a/-1", Value::Long(2))],
        "{ a, [ 2 ] }",
    );
}

#[test]
fn null_deletes_and_still_makes_parents() {
    check(&[("a/b", Value::Null)], "{ a, {  } }");
    check(
        &[
            ("a/0", Value::Long(1)),
            ("a/1", Value::Long(2)),
            ("a/0", Value::Null),
        ],
        "{ a, [ 2 ] }",
    );
    check(&[("a", Value::Long(1)), ("a", Value::Null)], "{  }");
}

#[test]
fn refusals() {
    let elem = empty();
    elem.put_at(&terms("a"), Some(Value::Long(1).into()), BOUNDS)
        .unwrap();
    let put = |path: &str, value: Value| elem.put_at(&terms(path), Some(value.into()), BOUNDS);
    assert_eq!(
        put("a", Value::Double(1.0)),
        Err(ElemError::Replace("long", "double"))
    );
    assert_eq!(put("a/b", Value::Long(1)), Err(ElemError::AddChild("long")));
    assert_eq!(
        put("0", Value::Long(1)),
        Err(ElemError::Term(Term::Index(0), "a dict"))
    );
    assert_eq!(put("l/100", Value::Long(1)), Err(ElemError::Length(100)));
    assert_eq!(put("l/-1", Value::Long(1)), Err(ElemError::Negative(-1, 0)));
    assert_eq!(
        elem.lookup(&terms("a/b"), false).map(|e| e.is_some()),
        Err(ElemError::Dereference("long"))
    );
    assert_eq!(elem.lookup(&terms("a/b"), true).map(|e| e.is_some()), Ok(false));
}

#[test]
fn references_see_changes_and_copies_do_not() {
    let elem = empty();
    elem.put_at(&terms("a/b"), Some(Value::Long(1).into()), BOUNDS)
        .unwrap();
    let alias = elem.get(&Term::parse("a").unwrap()).unwrap().unwrap();
    let copy = elem.duplicate(BOUNDS).unwrap();
    alias
        .put_at(&terms("b"), Some(Value::Long(2).into()), BOUNDS)
        .unwrap();
    assert_eq!(elem.freeze(BOUNDS).unwrap().to_string(), "{ a, { b, 2 } }");
    assert_eq!(copy.freeze(BOUNDS).unwrap().to_string(), "{ a, { b, 1 } }");
    // Reading the whole in between does not cut the reference.
    alias
        .put_at(&terms("b"), Some(Value::Long(3).into()), BOUNDS)
        .unwrap();
    assert_eq!(elem.freeze(BOUNDS).unwrap().to_string(), "{ a, { b, 3 } }");
}

#[test]
fn parts_of_a_copy_have_an_identity_too() {
    let value = Value::dict(Dict::from([(Key::new("a"), Value::dict(Dict::new()))]));
    let copy = Elem::Fixed(value.clone()).duplicate(BOUNDS).unwrap();
    let part = copy.get(&Term::parse("a").unwrap()).unwrap().unwrap();
    part.put_at(&terms("x"), Some(Value::Long(1).into()), BOUNDS)
        .unwrap();
    assert_eq!(copy.freeze(BOUNDS).unwrap().to_string(), "{ a, { x, 1 } }");
    assert_eq!(value.to_string(), "{ a, {  } }");
}

#[test]
fn fixed_parts_are_copied_when_written() {
    let fixed = Value::dict(Dict::from([(Key::new("k"), Value::Long(1))]));
    let elem = empty();
    elem.put_at(&terms("a"), Some(fixed.clone().into()), BOUNDS)
        .unwrap();
    elem.put_at(&terms("a/k"), Some(Value::Long(2).into()), BOUNDS)
        .unwrap();
    assert_eq!(elem.freeze(BOUNDS).unwrap().to_string(), "{ a, { k, 2 } }");
    assert_eq!(fixed.to_string(), "{ k, 1 }");
}

#[test]
fn circles_and_depth_are_refused() {
    let list = Live::list(Vec::new());
    let outer = Elem::Live(Live::list(vec![Elem::Live(list.clone())]));
    assert_eq!(list.push(outer, BOUNDS), Err(ElemError::Circular));
    let mut deep = empty();
    for _ in 0..25 {
        deep = Elem::Live(Live::list(vec![deep]));
    }
    assert_eq!(deep.freeze(BOUNDS), Err(ElemError::Depth(20)));
}

#[test]
fn a_long_chain_is_dropped_without_recursion() {
    let mut deep = empty();
    for _ in 0..200_000 {
        deep = Elem::Live(Live::list(vec![deep]));
    }
    drop(deep);
}

#[test]
fn what_is_shared_is_frozen_once_and_counted_each_time() {
    let mut list = Elem::Live(Live::list(vec![Elem::Fixed(Value::Long(1))]));
    for _ in 0..8 {
        list = Elem::Live(Live::list(vec![list.clone(), list]));
    }
    assert_eq!(list.freeze(BOUNDS).unwrap().count(), 2 * (1 << 8) + (1 << 8) - 1);
    for _ in 0..10 {
        list = Elem::Live(Live::list(vec![list.clone(), list]));
    }
    assert_eq!(list.freeze(BOUNDS), Err(ElemError::Count(1000)));
}
