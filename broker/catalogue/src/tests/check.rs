//! Names, numbers and types of arguments.

use std::net::IpAddr;

use super::{checked, refused};
use crate::error::ErrorKind;
use crate::value::Value;

fn value(argument: &str) -> Option<Value> {
    let name = argument.split_once('=').expect("name=value").0;
    checked("update_thing", &["thing=x", argument])
        .ok()?
        .get(name)
        .cloned()
}

#[test]
fn booleans_in_all_their_spellings() {
    for yes in ["true", "True", "YES", "y", "1", "on", "Enabled"] {
        assert_eq!(value(&format!("truth={yes}")), Some(Value::Bool(true)), "{yes}");
        assert_eq!(value(&format!("flag={yes}")), Some(Value::Bool(true)), "{yes}");
    }
    for no in ["false", "no", "N", "0", "off", "disabled"] {
        assert_eq!(value(&format!("truth={no}")), Some(Value::Bool(false)), "{no}");
        assert_eq!(
            value(&format!("flag={no}")),
            None,
            "a flag that is not set is absent: {no}"
        );
    }
    assert!(
        refused("update_thing", &["thing=x", "truth=maybe"])
            .starts_with("Expected a boolean value for --truth, got 'maybe'.")
    );
}

#[test]
fn numbers() {
    assert_eq!(value("count=-3"), Some(Value::Int(-3)));
    assert_eq!(value("count= 3 "), Some(Value::Int(3)));
    assert_eq!(value("ratio=0.5"), Some(Value::Float(0.5)));
    assert_eq!(
        refused("update_thing", &["thing=x", "count=3.5"]),
        "Expected an integer for --count, got '3.5'."
    );
    assert_eq!(
        refused("update_thing", &["thing=x", "count="]),
        "Expected an integer for --count, got ''."
    );
    assert_eq!(
        refused("update_thing", &["thing=x", "ratio=nan"]),
        "Expected a number for --ratio, got 'nan'."
    );
}

#[test]
fn addresses() {
    assert_eq!(
        value("ip=192.0.2.1"),
        Some(Value::Ip(IpAddr::from([192, 0, 2, 1])))
    );
    assert_eq!(
        value("ip=2001:DB8::1"),
        Some(Value::Ip("2001:db8::1".parse().unwrap()))
    );
    assert_eq!(
        value("mac=001B.210A.0B0C"),
        Some(Value::Mac("00:1b:21:0a:0b:0c".into()))
    );
    for wrong in [
        "192.0.2",
        "192.0.2.256",
        "::ffff:192.0.2.1",
        "host",
        "192.0.2.0/24",
    ] {
        assert_eq!(value(&format!("ip={wrong}")), None, "{wrong}");
    }
}

#[test]
fn enumerations_name_the_near_value() {
    assert_eq!(
        value("colour=Light-Blue"),
        Some(Value::String("light-blue".into()))
    );
    let message = refused("update_thing", &["thing=x", "colour=lightblue"]);
    assert!(message.ends_with("Did you mean light-blue?"), "{message}");
    let message = refused("update_thing", &["thing=x", "colour=octarine"]);
    assert!(message.ends_with("Use one of red, light-blue."), "{message}");
}

#[test]
fn lists_lose_comments_and_refuse_duplicates() {
    let values = checked(
        "update_thing",
        &[
            "thing=x",
            "hosts=# all\n a.example.com\r\n\nb.example.com\n  # end",
        ],
    )
    .unwrap();
    assert_eq!(
        values.get("hosts"),
        Some(&Value::List(vec!["a.example.com".into(), "b.example.com".into()]))
    );
    assert_eq!(values.text("hosts"), Some("a.example.com\nb.example.com"));
    assert_eq!(
        refused("update_thing", &["thing=x", "hosts=a\nb\na"]),
        "The list of --hosts contains a twice."
    );
}

