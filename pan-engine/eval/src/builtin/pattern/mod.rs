//! Regular expressions as `java.util.regex` has them: patterns are translated and run by PCRE2.

mod class;
mod flags;
mod linear;
mod property;
mod replacement;
mod set;
mod split;
mod translate;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError, RwLock};

use pcre2::bytes::{CaptureLocations, Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use thiserror::Error;

pub use flags::Flags;
use set::Target;
use translate::translate;

/// Compiled patterns kept at most.
const CACHED: usize = 4096;
/// Patterns of more bytes are not kept.
const LONGEST_CACHED: usize = 4096;
/// Bytes the matcher's own stack may grow to.
const STACK: usize = 1 << 20;
/// Places for the groups of a match kept for each expression.
const SPARE: usize = 8;
/// Kibibytes the matcher may allocate for one match.
const HEAP: u32 = 64 << 10;

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// It is not a pattern.
    #[error("invalid regular expression: {0}")]
    Invalid(String),
    /// The replacement is malformed.
    #[error("invalid replacement '{0}': {1}")]
    Replacement(String, &'static str),
    /// Matching was given up.
    #[error("matching the regular expression '{pattern}' was given up after {steps} steps")]
    GaveUp {
        /// The pattern.
        pattern: String,
        /// Its limit.
        steps: u32,
    },
    /// The result has too many bytes or parts.
    #[error("the result has more than {0} {1}")]
    TooLong(usize, &'static str),
}

/// A compiled pattern. Cheap to share; compiled once for ASCII subjects, and again for others when one comes.
#[derive(Debug)]
pub struct Pattern {
    text: Arc<str>,
    flags: Flags,
    /// Steps of the matcher in one match at most.
    steps: u32,
    groups: usize,
    names: Vec<(String, usize)>,
    ascii: Matcher,
    linear: OnceLock<Option<regex::bytes::Regex>>,
    unicode: OnceLock<Result<Matcher, PatternError>>,
}

/// A compiled expression with the memory that its matches need, which costs more to get than most matches.
struct Matcher {
    regex: Regex,
    spare: Mutex<Vec<CaptureLocations>>,
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.regex.fmt(f)
    }
}

impl Matcher {
    /// The first match behind `start`.
    fn find_at(&self, subject: &[u8], start: usize, groups: usize) -> Result<Option<Found>, pcre2::Error> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut locations = spare.unwrap_or_else(|| self.regex.capture_locations());
        let found = self.regex.captures_read_at(&mut locations, subject, start)?;
        let found = found.map(|_| Found {
            groups: (0..=groups).map(|number| locations.get(number)).collect(),
        });
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < SPARE {
            spare.push(locations);
        }
        Ok(found)
    }
}

/// One match: byte ranges of the groups, the whole match first.
pub struct Found {
    groups: Vec<Option<(usize, usize)>>,
}

impl Found {
    /// The range of the whole match.
    pub fn span(&self) -> (usize, usize) {
        self.group(0).unwrap_or((0, 0))
    }

    /// The range of a group, if it took part in the match.
    pub fn group(&self, number: usize) -> Option<(usize, usize)> {
        self.groups.get(number).copied().flatten()
    }

    /// Number of groups, the whole match included.
    pub fn count(&self) -> usize {
        self.groups.len()
    }
}

type Cache = RwLock<FxHashMap<(Arc<str>, Flags, u32), Arc<Pattern>>>;

/// Patterns repeat for every object; what is kept depends on nothing but its key.
static CACHE: LazyLock<Cache> = LazyLock::new(Cache::default);

