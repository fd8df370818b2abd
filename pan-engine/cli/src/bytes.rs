//! Numbers and texts as bytes.

/// Writes numbers in as few bytes as they need.
#[derive(Default)]
pub struct Output(pub Vec<u8>);

impl Output {
    /// A number.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// A length.
    pub fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    /// A number in eight bytes.
    pub fn fixed(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend(text.as_bytes());
    }

    /// Ascending numbers: the first, then how far each is from the one before.
    pub fn ascending(&mut self, numbers: &[u32]) {
        self.length(numbers.len());
        let mut last = 0;
        for number in numbers {
            self.number(u64::from(number.wrapping_sub(last)));
            last = *number;
        }
    }
}

/// Reads them back. Whatever is not there is `None`.
pub struct Input<'b>(pub &'b [u8]);

impl<'b> Input<'b> {
    /// A number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A length of something that takes at least a byte each.
    pub fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.number()?).ok()?;
        (length <= self.0.len()).then_some(length)
    }

    /// A number in eight bytes.
    pub fn fixed(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'b str> {
        let length = self.length()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(bytes).ok()
    }

    /// Ascending numbers below `limit`.
    pub fn ascending(&mut self, limit: usize) -> Option<Box<[u32]>> {
        let length = self.length()?;
        let mut numbers = Vec::with_capacity(length);
        let mut last = 0_u32;
        for _ in 0..length {
            last = last.checked_add(u32::try_from(self.number()?).ok()?)?;
            numbers.push(last);
        }
        (usize::try_from(last).ok()? < limit || numbers.is_empty()).then(|| numbers.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut output = Output::default();
        for number in [0, 127, 128, 300, u64::MAX] {
            output.number(number);
        }
        output.fixed(7);
        output.text("é");
        output.ascending(&[3, 4, 1000]);
        output.ascending(&[]);
        let mut input = Input(&output.0);
        for number in [0, 127, 128, 300, u64::MAX] {
            assert_eq!(input.number(), Some(number));
        }
        assert_eq!((input.fixed(), input.text()), (Some(7), Some("é")));
        assert_eq!(input.ascending(1001).as_deref(), Some(&[3, 4, 1000][..]));
        assert_eq!(input.ascending(0).as_deref(), Some(&[][..]));
        assert_eq!((input.number(), input.fixed(), input.text()), (None, None, None));
    }

    #[test]
    fn what_is_not_possible() {
        let mut output = Output::default();
        output.ascending(&[3, 4, 1000]);
        assert_eq!(Input(&output.0).ascending(1000), None);
        // A length beyond the end must not become an allocation.
        assert_eq!(Input(&[0xff, 0xff, 0xff, 0xff, 0x7f]).length(), None);
        assert_eq!(Input(&[0xff; 11]).number(), None);
    }
}
