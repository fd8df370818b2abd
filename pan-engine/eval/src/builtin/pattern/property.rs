//! Named classes of characters: `\d` and its kin, and the names of `\p{...}`.

use super::flags::Flags;
use super::set::Set;

/// The class of `\d`, `\w`, `\s`, `\h`, `\v` or their complements in capitals.
pub fn escape_class(c: char, flags: Flags) -> Option<Set> {
    let set = match c.to_ascii_lowercase() {
        'd' if flags.unicode_classes => Set::Named("\\p{Nd}"),
        'd' => Set::ascii("09"),
        'w' if flags.unicode_classes => Set::Named("\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}"),
        'w' => Set::ascii("azAZ09__"),
        's' if flags.unicode_classes => Set::Named("\\p{White_Space}"),
        's' => Set::ascii("  \t\r"),
        'h' => Set::Union(vec![
            Set::ascii("  \t\t"),
            Set::one(0xa0),
            Set::one(0x1680),
            Set::one(0x180e),
            Set::Range(0x2000, 0x200a),
            Set::one(0x202f),
            Set::one(0x205f),
            Set::one(0x3000),
        ]),
        'v' => Set::Union(vec![
            Set::Range(0xa, 0xd),
            Set::one(0x85),
            Set::Range(0x2028, 0x2029),
        ]),
        _ => return None,
    };
    Some(if c.is_ascii_uppercase() { set.not() } else { set })
}

/// The class of `\p{name}`; `Err` with what is wrong with the name.
pub fn property(name: &str, flags: Flags) -> Result<Set, String> {
    let unknown = || format!("unknown character property '{name}'");
    if let Some((key, value)) = name.split_once('=') {
        return match key.to_ascii_lowercase().as_str() {
            "sc" | "script" => script(value),
            "blk" | "block" => block(value),
            "gc" | "general_category" => standard(value, flags),
            _ => None,
        }
        .ok_or_else(unknown);
    }
    if let Some(rest) = name.strip_prefix("In") {
        block(rest)
    } else if let Some(rest) = name.strip_prefix("Is") {
        unicode(rest, flags)
            .or_else(|| standard(rest, flags))
            .or_else(|| script(rest))
    } else {
        let unicode_posix = if flags.unicode_classes {
            posix_as_unicode(name, flags)
        } else {
            None
        };
        unicode_posix.or_else(|| standard(name, flags))
    }
    .ok_or_else(unknown)
}

/// General categories, POSIX classes (ASCII only) and the tests of Java's character class.
fn standard(name: &str, flags: Flags) -> Option<Set> {
    if flags.ignore_case && matches!(name, "Lu" | "Ll" | "Lt") {
        return Some(Set::Named("\\p{Lu}\\p{Ll}\\p{Lt}"));
    }
    if flags.ignore_case && matches!(name, "Lower" | "Upper") {
        return Some(Set::ascii("azAZ"));
    }
    Some(match name {
        "Cn" | "Lu" | "Ll" | "Lt" | "Lm" | "Lo" | "Mn" | "Me" | "Mc" | "Nd" | "Nl" | "No" | "Zs" | "Zl"
        | "Zp" | "Cc" | "Cf" | "Co" | "Cs" | "Pd" | "Ps" | "Pe" | "Pc" | "Po" | "Sm" | "Sc" | "Sk" | "So"
        | "Pi" | "Pf" | "L" | "M" | "N" | "Z" | "C" | "P" | "S" => Set::Property(format!("\\p{{{name}}}")),
        "LC" => Set::Named("\\p{L&}"),
        "LD" | "javaLetterOrDigit" => Set::Named("\\p{L}\\p{Nd}"),
        "L1" => Set::Range(0, 0xff),
        "all" => Set::Range(0, 0x10_ffff),
        "ASCII" => Set::Range(0, 0x7f),
        "Alnum" => Set::ascii("azAZ09"),
        "Alpha" => Set::ascii("azAZ"),
        "Blank" => Set::ascii("  \t\t"),
        "Cntrl" => Set::Range(0, 0x1f).or(Set::one(0x7f)),
        "Digit" => Set::ascii("09"),
        "Graph" => Set::ascii("!~"),
        "Lower" => Set::ascii("az"),
        "Print" => Set::ascii(" ~"),
        "Punct" => Set::ascii("!/:@[`{~"),
        "Space" => Set::ascii("  \t\r"),
        "Upper" => Set::ascii("AZ"),
        "XDigit" => Set::ascii("09afAF"),
        "javaLowerCase" | "javaUpperCase" | "javaTitleCase" if flags.ignore_case => {
            Set::Named("\\p{Lowercase}\\p{Uppercase}\\p{Lt}")
        }
        "javaLowerCase" => Set::Named("\\p{Lowercase}"),
        "javaUpperCase" => Set::Named("\\p{Uppercase}"),
        "javaTitleCase" => Set::Named("\\p{Lt}"),
        "javaAlphabetic" => Set::Named("\\p{Alphabetic}"),
        "javaIdeographic" => Set::Named("\\p{Ideographic}"),
        "javaDigit" => Set::Named("\\p{Nd}"),
        "javaLetter" => Set::Named("\\p{L}"),
        "javaDefined" => Set::Named("\\P{Cn}"),
        "javaSpaceChar" => Set::Named("\\p{Z}"),
        "javaISOControl" => Set::Range(0, 0x1f).or(Set::Range(0x7f, 0x9f)),
        "javaMirrored" => Set::Named("\\p{Bidi_Mirrored}"),
        "javaWhitespace" => {
            let fixed_width = Set::Union(vec![Set::one(0xa0), Set::one(0x2007), Set::one(0x202f)]);
            Set::Named("\\p{Z}\\x{9}-\\x{d}\\x{1c}-\\x{1f}").and(fixed_width.not())
        }
        _ => return None,
    })
}

