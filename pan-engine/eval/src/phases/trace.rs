//! Who set a value. Nobody keeps track while an object is built; when a value turns out wrong, the object is built again
//! watching its path.

use pan_diagnostics::{Frame, Location};
use pan_value::Path;

/// Paths watched, and who set them last.
#[derive(Debug, Default)]
pub struct Trace {
    watched: Vec<Watched>,
}

#[derive(Debug)]
struct Watched {
    path: Path,
    set_by: Option<Setter>,
}

/// A statement that set a value.
#[derive(Clone, Debug)]
pub struct Setter {
    /// The statement.
    pub location: Location,
    /// How the evaluation got there.
    pub frames: Vec<Frame>,
}

impl Trace {
    /// Watches these paths.
    pub fn new(paths: impl Iterator<Item = Path>) -> Self {
        Self {
            watched: paths.map(|path| Watched { path, set_by: None }).collect(),
        }
    }

    /// A statement assigned to `path`. It may have set what is at, below or (if nobody else did) above it.
    pub fn assigned(&mut self, path: &Path, setter: impl Fn() -> Setter) {
        for watched in &mut self.watched {
            let here = watched.path.terms().starts_with(path.terms());
            let above = watched.set_by.is_none() && path.terms().starts_with(watched.path.terms());
            if here || above {
                watched.set_by = Some(setter());
            }
        }
    }

    /// Who set it last.
    pub fn setter(&self, path: &Path) -> Option<&Setter> {
        self.watched
            .iter()
            .find(|watched| watched.path == *path)
            .and_then(|watched| watched.set_by.as_ref())
    }
}
