//! The nearest existing name, for "not found" messages.
//!
//! PostgreSQL narrows a table down to some candidates (`order by name <-> $1 limit 16`, trigram distance, with an index
//! where the table grows with the site); here the one that may have been meant is chosen, or none.

use crate::DbError;

/// The candidate most like `name`, unless none is like it enough to be meant. Equal candidates: the first in order.
///
/// Damerau–Levenshtein is what typing errors are made of (a letter too many, too few, wrong or swapped); up to a third
/// of the letters may differ, but at least one and at most three. Wrong case is no difference: `example.com` may well be
/// meant for the realm `EXAMPLE.COM`.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let allowed = (name.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The 404 of an object, with the nearest of the candidates.
pub fn not_found(kind: &'static str, name: &str, candidates: &[String]) -> DbError {
    let nearest =
        nearest(&name.trim().to_lowercase(), candidates.iter().map(String::as_str)).map(str::to_owned);
    DbError::NotFound {
        kind,
        name: name.to_owned(),
        nearest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_recognised() {
        let names = ["building1", "vendor", "hewlett", "dell"];
        assert_eq!(nearest("helwett", names), Some("hewlett"));
        assert_eq!(nearest("del", names), Some("dell"));
        assert_eq!(nearest("something", names), None);
        assert_eq!(
            nearest("example.com", ["EXAMPLE.COM", "example.com"]),
            Some("EXAMPLE.COM")
        );
    }
}
