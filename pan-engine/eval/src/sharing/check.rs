use super::recording::Recording;
use super::{Followed, Time};
use crate::eval::Evaluator;
use crate::outcome::Profile;
use crate::phases::Built;

impl Evaluator<'_> {
    /// Checks the bound paths, recording what is looked at. `None`: something does not fit.
    pub(crate) fn record_checks(&mut self, built: &Built) -> Option<Vec<Recording>> {
        let mut checks = Vec::new();
        for (path, bound) in built.bindings.iter() {
            let value = Profile::value_at(&built.root, path);
            for binding in bound {
                self.begin(true);
                if let Err(e) = self.check_binding(path, binding, value, None) { eprintln!("CHECK {path} {} {:?}", e.message, e.cause.map(|c|c.message)); return None }
                if self.recorder.is_lost() { eprintln!("LOST {path}"); }
                checks.push(self.end());
            }
        }
        Some(checks)
    }

    /// Checks the bound paths where something differs from the object followed. `None`: something does not fit; else the
    /// numbers of the checks that were done in full.
    pub(crate) fn check_affected(&mut self, followed: &Followed, built: &Built) -> Option<Vec<Time>> {
        let mut done = Vec::new();
        let affected = followed.checks(self, &built.root);
        let mut number: Time = 0;
        for (path, bound) in built.bindings.iter() {
            for binding in bound {
                let check = if affected.is_some() {
                    followed.check(number)
                } else {
                    None
                };
                let skipped = affected
                    .as_ref()
                    .is_some_and(|affected| !affected.contains(number));
                match check {
                    Some(check) if skipped => self.messages.extend(check.writes.messages.iter().cloned()),
                    check => {
                        let value = Profile::value_at(&built.root, path);
                        let like = check
                            .filter(|check| self.is_pure(check))
                            .and_then(|_| Profile::value_at(&followed.trace.root, path));
                        self.check_binding(path, binding, value, like).ok()?;
                        if like.is_none() {
                            done.push(number);
                        }
                    }
                }
                number += 1;
            }
        }
        if affected.is_none() {
            // All of them were done, whatever their numbers are for the other object.
            done = (0..followed.check_count()).collect();
        }
        Some(done)
    }

    /// Does a check see the same as it did, apart from the value itself? And does it do nothing but check?
    fn is_pure(&self, check: &Recording) -> bool {
        !check.opaque
            && check.writes.messages.is_empty()
            && check.writes.notes.is_empty()
            && check.reads.iter().all(|read| self.is_as_read(read))
    }
}
