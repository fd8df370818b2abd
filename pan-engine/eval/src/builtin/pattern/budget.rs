use std::fmt;

/// What the matches of one call of a function may take together.
///
/// The matcher says only whether it stayed below a limit that was set before. So what a match took is known to a factor of
/// ten, and matches that stay below the lowest limit are not charged: the length of the subject bounds their number.
pub struct Budget<'c> {
    left: u64,
    searches: u64,
    charged: u64,
    is_cancelled: &'c dyn Fn() -> bool,
}

impl fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("left", &self.left)
            .field("used", &self.used())
            .finish_non_exhaustive()
    }
}

impl Budget<'static> {
    /// A budget of so many steps that nobody cancels.
    #[must_use]
    pub fn new(steps: u32) -> Self {
        Self::cancellable(steps, &|| false)
    }
}

impl<'c> Budget<'c> {
    /// A budget of so many steps; whether matching is to go on is asked before each search.
    #[must_use]
    pub fn cancellable(steps: u32, is_cancelled: &'c dyn Fn() -> bool) -> Self {
        Self {
            left: u64::from(steps),
            searches: 0,
            charged: 0,
            is_cancelled,
        }
    }

    /// Searches begun and steps charged so far.
    #[must_use]
    pub const fn used(&self) -> u64 {
        self.searches + self.charged
    }

    /// Counts a search. May it begin?
    pub(super) fn begin(&mut self) -> bool {
        self.searches += 1;
        !(self.is_cancelled)()
    }

    /// Takes steps. Were there as many?
    pub(super) fn take(&mut self, steps: u32) -> bool {
        let steps = u64::from(steps);
        self.charged += steps.min(self.left);
        let enough = steps <= self.left;
        self.left = self.left.saturating_sub(steps);
        enough
    }
}
