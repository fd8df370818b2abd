//! Double literals.

use super::PanError;

/// A literal of the shortest familiar form that evaluates to exactly `value`: six significant digits with the
/// decimal point always present (C's `%#g`) where that is exact and legal Pan, else the digits needed.
///
/// # Errors
/// [`PanError::Float`] for infinities and not-a-number.
pub fn literal(value: f64) -> Result<String, PanError> {
    if !value.is_finite() {
        return Err(PanError::Float(value));
    }
    let familiar = six_digits(value);
    let exact = familiar
        .parse::<f64>()
        .is_ok_and(|read| read.to_bits() == value.to_bits());
    // A point without a digit behind it is not a double to Pan (it would start a range).
    if exact && !familiar.ends_with('.') && !familiar.contains(".e") {
        return Ok(familiar);
    }
    let shortest = format!("{value:?}");
    // Rust writes 1e300, Pan accepts that too; 100000.0 has its point already.
    Ok(shortest)
}

/// C's `%#g`: six significant digits, exponent form below 1e-4 and from 1e6.
fn six_digits(value: f64) -> String {
    let scientific = format!("{value:.5e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        let decimals = usize::try_from(5 - exponent).unwrap_or(0);
        let mut fixed = format!("{value:.decimals$}");
        if decimals == 0 {
            fixed.push('.');
        }
        fixed
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
    }
}
