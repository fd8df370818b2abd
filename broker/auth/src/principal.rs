//! Kerberos principals as the broker sees them.

use std::fmt;
use std::str::FromStr;

/// The account that all machines share: whatever `host/<fqdn>` does is done as this user, as in Aquilon.
pub const HOST_ACCOUNT: &str = "aquilonhost";

/// Longest principal that is accepted, in bytes; longer ones are no names of people or machines.
const LONGEST: usize = 255;

/// Who somebody is: `user@REALM`, or `host/<fqdn>@REALM` for a machine. Names keep their case; realms are compared
/// exactly, as Kerberos does.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Principal {
    /// What stands before the realm: `alice`, `host/web1.example.org`.
    pub name: String,
    /// The realm that vouches for the name.
    pub realm: String,
    /// For a machine's own principal its fully qualified name in lower case; nothing for people and other services.
    pub host: Option<String>,
}

/// Why a text is no principal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a principal: {reason}. Write it as user@REALM or host/fqdn@REALM.")]
pub struct PrincipalError {
    /// The text as given, shortened and with anything unprintable escaped.
    pub text: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Principal {
    /// A person of a realm.
    ///
    /// # Errors
    /// When name or realm is empty or has characters that principals of this broker cannot have.
    pub fn user(name: &str, realm: &str) -> Result<Self, PrincipalError> {
        format!("{name}@{realm}").parse()
    }

    /// Name of the account whose role counts: the principal's own name, [`HOST_ACCOUNT`] for machines.
    #[must_use]
    pub fn account(&self) -> &str {
        if self.host.is_some() {
            HOST_ACCOUNT
        } else {
            &self.name
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.realm)
    }
}

impl FromStr for Principal {
    type Err = PrincipalError;

    /// Reads `name@REALM`. Kerberos allows nearly any byte in a name by escaping it; the broker refuses names with
    /// backslashes, spaces, control characters or more than one `@`, so that what is shown, stored and compared is
    /// always the same text.
    fn from_str(text: &str) -> Result<Self, PrincipalError> {
        let error = |reason| PrincipalError {
            text: text.chars().take(80).flat_map(char::escape_default).collect(),
            reason,
        };
        if text.len() > LONGEST {
            return Err(error("it is too long"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return Err(error("it has characters other than printable ASCII"));
        }
        let (name, realm) = text
            .split_once('@')
            .ok_or_else(|| error("the realm is missing"))?;
        if realm.contains('@') {
            return Err(error("it has more than one @"));
        }
        if realm.is_empty() {
            return Err(error("the realm is missing"));
        }
        if name.split('/').any(str::is_empty) {
            return Err(error("a part of the name is empty"));
        }
        let host = name
            .strip_prefix("host/")
            .filter(|host| is_fqdn(host))
            .map(str::to_ascii_lowercase);
        Ok(Self {
            name: name.to_owned(),
            realm: realm.to_owned(),
            host,
        })
    }
}

/// True for dotted names of letters, digits and hyphens; a single label is no fully qualified name.
fn is_fqdn(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Principal {
        text.parse().unwrap()
    }

    #[test]
    fn people() {
        let alice = parse("alice@EXAMPLE.COM");
        assert_eq!(
            (alice.name.as_str(), alice.realm.as_str(), &alice.host),
            ("alice", "EXAMPLE.COM", &None)
        );
        assert_eq!(alice.account(), "alice");
        assert_eq!(alice.to_string(), "alice@EXAMPLE.COM");
        assert_eq!(Principal::user("alice", "EXAMPLE.COM").unwrap(), alice);
    }

    #[test]
    fn instances_are_people_with_a_longer_name() {
        let admin = parse("alice/admin@EXAMPLE.COM");
        assert_eq!((admin.account(), &admin.host), ("alice/admin", &None));
    }

    #[test]
    fn machines_in_lower_case() {
        let web = parse("host/Web1.Example.ORG@EXAMPLE.COM");
        assert_eq!(web.host.as_deref(), Some("web1.example.org"));
        assert_eq!(web.account(), HOST_ACCOUNT);
        assert_eq!(web.to_string(), "host/Web1.Example.ORG@EXAMPLE.COM");
    }

    #[test]
    fn no_machine_without_a_domain_or_with_further_parts() {
        for text in [
            "host/web1@R",
            "host/web1.example.org/x@R",
            "host/a_b.example.org@R",
            "host/-a.b@R",
            "host/a..b@R",
        ] {
            assert_eq!(parse(text).host, None, "{text}");
        }
    }

    #[test]
    fn not_principals() {
        for text in [
            "", "alice", "alice@", "@R", "a@b@c", "a\\@b@c", "a b@R", "a\n@R", "é@R", "/x@R", "x/@R",
        ] {
            assert!(text.parse::<Principal>().is_err(), "{text:?}");
        }
        assert!(format!("{}@R", "a".repeat(300)).parse::<Principal>().is_err());
    }

    #[test]
    fn the_error_shows_the_text_escaped() {
        let error = "evil\u{1b}[2J".parse::<Principal>().unwrap_err();
        assert!(error.to_string().contains("evil\\u{1b}[2J"), "{error}");
    }
}
