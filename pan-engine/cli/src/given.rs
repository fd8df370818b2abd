//! The objects on the command line.

/// The objects that were given, each once, and their numbers in reports.
pub struct Given<'g> {
    /// Their names, in the order in which they were given.
    pub objects: Vec<&'g str>,
    /// Their places there in the order of their names, unless they are given in this order.
    sorted: Option<Vec<usize>>,
    first: usize,
}

impl<'g> Given<'g> {
    /// These objects; the first one has the number `first`.
    pub fn new(first: usize, objects: Vec<&'g str>) -> Self {
        if objects.is_sorted_by(|one, next| one < next) {
            return Self {
                objects,
                sorted: None,
                first,
            };
        }
        let mut sorted: Vec<usize> = (0..objects.len()).collect();
        // Of those with the same name the first one counts.
        sorted.sort_by_key(|at| objects.get(*at));
        sorted.dedup_by_key(|at| objects.get(*at));
        if sorted.len() < objects.len() {
            sorted.sort_unstable();
            let each_once = sorted.iter().filter_map(|at| objects.get(*at));
            return Self::new(first, each_once.copied().collect());
        }
        Self {
            objects,
            sorted: Some(sorted),
            first,
        }
    }

    /// The number of an object, if it is one of them.
    pub fn number(&self, object: &str) -> Option<usize> {
        let at = match &self.sorted {
            None => self.objects.binary_search(&object).ok()?,
            Some(sorted) => {
                let found = sorted.binary_search_by_key(&Some(&object), |at| self.objects.get(*at));
                *sorted.get(found.ok()?)?
            }
        };
        Some(self.first + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(given: &[&'static str], each_once: &[&str]) -> [Option<usize>; 5] {
        let given = Given::new(10, given.to_vec());
        assert_eq!(given.objects, each_once);
        ["a", "b", "c", "d", ""].map(|object| given.number(object))
    }

    #[test]
    fn each_has_one_number() {
        let known = numbers(&["b", "a", "b", "c", "a", "b"], &["b", "a", "c"]);
        assert_eq!(known, [Some(11), Some(10), Some(12), None, None]);
        let known = numbers(&["a", "b", "b", "d"], &["a", "b", "d"]);
        assert_eq!(known, [Some(10), Some(11), None, Some(12), None]);
        assert_eq!(numbers(&[], &[]), [None; 5]);
    }
}
