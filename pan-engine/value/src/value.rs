use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

use crate::{Dict, Key, Memo, format_double};

/// The elements of a list.
pub type List = Vec<Value>;

/// Content of a resource that knows how deep and how large it is. Every walk over a value recurses at most that deep and
/// takes at most that many steps, so whoever makes values can bound the stack and the time of whoever reads them. Reads
/// like its content; never changes.
#[derive(Debug)]
pub struct Deep<T> {
    depth: u32,
    count: u64,
    undefined: bool,
    memo: Memo,
    content: T,
}

impl<T> Deep<T> {
    /// What writers remember of it.
    #[must_use]
    pub const fn memo(&self) -> &Memo {
        &self.memo
    }

    /// Takes the content out.
    #[must_use]
    pub fn into_content(self) -> T {
        self.content
    }
}

impl<T> Deref for Deep<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.content
    }
}

/// A value of the language. Immutable and shared: cloning costs a reference count, whatever the size. (The mutable
/// resources a running block works on are the evaluator's own; they become values when the block ends.)
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `undef`: declared, not known. An error if left at the end.
    #[default]
    Undef,
    /// `null`: deletes what it is assigned to.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A 64-bit integer that wraps on overflow.
    Long(i64),
    /// An IEEE 754 double.
    Double(f64),
    /// A string.
    String(Arc<str>),
    /// An ordered sequence.
    List(Arc<Deep<List>>),
    /// A map sorted by key (an `nlist` in messages and in the XML output).
    Dict(Arc<Deep<Dict>>),
}

/// What a value is, without the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `undef`.
    Undef,
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `long`.
    Long,
    /// `double`.
    Double,
    /// `string`.
    String,
    /// `list`.
    List,
    /// `nlist`.
    Dict,
}

impl Kind {
    /// The name used in messages and in the XML output; a dict is an `nlist` there.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undef => "undef",
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Long => "long",
            Self::Double => "double",
            Self::String => "string",
            Self::List => "list",
            Self::Dict => "nlist",
        }
    }

    /// Neither undef nor null.
    #[must_use]
    #[inline]
    pub const fn is_defined(self) -> bool {
        !matches!(self, Self::Undef | Self::Null)
    }

    /// Boolean, long, double or string.
    #[must_use]
    pub const fn is_property(self) -> bool {
        matches!(self, Self::Boolean | Self::Long | Self::Double | Self::String)
    }

    /// List or dict.
    #[must_use]
    #[inline]
    pub const fn is_resource(self) -> bool {
        matches!(self, Self::List | Self::Dict)
    }

    /// Long or double.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Long | Self::Double)
    }

    /// May a value of this kind be replaced by one of the other? Only by the same kind, undef or null; undef and null
    /// by anything (a long not by a double).
    #[must_use]
    #[inline]
    pub fn replaceable_by(self, new: Self) -> bool {
        !self.is_defined() || !new.is_defined() || self == new
    }
}

impl Value {
    /// A string value.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self::String(Arc::from(text))
    }

    /// A list value.
    #[must_use]
    pub fn list(items: List) -> Self {
        let depth = items.iter().map(Self::depth).max().unwrap_or(0) + 1;
        let count = items.iter().map(Self::count).fold(1, u64::saturating_add);
        let undefined = items.iter().any(Self::holds_undefined);
        Self::List(Arc::new(Deep {
            depth,
            count,
            undefined,
            memo: Memo::default(),
            content: items,
        }))
    }

    /// A dict value.
    #[must_use]
    pub fn dict(entries: impl Into<Dict>) -> Self {
        let entries = entries.into();
        let depth = entries.values().map(Self::depth).max().unwrap_or(0) + 1;
        let count = entries.values().map(Self::count).fold(1, u64::saturating_add);
        let undefined = entries.values().any(Self::holds_undefined);
        Self::Dict(Arc::new(Deep {
            depth,
            count,
            undefined,
            memo: Memo::default(),
            content: entries,
        }))
    }

    /// Resources inside each other: 0 for a property, 1 for a resource without resources in it.
    #[must_use]
    pub fn depth(&self) -> u32 {
        match self {
            Self::List(items) => items.depth,
            Self::Dict(entries) => entries.depth,
            _ => 0,
        }
    }

    /// Elements in it, itself and every level included: a part that occurs twice counts twice, as it does for whoever
    /// walks over the value or writes it.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::List(items) => items.count,
            Self::Dict(entries) => entries.count,
            _ => 1,
        }
    }

    /// Is it undef or null, or is anything in it? Known without looking.
    #[must_use]
    pub fn holds_undefined(&self) -> bool {
        match self {
            Self::Undef | Self::Null => true,
            Self::List(items) => items.undefined,
            Self::Dict(entries) => entries.undefined,
            _ => false,
        }
    }

    /// What it is.
    #[must_use]
    #[inline]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Undef => Kind::Undef,
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Long(_) => Kind::Long,
            Self::Double(_) => Kind::Double,
            Self::String(_) => Kind::String,
            Self::List(_) => Kind::List,
            Self::Dict(_) => Kind::Dict,
        }
    }

    /// [`Kind::name`] of this value.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.kind().name()
    }

    /// Is it the same resource, not only an equal one, or an equal property?
    #[must_use]
    pub fn is_identical(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => Arc::ptr_eq(a, b),
            (Self::Dict(a), Self::Dict(b)) => Arc::ptr_eq(a, b),
            (a, b) => a == b,
        }
    }

    /// The element of a list.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<&Self> {
        self.as_list()?.get(index)
    }

    /// The entry of a dict.
    #[must_use]
    pub fn entry(&self, key: &Key) -> Option<&Self> {
        self.as_dict()?.get(key)
    }

    /// The text, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is a long.
    #[must_use]
    pub const fn as_long(&self) -> Option<i64> {
        match self {
            Self::Long(n) => Some(*n),
            _ => None,
        }
    }

    /// The truth value, if it is a boolean.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(b) => Some(*b),
            _ => None,
        }
    }

    /// The number as a double, if it is a long or a double.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers compare and mix as doubles in this language"
    )]
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Long(n) => Some(*n as f64),
            Self::Double(d) => Some(*d),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&List> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a dict.
    #[must_use]
    pub fn as_dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text of a property as `to_string` and the output formats write it; `None` for the others.
    #[must_use]
    pub fn property_text(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Boolean(true) => Some("true".into()),
            Self::Boolean(false) => Some("false".into()),
            Self::Long(n) => Some(n.to_string().into()),
            Self::Double(d) => Some(format_double(*d).into()),
            Self::String(text) => Some((&**text).into()),
            _ => None,
        }
    }
}

