//! What can go wrong with the database, sorted by what the broker answers.

use sqlx::postgres::PgDatabaseError;

use crate::constraint_messages::{Explanation, explain};

/// What the schema refused, in words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Name of the constraint, or of the column for a missing value.
    pub constraint: String,
    /// Table that holds the constraint; empty when PostgreSQL does not say.
    pub table: String,
    /// A sentence from the table of constraint messages.
    pub message: String,
}

/// The kinds of answer an error leads to (HTTP status in parentheses).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// The request asks for something that the rules forbid (400).
    Argument,
    /// An object that was named does not exist (404).
    NotFound,
    /// A concurrent change was in the way; the same request may succeed now (409).
    Conflict,
    /// The database is away; later the same request may succeed (503).
    Unavailable,
    /// A defect of the program or the installation (500): nothing of it is for the client.
    Internal,
}

/// An error of the database layer. Its text is for people; what is for the log is in the source.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No object of this kind and name.
    #[error("{kind} {name} not found.{}", hint(.nearest.as_deref()))]
    NotFound {
        /// What was looked for, as people say it: `Vendor`, `DNS Domain`.
        kind: &'static str,
        /// The name as typed.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
    },
    /// Something that an object of the user's does not have.
    #[error("{0}")]
    Missing(String),
    /// What the user typed fits several objects.
    #[error("{kind} {name} is not unique.")]
    NotUnique {
        /// What was looked for, as people say it.
        kind: &'static str,
        /// The description as typed.
        name: String,
    },
    /// A rule that no constraint of the schema can hold, or whose sentence has to name more than a constraint knows.
    #[error("{0}")]
    Rule(String),
    /// A constraint of the schema is in the way.
    #[error("{}", .refusal.message)]
    Refused {
        /// Which, and in words.
        refusal: Refusal,
        /// What PostgreSQL said.
        source: sqlx::Error,
    },
    /// A value that PostgreSQL cannot store: too large, or holding a NUL.
    #[error("A value cannot be stored: it is out of range or malformed.")]
    Value(#[source] sqlx::Error),
    /// Serialization failure, deadlock or lock timeout.
    #[error("Another change was made at the same time. Try again.")]
    Conflict(#[source] sqlx::Error),
    /// No connection, or it was lost.
    #[error("The database is not available. Try again in a while.")]
    Unavailable(#[source] sqlx::Error),
    /// The configuration names a database that cannot be used.
    #[error("{0}")]
    Config(String),
    /// The schema cannot be brought to the version of this program.
    #[error("The database schema cannot be migrated: {0}")]
    Migration(String),
    /// A private cluster cannot be made, started or stopped.
    #[error("{0}")]
    Cluster(String),
    /// A row holds what the schema should have refused.
    #[error("The database holds a value that this version does not understand: {0}")]
    Damaged(String),
    /// Anything else.
    #[error("The database answered with an error.")]
    Internal(#[source] sqlx::Error),
}

fn hint(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!(" Did you mean {name}?"))
        .unwrap_or_default()
}

impl DbError {
    /// The 404 of an object, without a nearest name. [`crate::suggest`] finds one.
    pub fn not_found(kind: &'static str, name: impl Into<String>) -> Self {
        Self::NotFound {
            kind,
            name: name.into(),
            nearest: None,
        }
    }

    /// The refusal of something that breaks a rule; a sentence that names what the user typed.
    pub fn rule(sentence: impl Into<String>) -> Self {
        Self::Rule(sentence.into())
    }

    /// A row that holds what the schema should have refused.
    pub fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    /// Which answer it leads to.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::NotFound { .. } | Self::Missing(_) => ErrorClass::NotFound,
            Self::NotUnique { .. } | Self::Rule(_) | Self::Refused { .. } | Self::Value(_) => {
                ErrorClass::Argument
            }
            Self::Conflict(_) => ErrorClass::Conflict,
            Self::Unavailable(_) => ErrorClass::Unavailable,
            Self::Config(_)
            | Self::Migration(_)
            | Self::Cluster(_)
            | Self::Damaged(_)
            | Self::Internal(_) => ErrorClass::Internal,
        }
    }

    /// The name of the constraint that refused, if one did.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Refused { refusal, .. } => Some(&refusal.constraint),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(db) = &error {
            return match db.try_downcast_ref::<PgDatabaseError>() {
                Some(pg) => classify(pg, &|| refusal(pg))
                    .unwrap_or(Class::Internal)
                    .into_error(error),
                None => Self::Internal(error),
            };
        }
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            _ => Self::Internal(error),
        }
    }
}