/// The binary properties of `\p{Is...}`.
fn unicode(name: &str, flags: Flags) -> Option<Set> {
    let upper = name.to_ascii_uppercase();
    if flags.ignore_case && matches!(upper.as_str(), "LOWERCASE" | "UPPERCASE" | "TITLECASE") {
        return Some(Set::Named("\\p{Lowercase}\\p{Uppercase}\\p{Lt}"));
    }
    Some(match upper.as_str() {
        "ALPHABETIC" => Set::Named("\\p{Alphabetic}"),
        "ASSIGNED" => Set::Named("\\P{Cn}"),
        "CONTROL" => Set::Named("\\p{Cc}"),
        "HEXDIGIT" | "HEX_DIGIT" => Set::Named("\\p{Nd}\\p{Hex_Digit}"),
        "IDEOGRAPHIC" => Set::Named("\\p{Ideographic}"),
        "JOINCONTROL" | "JOIN_CONTROL" => Set::Named("\\p{Join_Control}"),
        "LETTER" => Set::Named("\\p{L}"),
        "LOWERCASE" => Set::Named("\\p{Lowercase}"),
        "NONCHARACTERCODEPOINT" | "NONCHARACTER_CODE_POINT" => Set::Named("\\p{Noncharacter_Code_Point}"),
        "TITLECASE" => Set::Named("\\p{Lt}"),
        "PUNCTUATION" => Set::Named("\\p{P}"),
        "UPPERCASE" => Set::Named("\\p{Uppercase}"),
        "WHITESPACE" | "WHITE_SPACE" => Set::Named("\\p{White_Space}"),
        "DIGIT" => Set::Named("\\p{Nd}"),
        "ALNUM" => Set::Named("\\p{Alphabetic}\\p{Nd}"),
        "BLANK" => Set::Named("\\p{Zs}\\x{9}"),
        "GRAPH" => graph(),
        "PRINT" => graph().or(Set::Named("\\p{Zs}")).and(Set::Named("\\p{Cc}").not()),
        "WORD" => escape_class(
            'w',
            Flags {
                unicode_classes: true,
                ..flags
            },
        )?,
        _ => return None,
    })
}

fn graph() -> Set {
    Set::Named("\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}").not()
}

/// What the POSIX names stand for under `(?U)`.
fn posix_as_unicode(name: &str, flags: Flags) -> Option<Set> {
    let binary = match name.to_ascii_uppercase().as_str() {
        "ALPHA" => "ALPHABETIC",
        "LOWER" => "LOWERCASE",
        "UPPER" => "UPPERCASE",
        "SPACE" => "WHITE_SPACE",
        "PUNCT" => "PUNCTUATION",
        "XDIGIT" => "HEX_DIGIT",
        "ALNUM" => "ALNUM",
        "CNTRL" => "CONTROL",
        "DIGIT" => "DIGIT",
        "BLANK" => "BLANK",
        "GRAPH" => "GRAPH",
        "PRINT" => "PRINT",
        _ => return None,
    };
    unicode(binary, flags)
}

/// A script by its name; the matcher knows which exist.
fn script(name: &str) -> Option<Set> {
    let legal = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    legal.then(|| Set::Property(format!("\\p{{sc:{name}}}")))
}

/// The blocks in use, by their names without spaces, underscores and hyphens.
fn block(name: &str) -> Option<Set> {
    let key: String = name
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let (from, to) = match key.as_str() {
        "basiclatin" => (0, 0x7f),
        "latin1supplement" => (0x80, 0xff),
        "latinextendeda" => (0x100, 0x17f),
        "latinextendedb" => (0x180, 0x24f),
        "ipaextensions" => (0x250, 0x2af),
        "spacingmodifierletters" => (0x2b0, 0x2ff),
        "combiningdiacriticalmarks" => (0x300, 0x36f),
        "greek" | "greekandcoptic" => (0x370, 0x3ff),
        "cyrillic" => (0x400, 0x4ff),
        "armenian" => (0x530, 0x58f),
        "hebrew" => (0x590, 0x5ff),
        "arabic" => (0x600, 0x6ff),
        "devanagari" => (0x900, 0x97f),
        "thai" => (0xe00, 0xe7f),
        "latinextendedadditional" => (0x1e00, 0x1eff),
        "greekextended" => (0x1f00, 0x1fff),
        "generalpunctuation" => (0x2000, 0x206f),
        "superscriptsandsubscripts" => (0x2070, 0x209f),
        "currencysymbols" => (0x20a0, 0x20cf),
        "letterlikesymbols" => (0x2100, 0x214f),
        "numberforms" => (0x2150, 0x218f),
        "arrows" => (0x2190, 0x21ff),
        "mathematicaloperators" => (0x2200, 0x22ff),
        "boxdrawing" => (0x2500, 0x257f),
        "hiragana" => (0x3040, 0x309f),
        "katakana" => (0x30a0, 0x30ff),
        "cjkunifiedideographs" => (0x4e00, 0x9fff),
        "hangulsyllables" => (0xac00, 0xd7af),
        "privateusearea" => (0xe000, 0xf8ff),
        _ => return None,
    };
    Some(Set::Range(from, to))
}