/// The keys at which two dicts do not have the same resource or equal properties, in order.
#[must_use]
pub fn differing_keys<'d>(one: &'d Dict, other: &'d Dict) -> Vec<&'d Key> {
    let mut keys = Vec::new();
    let (mut one, mut other) = (one.iter(), other.iter());
    let (mut left, mut right) = (one.next(), other.next());
    loop {
        let order = match (left, right) {
            (None, None) => return keys,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        match (order, left, right) {
            (Ordering::Equal, Some((key, a)), Some((_, b))) if !a.is_identical(b) => keys.push(key),
            (Ordering::Less, Some((key, _)), _) | (Ordering::Greater, _, Some((key, _))) => keys.push(key),
            _ => {}
        }
        if order != Ordering::Greater {
            left = one.next();
        }
        if order != Ordering::Less {
            right = other.next();
        }
    }
}

/// Equality as the reference's elements define it: the same kind and the same content; doubles by bit pattern with
/// one NaN, so that `choice` and tests are reflexive. The operator `==` is another matter: it compares numbers.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undef, Self::Undef) | (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Long(a), Self::Long(b)) => a == b,
            (Self::Double(a), Self::Double(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
            (Self::String(a), Self::String(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::List(a), Self::List(b)) => Arc::ptr_eq(a, b) || ***a == ***b,
            (Self::Dict(a), Self::Dict(b)) => Arc::ptr_eq(a, b) || ***a == ***b,
            _ => false,
        }
    }
}

impl Eq for Value {}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Boolean(b)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Long(n)
    }
}

impl From<f64> for Value {
    fn from(d: f64) -> Self {
        Self::Double(d)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(Arc::from(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ() {
        let list = Value::list(vec![]);
        let dict = |entries: &[(&str, &Value)]| -> Dict {
            let entries = entries
                .iter()
                .map(|(key, value)| (Key::new(key), (*value).clone()));
            entries.collect()
        };
        let (one, two) = (Value::Long(1), Value::Long(2));
        let a = dict(&[("a", &one), ("b", &list), ("c", &one), ("e", &one)]);
        let b = dict(&[("a", &one), ("b", &list), ("c", &two), ("d", &one)]);
        let keys: Vec<&str> = differing_keys(&a, &b).into_iter().map(|key| &**key).collect();
        assert_eq!(keys, ["c", "d", "e"]);
        let c = dict(&[("b", &Value::list(vec![]))]);
        assert_eq!(differing_keys(&dict(&[("b", &list)]), &c).len(), 1);
    }

    #[test]
    fn replacement_needs_the_same_kind() {
        assert!(Kind::Long.replaceable_by(Kind::Long));
        assert!(!Kind::Long.replaceable_by(Kind::Double));
        assert!(Kind::Long.replaceable_by(Kind::Undef));
        assert!(Kind::Null.replaceable_by(Kind::Dict));
    }

    #[test]
    fn equality_distinguishes_long_and_double() {
        assert_ne!(Value::Long(1), Value::Double(1.0));
        assert_eq!(Value::Double(f64::NAN), Value::Double(f64::NAN));
    }
}
