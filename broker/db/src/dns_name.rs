//! Names of the DNS before they reach the database: their parts, and what is wrong with them in words.
//!
//! The schema holds the rule; here the sentence names the part that breaks it, as scripts expect it.

use crate::{DbError, Result};

/// Longest label (RFC 1035).
const LABEL: usize = 63;
/// Longest name as text; 255 octets on the wire.
const NAME: usize = 253;

/// Splits a fully qualified name at its first dot into host part and DNS domain, in lower case. A dot at the end, as
/// zone files write it, does not count.
///
/// # Errors
/// [`DbError::Rule`] when one of the two is missing.
pub fn split(fqdn: &str) -> Result<(String, String)> {
    let name = fqdn.trim().to_ascii_lowercase();
    let name = name.strip_suffix('.').unwrap_or(&name);
    if name.is_empty() {
        return Err(DbError::rule("No fully qualified name specified."));
    }
    match name.split_once('.') {
        None | Some((_, "")) => Err(DbError::rule(format!(
            "FQDN '{fqdn}' is not valid, it does not contain a domain."
        ))),
        Some(("", _)) => Err(DbError::rule(format!(
            "FQDN '{fqdn}' is not valid, missing host name."
        ))),
        Some((short, domain)) => Ok((short.to_owned(), domain.to_owned())),
    }
}

/// Checks the host part of a new name in a DNS domain.
///
/// # Errors
/// [`DbError::Rule`] that names the label.
pub fn check_host(short: &str, domain: &str) -> Result<()> {
    label(short)?;
    if short.len() + 1 + domain.len() > NAME {
        return Err(DbError::rule("The fully qualified domain name is too long."));
    }
    Ok(())
}

/// Checks the name of a new DNS domain.
///
/// # Errors
/// [`DbError::Rule`] that names the label.
pub fn check_domain(name: &str) -> Result<()> {
    let name = name.trim();
    if name.len() > NAME {
        return Err(DbError::rule("The DNS domain name is too long."));
    }
    if !name.contains('.') {
        return Err(DbError::rule("Top-level DNS domains cannot be added."));
    }
    name.split('.').try_for_each(label)
}

fn label(label: &str) -> Result<()> {
    if label.is_empty() {
        return Err(DbError::rule(
            "DNS name components must have a length between 1 and 63.",
        ));
    }
    if label.len() > LABEL {
        return Err(DbError::rule(format!(
            "The length of '{label}', which is {}, is more than the maximum {LABEL} allowed.",
            label.len()
        )));
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if label.starts_with('-') || label.ends_with('-') || !label.chars().all(inner) {
        return Err(DbError::rule(format!("Illegal DNS name format '{label}'.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal<T: std::fmt::Debug>(result: Result<T>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn names_have_two_parts() {
        let parts = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(split("Www.Example.COM.").unwrap(), parts("www", "example.com"));
        assert_eq!(refusal(split(" ")), "No fully qualified name specified.");
        assert_eq!(
            refusal(split("www")),
            "FQDN 'www' is not valid, it does not contain a domain."
        );
        assert_eq!(
            refusal(split("www.")),
            "FQDN 'www.' is not valid, it does not contain a domain."
        );
        assert_eq!(
            refusal(split(".com")),
            "FQDN '.com' is not valid, missing host name."
        );
    }

    #[test]
    fn the_wrong_label_is_named() {
        assert_eq!(
            refusal(check_host("foo-", "example.com")),
            "Illegal DNS name format 'foo-'."
        );
        assert_eq!(
            refusal(check_domain("foo_bar.com")),
            "Illegal DNS name format 'foo_bar'."
        );
        assert_eq!(
            refusal(check_domain("com")),
            "Top-level DNS domains cannot be added."
        );
        let long = "s".repeat(64);
        assert!(
            refusal(check_domain(&format!("{long}.com"))).ends_with("is more than the maximum 63 allowed.")
        );
        assert!(refusal(check_domain("a..com")).contains("between 1 and 63"));
        let domain = vec!["a".repeat(60); 4].join(".");
        assert!(check_domain(&domain).is_ok());
        assert!(check_host("host", "example.com").is_ok());
        assert!(refusal(check_host(&"h".repeat(20), &domain)).contains("too long"));
    }
}
