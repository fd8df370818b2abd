//! What the value of an option could be, for completion.

use std::time::Duration;

use clap_complete::CompletionCandidate;
use serde_json::Value as Json;

use aq_catalogue::{Format, Kind, Opt, check, command, kind};
use aq_client::{Client, Config};

use crate::globals::Globals;
use crate::{run, settings, transport};

/// Longest wait for names: whoever presses TAB waits.
const PATIENCE: Duration = Duration::from_secs(1);

/// The permitted values of an enumeration.
pub fn values(option: &'static Opt) -> Vec<CompletionCandidate> {
    option
        .values
        .iter()
        .map(|value| CompletionCandidate::new(*value))
        .collect()
}

/// The names of the objects that an option can name, as the broker knows them; nothing when it does not answer.
pub fn objects(option: &'static Opt) -> Vec<CompletionCandidate> {
    let names = option.complete.and_then(kind).and_then(names).unwrap_or_default();
    names.into_iter().map(CompletionCandidate::new).collect()
}

fn names(kind: &'static Kind) -> Option<Vec<String>> {
    let (name, arguments) = kind.list?;
    let raw = arguments
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let values = check(command(name)?, raw).ok()?;
    let globals = Globals {
        format: Some(Format::Json),
        quiet: true,
        ..Globals::default()
    };
    let request = transport::request(&values, values.command().transport(&values)?, &globals, None).ok()?;
    let config = Config {
        connect_timeout: PATIENCE,
        ..settings::resolve(&globals, true).ok()?
    };
    let client = Client::new(config);
    let response = run::runtime().ok()?.block_on(async {
        tokio::time::timeout(PATIENCE, client.send(request))
            .await
            .ok()?
            .ok()
    })?;
    if response.status != 200 {
        return None;
    }
    let answer: Json = serde_json::from_slice(&response.body).ok()?;
    Some(names_in(kind.name, &answer))
}

/// The names in a JSON answer: a list of texts, or of objects that have a name under one of the usual keys.
fn names_in(kind: &str, answer: &Json) -> Vec<String> {
    let Some(items) = answer.as_array() else {
        return Vec::new();
    };
    let keys = [kind, "name", "fqdn", "hostname", "label"];
    let mut names: Vec<String> = items
        .iter()
        .filter_map(|item| match item {
            Json::String(name) => Some(name.as_str()),
            Json::Object(fields) => keys.iter().find_map(|key| fields.get(*key)?.as_str()),
            _ => None,
        })
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::names_in;

    #[test]
    fn names_of_texts_and_objects() {
        assert_eq!(names_in("hub", &json!(["b", "a", "b"])), ["a", "b"]);
        assert_eq!(
            names_in(
                "model",
                &json!([{"vendor": "v", "model": "m"}, {"name": "n"}, {"x": 1}, 3])
            ),
            ["m", "n"]
        );
        assert!(names_in("hub", &json!({"hub": "a"})).is_empty());
    }
}
