//! Values become a command's own struct.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Deserialize;
use uuid::Uuid;

use super::checked;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    Red,
    LightBlue,
}

#[derive(Debug, Deserialize)]
struct Args {
    thing: String,
    flag: bool,
    truth: Option<bool>,
    count: u8,
    ratio: Option<f64>,
    ip: Option<IpAddr>,
    mac: Option<String>,
    colour: Option<Colour>,
    hosts: Vec<String>,
    recipe: Option<serde_json::Value>,
    uuid: Option<Uuid>,
    labels: BTreeMap<String, String>,
    numbers: Vec<i64>,
    names: Option<Vec<String>>,
    preview: bool,
}

#[test]
fn everything_given() {
    let values = checked(
        "update_thing",
        &[
            "thing=x",
            "flag=1",
            "truth=no",
            "count=3",
            "ratio=2",
            "ip=192.0.2.1",
            "mac=001b210a0b0c",
            "colour=light-blue",
            "hosts=a\nb",
            "recipe={\"a\": null}",
            "uuid=3f2c8c1e-58b4-4c1b-9a65-6c2d6f8f8a11",
            "labels=k=v",
            "numbers=1,2",
            "names=n",
        ],
    )
    .unwrap();
    let args: Args = values.to_args().unwrap();
    assert_eq!(args.thing, "x");
    assert!(args.flag && !args.preview);
    assert_eq!(args.truth, Some(false));
    assert_eq!(args.count, 3);
    assert_eq!(args.ratio, Some(2.0));
    assert_eq!(args.ip, Some(IpAddr::from([192, 0, 2, 1])));
    assert_eq!(args.mac.as_deref(), Some("00:1b:21:0a:0b:0c"));
    assert_eq!(args.colour, Some(Colour::LightBlue));
    assert_eq!(args.hosts, ["a", "b"]);
    assert_eq!(args.recipe, Some(serde_json::json!({"a": null})));
    assert!(args.uuid.is_some());
    assert_eq!(args.labels.get("k").map(String::as_str), Some("v"));
    assert_eq!(args.numbers, [1, 2]);
    assert_eq!(args.names, Some(vec!["n".to_owned()]));
}

#[test]
fn nothing_given() {
    let args: Args = checked("update_thing", &["thing=x"]).unwrap().to_args().unwrap();
    assert!(!args.flag);
    assert_eq!((args.truth, args.count), (None, 7));
    assert!(args.hosts.is_empty() && args.labels.is_empty() && args.numbers.is_empty());
    assert_eq!(args.names, None);
}

#[test]
fn structs_that_do_not_fit_are_refused() {
    #[derive(Debug, Deserialize)]
    struct Misspelt {
        #[expect(dead_code, reason = "never filled")]
        thingy: Option<String>,
    }
    #[derive(Debug, Deserialize)]
    struct Careless {
        #[expect(dead_code, reason = "never filled")]
        subdir: String,
    }
    let values = checked("update_thing", &["thing=x", "count=300"]).unwrap();
    let error = values.to_args::<Misspelt>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Misspelt.thingy is not an option of update_thing"
    );
    assert_eq!(
        values.to_args::<Careless>().unwrap_err().to_string(),
        "--subdir is missing"
    );
    let error = values.to_args::<Args>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "--count: invalid value: integer `300`, expected u8"
    );
    assert!(error.is_users_mistake(), "a smaller number would do");
}

#[test]
fn words_of_an_enumeration() {
    #[derive(Debug, Deserialize)]
    struct Painted {
        #[expect(dead_code, reason = "never filled")]
        thing: Colour,
    }
    let error = checked("update_thing", &["thing=blue"])
        .unwrap()
        .to_args::<Painted>()
        .unwrap_err();
    assert!(error.is_users_mistake());
    assert_eq!(error.to_string(), "--thing: 'blue' is not one of red, light-blue");
}
