//! Hardware addresses in the spellings that people and devices use.

use std::ops::RangeInclusive;

/// Brings a hardware address of six bytes into the form `aa:bb:cc:dd:ee:ff`.
///
/// Accepted are six groups of one or two digits separated by `:` or `-`, three groups of four separated by `.` (as
/// switches print them), and twelve digits without separators; capitals or not.
pub fn normalise(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let digits = if text.contains([':', '-']) {
        let separator = if text.contains(':') { ':' } else { '-' };
        groups(&text, separator, 6, 1..=2)?
    } else if text.contains('.') {
        groups(&text, '.', 3, 4..=4)?
    } else {
        text
    };
    if digits.len() != 12 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut out = String::with_capacity(17);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 2 == 0 {
            out.push(':');
        }
        out.push(digit);
    }
    Some(out)
}

/// The digits of `count` groups, each filled up with zeros to the largest of the permitted widths.
fn groups(text: &str, separator: char, count: usize, widths: RangeInclusive<usize>) -> Option<String> {
    let mut digits = String::new();
    let mut seen = 0;
    for group in text.split(separator) {
        if !widths.contains(&group.len()) {
            return None;
        }
        digits.extend(std::iter::repeat_n('0', widths.end() - group.len()));
        digits.push_str(group);
        seen += 1;
    }
    (seen == count).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn usual_spellings_become_one() {
        for spelling in [
            "00:1b:21:0a:0b:0c",
            "00:1B:21:0A:0B:0C",
            "0:1b:21:a:b:c",
            "00-1b-21-0a-0b-0c",
            "001b.210a.0b0c",
            "001b210a0b0c",
            " 001B210A0B0C ",
        ] {
            assert_eq!(
                normalise(spelling).as_deref(),
                Some("00:1b:21:0a:0b:0c"),
                "{spelling}"
            );
        }
    }

    #[test]
    fn others_are_refused() {
        for wrong in [
            "",
            "00:1b:21:0a:0b",
            "00:1b:21:0a:0b:0c:0d",
            "00:1b:21:0a:0b:0g",
            "001:b:21:0a:0b:0c",
            "1.2.3",
            "00:1b-21:0a:0b:0c",
        ] {
            assert_eq!(normalise(wrong), None, "{wrong}");
        }
    }
}
