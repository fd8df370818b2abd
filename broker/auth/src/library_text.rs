//! Reading the Kerberos library's messages.
//!
//! SPNEGO renumbers the error codes of the mechanism below it, so the numbers say nothing reliable; the messages come
//! from the library's tables unchanged. They are English whatever the locale, because the library translates only in
//! programs that call `setlocale`, which this one does not. Tests against the real library hold every message used
//! here.

/// What a message of the library means, as far as the broker and its client tell things apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The token was in the replay cache.
    Replay,
    /// A ticket is past its end.
    Expired,
    /// Clocks differ too much.
    ClockSkew,
    /// There is no ticket: no credential cache, or an empty one.
    NoTicket,
    /// The KDC does not know the service; its principal.
    UnknownService(String),
    /// No KDC of the realm answers; the realm.
    NoKdc(String),
    /// The realm is nowhere defined, or no default realm is.
    NoRealm,
    /// No key for the ticket, or the key does not open it.
    Key,
    /// The token is not as its sender made it.
    Altered,
    /// Anything else.
    Other,
}

/// Words that occur in a message and what they mean. The first line that fits counts.
const WORDS: &[(&str, Cause)] = &[
    ("Request is a replay", Cause::Replay),
    ("Clock skew too great", Cause::ClockSkew),
    // A ticket from the future; the library tolerates some minutes of that.
    ("Ticket not yet valid", Cause::ClockSkew),
    ("Ticket expired", Cause::Expired),
    ("credential has expired", Cause::Expired),
    ("context has expired", Cause::Expired),
    ("No Kerberos credentials available", Cause::NoTicket),
    ("No credentials cache found", Cause::NoTicket),
    ("Matching credential not found", Cause::NoTicket),
    ("default realm", Cause::NoRealm),
    ("Cannot determine realm", Cause::NoRealm),
    ("not found in keytab", Cause::Key),
    ("found in keytab but", Cause::Key),
    ("Decrypt integrity check failed", Cause::Altered),
    ("Token header is malformed", Cause::Altered),
    ("Invalid token was supplied", Cause::Altered),
    ("unsupported mechanism", Cause::Altered),
    ("ASN.1", Cause::Altered),
    // What is said of fields that make no sense.
    ("(Success)", Cause::Altered),
    ("(Unknown error)", Cause::Altered),
];

impl Cause {
    /// Classifies a message.
    pub(crate) fn of(said: &str) -> Self {
        if let Some(service) = between(said, "Server ", " not found in Kerberos database") {
            return Self::UnknownService(service);
        }
        let realm = between(said, "Cannot contact any KDC for realm '", "'")
            .or_else(|| between(said, "Cannot find KDC for realm \"", "\""));
        if let Some(realm) = realm {
            return Self::NoKdc(realm);
        }
        WORDS
            .iter()
            .find(|(words, _)| said.contains(words))
            .map_or(Self::Other, |(_, cause)| cause.clone())
    }
}

/// The text between two others.
fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    let (found, _) = rest.split_once(after)?;
    Some(found.to_owned())
}
