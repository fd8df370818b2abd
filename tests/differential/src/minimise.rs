//! Cuts a program down while a property stays.

use anyhow::Result;

use crate::program::Program;
use crate::tree::{Kind, Node, level};

/// Programs tried at the same time.
const WIDTH: usize = 60;

#[derive(Clone)]
enum Change {
    Clear(usize),
    Replace(usize, Node),
    /// Leaves a file out.
    File(usize),
}

/// The smallest program found in so many rounds for which `stays` still says yes. `stays` gets many programs at the same time.
///
/// # Errors
/// Those of `stays`.
pub fn minimise(
    program: &Program,
    rounds: usize,
    stays: &mut dyn FnMut(&[Program]) -> Result<Vec<bool>>,
) -> Result<Program> {
    let mut best = program.clone();
    for round in 0..rounds {
        let changes = candidates(&best, round);
        let programs: Vec<_> = changes.iter().map(|change| apply(&best, change)).collect();
        let mut good: Vec<(usize, Vec<Change>)> = Vec::new();
        for ((change, program), yes) in changes.into_iter().zip(&programs).zip(stays(&programs)?) {
            if yes {
                good.push((weight(program), change));
            }
        }
        if good.is_empty() {
            if round < 4 {
                continue;
            }
            break;
        }
        good.sort_by_key(|(weight, _)| *weight);
        // Many of them together are better than the best one.
        let mut counts = vec![1, 2, 3, 5, 8, 13, 21, 34, 55, 89, WIDTH];
        counts.retain(|count| *count <= good.len().next_power_of_two());
        let together: Vec<_> = counts
            .iter()
            .map(|count| {
                apply(
                    &best,
                    &good
                        .iter()
                        .take(*count)
                        .flat_map(|(_, c)| c.clone())
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        let answers = stays(&together)?;
        let next = together
            .into_iter()
            .zip(answers)
            .filter(|(_, yes)| *yes)
            .map(|(program, _)| program);
        match next.min_by_key(weight) {
            Some(next) if weight(&next) < weight(&best) => best = next,
            _ => {
                if round >= 4 {
                    break;
                }
            }
        }
    }
    Ok(best)
}

/// Length of the text, more or less.
fn weight(program: &Program) -> usize {
    program.text().len()
}

fn candidates(program: &Program, round: usize) -> Vec<Vec<Change>> {
    let mut all: Vec<Vec<Change>> = Vec::new();
    for (i, file) in program.files.iter().enumerate() {
        if program.objects.len() > 1 || !program.objects.contains(&file.name) {
            all.push(vec![Change::File(i)]);
        }
    }
    let size = program.size();
    let of_kind = |kind: Kind| -> Vec<usize> {
        (0..size)
            .filter(|n| {
                program
                    .get(*n)
                    .is_some_and(|node| node.kind == kind && !node.parts.is_empty())
            })
            .collect()
    };
    let optional = of_kind(Kind::Optional);
    // Runs of neighbours first, smaller ones later.
    let mut length = (optional.len() >> (round + 1)).max(1);
    while length >= 1 {
        for run in optional.chunks(length) {
            all.push(run.iter().copied().map(Change::Clear).collect());
        }
        if length == 1 || all.len() > WIDTH {
            break;
        }
        length /= 2;
    }
    let expressions = of_kind(Kind::Expression);
    let room = (WIDTH * 2).saturating_sub(all.len()).max(WIDTH / 2);
    let step = (expressions.len() * 3 / room).max(1);
    for number in expressions.into_iter().skip(round % step).step_by(step) {
        let Some(node) = program.get(number) else { continue };
        if node.size() == 1 && node.render("p").len() <= 4 {
            continue;
        }
        for literal in ["1", "'a'", "true", "undef", "list()", "dict()"] {
            all.push(vec![Change::Replace(
                number,
                Node::expression("", level::PRIMARY).text(literal),
            )]);
        }
        for child in node.children().filter(|child| child.kind == Kind::Expression) {
            let mut copy = Node::expression("", level::PRIMARY).operand(child.clone(), level::PRIMARY);
            if node.level <= child.level {
                copy = child.clone();
            }
            all.push(vec![Change::Replace(number, copy)]);
        }
    }
    all
}

fn apply(program: &Program, changes: &[Change]) -> Program {
    let mut changed = program.clone();
    let place = |change: &Change| match change {
        Change::Clear(n) | Change::Replace(n, _) => *n,
        Change::File(_) => 0,
    };
    // From the end to the beginning, so that the numbers stay right.
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| std::cmp::Reverse(place(change)));
    for change in &sorted {
        match change {
            Change::Clear(n) => {
                if let Some(node) = changed.get_mut(*n) {
                    node.parts.clear();
                }
            }
            Change::Replace(n, new) => {
                if let Some(node) = changed.get_mut(*n) {
                    *node = new.clone();
                }
            }
            Change::File(_) => {}
        }
    }
    let gone: Vec<&str> = changes
        .iter()
        .filter_map(|change| match change {
            Change::File(i) => program.files.get(*i).map(|file| file.name.as_str()),
            _ => None,
        })
        .collect();
    changed.files.retain(|file| !gone.contains(&file.name.as_str()));
    changed.objects.retain(|name| !gone.contains(&name.as_str()));
    if changed.objects.is_empty() {
        return program.clone();
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::program;

    #[test]
    fn what_matters_stays() {
        let wanted = |program: &Program| program.text().contains("foreach");
        let big = (0..).map(program).find(|p| wanted(p) && p.size() > 200).unwrap();
        let small = minimise(&big, 14, &mut |all| Ok(all.iter().map(wanted).collect())).unwrap();
        assert!(wanted(&small));
        assert!(small.size() * 5 < big.size(), "{}", small.text());
    }
}
