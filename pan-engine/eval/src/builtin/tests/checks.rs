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
