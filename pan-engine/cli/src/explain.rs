//! What the codes of diagnostics mean.

use pan_diagnostics::{Code, closest, codes};

/// The explanation of a code, or with `list` one line for each code.
///
/// # Errors
/// There is no such code.
pub fn text(asked: &str) -> Result<String, String> {
    if asked.trim().eq_ignore_ascii_case("list") {
        let line = |code: Code| format!("{code}  {:<10}  {}\n", code.class().name(), code.summary());
        return Ok(codes::all().map(line).collect());
    }
    let Some(code) = Code::parse(asked) else {
        return Err(unknown(asked));
    };
    Ok(format!(
        "# {code}: {}\n\nPrinted as: {} error\n\n{}",
        code.summary(),
        code.class(),
        code.explanation()
    ))
}

fn unknown(asked: &str) -> String {
    let similar = similar(asked);
    let meant = match similar.is_empty() {
        true => String::new(),
        false => format!("; similar ones are: {}", similar.join(", ")),
    };
    format!("there is no code '{asked}'{meant} (--explain list shows all)")
}

/// Codes with a similar number, or with a summary that holds all the words.
fn similar(asked: &str) -> Vec<String> {
    let upper = asked.trim().to_uppercase();
    let spelled = match upper.parse::<u16>() {
        Ok(number) => format!("PAN{number:04}"),
        Err(_) => upper,
    };
    let names: Vec<String> = codes::all().map(|code| code.to_string()).collect();
    if spelled.starts_with("PAN") {
        return closest(&spelled, names.iter().map(String::as_str))
            .map(str::to_owned)
            .into_iter()
            .collect();
    }
    let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    codes::all()
        .filter(|code| {
            let summary = code.summary().to_lowercase();
            words.iter().all(|word| summary.contains(word.as_str()))
        })
        .filter(|_| !words.is_empty())
        .take(5)
        .map(|code| format!("{code} ({})", code.summary()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained() {
        let code = codes::evaluation::OPERANDS;
        let expected = text("PAN2004").unwrap();
        assert!(expected.starts_with(&format!(
            "# PAN2004: {}\n\nPrinted as: evaluation error\n\n",
            code.summary()
        )));
        assert!(expected.ends_with(code.explanation()));
        assert_eq!(text("2004").unwrap(), expected);
        assert_eq!(text("pan2004").unwrap(), expected);
    }

    #[test]
    fn all_codes_are_listed() {
        let list = text("list").unwrap();
        assert_eq!(list.lines().count(), codes::all().count());
        assert!(
            list.lines()
                .all(|line| line.starts_with("PAN") && line.len() <= 110),
            "{list}"
        );
    }

    #[test]
    fn similar_codes_are_named() {
        assert!(text("PAN9004").unwrap_err().contains("similar ones are: PAN"));
        assert!(text("2099").unwrap_err().contains("similar ones are: PAN20"));
        assert!(text("missing field").unwrap_err().contains("PAN3004"));
        assert_eq!(
            text("zzz").unwrap_err(),
            "there is no code 'zzz' (--explain list shows all)"
        );
        assert_eq!(
            text("").unwrap_err(),
            "there is no code '' (--explain list shows all)"
        );
    }
}
