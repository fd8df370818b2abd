//! Numbers as text, the way the Java virtual machine reads and writes them.

/// A long as `Long.decode` reads it: optional sign, then decimal, `0x`/`0X`/`#` hexadecimal or `0` octal digits.
/// `None` if it is not one or does not fit.
#[must_use]
pub fn decode_long(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = if let Some(rest) = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
        .or(digits.strip_prefix('#'))
    {
        (16, rest)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (8, digits.get(1..).unwrap_or_default())
    } else {
        (10, digits)
    };
    // A second sign is not allowed, though from_str_radix would take it.
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

/// A double as `Double.valueOf` reads it: surrounding blanks, a trailing `d` or `f`, `NaN`, `Infinity` and
/// hexadecimal floating point are allowed. `None` if it is not one.
#[must_use]
pub fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c: char| c <= ' ');
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    match body {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(sign * f64::INFINITY),
        _ => {}
    }
    if let Some(hex) = body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")) {
        return parse_hex(hex.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(hex)).map(|value| sign * value);
    }
    let digits = body.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(body);
    let legal = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-');
    // Rust reads "inf", "nan" and "infinity" too; Java does not.
    if digits.is_empty() || !digits.bytes().all(legal) || digits.starts_with(['+', '-']) {
        return None;
    }
    digits.parse::<f64>().ok().map(|value| sign * value)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "at most 53 significant bits are kept anyway"
)]
fn parse_hex(text: &str) -> Option<f64> {
    let at = text.find(['p', 'P'])?;
    let (mantissa, exponent) = (text.get(..at)?, text.get(at + 1..)?);
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let value = u64::from_str_radix(&digits, 16).ok()? as f64;
    let shift = exponent.checked_sub(i32::try_from(fraction.len()).ok()?.checked_mul(4)?)?;
    Some(value * 2f64.powi(shift))
}

/// A double as `Double.toString` writes it: `1.0`, `0.001`, `1.0E10`, `NaN`, `-Infinity`.
#[must_use]
pub fn format_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 {
        return if value.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    let magnitude = value.abs();
    if (1e-3..1e7).contains(&magnitude) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let mut scientific = format!("{value:E}");
    // At least two digits, the two that come nearest: 4.9E-324 where one digit would be 5.
    let two = format!("{value:.1E}");
    if !scientific.contains('.') && two.parse() == Ok(value) {
        scientific = two;
    }
    match scientific.split_once('E') {
        Some((digits, exponent)) if digits.contains('.') => format!("{digits}E{exponent}"),
        Some((digits, exponent)) => format!("{digits}.0E{exponent}"),
        None => scientific,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_print_like_java() {
        let cases = [
            (1.0, "1.0"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (1e10, "1.0E10"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (-2.5e-9, "-2.5E-9"),
            (1.5, "1.5"),
            (f64::MAX, "1.7976931348623157E308"),
            (5e-324, "4.9E-324"),
            (1e23, "1.0E23"),
        ];
        for (value, text) in cases {
            assert_eq!(format_double(value), text);
        }
        assert_eq!(format_double(f64::NEG_INFINITY), "-Infinity");
        assert_eq!(format_double(-0.0), "-0.0");
    }

    #[test]
    fn longs_read_like_java() {
        assert_eq!(decode_long("010"), Some(8));
        assert_eq!(decode_long("0x1F"), Some(31));
        assert_eq!(decode_long("-#ff"), Some(-255));
        assert_eq!(decode_long("0"), Some(0));
        assert_eq!(decode_long("08"), None);
        assert_eq!(decode_long("--1"), None);
        assert_eq!(decode_long("-9223372036854775808"), Some(i64::MIN));
        assert_eq!(decode_long("9223372036854775808"), None);
        assert_eq!(decode_long(""), None);
    }

    #[test]
    fn doubles_read_like_java() {
        assert_eq!(parse_double(" 1.5e3d "), Some(1500.0));
        assert_eq!(parse_double("-Infinity"), Some(f64::NEG_INFINITY));
        assert_eq!(parse_double("0x1.8p1"), Some(3.0));
        assert_eq!(parse_double(".5"), Some(0.5));
        assert_eq!(parse_double("5."), Some(5.0));
        assert_eq!(parse_double("inf"), None);
        assert_eq!(parse_double("1,5"), None);
        assert_eq!(parse_double(""), None);
    }
}
