use super::Time;

/// Times at which there is something to look at.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    words: Vec<u64>,
}

impl Pending {
    /// Adds a time.
    pub fn add(&mut self, time: Time) {
        let word = usize::try_from(time / 64).unwrap_or(usize::MAX);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word |= 1 << (time % 64);
        }
    }

    /// Is there something to look at?
    pub fn contains(&self, time: Time) -> bool {
        self.next(time, time.saturating_add(1)).is_some()
    }

    /// The first time from `from` on and before `end`.
    pub fn next(&self, from: Time, end: Time) -> Option<Time> {
        let mut at = from;
        while at < end {
            let word = *self.words.get(usize::try_from(at / 64).ok()?)? >> (at % 64);
            if word != 0 {
                let found = at + word.trailing_zeros();
                return (found < end).then_some(found);
            }
            at = (at / 64 + 1) * 64;
        }
        None
    }

    /// All times.
    pub fn all(&self) -> impl Iterator<Item = Time> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.next(from, Time::MAX)?;
            from = found + 1;
            Some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order() {
        let mut pending = Pending::default();
        for time in [200, 3, 63, 64] {
            pending.add(time);
        }
        assert_eq!(pending.all().collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert_eq!(pending.next(4, 63), None);
        assert_eq!(pending.next(4, 64), Some(63));
        assert_eq!(pending.next(65, 1000), Some(200));
        assert_eq!(pending.next(201, 1000), None);
    }
}
