use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use pcre2::bytes::{CaptureLocations, Regex, RegexBuilder};

use super::PatternError;
use super::set::Target;

/// Bytes the matcher's own stack may grow to.
pub const STACK: usize = 1 << 20;
/// Places for the groups of a match kept for each expression.
const SPARE: usize = 8;
/// Kibibytes the matcher may allocate for one match.
const HEAP: u32 = 64 << 10;
/// What PCRE2 answers when a limit of steps is reached.
const OUT_OF_STEPS: i32 = -47;
/// The lowest limit of steps.
pub const FEW: u32 = 1000;
/// The factor from one limit to the next.
pub const FACTOR: u32 = 10;
/// Characters at which a bounded search may find the beginning of a match.
pub const WINDOW: usize = 256;

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

/// Why a search has no answer.
pub enum Stop {
    /// It needs more steps.
    Steps,
    /// It needs more memory.
    Memory,
}

/// A compiled expression with the memory that its matches need, which costs more to get than most matches.
pub struct Matcher {
    regex: Regex,
    spare: Mutex<Vec<CaptureLocations>>,
    /// Steps it takes at most.
    pub limit: u32,
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.regex.fmt(f)
    }
}

impl Clone for Matcher {
    fn clone(&self) -> Self {
        Self {
            regex: self.regex.clone(),
            spare: Mutex::default(),
            limit: self.limit,
        }
    }
}

impl Matcher {
    /// Is it an expression that can be built? To find out takes a quarter of the time, and most are never used.
    fn check(text: &str, target: Target, original: &str) -> Result<(), PatternError> {
        let mut builder = RegexBuilder::new();
        builder
            .utf(target == Target::Unicode)
            .ucp(target == Target::Unicode);
        builder
            .build(text)
            .map(drop)
            .map_err(|error| refused(original, &error))
    }

    fn build(text: &str, target: Target, limit: u32, original: &str) -> Result<Self, PatternError> {
        let limited = format!("(*LIMIT_MATCH={limit})(*LIMIT_HEAP={HEAP}){text}");
        RegexBuilder::new()
            .jit_if_available(true)
            .max_jit_stack_size(Some(STACK))
            .utf(target == Target::Unicode)
            // With this the subject, which is valid, is not checked for every match.
            .ucp(target == Target::Unicode)
            .build(&limited)
            .map(|regex| Self {
                regex,
                spare: Mutex::default(),
                limit,
            })
            .map_err(|error| refused(original, &error))
    }

    /// Does it match anywhere?
    pub fn is_match(&self, subject: &[u8]) -> Result<bool, Stop> {
        self.regex.is_match(subject).map_err(|error| stop(&error))
    }

    /// The first match at or behind `start`.
    pub fn find_at(&self, subject: &[u8], start: usize, groups: usize) -> Result<Option<Found>, Stop> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut locations = spare.unwrap_or_else(|| self.regex.capture_locations());
        let found = self.regex.captures_read_at(&mut locations, subject, start);
        let found = found.map_err(|error| stop(&error))?.map(|_| Found {
            groups: (0..=groups).map(|number| locations.get(number)).collect(),
        });
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < SPARE {
            spare.push(locations);
        }
        Ok(found)
    }
}

fn refused(original: &str, error: &pcre2::Error) -> PatternError {
    PatternError::Invalid(format!("the matcher cannot use '{original}': {error}"))
}

fn stop(error: &pcre2::Error) -> Stop {
    match error.code() {
        OUT_OF_STEPS => Stop::Steps,
        _ => Stop::Memory,
    }
}

/// The forms of one expression for one kind of subject.
#[derive(Debug)]
pub struct Matchers {
    text: String,
    target: Target,
    original: String,
    /// Steps it takes at most.
    steps: u32,
    plain: OnceLock<Result<Matcher, PatternError>>,
    /// Search a window only, each with more steps for all of it than the one before.
    bounded: Vec<(u32, OnceLock<Result<Matcher, PatternError>>)>,
    /// What these are copies of.
    origin: Option<Arc<Self>>,
}

impl Matchers {
    /// The forms of a translated expression; none takes more steps than `steps`.
    pub fn new(text: String, target: Target, steps: u32, original: &str) -> Result<Self, PatternError> {
        Matcher::check(&text, target, original)?;
        let mut bounded = Vec::new();
        let mut limit = FEW;
        while limit < steps {
            bounded.push((limit, OnceLock::new()));
            limit = limit.saturating_mul(FACTOR);
        }
        bounded.push((steps, OnceLock::new()));
        Ok(Self {
            text,
            target,
            original: original.to_owned(),
            steps,
            plain: OnceLock::new(),
            bounded,
            origin: None,
        })
    }

    /// The same with memory of their own, compiled only once.
    pub fn own(self: &Arc<Self>) -> Self {
        let bounded = self.bounded.iter().map(|(limit, _)| (*limit, OnceLock::new()));
        Self {
            text: self.text.clone(),
            target: self.target,
            original: self.original.clone(),
            steps: self.steps,
            plain: OnceLock::new(),
            bounded: bounded.collect(),
            origin: Some(Arc::clone(self)),
        }
    }

    /// Searches to the end of the subject, with few steps for each character where a match may begin.
    pub fn plain(&self) -> Result<&Matcher, PatternError> {
        let build = || match &self.origin {
            Some(origin) => origin.plain().cloned(),
            None => Matcher::build(&self.text, self.target, FEW.min(self.steps), &self.original),
        };
        self.plain.get_or_init(build).as_ref().map_err(Clone::clone)
    }

    /// Does the answer depend on where a search begins? Then it must not be done in parts.
    pub fn depends_on_start(&self) -> bool {
        // A literal G with a backslash in front is written as numbers.
        self.text.contains("\\G")
    }

    /// The form that searches a window with at most the limit of this number, if there is such a limit.
    ///
    /// All beginnings in the window are tried by one attempt of the matcher at the first of them, which skips characters
    /// as long as there is no match: so one limit holds for all of them together.
    pub fn bounded(&self, number: usize) -> Option<Result<&Matcher, PatternError>> {
        let (limit, matcher) = self.bounded.get(number)?;
        let build = || {
            if let Some(copied) = self.origin.as_ref().and_then(|origin| origin.bounded(number)) {
                return copied.cloned();
            }
            let window = match self.depends_on_start() {
                true => self.text.clone(),
                false => format!("\\G(?s:.{{0,{}}}?)\\K(?:{})", WINDOW - 1, self.text),
            };
            Matcher::build(&window, self.target, *limit, &self.original)
        };
        Some(matcher.get_or_init(build).as_ref().map_err(Clone::clone))
    }
}
