use pan_diagnostics::codes;

use super::*;
use crate::options::Warnings;
use crate::outcome::MessageKind;
use crate::world::FileSource;

#[test]
fn substr() {
    for (args, expected) in [
        (args!["abcdef", 2], "cdef"),
        (args!["abcdef", 2, 3], "cde"),
        (args!["abcdef", -2], "ef"),
        (args!["abcdef", 1, -1], "bcde"),
        (args!["abc", 3], ""),
        (args!["a\u{1f600}b", 1, 2], "\u{1f600}"),
        (args!["a\u{1f600}b", 3], "b"),
        (args!["a\u{1f600}b", 2], "?b"),
    ] {
        gives("substr", args, expected);
    }
    for args in [
        args!["abc", 4],
        args!["abc", -4],
        args!["abc", 1, 3],
        args!["abc", 2, -2],
        args!["abc", 4_294_967_296],
    ] {
        refuses("substr", args, "substr()");
    }
    refuses(
        "substr",
        args![1, 1],
        "first argument of substr() must be a string, not long",
    );
    refuses(
        "substr",
        args!["a", "b"],
        "second argument of substr() must be a long, not string",
    );
}

#[test]
fn index() {
    gives("index", args!["bc", "abcbc"], 1);
    gives("index", args!["bc", "abcbc", 2], 3);
    gives("index", args!["x", "abc"], -1);
    gives("index", args!["", "abc", 9], 3);
    gives("index", args!["b", "\u{1f600}b", -3], 2);
    gives("index", &[Value::Long(2), list([1, 2, 2])], 1);
    gives("index", &[Value::Long(2), list([1, 2, 2]), Value::Long(2)], 2);
    gives("index", &[Value::Double(2.0), list([1, 2])], -1);
    gives("index", &[list([1]), list([list([0]), list([1])])], 1);
    gives("index", &[Value::Long(1), dict([("a", 1), ("b", 1)])], "a");
    gives(
        "index",
        &[Value::Long(1), dict([("a", 1), ("b", 1)]), Value::Long(1)],
        "b",
    );
    gives("index", &[Value::Long(2), dict([("a", 1)])], "");
    refuses("index", args![1, "a"], "not for long in string");
    refuses("index", args!["a", "a", "a"], "must be a long");
}

#[test]
fn join() {
    gives("join", &[Value::from("-"), list(["a", "b"])], "a-b");
    gives("join", args![",", "a", "b", "c"], "a,b,c");
    gives("join", &[Value::from(","), list::<Value>([])], "");
    refuses("join", args![",", "a"], "takes a list");
    refuses("join", &[Value::from(","), list([1])], "strings only, not long");
    refuses(
        "join",
        &[Value::from(","), list(["a"]), Value::from("b")],
        "strings only, not list",
    );
    refuses("join", &[Value::Long(1), list(["a"])], "first argument");
}

#[test]
fn case_and_escapes() {
    gives("to_lowercase", args!["AB\u{c9}1"], "ab\u{e9}1");
    gives("to_uppercase", args!["stra\u{df}e"], "STRASSE");
    refuses("to_uppercase", args![1], "must be a string");
    gives("escape", args!["a/b"], "a_2fb");
    gives("unescape", args!["a_2fb"], "a/b");
    refuses("escape", args!["\u{100}"], "cannot be escaped");
    refuses("unescape", args!["_z"], "escape sequence");
}

#[test]
fn substitute() {
    let values = dict([("a", "1"), ("b", "<${a}>")]);
    gives(
        "substitute",
        &[Value::from("x${b}y$${a}"), values.clone()],
        "x<1>y${a}",
    );
    refuses("substitute", &[Value::from("${c:-1}"), values], "'c'");
    refuses("substitute", args!["${c}", 1], "must be a dict");
    let mut host = TestHost::default();
    host.variables.insert("x", list([1, 2]));
    assert_eq!(
        call(&mut host, "substitute", args!["${x}"]).unwrap(),
        Value::from("[ 1, 2 ]")
    );
}

#[test]
fn conversions() {
    for (value, boolean, long, double) in [
        (Value::from(true), true, 1, 1.0),
        (Value::from(0), false, 0, 0.0),
        (Value::from(-7), true, -7, -7.0),
        (Value::from(2.5), true, 3, 2.5),
        (Value::from("0x10"), true, 16, f64::NAN),
        (Value::from("12"), true, 12, 12.0),
    ] {
        gives("to_boolean", std::slice::from_ref(&value), boolean);
        gives("to_long", std::slice::from_ref(&value), long);
        if !double.is_nan() {
            gives("to_double", &[value], double);
        }
    }
    for (text, truth) in [("", false), ("FALSE", false), ("no", true), ("0", true)] {
        gives("to_boolean", args![text], truth);
    }
    gives("to_long", args![-2.5], -2);
    gives("to_long", args![f64::NAN], 0);
    gives("to_long", args![1e300], i64::MAX);
    gives("to_long", args!["ff", 16], 255);
    gives("to_long", args!["-z", 36], -35);
    gives("to_string", args![1e10], "1.0E10");
    gives("to_string", &[list([1, 2])], "[ 1, 2 ]");
    gives("to_string", &[Value::Undef], "undef");
    refuses("to_long", args!["08"], "cannot be converted to long");
    refuses("to_long", args!["9", 37], "between 2 and 36");
    refuses("to_long", args!["9", "x"], "must be a long");
    refuses("to_double", args!["x"], "cannot be converted to double");
    refuses("to_boolean", &[list([1])], "not list");
    refuses("to_long", &[Value::Undef], "not undef");
}

