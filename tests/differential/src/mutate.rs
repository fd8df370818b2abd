//! Small changes that make a program wrong, or right in another way.

use crate::program::Program;
use crate::random::Random;
use crate::tree::{Kind, Node, Part};

/// Changes one thing.
pub(crate) fn mutate(program: &mut Program, random: &mut Random) {
    let size = program.size();
    match random.below(10) {
        0..=3 => {
            // An expression in the place of another one.
            let (from, to) = (
                pick(program, random, size, Kind::Expression),
                pick(program, random, size, Kind::Expression),
            );
            if let (Some(from), Some(to)) = (from, to)
                && let Some(node) = program.get(from).cloned()
                && let Some(place) = program.get_mut(to)
            {
                *place = node;
            }
        }
        4 | 5 => {
            if let Some(place) = pick(program, random, size, Kind::Optional).and_then(|n| program.get_mut(n))
            {
                place.parts.clear();
            }
        }
        6 => {
            if let Some(place) = pick(program, random, size, Kind::Optional).and_then(|n| program.get_mut(n))
            {
                let twice = place.parts.clone();
                place.parts.extend(twice);
            }
        }
        7 | 8 => {
            let text = *random.pick(&[
                "undef",
                "null",
                "SELF",
                "1",
                "''",
                "list()",
                "dict()",
                "1.5",
                "true",
                "-1",
                "value('/x1')",
                "return(1)",
                "error('e')",
                "NONE",
                "'k'",
            ]);
            if let Some(place) =
                pick(program, random, size, Kind::Expression).and_then(|n| program.get_mut(n))
            {
                *place = Node::atom("", text);
            }
        }
        _ => {
            let number = random.below(size);
            if let Some(place) = program.get_mut(number) {
                damage(place, random);
            }
        }
    }
}

/// A character too many or too few, which is mostly a parse error.
fn damage(node: &mut Node, random: &mut Random) {
    let count = node.parts.len();
    if let Some(Part::Text(text)) = node.parts.get_mut(random.below(count)) {
        let at = random.below(text.chars().count() + 1);
        let mut chars: Vec<char> = text.chars().collect();
        if random.percent(50) && at < chars.len() {
            chars.remove(at);
        } else {
            chars.insert(
                at,
                *random.pick(&[
                    ';', ',', '(', ')', '{', '}', '\'', '"', '=', '0', '-', '/', ':', '@', '#', ' ', '<',
                    '?', '[', '.',
                ]),
            );
        }
        *text = chars.into_iter().collect::<String>().into();
    }
}

/// The number of a random node of this kind.
fn pick(program: &Program, random: &mut Random, size: usize, kind: Kind) -> Option<usize> {
    (0..20)
        .map(|_| random.below(size))
        .find(|number| program.get(*number).is_some_and(|node| node.kind == kind))
}
