//! What a change of files means to objects.

use aq_db::profile::{Dependency, DependencyKind};

/// Everything that an object may have recorded about these paths of a tree: a template by its name, found or looked for in
/// vain, and a file by its path.
pub fn dependencies_of(paths: &[String]) -> Vec<Dependency> {
    let mut changed = Vec::with_capacity(4 * paths.len());
    let mut add = |kind: DependencyKind, name: &str| {
        changed.push(Dependency {
            kind,
            name: name.to_owned(),
        });
    };
    for path in paths {
        add(DependencyKind::File, path);
        add(DependencyKind::FileMissed, path);
        let template = path.strip_suffix(".pan").or_else(|| path.strip_suffix(".tpl"));
        if let Some(name) = template {
            add(DependencyKind::Template, name);
            add(DependencyKind::TemplateMissed, name);
        }
    }
    changed
}