#[test]
fn extremes() {
    gives("max", args![1, 2], 2);
    gives("max", args![1, 2.5], 2.5);
    gives("min", args![1, 2.5], 1.0);
    gives("max", args![f64::NAN, 1], f64::NAN);
    gives("max", args![-0.0, 0.0], 0.0);
    gives("min", args![0.0, -0.0], -0.0);
    refuses("min", args![1, "2"], "not long and string");
}

#[test]
fn addresses() {
    gives(
        "ip4_to_long",
        args!["127.0.0.1"],
        list([0x7f00_0001, 0xffff_ffff]),
    );
    gives(
        "ip4_to_long",
        args!["10.0.0.0/8"],
        list([0x0a00_0000, 0xff00_0000]),
    );
    gives("ip4_to_long", args!["10.0.0.0/0\n"], list([0x0a00_0000, 0]));
    gives(
        "ip4_to_long",
        args!["10.0.0.0/99999999999"],
        list([0x0a00_0000, 0xffff_ffff]),
    );
    gives("long_to_ip4", args![0x0a01_0203], "10.1.2.3");
    refuses("ip4_to_long", args!["10.0.0.256"], "is not an IPv4 address");
    refuses("ip4_to_long", args!["10.0.0"], "is not an IPv4 address");
    refuses("ip4_to_long", args!["10.0.0.0/33"], "between 0 and 32");
    refuses(
        "ip4_to_long",
        args!["99999999999999999999.0.0.0"],
        "is not an IPv4 address",
    );
    refuses("long_to_ip4", args![-1], "32-bit");
    refuses("long_to_ip4", args![4_294_967_296], "32-bit");
}

#[test]
fn regular_expressions() {
    gives("match", args!["aBc", "b", "i"], true);
    gives("match", args!["abc", "^b"], false);
    gives(
        "matches",
        args!["ab", "(a)(x)?(b)(y)?"],
        list(["ab", "a", "", "b"]),
    );
    gives("matches", args!["ab", "x"], list::<Value>([]));
    gives("replace", args!["(a)", "<$1>", "banana"], "b<a>n<a>n<a>");
    gives("split", args![",", "a,b,,"], list(["a", "b"]));
    gives("split", args![",", -1, "a,b,"], list(["a", "b", ""]));
    gives("split", args![",", 2, "a,b,c"], list(["a", "b,c"]));
    refuses("match", args!["a", "("], "invalid regular expression");
    refuses("match", args!["a", "a", "z"], "'z' is not a flag");
    refuses("match", args![1, "a"], "must be a string");
    refuses("replace", args!["a", "$1", "a"], "invalid replacement");
    refuses("split", args!["a", "b", "c"], "must be a long");
}

#[test]
fn encodings() {
    gives("base64_encode", args!["hello"], "aGVsbG8=");
    gives("base64_decode", args!["aGVs\nbG8="], "hello");
    gives("base64_decode", args!["aGVsbG8=aGVs"], "hello");
    gives("base64_decode", args!["aGVsb"], "hel");
    refuses("base64_decode", args!["a*"], "bad Base64");
    // Leading zeros are dropped: 31 digits.
    gives("digest", args!["MD5", "a"], "cc175b9c0f1b6a831c399e269772661");
    gives(
        "digest",
        args!["sha", "a"],
        "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
    );
    gives(
        "digest",
        args!["SHA-256", "a"],
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    );
    gives(
        "digest",
        args!["SHA3-224", "a"],
        "9e86ff69557ca95f405f081269685b38e3a819b309ee942f482b6a8b",
    );
    gives("digest", args!["MD2", "a"], "32ec01ec4a6dac72c0ab96fb34c0b5d1");
    // Two characters, so two of the four bytes: those of "\u{e9}".
    let mut host = TestHost::default();
    let whole = call(&mut host, "digest", args!["MD5", "\u{e9}\u{e9}"]).unwrap();
    assert_eq!(whole, Value::from("66ddcd97cfdeabb2f6fb8a999b4bc76f"));
    refuses("digest", args!["crc", "a"], "not a digest algorithm");
    refuses("digest", args!["MD5", 1], "second argument");
}

