//! The texts of dependency files, of which most are like each other.

use std::sync::Arc;

use pan_output::Dependency;

use super::{Known, Lines, line};

/// Lines in order, with their text.
pub struct Text {
    numbers: Arc<[u32]>,
    text: String,
    /// Where the lines begin in it, and where the last one ends.
    starts: Vec<usize>,
}

impl Text {
    /// The text of these lines, which are in order.
    pub fn new(numbers: &Arc<[u32]>, known: &Known) -> Self {
        let mut text = String::new();
        let mut starts = vec![0];
        let mut last = None;
        for number in &**numbers {
            let new = line(known, *number);
            if let Some(new) = new
                && last != Some(new)
            {
                new.write_to(&mut text);
            }
            starts.push(text.len());
            last = new;
        }
        Self {
            numbers: Arc::clone(numbers),
            text,
            starts,
        }
    }

    /// Is it that of the lines that these are like?
    pub fn is_of(&self, lines: &Lines) -> bool {
        Arc::ptr_eq(&self.numbers, &lines.like)
    }

    /// The text with other lines at these places, each of them where it belongs, and none of them twice.
    pub fn but_for(&self, but: &[(u32, u32)], known: &Known) -> String {
        let mut own: Vec<&Dependency> = but
            .iter()
            .filter_map(|(_, number)| line(known, *number))
            .collect();
        own.sort_unstable();
        own.dedup();
        let mut out = String::with_capacity(self.text.len() + 128 * own.len());
        let mut gone = but
            .iter()
            .map(|(place, _)| usize::try_from(*place).unwrap_or(usize::MAX))
            .peekable();
        let mut from = 0;
        let mut copy_to = |out: &mut String, to: usize| {
            while from < to {
                let next = gone.peek().map_or(to, |gone| to.min(*gone));
                out.push_str(self.between(from, next));
                from = next;
                if gone.next_if(|gone| *gone == from && from < to).is_some() {
                    from += 1;
                }
            }
        };
        for new in own {
            let before = |number: &u32| line(known, *number).is_some_and(|old| old < new);
            let place = self.numbers.partition_point(before);
            copy_to(&mut out, place);
            let old = self.numbers.get(place).and_then(|number| line(known, *number));
            let is_there =
                old == Some(new) && !but.iter().any(|(gone, _)| usize::try_from(*gone) == Ok(place));
            if !is_there {
                new.write_to(&mut out);
            }
        }
        copy_to(&mut out, self.numbers.len());
        out
    }

    fn between(&self, from: usize, to: usize) -> &str {
        let range = self.starts.get(from).zip(self.starts.get(to));
        range
            .and_then(|(from, to)| self.text.get(*from..*to))
            .unwrap_or_default()
    }
}
