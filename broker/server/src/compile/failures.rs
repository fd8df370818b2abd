//! What users read about objects that do not compile: objects with the same problem together.

use std::collections::BTreeMap;

/// Objects of one problem that are named.
const NAMED: usize = 5;
/// Stands for the name of the object while problems are compared.
const OBJECT: &str = "\u{0}";

/// Objects by what is wrong with them.
#[derive(Debug, Default)]
pub struct Failures {
    /// Problem with the object's name taken out, and the objects that have it.
    problems: BTreeMap<String, Vec<String>>,
    count: usize,
}

impl Failures {
    /// Notes what is wrong with an object.
    pub fn add(&mut self, object: &str, problem: &str) {
        self.count += 1;
        self.problems
            .entry(problem.replace(object, OBJECT))
            .or_default()
            .push(object.to_owned());
    }

    /// How many objects failed.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What is wrong with the first object of each problem, and all objects that have it; the problem of most objects first.
    pub fn groups(&self) -> Vec<(String, &[String])> {
        let mut groups: Vec<(String, &[String])> = self
            .problems
            .iter()
            .map(|(problem, objects)| {
                let first = objects.first().map(String::as_str).unwrap_or_default();
                (problem.replace(OBJECT, first), objects.as_slice())
            })
            .collect();
        groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.1.cmp(b.1)));
        groups
    }

    /// The same for people; an object alone stands before its problem.
    pub fn describe(&self) -> String {
        let texts: Vec<String> = self
            .groups()
            .into_iter()
            .map(|(problem, objects)| text(&problem, objects))
            .collect();
        texts.join("\n")
    }
}

fn text(problem: &str, objects: &[String]) -> String {
    if let [only] = objects {
        return format!("{only}:\n{problem}");
    }
    let mut names = objects
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if objects.len() > NAMED {
        names.push_str(&format!(" and {} more", objects.len().saturating_sub(NAMED)));
    }
    format!(
        "{} objects with the same problem: {names}:\n{problem}",
        objects.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_problem_is_told_once() {
        let mut failures = Failures::default();
        failures.add("z.example.org", "in z.example.org: no such template\n");
        failures.add("b.example.org", "in b.example.org: wrong value\n");
        failures.add("a.example.org", "in a.example.org: wrong value\n");
        assert_eq!(failures.count(), 3);
        assert_eq!(
            failures.describe(),
            "2 objects with the same problem: b.example.org, a.example.org:\nin b.example.org: wrong value\n\n\
             z.example.org:\nin z.example.org: no such template\n"
        );
    }

    #[test]
    fn many_objects_are_counted() {
        let mut failures = Failures::default();
        for number in 0..7 {
            failures.add(&format!("h{number}.example.org"), "broken\n");
        }
        let text = failures.describe();
        assert!(text.contains("h4.example.org and 2 more:"), "{text}");
    }
}
