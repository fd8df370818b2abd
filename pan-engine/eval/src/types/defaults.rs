use std::collections::BTreeMap;
use std::sync::Arc;

use pan_value::{Dict, Key, Term, Value};

use super::{At, Named, TypeTable};
use crate::ir::{BaseType, FullType, Record};

/// A link met on the way.
#[derive(Debug)]
pub struct Link<'t> {
    /// The text of the path.
    pub target: Arc<str>,
    /// The type of the element there.
    pub base: &'t BaseType,
    /// The way from the bound path to the link, if it is recorded.
    pub place: Option<Vec<Term>>,
}

/// What is filled in in a dict.
type Changes = BTreeMap<Key, Option<Value>>;

fn changed(entries: &Dict, changes: Changes) -> Option<Value> {
    (!changes.is_empty()).then(|| Value::dict(entries.with(changes)))
}

impl TypeTable {
    /// The value with the defaults of its type filled in; `None` if nothing changes. Links are collected, for the caller to
    /// follow. Parts that another object has, too (`at`), are left as they are:
    /// defaults were filled in there.
    pub fn filled<'t>(
        &'t self,
        full: &'t FullType,
        value: &Value,
        at: At<'_>,
        links: &mut Vec<Link<'t>>,
    ) -> Option<Value> {
        self.filled_base(&full.base, value, at, links)
    }

    /// As [`TypeTable::filled`] without the type's own default, which is for a value that is missing altogether.
    pub fn filled_base<'t>(
        &'t self,
        base: &'t BaseType,
        value: &Value,
        at: At<'_>,
        links: &mut Vec<Link<'t>>,
    ) -> Option<Value> {
        if at.is_done(value) {
            return None;
        }
        match (base, value) {
            (BaseType::Named { name, .. }, _) => match self.named(name)? {
                Named::Builtin(_) => None,
                Named::Defined(full) => self.filled(full, value, at, links),
            },
            (BaseType::List { element, .. }, Value::List(items)) => {
                let mut replacement: Option<Vec<Value>> = None;
                for (i, item) in items.iter().enumerate() {
                    let index = i32::try_from(i).unwrap_or(i32::MAX);
                    let place = at.index_place(index);
                    if let Some(new) = self.filled_element(element, item, at.item(i, index, &place), links)
                        && let Some(place) = replacement.get_or_insert_with(|| items.to_vec()).get_mut(i)
                    {
                        *place = new;
                    }
                }
                replacement.map(Value::list)
            }
            (BaseType::Dict { element, .. }, Value::Dict(entries)) => {
                let mut changes = Changes::new();
                for (key, item) in entries.iter() {
                    let place = at.key_place(key);
                    if let Some(new) = self.filled_element(element, item, at.entry(key, &place), links) {
                        changes.insert(key.clone(), Some(new));
                    }
                }
                changed(entries, changes)
            }
            (BaseType::Link { target }, Value::String(path)) => {
                if !at.is_kept(value) {
                    links.push(Link {
                        target: Arc::clone(path),
                        base: target,
                        place: at.path(),
                    });
                }
                None
            }
            (BaseType::Record(record), Value::Dict(_)) => self.filled_record(record, value, at, links),
            _ => None,
        }
    }

    /// An element of a list or dict; if it is undef, the default of its type.
    fn filled_element<'t>(
        &'t self,
        base: &'t BaseType,
        item: &Value,
        at: At<'_>,
        links: &mut Vec<Link<'t>>,
    ) -> Option<Value> {
        let default = if matches!(item, Value::Undef) {
            self.default_of_base(base)
        } else {
            None
        };
        let filled = self.filled_base(base, default.as_ref().unwrap_or(item), at, links);
        filled.or(default)
    }

    fn filled_record<'t>(
        &'t self,
        record: &'t Record,
        value: &Value,
        at: At<'_>,
        links: &mut Vec<Link<'t>>,
    ) -> Option<Value> {
        // Included types first: their defaults win.
        let mut current: Option<Value> = None;
        for name in &record.includes {
            if let Some(Named::Defined(full)) = self.named(name)
                && let Some(new) = self.filled(full, current.as_ref().unwrap_or(value), at, links)
            {
                current = Some(new);
            }
        }
        let entries = match current.as_ref().unwrap_or(value) {
            Value::Dict(entries) => entries,
            _ => return current,
        };
        let mut changes = Changes::new();
        if let Some(keys) = at.open_keys(entries) {
            // What is the same there was filled in there.
            for key in keys {
                if let Some((field, required)) = record.field(key) {
                    self.fill_field(key, field, required, entries, &mut changes, at, links);
                }
            }
            return changed(entries, changes).or(current);
        }
        for (key, field) in &record.required {
            self.fill_field(key, field, true, entries, &mut changes, at, links);
        }
        for (key, field) in &record.optional {
            self.fill_field(key, field, false, entries, &mut changes, at, links);
        }
        changed(entries, changes).or(current)
    }

    /// A required field that is missing or undef gets its default, an optional one only if it is undef.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of a walk that carries this much"
    )]
    fn fill_field<'t>(
        &'t self,
        key: &Key,
        field: &'t FullType,
        required: bool,
        entries: &Dict,
        changes: &mut Changes,
        at: At<'_>,
        links: &mut Vec<Link<'t>>,
    ) {
        let present = changes
            .get(key)
            .and_then(Option::as_ref)
            .or_else(|| entries.get(key));
        let default = match present {
            None if !required => return,
            None | Some(Value::Undef) => self.default_of(field),
            Some(_) => None,
        };
        let Some(item) = default.as_ref().or(present) else {
            return;
        };
        let place = at.key_place(key);
        let filled = self.filled(field, item, at.entry(key, &place), links);
        if let Some(new) = filled.or(default) {
            changes.insert(key.clone(), Some(new));
        }
    }
}
