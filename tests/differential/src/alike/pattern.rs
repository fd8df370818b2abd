use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::random::Random;

/// Patterns may be so deep in one another.
const DEPTH: usize = 4;

/// The patterns of a section, each as often as it is to be taken.
#[derive(Debug, Default)]
struct Section {
    /// Those that do not lead deeper, or hardly.
    flat: Vec<&'static str>,
    deep: Vec<&'static str>,
}

static SECTIONS: LazyLock<BTreeMap<&'static str, Section>> = LazyLock::new(|| {
    let mut sections: BTreeMap<_, Section> = BTreeMap::new();
    let mut name = "";
    let mut is_deep = false;
    for line in include_str!("grammar.txt").lines() {
        if let Some(next) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name = next;
            is_deep = false;
        } else if line == "--" {
            is_deep = true;
        } else if !line.is_empty() && !line.starts_with('#') {
            let section = sections.entry(name).or_default();
            let (times, pattern) = match line.split_once('*') {
                Some((times, pattern)) if times.len() == 1 => (times.parse().unwrap_or(1), pattern),
                _ => (1, line),
            };
            let patterns = if is_deep {
                &mut section.deep
            } else {
                &mut section.flat
            };
            patterns.extend(std::iter::repeat_n(pattern, times));
        }
    }
    sections
});

/// Writes what patterns stand for.
#[derive(Debug)]
pub struct Writer {
    pub random: Random,
    /// Numbers given so far.
    number: usize,
}

impl Writer {
    pub const fn new(random: Random) -> Self {
        Self { random, number: 0 }
    }

    /// Something of this section.
    pub fn write(&mut self, section: &str) -> String {
        self.section(section, 0)
    }

    /// What this pattern stands for.
    pub fn fill(&mut self, pattern: &str) -> String {
        self.pattern(pattern, 0)
    }

    /// One of the patterns of a section, as it is.
    pub fn pick(&mut self, section: &str) -> &'static str {
        SECTIONS
            .get(section)
            .map_or("", |section| self.random.text(&section.flat))
    }

    fn section(&mut self, name: &str, depth: usize) -> String {
        let Some(section) = SECTIONS.get(name) else {
            return String::new();
        };
        let is_deep = depth < DEPTH && self.random.percent(60) || section.flat.is_empty();
        let patterns = if is_deep && !section.deep.is_empty() {
            &section.deep
        } else {
            &section.flat
        };
        let pattern = self.random.text(patterns);
        self.pattern(pattern, depth + 1)
    }

    fn pattern(&mut self, pattern: &str, depth: usize) -> String {
        let mut text = String::new();
        let mut rest = pattern;
        let mut number = None;
        let mut same = BTreeMap::new();
        while let Some(at) = rest.find(['<', '$']) {
            let (before, mark) = rest.split_at(at);
            text.push_str(before);
            let inner = mark.get(1..).unwrap_or_default();
            if mark.starts_with('$') {
                let known = *number.get_or_insert_with(|| {
                    self.number += 1;
                    self.number
                });
                // Writing to a string cannot fail.
                let _ = write!(text, "{known}");
                rest = inner;
            } else if let Some((mark, after)) = inner.split_once('>')
                && let name = mark.split_once(':').map_or(mark, |(name, _)| name)
                && SECTIONS.contains_key(name)
            {
                let part = match same.get(mark) {
                    Some(part) => String::clone(part),
                    None => self.section(name, depth),
                };
                text.push_str(&part);
                if mark != name {
                    same.insert(mark, part);
                }
                rest = after;
            } else {
                text.push('<');
                rest = inner;
            }
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sections() {
        let mut writer = Writer::new(Random::new(1));
        assert_eq!(writer.fill("x$ < y$"), "x1 < y1");
        assert_eq!(writer.fill("$"), "2");
        let twice = writer.fill("<key:1><key:1>");
        assert!(["aa", "bb", "cc"].contains(&&*twice));
        assert!(["m0", "m1"].contains(&&*writer.fill("m<bit>")));
    }

    #[test]
    fn every_section_that_is_named_is_there() {
        for section in SECTIONS.values() {
            for pattern in section.flat.iter().chain(&section.deep) {
                for part in pattern.split('<').skip(1) {
                    if let Some((name, _)) = part.split_once('>')
                        && !name.contains(' ')
                    {
                        let name = name.split(':').next().unwrap_or(name);
                        assert!(SECTIONS.contains_key(name), "{pattern}: {name}");
                    }
                }
            }
        }
    }
}
