//! The seam to `aq-client`: a checked command becomes a request.

use aq_catalogue::{Method, Transport, Values};
use aq_client::{Client, Request};
use uuid::Uuid;

use crate::failure::Failure;
use crate::globals::Globals;

/// The request that carries a command: path options in the path, the others in the query or, with the path options
/// once more, in the form.
pub fn request(
    values: &Values,
    transport: &Transport,
    globals: &Globals,
    request_id: Option<Uuid>,
) -> Result<Request, Failure> {
    let path = transport
        .url_path(values, globals.format)
        .map_err(|error| Failure::here(error.full()))?;
    let in_path: Vec<&str> = transport.variables().collect();
    let form = transport.method.has_form();
    let mut pairs: Vec<(String, String)> = values
        .wire()
        .into_iter()
        .filter(|(name, _)| form || !in_path.contains(name))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    if globals.debug {
        pairs.push(("debug".to_owned(), "True".to_owned()));
    }
    if let Some(id) = request_id {
        pairs.push(("requestid".to_owned(), id.to_string()));
    }
    let (query, form) = if form {
        (Vec::new(), pairs)
    } else {
        (pairs, Vec::new())
    };
    let method = match transport.method {
        Method::Get => aq_client::Method::GET,
        Method::Put => aq_client::Method::PUT,
        Method::Post => aq_client::Method::POST,
        Method::Delete => aq_client::Method::DELETE,
    };
    Ok(Request {
        method,
        path,
        query,
        form,
    })
}

/// Where a client connects to and what it asks, for `--httpinfo`.
pub fn describe(client: &Client, request: &Request) -> String {
    let config = client.config();
    let place = match &config.socket {
        Some(path) => format!("unix:{}", path.display()),
        None => format!("http://{}", config.place()),
    };
    let query: Vec<String> = request
        .query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!(
        "{} {place}{}{mark}{}",
        request.method,
        request.path,
        query.join("&")
    )
}

#[cfg(test)]
mod tests {
    use aq_catalogue::{Format, check, command};

    use super::*;

    fn request_for(name: &str, arguments: &[(&str, &str)], globals: &Globals, id: Option<Uuid>) -> Request {
        let raw = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let values = check(command(name).expect("a command"), raw).expect("good arguments");
        let transport = values.command().transport(&values).expect("a transport");
        request(&values, transport, globals, id).expect("a request")
    }

    fn pairs(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    #[test]
    fn reads_put_the_rest_into_the_query() {
        let globals = Globals {
            format: Some(Format::Csv),
            debug: true,
            ..Globals::default()
        };
        let made = request_for(
            "show_model",
            &[("model", "r740"), ("vendor", "dell"), ("type", "blade")],
            &globals,
            None,
        );
        assert_eq!(
            (made.method.as_str(), made.path.as_str()),
            ("GET", "/vendor/dell/model/r740.csv")
        );
        assert_eq!(pairs(&made.query), [("type", "blade"), ("debug", "True")]);
        assert!(made.form.is_empty());
    }

    #[test]
    fn writes_put_everything_into_the_form() {
        let id = Uuid::from_u128(1);
        let arguments = [("building", "hq"), ("city", "ny"), ("address", "1 Main/2")];
        let made = request_for("add_building", &arguments, &Globals::default(), Some(id));
        assert_eq!(
            (made.method.as_str(), made.path.as_str()),
            ("PUT", "/location/building/hq")
        );
        let id = id.to_string();
        assert_eq!(
            pairs(&made.form),
            [
                ("address", "1 Main/2"),
                ("building", "hq"),
                ("city", "ny"),
                ("requestid", &id)
            ]
        );
        assert!(made.query.is_empty());
    }
}
