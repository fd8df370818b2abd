//! A request as the catalogue describes it.

use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is kept as it is in queries and forms; the rest is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// One command on its way to the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// GET, PUT, POST or DELETE.
    pub method: Method,
    /// Path with its components percent-encoded and the format suffix, from the leading slash on.
    pub path: String,
    /// Pairs for the query string, not encoded (GET and DELETE).
    pub query: Vec<(String, String)>,
    /// Pairs for the form in the body, not encoded (PUT and POST).
    pub form: Vec<(String, String)>,
}

impl Request {
    /// A GET without parameters.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            query: Vec::new(),
            form: Vec::new(),
        }
    }

    /// Path and query as they go on the wire.
    pub(crate) fn target(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        // A path pattern of the catalogue may hold a question mark of its own.
        let mark = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{mark}{}", self.path, encode(&self.query))
    }

    /// The body, for methods that have one.
    pub(crate) fn body(&self) -> Option<String> {
        (self.method == Method::PUT || self.method == Method::POST).then(|| encode(&self.form))
    }
}

fn encode(pairs: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| {
        format!(
            "{}={}",
            utf8_percent_encode(name, ENCODED),
            utf8_percent_encode(value, ENCODED)
        )
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Vec<(String, String)> {
        vec![
            ("comments".to_owned(), "a b&c=d/é+".to_owned()),
            ("ip".to_owned(), "10.0.0.1".to_owned()),
        ]
    }

    const ENCODED_PAIRS: &str = "comments=a%20b%26c%3Dd%2F%C3%A9%2B&ip=10.0.0.1";

    #[test]
    fn queries() {
        let request = Request {
            query: pairs(),
            ..Request::get("/host/x.csv")
        };
        assert_eq!(request.target(), format!("/host/x.csv?{ENCODED_PAIRS}"));
        assert_eq!(request.body(), None);
        assert_eq!(
            Request {
                path: "/x?all=1".to_owned(),
                ..request
            }
            .target(),
            format!("/x?all=1&{ENCODED_PAIRS}")
        );
    }

    #[test]
    fn forms_are_sent_even_when_empty() {
        let mut request = Request {
            method: Method::PUT,
            form: pairs(),
            ..Request::get("/x")
        };
        assert_eq!(
            (request.target().as_str(), request.body().as_deref()),
            ("/x", Some(ENCODED_PAIRS))
        );
        request.form.clear();
        assert_eq!(request.body().as_deref(), Some(""));
    }
}