#[test]
fn json() {
    gives(
        "json_encode",
        &[dict([("a", list([1]))])],
        "{\n  \"a\": [\n    1\n  ]\n}",
    );
    refuses(
        "json_encode",
        &[Value::Undef],
        "undef cannot be converted to JSON",
    );
    gives(
        "json_decode",
        args!["{\"a\": [1, 2.5, true, \"x\"]}"],
        dict([(
            "a",
            Value::list(vec![1.into(), 2.5.into(), true.into(), "x".into()]),
        )]),
    );
    refuses("json_decode", args![1], "must be a string");
}

#[test]
fn formats() {
    gives("format", args!["%s is %d", "x", 1], "x is 1");
    gives("format", &[Value::from("%s"), list([1])], "[ 1 ]");
    refuses(
        "format",
        args!["%d", "x"],
        "invalid format specification or mismatched types in format(): ",
    );
    refuses("format", &[Value::from("x"), Value::Undef], "cannot be undef");
    refuses("format", args![1], "first argument");
}

#[test]
fn messages() {
    let mut host = TestHost::default();
    assert_eq!(
        call(&mut host, "debug", args!["a%s"]).unwrap(),
        Value::from("a%s")
    );
    assert_eq!(
        call(&mut host, "debug", args!["a%s", 1]).unwrap(),
        Value::from("a1")
    );
    assert_eq!(
        call(&mut host, "traceback", args!["t"]).unwrap(),
        Value::from("t")
    );
    assert_eq!(
        call(&mut host, "deprecated", args![3, "old"]).unwrap(),
        Value::from(true)
    );
    host.warnings = Warnings::Off;
    assert_eq!(
        call(&mut host, "deprecated", args![3, "old"]).unwrap(),
        Value::from(true)
    );
    let printed = [
        (MessageKind::Debug, "[host] a%s".to_owned()),
        (MessageKind::Debug, "[host] a1".to_owned()),
        (MessageKind::Traceback, "t\nhere".to_owned()),
        (MessageKind::Deprecated, "old".to_owned()),
    ];
    assert_eq!(host.printed, printed);
    host.warnings = Warnings::Fatal;
    assert!(
        call(&mut host, "deprecated", args![0, "old"])
            .unwrap_err()
            .message
            .contains("deprecation error: old")
    );
    host.folding = true;
    assert_eq!(
        call(&mut host, "deprecated", args!["any", 1]).unwrap(),
        Value::from(true)
    );
    refuses("debug", args![1], "must be a string");
    refuses("deprecated", args![-1, "x"], "must not be negative");
    refuses("error", args!["a %d", 1], "[host] user-initiated error: a 1");
    refuses("error", args!["100%"], "user-initiated error: 100%");
    refuses(
        "error",
        args![1],
        "the first argument for error() needs to be a string",
    );
}

#[test]
fn files() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(b"packed").unwrap();
    let mut host = TestHost::default();
    host.files
        .insert("a.txt", FileSource::new(b"caf\xc3\xa9\xff".to_vec(), "/x/a.txt"));
    host.files
        .insert("a.gz", FileSource::new(packed.finish().unwrap(), "/x/a.gz"));
    host.files.insert("d", FileSource::new(Vec::new(), "/x/d/"));
    let mut ask =
        |function: &str, args: &[Value]| call(&mut host, function, args).map_err(|fault| fault.message);
    assert_eq!(
        ask("file_contents", args!["a.txt"]),
        Ok("caf\u{e9}\u{fffd}".into())
    );
    assert_eq!(ask("file_contents", args!["a.gz", "gzip"]), Ok("packed".into()));
    assert_eq!(ask("file_exists", args!["a.gz"]), Ok(true.into()));
    assert_eq!(ask("file_exists", args!["d"]), Ok(true.into()));
    assert_eq!(ask("file_exists", args!["no"]), Ok(false.into()));
    for (args, part) in [
        (args!["no"], "does not exist"),
        (args!["d"], "is a directory"),
        (args!["/a.txt"], "relative file name"),
        (args!["a.txt", "bzip2"], "not a known compression"),
        (args!["a.txt", "gzip"], "cannot be decompressed"),
    ] {
        let message = ask("file_contents", args).unwrap_err();
        assert!(message.contains(part), "{message}");
    }
    host.limits.string_bytes = 3;
    assert!(call(&mut host, "file_contents", args!["a.gz", "gzip"]).is_err());
}

#[test]
fn patterns_stop_when_the_compile_is_cancelled() {
    let mut host = TestHost {
        cancelled: true,
        ..TestHost::default()
    };
    for (name, args) in [
        ("replace", args!["a", "b", "aaa"]),
        ("split", args![",", "a,b"]),
        ("matches", args!["a", "a"]),
    ] {
        let fault = call(&mut host, name, args).unwrap_err();
        assert_eq!(fault.code, codes::system::CANCELLED, "{name}: {}", fault.message);
    }
    host.cancelled = false;
    call(&mut host, "split", args![",", "a,b,c"]).unwrap();
    assert!(host.steps >= 3, "{} searches are counted", host.steps);
}
