//! The endpoints of the configuration, checked.

use std::time::Duration;

use aq_db::event::Kind;
use reqwest::Url;

use super::super::secret::Secret;
use crate::config::Config;

/// The first pause after a refusal; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// Where events go.
pub struct Endpoint {
    /// Its name in the configuration and in the database.
    pub name: String,
    /// Its address.
    pub url: Url,
    /// The kinds it wants.
    pub kinds: Vec<Kind>,
    /// Key of its signatures.
    pub secret: Secret,
    /// How long it may take to answer.
    pub timeout: Duration,
    /// How often an event is tried.
    pub attempts: u32,
    /// The longest pause between attempts.
    pub longest_pause: Duration,
}

impl Endpoint {
    /// The pause after so many attempts.
    pub fn pause(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(30);
        FIRST_PAUSE
            .saturating_mul(1_u32 << doublings)
            .min(self.longest_pause)
    }
}

/// The endpoints of the configuration.
///
/// # Errors
/// A sentence that names the setting that cannot be used.
pub fn endpoints(config: &Config) -> Result<Vec<Endpoint>, String> {
    config
        .webhooks
        .iter()
        .map(|(name, hook)| {
            let wrong = |what: String| format!("webhooks.{name}.{what}");
            if !is_name(name) {
                return Err(format!(
                    "webhooks.{name}: a name is made of lower-case letters, digits, '_', '.' and '-' (64 at most) and starts \
                     with a letter"
                ));
            }
            // The address may hold a password and is not repeated.
            let url = Url::parse(&hook.url).map_err(|e| wrong(format!("url: {e}")))?;
            if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
                return Err(wrong("url: it has to begin with http:// or https:// and name a host".into()));
            }
            let mut kinds = hook
                .kinds
                .iter()
                .map(|kind| Kind::of(kind).ok_or_else(|| wrong(format!("kinds: {}", unknown_kind(kind)))))
                .collect::<Result<Vec<Kind>, String>>()?;
            if kinds.is_empty() {
                kinds = Kind::ALL.to_vec();
            }
            Ok(Endpoint {
                name: name.clone(),
                url,
                kinds,
                secret: Secret::read(&hook.secret_file).map_err(|e| wrong(format!("secret_file: {e}")))?,
                timeout: Duration::from_secs(hook.timeout_seconds.max(1)),
                attempts: hook.attempts,
                longest_pause: Duration::from_secs(hook.longest_pause_seconds.max(1)),
            })
        })
        .collect()
}

/// What to say about a kind that there is not.
pub fn unknown_kind(kind: &str) -> String {
    let names = Kind::ALL.map(Kind::name).join(", ");
    format!("there are no events of the kind \"{kind}\"; kinds are {names}")
}

fn is_name(name: &str) -> bool {
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b);
    name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let dir = tempfile::tempdir().unwrap();
        let key = dir.path().join("key");
        std::fs::write(&key, "k").unwrap();
        let text = format!(
            "[webhooks.ci]\nurl = 'https://ci.example.org/hook'\nsecret_file = {key:?}\nkinds = ['deploy']\nlongest_pause_seconds = 60"
        );
        let list = endpoints(&config(&text)).unwrap();
        assert_eq!(list[0].kinds, [Kind::Deploy]);
        let pauses: Vec<u64> = [1, 2, 3, 6, 7, 4000].map(|n| list[0].pause(n).as_secs()).to_vec();
        assert_eq!(pauses, [1, 2, 4, 32, 60, 60]);
    }

    #[test]
    fn what_cannot_be_used_is_named_and_passwords_are_not() {
        for (text, said) in [
            (
                "[webhooks.ci]\nurl = 'ftp://u:hidden@x/'\nsecret_file = '/k'",
                "webhooks.ci.url: it has to begin",
            ),
            (
                "[webhooks.ci]\nurl = 'http://x/'\nsecret_file = '/no/such'",
                "webhooks.ci.secret_file: /no/such",
            ),
            (
                "[webhooks.ci]\nurl = 'http://x/'\nsecret_file = '/k'\nkinds = ['deplyo']",
                "\"deplyo\"; kinds are change, compile",
            ),
            (
                "[webhooks.'C I']\nurl = 'http://x/'\nsecret_file = '/k'",
                "webhooks.C I: a name is made of",
            ),
        ] {
            let error = endpoints(&config(text)).err().unwrap();
            assert!(error.contains(said) && !error.contains("hidden"), "{error}");
        }
    }
}