enum Class {
    Refused(Refusal),
    Value,
    Conflict,
    Unavailable,
    Internal,
}

impl Class {
    fn into_error(self, source: sqlx::Error) -> DbError {
        match self {
            Self::Refused(refusal) => DbError::Refused { refusal, source },
            Self::Value => DbError::Value(source),
            Self::Conflict => DbError::Conflict(source),
            Self::Unavailable => DbError::Unavailable(source),
            Self::Internal => DbError::Internal(source),
        }
    }
}

/// SQLSTATE to class; <https://www.postgresql.org/docs/15/errcodes-appendix.html> is the list.
fn classify(pg: &PgDatabaseError, refusal: &dyn Fn() -> Refusal) -> Option<Class> {
    let code = pg.code();
    Some(match code {
        "23502" | "23503" | "23505" | "23514" | "23P01" => Class::Refused(refusal()),
        "40001" | "40P01" | "55P03" => Class::Conflict,
        // Too many connections, out of disk or memory, shut down, crashed, starting, cancelled or idle too long.
        "57014" | "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Class::Unavailable,
        _ => match code.get(..2)? {
            "08" | "53" => Class::Unavailable,
            "22" => Class::Value,
            _ => return None,
        },
    })
}

fn refusal(pg: &PgDatabaseError) -> Refusal {
    let table = pg.table().unwrap_or_default().to_owned();
    let constraint = pg
        .constraint()
        .or_else(|| pg.column())
        .unwrap_or_default()
        .to_owned();
    let message = match explain(&constraint) {
        Some(Explanation::Text(text)) => fill(text, &key_values(pg.detail())),
        // PostgreSQL reports both directions under one code; only its sentence tells them apart.
        Some(Explanation::Reference { missing, .. }) if pg.message().starts_with("insert or update") => {
            missing.to_owned()
        }
        Some(Explanation::Reference { in_use, .. }) => in_use.to_owned(),
        None if pg.code() == "23502" => format!("A value for {} is missing.", constraint.replace('_', " ")),
        None => format!("The change breaks the rule {constraint}."),
    };
    Refusal {
        constraint,
        table,
        message,
    }
}

/// The values of `Key (name, type)=(a, b) ...`, the form in which PostgreSQL names a duplicate in every language.
fn key_values(detail: Option<&str>) -> Vec<&str> {
    let Some((_, rest)) = detail.unwrap_or_default().split_once(")=(") else {
        return Vec::new();
    };
    rest.split_once(") ")
        .map(|(values, _)| values.split(", ").collect())
        .unwrap_or_default()
}

/// Puts the values into the sentence; without values the places are left out.
fn fill(text: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (place, after) = after.split_once('}').unwrap_or((after, ""));
        match place.parse::<usize>().ok().and_then(|index| values.get(index)) {
            Some(value) if out.is_empty() => out.push_str(&capitalised(value)),
            Some(value) => out.push_str(value),
            None => {
                out.truncate(out.trim_end().len());
            }
        }
        rest = after;
    }
    out.push_str(rest);
    capitalised(out.trim_start())
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_values_are_taken_from_the_detail() {
        assert_eq!(
            key_values(Some("Key (name, location_type)=(ut, building) already exists.")),
            ["ut", "building"]
        );
        assert_eq!(
            key_values(Some("Schlüssel (name)=(ut) existiert bereits.")),
            ["ut"]
        );
        assert!(key_values(Some("Failing row contains (1, 2).")).is_empty());
        assert!(key_values(None).is_empty());
    }

    #[test]
    fn sentences_are_filled_or_shortened() {
        assert_eq!(
            fill("{1} {0} already exists.", &["ut", "building"]),
            "Building ut already exists."
        );
        assert_eq!(fill("Vendor {0} already exists.", &[]), "Vendor already exists.");
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let error = DbError::NotFound {
            kind: "Vendor",
            name: "helwett".into(),
            nearest: Some("hewlett".into()),
        };
        assert_eq!(
            error.to_string(),
            "Vendor helwett not found. Did you mean hewlett?"
        );
        assert_eq!(
            DbError::not_found("Cluster", "foo").to_string(),
            "Cluster foo not found."
        );
    }
}
