//! "Did you mean": names close to a misspelt one.

/// The candidates nearest to `name`, best first, at most three. Near are those with the fewest edits, if that is at
/// most one edit for every three letters (a transposition counts as one), and those that `name` is the beginning of.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .collect();
    scored.sort_unstable();
    let limit = name.chars().count().div_ceil(3);
    let fewest = scored
        .first()
        .map(|(distance, _)| *distance)
        .filter(|distance| *distance <= limit);
    scored
        .into_iter()
        .filter(|(distance, candidate)| {
            Some(*distance) == fewest || (name.len() >= 3 && candidate.starts_with(name))
        })
        .map(|(_, candidate)| candidate)
        .take(3)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn best_first_and_nothing_far() {
        let names = ["building", "hub", "city", "buildings"];
        assert_eq!(nearest("bulding", names), ["building"]);
        assert_eq!(nearest("buil", names), ["building", "buildings"]);
        assert!(nearest("zzzz", names).is_empty());
    }
}
