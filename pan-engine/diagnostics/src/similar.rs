//! Names that somebody may have meant.

/// How alike two names must be, from 0 to 1, for one to be taken for a slip of the other.
const ALIKE: f64 = 0.8;

/// How many names a hint offers.
const OFFERED: usize = 3;

/// The known names that are similar to one that is not known, most similar first.
fn similar<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let lower = name.to_lowercase();
    let mut found: Vec<(f64, &str)> = known
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            // Either alone finds too much: a common beginning, or any short names.
            let likeness = strsim::jaro_winkler(&lower, &other)
                .min(strsim::normalized_damerau_levenshtein(&lower, &other) + 0.2);
            (likeness >= ALIKE).then_some((likeness, candidate))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found.truncate(OFFERED);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The known name most similar to one that is not known, if one is similar enough to be meant.
#[must_use]
pub fn closest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    similar(name, known).first().copied()
}

/// A hint that offers the known names similar to one that is not known; nothing if there are none.
#[must_use]
pub fn did_you_mean<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let found: Vec<String> = similar(name, known)
        .into_iter()
        .map(|candidate| format!("'{candidate}'"))
        .collect();
    match found.split_last() {
        None => None,
        Some((only, [])) => Some(format!("did you mean {only}?")),
        Some((last, others)) => Some(format!("did you mean {} or {last}?", others.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        for (name, meant) in [
            ("hostnam", "hostname"),
            ("duoble_of", "double_of"),
            ("szie", "size"),
            ("PORT", "PORTS"),
            ("hostname", "HOSTNAME"),
            ("site/confg", "site/config"),
        ] {
            assert_eq!(closest(name, ["else", meant, "another"]), Some(meant), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for (name, other) in [
            ("a", "b"),
            ("name", "size"),
            ("interfaces", "interrupt_handler"),
            ("same", "same"),
        ] {
            assert_eq!(closest(name, [other]), None, "{name}");
        }
    }

    #[test]
    fn several_are_offered_in_order() {
        let known = ["port4", "ports", "portal_url", "port"];
        assert_eq!(
            did_you_mean("port1", known).as_deref(),
            Some("did you mean 'port', 'port4' or 'ports'?")
        );
        assert_eq!(did_you_mean("x", known), None);
    }
}
