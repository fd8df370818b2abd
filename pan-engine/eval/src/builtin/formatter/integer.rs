//! `%d`, `%o` and `%x`.

use super::spec::Spec;

/// The long in the base of the conversion.
///
/// # Errors
/// Flags that octal and hexadecimal numbers cannot have.
pub fn convert(spec: &Spec<'_>, number: i64) -> Result<String, String> {
    let flags = &spec.flags;
    if spec.conversion == 'd' {
        return Ok(signed(
            spec,
            number < 0,
            &number.unsigned_abs().to_string(),
            spec.width,
        ));
    }
    if flags.parentheses || flags.space || flags.plus {
        return Err(format!("'{}' has a flag that it cannot have", spec.text));
    }
    let (digits, prefix) = match (spec.conversion, flags.alternate) {
        ('o', true) => (format!("{number:o}"), "0"),
        ('o', false) => (format!("{number:o}"), ""),
        (_, true) => (format!("{number:x}"), "0x"),
        (_, false) => (format!("{number:x}"), ""),
    };
    let width = if flags.zero { spec.width.unwrap_or(0) } else { 0 };
    let zeros = width.saturating_sub(prefix.len() + digits.len());
    let text = format!("{prefix}{}{digits}", "0".repeat(zeros));
    Ok(if spec.upper { text.to_uppercase() } else { text })
}

/// Sign, grouping and zeros in front for the digits of a number, which may have a fraction. `width` is that of the
/// whole, without what the caller adds behind.
pub fn signed(spec: &Spec<'_>, negative: bool, digits: &str, width: Option<usize>) -> String {
    let flags = &spec.flags;
    let (before, after) = match (negative, flags) {
        (true, flags) if flags.parentheses => ("(", ")"),
        (true, _) => ("-", ""),
        (false, flags) if flags.plus => ("+", ""),
        (false, flags) if flags.space => (" ", ""),
        (false, _) => ("", ""),
    };
    let digits = if flags.group {
        grouped(digits)
    } else {
        digits.to_owned()
    };
    let width = if flags.zero { width.unwrap_or(0) } else { 0 };
    let zeros = width.saturating_sub(before.len() + digits.len() + after.len());
    format!("{before}{}{digits}{after}", "0".repeat(zeros))
}

/// A comma between groups of three digits before the fraction.
fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}
