use super::matcher::{FACTOR, FEW, Found, Matcher, Matchers, STACK, Stop, WINDOW};
use super::translate::translate;
use super::{Budget, Pattern, PatternError, Target, linear};

/// Subjects up to so many bytes are searched as a whole first. With a few steps for each beginning of a match this takes
/// a fraction of a second at most.
const SHORT: usize = 16 << 10;

impl Pattern {
    /// Does it match anywhere in the subject?
    ///
    /// # Errors
    /// Matching was given up.
    pub fn is_match(&self, subject: &str) -> Result<bool, PatternError> {
        self.is_match_within(subject, &mut Budget::new(self.steps))
    }

    /// The same with a budget that others use too.
    ///
    /// # Errors
    /// Matching was given up.
    pub fn is_match_within(&self, subject: &str, budget: &mut Budget<'_>) -> Result<bool, PatternError> {
        let matchers = self.matchers(subject)?;
        if subject.len() <= SHORT
            && let Ok(answer) = matchers.plain()?.is_match(subject.as_bytes())
        {
            return Ok(answer);
        }
        if let Some(answer) = self.is_match_in_linear_time(subject) {
            return Ok(answer);
        }
        let found = self.search_parts(matchers, subject, 0, budget)?;
        Ok(found.is_some())
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
    pub fn find_at(
        &self,
        subject: &str,
        start: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Found>, PatternError> {
        self.search(self.matchers(subject)?, subject, start, budget)
    }

    /// Calls `each` for every match from left to right. A match that is empty is followed by a search one character
    /// further on, and one that is not by a search at its end, which may give an empty match there.
    pub(super) fn for_each_match(
        &self,
        subject: &str,
        budget: &mut Budget<'_>,
        mut each: impl FnMut(&Found) -> Result<(), PatternError>,
    ) -> Result<(), PatternError> {
        // Once for all: this looks at the whole subject.
        let matchers = self.matchers(subject)?;
        let mut start = 0;
        while let Some(found) = self.search(matchers, subject, start, budget)? {
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

    fn search(
        &self,
        matchers: &Matchers,
        subject: &str,
        start: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Found>, PatternError> {
        if start > subject.len() {
            return Ok(None);
        }
        if subject.len() - start <= SHORT {
            match self.attempt(matchers.plain()?, subject, start, budget) {
                Err(Failure::Steps) => {}
                Err(Failure::Other(error)) => return Err(error),
                Ok(found) => return Ok(found),
            }
        }
        self.search_parts(matchers, subject, start, budget)
    }

    /// Searches window by window, each with as many steps as it turns out to need.
    fn search_parts(
        &self,
        matchers: &Matchers,
        subject: &str,
        start: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Found>, PatternError> {
        let mut from = start;
        loop {
            if let Some(found) = self.search_window(matchers, subject, from, budget)? {
                return Ok(Some(found));
            }
            let rest = subject.get(from..).unwrap_or_default();
            match rest.char_indices().nth(WINDOW - 1) {
                // The end of the subject is a beginning too.
                Some((at, c)) if !matchers.depends_on_start() => from += at + c.len_utf8(),
                _ => return Ok(None),
            }
        }
    }

    fn search_window(
        &self,
        matchers: &Matchers,
        subject: &str,
        start: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Found>, PatternError> {
        let mut number = 0;
        while let Some(matcher) = matchers.bounded(number) {
            let matcher = matcher?;
            let (result, steps) = match self.attempt(matcher, subject, start, budget) {
                Err(Failure::Steps) => (None, matcher.limit),
                Err(Failure::Other(error)) => return Err(error),
                // More than the limit before were needed.
                Ok(found) if matcher.limit > FEW => (Some(found), matcher.limit / FACTOR),
                Ok(found) => (Some(found), 0),
            };
            if !budget.take(steps) {
                break;
            }
            if let Some(found) = result {
                return Ok(found);
            }
            number += 1;
        }
        Err(PatternError::GaveUp {
            pattern: self.text.to_string(),
            steps: self.steps,
        })
    }

    fn attempt(
        &self,
        matcher: &Matcher,
        subject: &str,
        start: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Found>, Failure> {
        if !budget.begin() {
            return Err(Failure::Other(PatternError::Cancelled));
        }
        matcher
            .find_at(subject.as_bytes(), start, self.groups)
            .map_err(|stop| match stop {
                Stop::Steps => Failure::Steps,
                Stop::Memory => Failure::Other(PatternError::TooDeep(self.text.to_string(), STACK)),
            })
    }
}

/// Why an attempt has no answer.
enum Failure {
    /// It needs more steps.
    Steps,
    /// Another reason.
    Other(PatternError),
}
