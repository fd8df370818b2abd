//! Lowering: from the syntax tree of a template to the compiled template that is run.
//!
//! Everything that can be found wrong without an object is found here: names and paths, what a kind of template may hold,
//! arguments of built-in functions, operators on literals. Blocks that need nothing but themselves are [folded](crate::fold).
//! Lowering goes on after an error, so that all of them are reported at once; but a text with parse errors is not lowered.

mod arguments;
mod call;
mod dml;
mod expression;
mod field;
mod flow;
mod literal;
mod operators;
mod prefix;
mod report;
mod scope;
mod self_use;
mod statement;
mod template;
mod types;
mod variable;

use std::sync::Arc;

use pan_diagnostics::{Diagnostic, Source};
use pan_value::{Interner, Key, Value};
use rustc_hash::FxHashMap;

use crate::fold::Folder;
use crate::ir::{Lowered, Span};
use crate::timing::{self, Phase};
use crate::world::TemplateSource;

pub use expression::constant;

/// Lowers the source of a template. `debug` tells for the name of the template whether `debug` and `traceback` are active in
/// it; where they are not, calls of them become undef without their arguments being evaluated.
#[must_use]
pub fn lower(source: &TemplateSource, debug: &dyn Fn(&str) -> bool, names: &Interner) -> Lowered {
    let _lowering = timing::phase(Phase::Lower);
    let parse = {
        let _parsing = timing::phase(Phase::Parse);
        pan_syntax::parse(&source.text)
    };
    let file = parse.file();
    let name = file
        .header()
        .and_then(|header| header.name())
        .map_or("", |(name, _)| name);
    let place = Source::new(name, Arc::clone(&source.location), Arc::clone(&source.text));
    if !parse.errors.is_empty() {
        return Lowered {
            template: None,
            diagnostics: parse.diagnostics(&place),
            folded: 0,
        };
    }
    let mut lowering = Lowering::new(&place, debug(name), names);
    let template = lowering.template(file);
    Lowered {
        template: template.filter(|_| lowering.diagnostics.is_empty()).map(Arc::new),
        diagnostics: lowering.diagnostics,
        folded: lowering.folding.used(),
    }
}

/// The state of lowering one text.
struct Lowering<'n> {
    source: Arc<Source>,
    /// Whether `debug` and `traceback` are active.
    debug: bool,
    interner: &'n Interner,
    /// What the interner gave already; it is shared by threads and so costs a lock.
    names: FxHashMap<Box<str>, Key>,
    diagnostics: Vec<Diagnostic>,
    prefix: prefix::Prefix,
    /// The block being lowered.
    scope: scope::Scope,
    /// Calls of `return` and `error` lowered so far, except those that were dropped as unreachable.
    exits: Vec<Span>,
    /// Uses of `SELF` lowered so far, likewise.
    self_uses: Vec<Span>,
    folding: Folder,
}

/// Strings of at most so many bytes share their allocation.
const SHARED: usize = 32;

/// How many exits and uses of `SELF` there were at some point.
#[derive(Clone, Copy)]
struct Mark {
    exits: usize,
    self_uses: usize,
}

impl<'n> Lowering<'n> {
    fn new(source: &Arc<Source>, debug: bool, interner: &'n Interner) -> Self {
        Self {
            source: Arc::clone(source),
            debug,
            interner,
            names: FxHashMap::default(),
            diagnostics: Vec::new(),
            prefix: prefix::Prefix::default(),
            scope: scope::Scope::default(),
            exits: Vec::new(),
            self_uses: Vec::new(),
            folding: Folder::default(),
        }
    }

    /// The shared key with this text.
    fn key(&mut self, text: &str) -> Key {
        if let Some(key) = self.names.get(text) {
            return key.clone();
        }
        let key = self.interner.intern(text);
        self.names.insert(text.into(), key.clone());
        key
    }

    /// A string value; short ones share their allocation, because the same keys and names occur all over.
    fn string(&mut self, text: &str) -> Value {
        if text.len() <= SHARED {
            Value::String(self.key(text).shared())
        } else {
            Value::string(text)
        }
    }

    /// The shared key with the text of a string made by [`Self::string`].
    fn shared(&mut self, text: Arc<str>) -> Key {
        if text.len() <= SHARED {
            text.into()
        } else {
            self.key(&text)
        }
    }

    fn mark(&self) -> Mark {
        Mark {
            exits: self.exits.len(),
            self_uses: self.self_uses.len(),
        }
    }

    /// Forgets what was noted since the mark, because the code it was noted in is dropped.
    fn forget(&mut self, mark: Mark) {
        self.exits.truncate(mark.exits);
        self.self_uses.truncate(mark.self_uses);
    }
}

#[cfg(test)]
mod tests;
