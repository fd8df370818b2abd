//! Compiled templates that are in use somewhere.

use std::sync::{Arc, PoisonError, RwLock, Weak};

use rustc_hash::FxHashMap;

use super::TemplateKey;
use crate::ir::Template;

/// Finds the compiled templates that are still in use, however many others were compiled since: an object can only follow
/// another one if both run the same template, not only an equal one. It keeps none of them.
#[derive(Debug, Default)]
pub struct Alive(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    templates: FxHashMap<TemplateKey, Weak<Template>>,
    /// So many were in use when those that are not were forgotten.
    used: usize,
}

/// Templates that may be known besides those in use, at least.
const SLACK: usize = 256;

impl Alive {
    /// The compiled template, if it is in use.
    pub fn get(&self, key: &TemplateKey) -> Option<Arc<Template>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.templates.get(key)?.upgrade()
    }

    /// Notes a compiled template. The one to use: another thread may have compiled it at the same time.
    pub fn insert(&self, key: TemplateKey, template: Arc<Template>) -> Arc<Template> {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.templates.len() >= known.used + known.used / 4 + SLACK {
            known.templates.retain(|_, template| template.strong_count() > 0);
            known.used = known.templates.len();
        }
        if let Some(other) = known.templates.get(&key).and_then(Weak::upgrade) {
            return other;
        }
        known.templates.insert(key, Arc::downgrade(&template));
        template
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::TemplateSource;

    #[test]
    fn what_is_in_use_is_found_and_the_rest_forgotten() {
        let alive = Alive::default();
        let template = |name: &str| {
            let source = TemplateSource::new(format!("template {name};"), name);
            let lowered = crate::lower::lower(&source, &|_| false, &pan_value::Interner::default());
            (TemplateKey::new(&source, false), lowered.template.unwrap())
        };
        let (key, used) = template("used");
        alive.insert(key.clone(), Arc::clone(&used));
        let again = alive.insert(key.clone(), template("used").1);
        assert!(Arc::ptr_eq(&again, &used));
        for number in 0..3 * SLACK {
            let (key, other) = template(&format!("t{number}"));
            drop(alive.insert(key.clone(), other));
            assert!(alive.get(&key).is_none());
        }
        assert!(alive.get(&key).is_some_and(|found| Arc::ptr_eq(&found, &used)));
        let known = alive.0.read().unwrap().templates.len();
        assert!(known <= SLACK + 3, "{known}");
    }
}
