use std::sync::Arc;

use super::recording::{Read, TreeRead};
use crate::elem::Elem;
use crate::eval::Evaluator;

impl Evaluator<'_> {
    /// Is it the same now?
    pub(super) fn is_as_read(&self, read: &Read) -> bool {
        match read {
            Read::Global {
                name, entry, taken, ..
            } => {
                let taken = taken.as_ref().map(|(snap, shape)| (snap, *shape));
                self.globals.is_like(name, entry.kind, entry.is_final, taken)
            }
            Read::Question(question) => self
                .globals
                .peek(&question.name)
                .and_then(|(elem, _)| match elem {
                    Elem::Fixed(value) => Some(value),
                    Elem::Live(_) => None,
                })
                .is_some_and(|value| question.is_answered(&value, self.limits.regex_steps)),
            Read::Tree(read) => self.is_element_as_read(read),
            Read::Function { name, definition } => match (self.functions.get(name), definition) {
                (None, None) => true,
                (Some(now), Some(then)) => Arc::ptr_eq(&now.body, &then.body),
                _ => false,
            },
            Read::Load { name, template } => match (self.loaded.get(name), template) {
                (None, None) => true,
                (Some(now), Some(then)) => Arc::ptr_eq(now, then),
                _ => false,
            },
            Read::LoadPath(path) => Arc::ptr_eq(path, &self.load_path) || **path == *self.load_path,
            Read::Types => self.types.is_followed(),
        }
    }

    fn is_element_as_read(&self, read: &TreeRead) -> bool {
        let found = self.root.peek(&read.terms);
        if let Some(kind) = &read.kind
            && *kind != found.as_ref().map(Elem::kind)
        {
            return false;
        }
        match &read.taken {
            None => true,
            Some((snap, shape)) if read.except.is_empty() => {
                found.is_some_and(|elem| snap.is_like(&elem, *shape))
            }
            Some((snap, shape)) => read.except.is_like(snap, found.as_ref(), *shape),
        }
    }
}