impl Pattern {
    /// The pattern with these flags, from the cache if it is there. `steps` bounds the work of one match.
    ///
    /// # Errors
    /// It is not a pattern.
    pub fn get(text: &Arc<str>, flags: Flags, steps: u32) -> Result<Arc<Self>, PatternError> {
        let key = (Arc::clone(text), flags, steps);
        if let Some(known) = CACHE.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(known));
        }
        let pattern = Arc::new(Self::compile(text, flags, steps)?);
        if text.len() > LONGEST_CACHED {
            return Ok(pattern);
        }
        let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHED {
            cache.clear();
        }
        cache.insert(key, Arc::clone(&pattern));
        Ok(pattern)
    }

    /// Compiles a pattern.
    ///
    /// # Errors
    /// It is not one.
    pub fn compile(text: &Arc<str>, flags: Flags, steps: u32) -> Result<Self, PatternError> {
        let translation = translate(text, flags, Target::Ascii).map_err(PatternError::Invalid)?;
        Ok(Self {
            text: Arc::clone(text),
            flags,
            steps,
            groups: translation.groups,
            names: translation.names,
            ascii: build(&translation.text, Target::Ascii, steps, text)?,
            linear: OnceLock::new(),
            unicode: OnceLock::new(),
        })
    }

    fn matcher(&self, subject: &str) -> Result<&Matcher, PatternError> {
        if subject.is_ascii() {
            return Ok(&self.ascii);
        }
        self.unicode
            .get_or_init(|| {
                let translation =
                    translate(&self.text, self.flags, Target::Unicode).map_err(PatternError::Invalid)?;
                build(&translation.text, Target::Unicode, self.steps, &self.text)
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    fn gave_up(&self) -> PatternError {
        PatternError::GaveUp {
            pattern: self.text.to_string(),
            steps: self.steps,
        }
    }

    /// Does it match anywhere in the subject?
    ///
    /// # Errors
    /// Matching was given up.
    pub fn is_match(&self, subject: &str) -> Result<bool, PatternError> {
        let answer = self.matcher(subject)?.regex.is_match(subject.as_bytes());
        answer
            .ok()
            .or_else(|| self.is_match_in_linear_time(subject))
            .ok_or_else(|| self.gave_up())
    }

    /// The answer without backtracking, if the pattern is of the kind that can be had so.
    fn is_match_in_linear_time(&self, subject: &str) -> Option<bool> {
        if !linear::can_search(subject) {
            return None;
        }
        let regex = self.linear.get_or_init(|| {
            let translation = translate(&self.text, self.flags, Target::Ascii).ok()?;
            linear::build(&translation.text)
        });
        Some(regex.as_ref()?.is_match(subject.as_bytes()))
    }

    /// The first match at or behind the byte offset `start`, which must not cut a character.
    ///
    /// # Errors
    /// Matching was given up.
    pub fn find_at(&self, subject: &str, start: usize) -> Result<Option<Found>, PatternError> {
        if start > subject.len() {
            return Ok(None);
        }
        let matcher = self.matcher(subject)?;
        matcher
            .find_at(subject.as_bytes(), start, self.groups)
            .map_err(|_| self.gave_up())
    }

    /// Calls `each` for every match from left to right. A match that is empty is followed by a search one character
    /// further on, and one that is not by a search at its end, which may give an empty match there.
    fn for_each_match(
        &self,
        subject: &str,
        mut each: impl FnMut(&Found) -> Result<(), PatternError>,
    ) -> Result<(), PatternError> {
        // Once for all: this looks at the whole subject.
        let matcher = self.matcher(subject)?;
        let next = |start: usize| match start > subject.len() {
            true => Ok(None),
            false => matcher
                .find_at(subject.as_bytes(), start, self.groups)
                .map_err(|_| self.gave_up()),
        };
        let mut start = 0;
        while let Some(found) = next(start)? {
            each(&found)?;
            let (from, to) = found.span();
            start = if from < to {
                to
            } else {
                to + subject
                    .get(to..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8)
            };
        }
        Ok(())
    }
}

fn build(text: &str, target: Target, steps: u32, original: &str) -> Result<Matcher, PatternError> {
    let limited = format!("(*LIMIT_MATCH={steps})(*LIMIT_HEAP={HEAP}){text}");
    RegexBuilder::new()
        .jit_if_available(true)
        .max_jit_stack_size(Some(STACK))
        .utf(target == Target::Unicode)
        // With this the subject, which is valid, is not checked for every match.
        .ucp(target == Target::Unicode)
        .build(&limited)
        .map(|regex| Matcher {
            regex,
            spare: Mutex::default(),
        })
        .map_err(|error| PatternError::Invalid(format!("the matcher cannot use '{original}': {error}")))
}
