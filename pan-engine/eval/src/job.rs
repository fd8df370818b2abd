//! One object being compiled, with its surroundings.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use pan_value::Key;

use crate::engine::Engine;
use crate::eval::Lookup;
use crate::ir::Template;
use crate::limits::Limits;
use crate::options::Options;
use crate::session::Session;
use crate::world::World;

/// One object being compiled.
pub struct Job<'j> {
    /// Holds the compiled templates.
    pub engine: &'j Engine,
    /// Holds the sources.
    pub world: &'j dyn World,
    /// What was asked for.
    pub options: &'j Options,
    /// The limits.
    pub limits: &'j Limits,
    /// The other objects.
    pub session: &'j Session,
    /// Name of the object.
    pub object: Key,
    /// How many objects are being built one for the other, this one included.
    pub depth: u32,
}

impl<'j> Job<'j> {
    /// A template that will be needed, compiled before it is. `None` if that cannot be done; whoever needs it finds out why.
    pub fn compiled_ahead(&self, name: &Key, load_path: &[Arc<str>]) -> Option<Arc<Template>> {
        let compile = || {
            let found = self.world.find_template(name, load_path, &mut |_| {}).ok()??;
            match self.engine.lowered(name, &found.source, self.options) {
                Lookup::Template(template) => Some(template),
                _ => None,
            }
        };
        std::panic::catch_unwind(AssertUnwindSafe(compile)).ok()?
    }

    /// The same for another object that this one refers to.
    #[must_use]
    pub fn for_object(&self, object: Key) -> Self {
        Self {
            object,
            depth: self.depth + 1,
            ..*self
        }
    }
}
