//! As much of DER as is needed to look into a Kerberos token: one-byte tags and definite lengths.

/// Reader over a sequence of elements. Anything malformed ends the reading with `None`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// What has not been read yet.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }

    /// The next element: its tag and content.
    pub(crate) fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let length = if first < 0x80 {
            usize::from(first)
        } else {
            let (digits, after) = rest.split_at_checked(usize::from(first & 0x7f))?;
            rest = after;
            // Four bytes are 4 GiB; no token is that long, and the arithmetic cannot overflow.
            if digits.is_empty() || digits.len() > 4 {
                return None;
            }
            digits
                .iter()
                .fold(0_usize, |sum, &digit| sum << 8 | usize::from(digit))
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// The content of the next element, which must have `tag`.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.next()
            .filter(|(found, _)| *found == tag)
            .map(|(_, content)| content)
    }

    /// Skips elements until one with `tag`, and enters it.
    pub(crate) fn find(&mut self, tag: u8) -> Option<Der<'a>> {
        loop {
            let (found, content) = self.next()?;
            if found == tag {
                return Some(Der(content));
            }
        }
    }
}

/// Value of the content of an INTEGER that fits 32 bits without sign.
pub(crate) fn unsigned(content: &[u8]) -> Option<u32> {
    let digits = content.strip_prefix(&[0]).unwrap_or(content);
    if content.is_empty() || digits.len() > 4 {
        return None;
    }
    Some(
        digits
            .iter()
            .fold(0_u32, |sum, &digit| sum << 8 | u32::from(digit)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lengths() {
        let long = [&[0x04, 0x81, 0x80][..], &[7; 0x80]].concat();
        assert_eq!(Der::new(&[0x04, 2, 1, 2]).next(), Some((4, &[1, 2][..])));
        assert_eq!(Der::new(&long).next(), Some((4, &[7; 0x80][..])));
    }

    #[test]
    fn malformed_is_nothing() {
        for bytes in [
            &[][..],
            &[4],
            &[4, 1],
            &[4, 0x80],
            &[4, 0x85, 1, 1, 1, 1, 1],
            &[4, 0x84, 255, 255, 255, 255],
            &[4, 0x82, 1],
        ] {
            assert_eq!(Der::new(bytes).next(), None, "{bytes:?}");
        }
    }

    #[test]
    fn integers() {
        assert_eq!(unsigned(&[2]), Some(2));
        assert_eq!(unsigned(&[0, 255, 0, 0, 1]), Some(0xff00_0001));
        assert_eq!(unsigned(&[]), None);
        assert_eq!(unsigned(&[1, 2, 3, 4, 5]), None);
    }
}