#[test]
fn structured_values() {
    assert_eq!(
        value("recipe={\"a\":[1]}"),
        Some(Value::Json(serde_json::json!({"a": [1]})))
    );
    assert!(refused("update_thing", &["thing=x", "recipe={"]).contains("not JSON"));
    assert_eq!(
        value("labels=a=1, b=x=y"),
        Some(Value::Dict(vec![
            ("a".into(), "1".into()),
            ("b".into(), "x=y".into())
        ]))
    );
    assert_eq!(value("labels=a=1,a=2"), None);
    assert_eq!(value("labels=a"), None);
    assert!(value("uuid=3F2C8C1E-58B4-4c1b-9a65-6c2d6f8f8a11").is_some());
    assert_eq!(value("uuid=3f2c"), None);
}

#[test]
fn repeated_options_come_as_json_as_commas_or_one_by_one() {
    let expected = Some(Value::Many(vec![Value::Int(1), Value::Int(2)]));
    for arguments in [
        &["numbers=[\"1\", \"2\"]"][..],
        &["numbers=[1,2]"],
        &["numbers=1,2"],
        &["numbers=1", "numbers=2"],
    ] {
        let all = [&["thing=x"], arguments].concat();
        let values = checked("update_thing", &all).unwrap();
        assert_eq!(values.get("numbers").cloned(), expected, "{arguments:?}");
        assert_eq!(values.text("numbers"), Some("[\"1\",\"2\"]"));
    }
    assert!(refused("update_thing", &["thing=x", "numbers=1,b"]).contains("integer"));
}

#[test]
fn only_ascii_but_in_json() {
    assert_eq!(
        refused("update_thing", &["thing=caf\u{e9}"]),
        "Only ASCII characters are allowed for --thing."
    );
    assert_eq!(
        checked("update_thing", &["thing=caf\u{e9}"]).unwrap_err().kind,
        ErrorKind::NotAscii
    );
    assert!(value("recipe=\"caf\u{e9}\"").is_some());
}

#[test]
fn unknown_and_doubled_options() {
    let error = checked("update_thing", &["thing=x", "cont=1"]).unwrap_err();
    assert_eq!(error.kind, ErrorKind::UnknownOption);
    assert_eq!(
        error.full(),
        "Unknown option --cont for update_thing.\nDid you mean --count?"
    );
    assert_eq!(
        refused("update_thing", &["thing=x", "thing=x"]),
        "Too many values for --thing."
    );
    assert_eq!(
        refused("update_thing", &["thing=x", "hostlink=a", "subdir=b"]),
        "Too many values for --subdir."
    );
}

#[test]
fn aliases_defaults_and_globals() {
    let id = "3f2c8c1e-58b4-4c1b-9a65-6c2d6f8f8a11";
    let values = checked(
        "update_thing",
        &["thing=x", "hostlink=h", "debug=True", &format!("requestid={id}")],
    )
    .unwrap();
    assert_eq!(values.text("subdir"), Some("h"));
    assert_eq!(values.get("count"), Some(&Value::Int(7)));
    assert!(!values.is_given("count"), "a default was not given by anyone");
    assert!(values.globals().debug);
    assert_eq!(
        values
            .globals()
            .request_id
            .map(|uuid| uuid.to_string())
            .as_deref(),
        Some(id)
    );
    assert_eq!(values.reconstruct(), "aq update_thing --subdir='h' --thing='x'");
}

#[test]
fn audit_rows_split_lists() {
    let values = checked("update_thing", &["thing=", "hosts=b\na", "names=n,m", "flag=1"]).unwrap();
    let rows = values.audit();
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("flag", "True"),
            ("hosts", "b"),
            ("hosts", "a"),
            ("names", "n"),
            ("names", "m"),
            ("thing", "-")
        ]
    );
}

#[test]
fn writes_can_be_previewed_and_reads_cannot() {
    assert!(
        checked("update_thing", &["thing=x", "preview=True"])
            .unwrap()
            .preview()
    );
    assert!(refused("get", &["sandbox=s", "preview=True"]).starts_with("Unknown option --preview"));
}
