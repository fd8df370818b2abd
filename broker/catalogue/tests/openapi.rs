//! The OpenAPI document describes every transport and nothing twice.

use std::collections::HashSet;

use aq_catalogue::{COMMANDS, openapi};

#[test]
fn every_transport_is_one_operation() {
    let document = openapi();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = HashSet::new();
    let paths = document["paths"].as_object().expect("paths");
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().expect("methods") {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            assert!(ids.insert(id.clone()), "{id} is there twice");
            let declared: HashSet<&str> = operation["parameters"]
                .as_array()
                .expect("parameters")
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().expect("a name"))
                .collect();
            let used: HashSet<&str> = path
                .split('/')
                .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
                .collect();
            assert_eq!(declared, used, "{method} {path}");
        }
    }
    let transports: usize = COMMANDS.iter().map(|command| command.transports.len()).sum();
    assert_eq!(ids.len(), transports);
}

#[test]
fn templates_that_match_the_same_urls_have_the_same_names() {
    // OpenAPI forbids two templates that differ only in the names of their variables.
    let document = openapi();
    let mut shapes = HashSet::new();
    for path in document["paths"].as_object().expect("paths").keys() {
        let shape: Vec<&str> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part })
            .collect();
        assert!(shapes.insert(shape.join("/")), "{path}");
    }
}

#[test]
fn parameters_have_the_types_of_the_catalogue() {
    let document = openapi();
    let add = &document["paths"]["/location/building/{building}"]["put"];
    let form = &add["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
    assert_eq!(form["properties"]["next_rackid"]["type"], "integer");
    assert_eq!(form["properties"]["preview"]["type"], "boolean");
    assert_eq!(form["required"], serde_json::json!(["address", "city"]));
    let search = &document["paths"]["/find/machine"]["get"];
    let parameters = search["parameters"].as_array().expect("parameters");
    let machine_type = parameters
        .iter()
        .find(|p| p["name"] == "machine_type")
        .expect("machine_type");
    assert_eq!(machine_type["schema"]["enum"][0], "blade");
}
