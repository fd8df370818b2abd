//! `%e`, `%f`, `%g` and `%a`.
//!
//! Rounding is half up on the shortest decimal digits that stand for the double, not on its exact value.

use super::integer::signed;
use super::spec::Spec;

/// Decimal digits of a number: `0.d1d2d3... * 10^exponent`.
struct Decimal {
    digits: Vec<u8>,
    exponent: i32,
}

/// The double in the form of the conversion.
pub fn convert(spec: &Spec<'_>, number: f64) -> String {
    let upper = |text: String| if spec.upper { text.to_uppercase() } else { text };
    if number.is_nan() {
        return upper("NaN".to_owned());
    }
    let negative = number.is_sign_negative();
    let magnitude = number.abs();
    if magnitude.is_infinite() {
        // Never filled with zeros.
        return upper(signed(spec, negative, "Infinity", None).replace(',', ""));
    }
    if spec.conversion == 'a' {
        return upper(hexadecimal(spec, negative, magnitude));
    }
    let precision = spec.precision.unwrap_or(6);
    let (mantissa, exponent) = match spec.conversion {
        'f' => (fixed(magnitude, precision), None),
        'e' => scientific(magnitude, precision),
        _ => general(magnitude, precision.max(1)),
    };
    let point = if spec.flags.alternate && precision == 0 {
        "."
    } else {
        ""
    };
    let exponent = exponent.map(|exponent| {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("e{sign}{:02}", exponent.abs())
    });
    let exponent = exponent.unwrap_or_default();
    // The closing parenthesis stands behind the exponent.
    let width = spec.width.map(|width| width.saturating_sub(exponent.len()));
    let text = signed(spec, negative, &format!("{mantissa}{point}"), width);
    upper(match text.strip_suffix(')') {
        Some(open) => format!("{open}{exponent})"),
        None => text + &exponent,
    })
}

impl Decimal {
    fn of(number: f64) -> Self {
        if number == 0.0 {
            return Self {
                digits: vec![0],
                exponent: 1,
            };
        }
        // Rust writes the shortest digits too: d.ddde-12. Java has two of them at least.
        let mut text = format!("{number:e}");
        let two = format!("{number:.1e}");
        if !text.contains('.') && two.parse() == Ok(number) {
            text = two;
        }
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .collect();
        Self {
            digits,
            exponent: exponent.parse().unwrap_or(0) + 1,
        }
    }

    /// Keeps this many digits, rounded half up. A negative number keeps all: they are too small to be shown.
    fn round(mut self, keep: i64) -> Self {
        let Ok(keep) = usize::try_from(keep) else {
            return self;
        };
        let Some(&next) = self.digits.get(keep) else {
            return self;
        };
        self.digits.truncate(keep);
        if next < 5 {
            return self;
        }
        while let Some(digit) = self.digits.pop() {
            if digit < 9 {
                self.digits.push(digit + 1);
                break;
            }
        }
        if self.digits.is_empty() {
            self.digits.push(1);
            self.exponent += 1;
        }
        self
    }

    /// The digit that counts `10^place`.
    fn digit_at(&self, place: i64) -> char {
        let index = i64::from(self.exponent) - 1 - place;
        let digit = usize::try_from(index)
            .ok()
            .and_then(|index| self.digits.get(index))
            .copied()
            .unwrap_or(0);
        char::from(b'0' + digit)
    }

    /// As plain decimal number with this many digits behind the period.
    fn plain(&self, decimals: usize) -> String {
        let decimals = i64::try_from(decimals).unwrap_or(i64::MAX);
        let first = i64::from(self.exponent - 1).max(0);
        let mut out: String = (0..=first).rev().map(|place| self.digit_at(place)).collect();
        if decimals > 0 {
            out.push('.');
            out.extend((1..=decimals).map(|place| self.digit_at(-place)));
        }
        out
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn fixed(number: f64, precision: usize) -> String {
    let decimal = Decimal::of(number);
    let keep = i64::from(decimal.exponent).saturating_add(count(precision));
    if keep < 0 {
        return Decimal {
            digits: vec![0],
            exponent: 1,
        }
        .plain(precision);
    }
    decimal.round(keep).plain(precision)
}

fn scientific(number: f64, precision: usize) -> (String, Option<i32>) {
    let mut decimal = Decimal::of(number).round(count(precision).saturating_add(1));
    let exponent = decimal.exponent - 1;
    decimal.exponent = 1;
    (decimal.plain(precision), Some(exponent))
}

fn general(number: f64, precision: usize) -> (String, Option<i32>) {
    if number == 0.0 {
        return (fixed(0.0, precision - 1), None);
    }
    let decimal = Decimal::of(number).round(count(precision));
    let exponent = i64::from(decimal.exponent);
    if exponent - 1 < -4 || exponent > count(precision) {
        return scientific(number, precision - 1);
    }
    let decimals = usize::try_from(count(precision) - exponent).unwrap_or(0);
    (decimal.plain(decimals), None)
}

/// Bits of the fraction of a double.
const FRACTION_BITS: u32 = 52;
/// Hexadecimal digits of the fraction.
const FRACTION_DIGITS: usize = 13;

fn hexadecimal(spec: &Spec<'_>, negative: bool, number: f64) -> String {
    let precision = spec.precision.map(|precision| precision.max(1));
    let (mut whole, mut fraction, mut exponent) = parts(number);
    if let Some(precision) = precision
        && precision < FRACTION_DIGITS
        && number != 0.0
    {
        if whole == 0 {
            // Rounded as a normal number.
            let (w, f, e) = parts(number * 2f64.powi(54));
            (whole, fraction, exponent) = (w, f, e - 54);
        }
        let drop = FRACTION_BITS - 4 * u32::try_from(precision).unwrap_or(0);
        let bits = whole << FRACTION_BITS | fraction;
        let (kept, lost, half) = (bits >> drop, bits & ((1 << drop) - 1), 1 << (drop - 1));
        let kept = if lost > half || (lost == half && kept & 1 == 1) {
            kept + 1
        } else {
            kept
        };
        let rounded = kept << drop;
        (whole, fraction) = (rounded >> FRACTION_BITS, rounded & ((1 << FRACTION_BITS) - 1));
        if whole == 2 {
            // The carry went through to the whole digit.
            whole = 1;
            fraction >>= 1;
            exponent += 1;
        }
    }
    let digits = format!("{fraction:013x}");
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        shortest => shortest,
    };
    let digits = format!("{digits:0<width$}", width = precision.unwrap_or(1));
    let body = format!("{whole}.{digits}p{exponent}");
    let sign = match (negative, spec.flags.plus, spec.flags.space) {
        (true, ..) => "-",
        (_, true, _) => "+",
        (_, _, true) => " ",
        _ => "",
    };
    let width = if spec.flags.zero {
        spec.width.unwrap_or(0)
    } else {
        0
    };
    let zeros = width.saturating_sub(sign.len() + 2 + body.len());
    format!("{sign}0x{}{body}", "0".repeat(zeros))
}

/// Whole digit, fraction bits and exponent of a double that is not negative.
fn parts(number: f64) -> (u64, u64, i32) {
    let bits = number.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    let biased = i32::try_from(bits >> FRACTION_BITS & 0x7ff).unwrap_or(0);
    match (biased, fraction) {
        (0, 0) => (0, 0, 0),
        (0, _) => (0, fraction, -1022),
        _ => (1, fraction, biased - 1023),
    }
}
