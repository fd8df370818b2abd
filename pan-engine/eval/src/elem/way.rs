use pan_value::{Key, Term};

/// The way to an element through dicts, for whoever goes down a tree: without a copy of the names until someone wants them.
#[derive(Clone, Copy, Debug)]
pub enum Way<'w> {
    /// Where it begins: the keys in front of the first index.
    From(&'w [Term]),
    /// An entry of what is there.
    Entry(&'w Self, &'w Key),
}

impl<'w> Way<'w> {
    /// The way from the root.
    pub const ROOT: Self = Self::From(&[]);

    /// The keys in order.
    pub fn keys(&self) -> Vec<&'w Key> {
        self.collected(|key| key)
    }

    /// The same as terms.
    pub fn terms(&self) -> Vec<Term> {
        self.collected(|key| Term::Key(key.clone()))
    }

    fn collected<T>(&self, of: impl Fn(&'w Key) -> T) -> Vec<T> {
        let (mut here, mut entries) = (*self, 0);
        let first = loop {
            match here {
                Self::Entry(outer, _) => here = *outer,
                Self::From(terms) => break terms,
            }
            entries += 1;
        };
        let mut keys = Vec::with_capacity(first.len() + entries);
        keys.extend(first.iter().map_while(Term::as_key).map(&of));
        let begin = keys.len();
        let mut here = *self;
        while let Self::Entry(outer, key) = here {
            keys.push(of(key));
            here = *outer;
        }
        if let Some(entries) = keys.get_mut(begin..) {
            entries.reverse();
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_order() {
        let [a, b, c, d] = ["a", "b", "c", "d"].map(Key::new);
        let from = [
            Term::Key(a.clone()),
            Term::Key(b.clone()),
            Term::Index(0),
            Term::Key(a.clone()),
        ];
        let way = Way::From(&from);
        let way = Way::Entry(&way, &c);
        let way = Way::Entry(&way, &d);
        assert_eq!(way.keys(), [&a, &b, &c, &d]);
        assert_eq!(way.terms(), [a, b, c, d].map(Term::Key));
        assert_eq!(Way::ROOT.keys(), Vec::<&Key>::new());
    }
}
