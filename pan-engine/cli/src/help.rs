//! The help text, made of the table of options.

use crate::options::OPTIONS;

/// Column of the descriptions.
const INDENT: usize = 30;

/// The help text.
pub fn text() -> String {
    let mut out = String::from(
        "panc [options] [template files...]\n\nCompiles object templates and everything they include.\n\n",
    );
    for option in OPTIONS {
        let mut left = match option.short {
            Some(short) => format!("  -{short}, --{}", option.name),
            None => format!("      --{}", option.name),
        };
        if let Some(value) = option.value {
            left.push(' ');
            left.push_str(value);
        }
        out.push_str(&format!("{left:<INDENT$}  {}\n", option.help));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_has_a_line() {
        let text = text();
        for option in OPTIONS {
            assert!(text.contains(&format!("--{}", option.name)));
        }
        assert!(text.lines().all(|line| line.len() <= 100), "{text}");
    }
}
