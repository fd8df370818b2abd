//! Gathers the changes of objects by identical change.

use std::collections::{BTreeMap, HashMap};

use pan_eval::{Outcome, Profile};

use super::{Effect, Failure, Group};
use crate::compare;
use crate::compile::{Failures, describe};

/// Collects objects one after the other.
#[derive(Debug, Default)]
pub struct Gatherer {
    objects: Vec<String>,
    /// Change as a line, and the objects that have it, by number in ascending order.
    changes: HashMap<String, Vec<usize>>,
    failures: Failures,
    failing_before: Failures,
    mended: Vec<String>,
    changed: usize,
}

impl Gatherer {
    /// Takes in an object as it was and as it would be.
    pub fn add(&mut self, object: &str, before: Option<&Profile>, after: &Outcome) {
        let number = self.objects.len();
        self.objects.push(object.to_owned());
        match (before, &after.profile) {
            (Some(before), Some(after)) => {
                let changes = compare::changes(&before.root, &after.root);
                if !changes.is_empty() {
                    self.changed += 1;
                }
                for change in changes {
                    self.changes.entry(change.to_string()).or_default().push(number);
                }
            }
            (Some(_), None) => self.failures.add(object, &describe(&after.diagnostics)),
            (None, None) => self.failing_before.add(object, &describe(&after.diagnostics)),
            (None, Some(_)) => self.mended.push(object.to_owned()),
        }
    }

    /// The effect on all objects.
    pub fn finish(self) -> Effect {
        let names = |numbers: &[usize]| -> Vec<String> {
            numbers
                .iter()
                .filter_map(|number| self.objects.get(*number).cloned())
                .collect()
        };
        // Changes that come together are one group.
        let mut together: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
        for (line, numbers) in self.changes {
            together.entry(numbers).or_default().push(line);
        }
        let mut groups: Vec<Group> = together
            .into_iter()
            .map(|(numbers, mut changes)| {
                changes.sort_by(|a, b| a.get(2..).cmp(&b.get(2..)).then_with(|| a.cmp(b)));
                Group {
                    changes,
                    objects: names(&numbers),
                }
            })
            .collect();
        groups.sort_by(|a, b| {
            b.objects
                .len()
                .cmp(&a.objects.len())
                .then_with(|| a.changes.cmp(&b.changes))
        });
        Effect {
            objects: self.objects.len(),
            changed: self.changed,
            failures: failures(&self.failures),
            failing_before: failures(&self.failing_before),
            mended: self.mended,
            groups,
        }
    }
}

fn failures(failures: &Failures) -> Vec<Failure> {
    failures
        .groups()
        .into_iter()
        .map(|(problem, objects)| Failure {
            problem,
            objects: objects.to_vec(),
        })
        .collect()
}
