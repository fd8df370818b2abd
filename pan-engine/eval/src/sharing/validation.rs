use std::sync::{Arc, PoisonError};

use pan_value::Value;

use super::store::{Valid, address};
use crate::eval::Evaluator;
use crate::ir::FullType;
use crate::validate::Check;

impl Evaluator<'_> {
    /// Checks a value against a type, unless this was done for another object and nothing that mattered has changed.
    pub(crate) fn check_shared(&mut self, full: &Arc<FullType>, value: &Value) -> Check {
        let key = address(value).map(|address| (Arc::as_ptr(full).addr(), address));
        let (Some(store), Some(key), true) = (self.recorder.store().cloned(), key, self.validating) else {
            return self.check_type(full, value);
        };
        let known = store
            .validations
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(valid) = known
            && self.fits(&valid.recording)
            && self.replay(&valid.recording).is_ok()
        {
            self.absorb(&valid.recording);
            return Ok(());
        }
        let level = self.recorder.level();
        self.begin();
        self.note_types();
        let checked = self.check_type(full, value);
        if checked.is_err() {
            self.recorder.abandon(level);
            return checked;
        }
        if let Some(recording) = self.end()
            && let Some(recording) = Arc::into_inner(recording)
        {
            let valid = Valid {
                _type: Arc::clone(full),
                _value: value.clone(),
                recording,
            };
            store.keep_valid(key, valid);
        }
        checked
    }
}
