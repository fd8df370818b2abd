//! Writes random programs whose objects are nearly alike: they include the same templates, and what these do depends on the few
//! things that are not the same.
//!
//! There are few names, few paths and few values, so that something is often the same for one object and not for another, made
//! in different ways, looked at by some objects only, or the same again later.

mod object;
mod pattern;
mod template;

use std::collections::BTreeMap;

use pattern::Writer;

use crate::random::Random;

/// A program.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The text of every template, by its name.
    pub templates: BTreeMap<String, String>,
    /// The names of the object templates.
    pub objects: Vec<String>,
}

/// The program of this seed.
#[must_use]
pub fn alike(seed: u64) -> Alike {
    // Other seeds than those of the other programs.
    let mut writer = Writer::new(Random::new(!seed));
    let mut templates = template::all(&mut writer);
    let objects = object::all(&mut writer);
    let names = objects.keys().cloned().collect();
    templates.extend(objects);
    Alike {
        templates,
        objects: names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_for_the_same_seed() {
        let (one, two, other) = (alike(5), alike(5), alike(6));
        assert_eq!(one.templates, two.templates);
        assert_ne!(one.templates, other.templates);
    }
}
