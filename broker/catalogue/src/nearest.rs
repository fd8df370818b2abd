//! "Did you mean": names close to a misspelt one.

/// The candidates nearest to `name`, best first, at most three. Close is: one edit for every three letters, a
/// transposition counting as one; or a candidate that `name` is the beginning of.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = name.chars().count().div_ceil(3);
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(name, candidate);
            let begins = name.len() >= 3 && candidate.starts_with(name);
            (distance <= limit || begins).then_some((distance, candidate))
        })
        .collect();
    scored.sort_unstable();
    scored.truncate(3);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn best_first_and_nothing_far() {
        let names = ["building", "hub", "city", "buildings"];
        assert_eq!(nearest("bulding", names), ["building", "buildings"]);
        assert_eq!(nearest("buil", names), ["building", "buildings"]);
        assert!(nearest("zzzz", names).is_empty());
    }
}
