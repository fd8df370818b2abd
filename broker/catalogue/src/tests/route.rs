//! Paths of requests, both ways.

use super::{checked, refused};
use crate::command::Format;
use crate::route::{Match, find};
use crate::shapes::{COMMANDS, ROUTES};
use crate::transport::{Custom, Expect, Method};

fn go(method: &str, path: &str) -> Option<Match> {
    find(ROUTES, COMMANDS, Some(Method::from_name(method)?), path)
}

fn name(method: &str, path: &str) -> Option<String> {
    let found = go(method, path)?;
    let trigger = found
        .transport
        .trigger
        .map(|trigger| format!("/{trigger}"))
        .unwrap_or_default();
    Some(format!("{}{trigger}", found.command.name))
}

#[test]
fn every_transport_is_found() {
    assert_eq!(name("GET", "/thing/x").as_deref(), Some("show_thing"));
    assert_eq!(name("GET", "/thing").as_deref(), Some("show_thing/all"));
    assert_eq!(
        name("POST", "/thing/command/list").as_deref(),
        Some("show_thing/list")
    );
    assert_eq!(
        name("DELETE", "/thing/x/part/y").as_deref(),
        Some("del_thing/part")
    );
    assert_eq!(name("PUT", "/thing/building/b/").as_deref(), Some("add_thing"));
    assert_eq!(name("PUT", "/thing/building/b"), None);
    assert_eq!(name("GET", "/things"), None);
    assert_eq!(name("PATCH", "/thing"), None);
    assert_eq!(
        name("GET", "/thing/"),
        None,
        "no component is empty but the last of a pattern that says so"
    );
}

#[test]
fn fixed_words_go_before_variables() {
    assert_eq!(
        name("DELETE", "/thing/special").as_deref(),
        Some("del_thing/special")
    );
    assert_eq!(name("DELETE", "/thing/specials").as_deref(), Some("del_thing"));
}

#[test]
fn variables_are_decoded_and_formats_cut_off() {
    let found = go("GET", "/thing/a%2Fb%20c.csv").unwrap();
    assert_eq!(found.variables, [("thing", "a/b c".to_owned())]);
    assert_eq!(found.format, Some(Format::Csv));
    let found = go("GET", "/thing/host.example.com").unwrap();
    assert_eq!(found.variables, [("thing", "host.example.com".to_owned())]);
    assert_eq!(found.format, None);
    let found = go("GET", "/thing.json").unwrap();
    assert_eq!(
        (found.command.name, found.format),
        ("show_thing", Some(Format::Json))
    );
    assert_eq!(
        go("PUT", "/thing/building/b/.raw").unwrap().format,
        Some(Format::Raw)
    );
    assert!(go("GET", "/thing/%FF").is_none(), "not UTF-8");
}

#[test]
fn there_and_back() {
    for awkward in [
        "host.example.com",
        "a/b",
        "sp ace",
        "50%",
        "x.json",
        "x.raw.csv",
        "q?a=b&c#d",
        "+~-_.",
    ] {
        let values = checked("show_thing", &[&format!("thing={awkward}")]).unwrap();
        for format in [None, Some(Format::Csv)] {
            let path = values
                .command()
                .transport(&values)
                .unwrap()
                .url_path(&values, format)
                .unwrap();
            let found = go("GET", &path).unwrap();
            assert_eq!(found.variables, [("thing", awkward.to_owned())], "{path}");
            if format.is_some() {
                assert_eq!(found.format, format, "{path}");
            }
        }
    }
}

#[test]
fn triggers_choose_the_transport() {
    let path = |arguments: &[&str]| {
        checked("show_thing", arguments).map(|v| v.command().transport(&v).unwrap().path)
    };
    assert_eq!(path(&["thing=x"]), Ok("thing/%(thing)s"));
    assert_eq!(path(&["all=1"]), Ok("thing"));
    assert_eq!(path(&["thing=x", "vague=no"]), Ok("any/thing/%(thing)s"));
    let values = checked("del_thing", &["part=p"]).unwrap();
    let error = values
        .command()
        .transport(&values)
        .unwrap()
        .url_path(&values, None)
        .unwrap_err();
    assert_eq!(error.message, "Missing --thing.");
}

#[test]
fn path_and_form_are_brought_together() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let found = go("POST", "/thing/x").unwrap();
    let same = found.arguments([pair("thing", "x"), pair("count", "1")]).unwrap();
    assert_eq!(same, [pair("thing", "x"), pair("count", "1")]);
    let error = found.arguments([pair("thing", "y")]).unwrap_err();
    assert_eq!(
        error.message,
        "Too many values for --thing: 'x' in the path and 'y' beside it."
    );
    let all = go("GET", "/thing").unwrap();
    assert_eq!(all.arguments([]).unwrap(), [pair("all", "True")]);
    assert_eq!(
        all.arguments([pair("all", "True")]).unwrap(),
        [pair("all", "True")]
    );
}

#[test]
fn what_the_client_does_besides() {
    assert_eq!(
        go("GET", "/sandbox/s/command/get").unwrap().transport.expect,
        Some(Expect::Sandbox)
    );
    assert_eq!(
        go("POST", "/branch/b/command/publish").unwrap().transport.custom,
        Some(Custom::CreateBundle)
    );
    let values = checked("get", &["sandbox=s"]).unwrap();
    let transport = values.command().transport(&values).unwrap();
    assert_eq!(
        transport.url_path(&values, Some(Format::Csv)).unwrap(),
        "/sandbox/s/command/get"
    );
    assert_eq!(refused("get", &[]), "Missing --sandbox.");
}
