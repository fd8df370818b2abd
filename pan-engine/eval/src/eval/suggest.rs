//! What somebody who named something that does not exist may have meant.

use pan_diagnostics::{codes, did_you_mean};
use pan_value::{Key, Path, Term};

use super::Evaluator;
use super::error::fault;
use super::locals::Locals;
use super::variable::display;
use crate::builtin::Fault;
use crate::elem::Elem;
use crate::ir::VarBase;
use crate::world::join;

impl Evaluator<'_> {
    /// The error of a variable, or a part of one, that does not exist.
    #[cold]
    pub(super) fn undefined_variable(&self, locals: &Locals<'_>, base: VarBase, terms: &[Term]) -> Fault {
        let name = super::variable::var_name(locals, base);
        let message = format!("variable named '{}' is undefined", display(name, terms));
        let elem = match base {
            VarBase::Named(slot) => locals
                .get(slot)
                .cloned()
                .or_else(|| self.globals.peek(name).map(|(elem, _)| elem)),
            VarBase::SelfValue => None,
        };
        let hint = match elem {
            Some(elem) => similar_key(&elem, terms).map_or_else(
                || format!("'{name}' exists, but not this part of it; test with exists()"),
                |(_, hint)| hint,
            ),
            None => self
                .similar_variable(locals, name)
                .unwrap_or_else(|| format!("set it in front of this statement, or test with exists({name})")),
        };
        fault(codes::evaluation::UNDEFINED_VARIABLE, message).with_hint(hint)
    }

    fn similar_variable(&self, locals: &Locals<'_>, name: &str) -> Option<String> {
        let globals = self.globals.names();
        let known = locals.known().chain(globals.iter().map(|known| &***known));
        did_you_mean(name, known)
    }

    /// A hint for a global variable that does not exist.
    pub(super) fn similar_global(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.globals.names().iter().map(|known| &***known))
    }

    /// A hint for a path of this object at which there is nothing.
    pub(super) fn similar_path(&self, path: &Path) -> Option<String> {
        if !path.is_absolute() {
            return None;
        }
        let (depth, _) = similar_key(&self.root, path.terms())?;
        let before = path.terms().get(..depth)?;
        let Some(Term::Key(missing)) = path.terms().get(depth) else {
            return None;
        };
        let parent = self.root.peek(before)?;
        let names = keys(&parent);
        let close = pan_diagnostics::closest(missing, names.iter().map(|key| &**key))?;
        let mut terms = before.to_vec();
        terms.push(Term::Key(Key::new(close)));
        terms.extend(path.terms().iter().skip(depth + 1).cloned());
        Some(format!("did you mean '{}'?", Path::absolute(terms)))
    }

    /// Hints for a template that is not found: similar names, and where it was looked for.
    #[cold]
    pub(super) fn missing_template(&self, name: &Key) -> Fault {
        let mut known: Vec<String> = self.loaded.keys().map(|known| known.to_string()).collect();
        if let Some(job) = self.job {
            for prefix in self.load_path.iter() {
                let full = join(prefix, name);
                let start = full.len().saturating_sub(name.len());
                let near = job.world.templates_beside(&full);
                known.extend(
                    near.iter()
                        .filter_map(|near| near.get(start..))
                        .map(str::to_owned),
                );
            }
        }
        let similar = did_you_mean(name, known.iter().map(String::as_str));
        let searched: Vec<&str> = self
            .load_path
            .iter()
            .map(|prefix| &**prefix)
            .filter(|prefix| !prefix.is_empty())
            .collect();
        let mut hints: Vec<String> = similar.into_iter().collect();
        if !searched.is_empty() {
            hints.push(format!("also looked for below LOADPATH: {}", searched.join(", ")));
        }
        if hints.is_empty() {
            hints.push(format!("there must be a file {name}.pan below the include path"));
        }
        let message = format!("cannot locate template named '{name}'");
        fault(codes::evaluation::TEMPLATE_NOT_FOUND, message).with_hint(hints.join("\n"))
    }
}

/// The keys of a dict.
fn keys(elem: &Elem) -> Vec<Key> {
    elem.peek_entries().into_iter().map(|(key, _)| key).collect()
}

/// The number of terms that lead to something, and a hint for the key behind them.
fn similar_key(elem: &Elem, terms: &[Term]) -> Option<(usize, String)> {
    let depth = (0..terms.len()).rev().find(|depth| {
        terms
            .get(..*depth)
            .is_some_and(|before| elem.peek(before).is_some())
    })?;
    let Some(Term::Key(missing)) = terms.get(depth) else {
        return None;
    };
    let names = keys(&elem.peek(terms.get(..depth)?)?);
    did_you_mean(missing, names.iter().map(|key| &**key)).map(|hint| (depth, hint))
}
