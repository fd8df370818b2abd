//! Who set a value, or bound a type. Nobody keeps track while an object is built; when a value turns out wrong, the object is built again
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
    /// The bind statement that a violation is reported at.
    bind: Option<Location>,
    set_by: Option<Setter>,
    /// How the evaluation got to the bind statement.
    bound_from: Option<Vec<Frame>>,
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
    /// Watches these paths, and bind statements that may have to do with them.
    pub fn new(paths: impl Iterator<Item = (Path, Option<Location>)>) -> Self {
        let watched = |(path, bind)| Watched {
            path,
            bind,
            set_by: None,
            bound_from: None,
        };
        Self {
            watched: paths.map(watched).collect(),
        }
    }

    /// The bind statement at this place ran.
    pub fn bound(&mut self, statement: &Location, frames: impl Fn() -> Vec<Frame>) {
        for watched in &mut self.watched {
            if watched.bind.as_ref() == Some(statement) {
                watched.bound_from = Some(frames());
            }
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

    /// How the evaluation got to the bind statement at this place.
    pub fn binder(&self, statement: &Location) -> Option<&Vec<Frame>> {
        self.watched
            .iter()
            .find(|watched| watched.bind.as_ref() == Some(statement))
            .and_then(|watched| watched.bound_from.as_ref())
    }
}
