use super::*;
use crate::builtin::names;

#[test]
fn constant_arguments_are_checked_when_compiling() {
    let refused: &[(&str, &[Value], &str)] = &[
        ("match", args!["a", "("], "invalid regular expression"),
        ("match", args![1, "a"], "must be strings, not long"),
        ("matches", args!["a", "a", "q"], "'q' is not a flag"),
        ("escape", args!["\u{100}"], "cannot be escaped"),
        ("escape", args![1], "must be strings"),
        ("unescape", args!["_"], ""),
        ("unescape", args!["a_"], "escape sequence"),
        ("digest", args!["crc", "a"], "not a digest algorithm"),
        ("digest", args![1, "a"], "must be a string"),
        ("join", args![",", "a"], "must be a list"),
        ("join", &[Value::from(","), Value::Null], "cannot be null"),
        ("debug", args![1], "must be strings"),
        ("debug", args!["%d", 1], ""),
        ("traceback", args![1], "must be strings"),
        ("deprecated", args![-1, "a"], "not negative"),
        ("deprecated", args!["a", "a"], "not negative"),
        ("deprecated", args![1, 1], "must be strings"),
        ("deprecated", args![1, "a"], ""),
        ("file_contents", args!["/a"], "relative file name"),
        ("file_exists", args![""], "relative file name"),
        ("file_exists", args![1], "relative file name"),
    ];
    for (name, args, part) in refused {
        match check(name, args) {
            Ok(()) => assert!(part.is_empty(), "{name} of {args:?} is let through"),
            Err(message) => assert!(
                !part.is_empty() && message.contains(part),
                "{name} of {args:?}: {message}"
            ),
        }
    }
}

#[test]
fn the_functions_of_the_language() {
    let expected = "append base64_decode base64_encode clone create debug delete deprecated dict digest error escape exists \
        file_contents file_exists first format if_exists index ip4_to_long is_boolean is_defined is_dict is_double is_list \
        is_long is_nlist is_null is_number is_property is_resource is_string is_valid join json_decode json_encode key \
        length list long_to_ip4 match matches max merge min next nlist path_exists prepend replace return splice split \
        substitute substr to_boolean to_double to_long to_lowercase to_string to_uppercase traceback unescape value";
    let expected: Vec<&str> = expected.split_whitespace().collect();
    assert_eq!(names(), expected);
    assert_eq!(expected.len(), 64);
}

/// Every pure function with every combination of odd arguments: a result or a refusal, nothing else.
#[test]
fn no_call_panics() {
    let values = [
        Value::Undef,
        Value::Null,
        Value::from(true),
        Value::from(0),
        Value::from(i64::MIN),
        Value::from(i64::MAX),
        Value::from(f64::NAN),
        Value::from(1e300),
        Value::from(""),
        Value::from("%s%1$d%-5.3f(a|b)*$1\\"),
        Value::from("\u{1f600}\u{e9}x"),
        Value::from("{\"a\":[1,2"),
        list([1, 2]),
        dict([("a", "${a}")]),
    ];
    let mut host = TestHost::default();
    for builtin in names().into_iter().filter_map(find) {
        let Run::Pure(run) = builtin.run else { continue };
        let most = builtin.arity.max.unwrap_or(3).min(3);
        for count in builtin.arity.min..=most {
            let combinations = values.len().pow(u32::try_from(count).unwrap());
            for combination in 0..combinations {
                let mut rest = combination;
                let args: Vec<Value> = (0..count)
                    .map(|_| {
                        let value = values[rest % values.len()].clone();
                        rest /= values.len();
                        value
                    })
                    .collect();
                let constants: Vec<_> = args.iter().map(Argument::Constant).collect();
                let _ = (builtin.check)(&constants);
                if let Ok(value) = run(&mut host, &args) {
                    assert!(value.to_string().len() < 1000, "{builtin:?} of {args:?}");
                }
            }
        }
    }
}
