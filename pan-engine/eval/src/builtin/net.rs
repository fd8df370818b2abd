//! IPv4 addresses: `ip4_to_long` and `long_to_ip4`.

use pan_value::Value;

use super::args::{self, refused};
use super::{Arity, Builtin, Fault, Host, Run, no_check};

const fn unary(name: &'static str, run: super::Pure) -> Builtin {
    Builtin {
        name,
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(run),
    }
}

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    unary("ip4_to_long", ip4_to_long),
    unary("long_to_ip4", long_to_ip4),
];

const ALL_ONES: i64 = 0xffff_ffff;

/// `[address, mask]`; without a mask in the text it is that of a single address.
fn ip4_to_long(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("ip4_to_long", args, 0)?;
    let malformed = || {
        refused(format!(
            "'{text}' is not an IPv4 address such as 127.0.0.1 or 127.0.0.0/8"
        ))
    };
    // One line end is let through, as `$` does in the reference's pattern.
    let line = text
        .strip_suffix("\r\n")
        .or_else(|| text.strip_suffix(['\n', '\r']))
        .unwrap_or(text);
    let (address, bits) = match line.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (line, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = address.split('.').collect();
    if parts.len() != 4 || !parts.iter().all(|part| digits(part)) || !bits.is_none_or(digits) {
        return Err(malformed());
    }
    let mut number = 0;
    for part in parts {
        let octet: i64 = part
            .parse()
            .ok()
            .filter(|octet| *octet <= 255)
            .ok_or_else(malformed)?;
        number = number << 8 | octet;
    }
    // A length of the mask beyond all numbers counts as none.
    let mask = match bits.and_then(|bits| bits.parse::<i32>().ok()) {
        None => ALL_ONES,
        Some(bits @ 0..=32) => ALL_ONES >> (32 - bits) << (32 - bits),
        Some(bits) => {
            return Err(refused(format!(
                "the length of a mask must be between 0 and 32, not {bits}"
            )));
        }
    };
    Ok(Value::list(vec![Value::Long(number), Value::Long(mask)]))
}

fn long_to_ip4(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let number = args::long("long_to_ip4", args, 0)?;
    let [a, b, c, d] = u32::try_from(number)
        .map_err(|_| refused(format!("{number} is not a 32-bit number, so not an IPv4 address")))?
        .to_be_bytes();
    Ok(Value::from(format!("{a}.{b}.{c}.{d}")))
}
