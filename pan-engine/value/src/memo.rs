use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is remembered of a resource that is written again and again, as a part of many trees.
#[derive(Default)]
pub struct Memo {
    /// Was it written before?
    written: AtomicBool,
    /// Was it found in more than one tree?
    shared: AtomicBool,
    text: OnceLock<(u32, Box<str>)>,
}

impl Memo {
    /// Was it found in more than one tree? Then it will be found in more.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.shared.load(Ordering::Relaxed)
    }

    /// It was found in another tree.
    pub fn share(&self) {
        if !self.is_shared() {
            self.shared.store(true, Ordering::Relaxed);
        }
    }

    /// Its text in this form, if it is remembered. A form is whatever the writer means by the number.
    #[must_use]
    pub fn text(&self, form: u32) -> Option<&str> {
        self.text
            .get()
            .filter(|(known, _)| *known == form)
            .map(|(_, text)| &**text)
    }

    /// It is being written. Is it worth remembering? Not the first time, because most resources are written once.
    #[must_use]
    pub fn is_worth_it(&self) -> bool {
        if self.written.load(Ordering::Relaxed) {
            return self.text.get().is_none();
        }
        self.written.store(true, Ordering::Relaxed);
        false
    }

    /// Remembers its text in one form, the first that is given.
    pub fn remember(&self, form: u32, text: &str) {
        let _ = self.text.set((form, text.into()));
    }
}

impl fmt::Debug for Memo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memo")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembered_from_the_second_time_on() {
        let memo = Memo::default();
        assert!(!memo.is_worth_it());
        assert!(memo.is_worth_it());
        memo.remember(1, "text");
        assert!(!memo.is_worth_it());
        assert_eq!((memo.text(1), memo.text(2)), (Some("text"), None));
        memo.remember(2, "other");
        assert_eq!(memo.text(2), None);
    }
}
