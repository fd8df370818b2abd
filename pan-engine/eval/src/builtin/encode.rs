//! Base64 and digests: `base64_encode`, `base64_decode`, `digest`.

use md5::Md5;
use pan_value::Value;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use super::args::{self, refused};
use super::{Argument, Arity, Builtin, Fault, Host, Run, no_check};

/// The family.
pub const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "base64_encode",
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(base64_encode),
    },
    Builtin {
        name: "base64_decode",
        arity: Arity::exactly(1),
        check: no_check,
        folds: true,
        run: Run::Pure(base64_decode),
    },
    Builtin {
        name: "digest",
        arity: Arity::exactly(2),
        check: check_digest,
        folds: true,
        run: Run::Pure(digest),
    },
];

fn base64_encode(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("base64_encode", args, 0)?;
    Ok(Value::from(pan_output::base64_with_lines(text.as_bytes())))
}

fn base64_decode(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let text = args::string("base64_decode", args, 0)?;
    let bytes = decode(text)
        .map_err(|offset| refused(format!("bad Base64 character at byte {offset} of '{text}'")))?;
    Ok(Value::from(&*String::from_utf8_lossy(&bytes)))
}

/// What a padding sign counts when it stands where a digit should.
const PADDING: u32 = 0xff;

/// Decodes as the reference does: blanks are skipped, the highest bit of every byte is ignored, decoding ends with the
/// first group that ends with `=`, and an incomplete group at the end is dropped.
fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut group: Vec<u32> = Vec::with_capacity(4);
    for (offset, byte) in text.bytes().enumerate() {
        let byte = byte & 0x7f;
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => 0xff,
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            _ => return Err(offset),
        };
        group.push(u32::from(digit));
        if let [a, b, c, d] = *group.as_slice() {
            let bits = match (c, d) {
                (PADDING, _) => (a << 18 | b << 12, 1),
                (_, PADDING) => (a << 18 | b << 12 | c << 6, 2),
                _ => (a << 18 | b << 12 | c << 6 | d, 3),
            };
            out.extend(bits.0.to_be_bytes().into_iter().skip(1).take(bits.1));
            group.clear();
            if d == PADDING {
                break;
            }
        }
    }
    Ok(out)
}

/// The digests of the Java virtual machine, under all their names.
#[derive(Clone, Copy)]
enum Algorithm {
    Md2,
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512Of224,
    Sha512Of256,
    Sha3Of224,
    Sha3Of256,
    Sha3Of384,
    Sha3Of512,
}

impl Algorithm {
    fn find(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        let name = name
            .strip_prefix("OID.")
            .filter(|oid| oid.starts_with(['1', '2']))
            .unwrap_or(&name);
        Some(match name {
            "MD2" => Self::Md2,
            "MD5" => Self::Md5,
            "SHA" | "SHA1" | "SHA-1" | "1.3.14.3.2.26" => Self::Sha1,
            "SHA224" | "SHA-224" | "2.16.840.1.101.3.4.2.4" => Self::Sha224,
            "SHA256" | "SHA-256" | "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "SHA384" | "SHA-384" | "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "SHA512" | "SHA-512" | "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            "SHA512/224" | "SHA-512/224" | "2.16.840.1.101.3.4.2.5" => Self::Sha512Of224,
            "SHA512/256" | "SHA-512/256" | "2.16.840.1.101.3.4.2.6" => Self::Sha512Of256,
            "SHA3-224" | "2.16.840.1.101.3.4.2.7" => Self::Sha3Of224,
            "SHA3-256" | "2.16.840.1.101.3.4.2.8" => Self::Sha3Of256,
            "SHA3-384" | "2.16.840.1.101.3.4.2.9" => Self::Sha3Of384,
            "SHA3-512" | "2.16.840.1.101.3.4.2.10" => Self::Sha3Of512,
            _ => return None,
        })
    }

    fn hash(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md2 => md2::Md2::digest(bytes).to_vec(),
            Self::Md5 => Md5::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha224 => Sha224::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
            Self::Sha512Of224 => Sha512_224::digest(bytes).to_vec(),
            Self::Sha512Of256 => Sha512_256::digest(bytes).to_vec(),
            Self::Sha3Of224 => Sha3_224::digest(bytes).to_vec(),
            Self::Sha3Of256 => Sha3_256::digest(bytes).to_vec(),
            Self::Sha3Of384 => Sha3_384::digest(bytes).to_vec(),
            Self::Sha3Of512 => Sha3_512::digest(bytes).to_vec(),
        }
    }
}

fn unknown(name: &str) -> String {
    format!("'{name}' is not a digest algorithm (MD5, SHA-1, SHA-256, SHA-512 and SHA3-256 are)")
}

fn check_digest(args: &[Argument<'_>]) -> Result<(), String> {
    match args.first().and_then(|arg| arg.constant()) {
        None => Ok(()),
        Some(Value::String(name)) => Algorithm::find(name).map(drop).ok_or_else(|| unknown(name)),
        Some(other) => Err(format!(
            "the first argument must be a string, not {}",
            other.type_name()
        )),
    }
}

/// The digest in hexadecimal. As in the reference it is a number without leading zeros, and of the UTF-8 form of the
/// message only as many bytes count as the message has UTF-16 units.
fn digest(_: &mut dyn Host, args: &[Value]) -> Result<Value, Fault> {
    let name = args::string("digest", args, 0)?;
    let message = args::string("digest", args, 1)?;
    let algorithm = Algorithm::find(name).ok_or_else(|| refused(unknown(name)))?;
    let bytes = message
        .as_bytes()
        .get(..pan_value::utf16_len(message))
        .unwrap_or_default();
    let hex: String = algorithm
        .hash(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let number = hex.trim_start_matches('0');
    Ok(Value::from(if number.is_empty() { "0" } else { number }))
}
