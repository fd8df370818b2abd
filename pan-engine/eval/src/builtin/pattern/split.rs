use super::{Budget, Pattern, PatternError};

impl Pattern {
    /// The parts of the subject between matches. A positive limit is the largest number of parts; with zero, empty
    /// parts at the end are dropped; with a negative one nothing is. An empty match at the very beginning does not
    /// split.
    ///
    /// # Errors
    /// Matching was given up, or there are more parts than `longest`.
    pub fn split<'s>(
        &self,
        subject: &'s str,
        limit: i32,
        longest: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Vec<&'s str>, PatternError> {
        let most = usize::try_from(limit).ok().filter(|most| *most > 0);
        let mut parts = Vec::new();
        let mut start = 0;
        self.for_each_match(subject, budget, |found| {
            let (from, to) = found.span();
            let full = most.is_some_and(|most| parts.len() + 1 >= most);
            let leading = start == 0 && to == 0;
            if !full && !leading {
                parts.push(subject.get(start..from).unwrap_or_default());
                start = to;
                if parts.len() > longest {
                    return Err(PatternError::TooLong(longest, "elements"));
                }
            }
            Ok(())
        })?;
        // Nothing was split off: the whole subject, even if it is empty.
        if start == 0 {
            return Ok(vec![subject]);
        }
        parts.push(subject.get(start..).unwrap_or_default());
        if limit == 0 {
            while parts.last().is_some_and(|part| part.is_empty()) {
                parts.pop();
            }
        }
        Ok(parts)
    }
}
