use crate::table::Program;

/// Column of the descriptions.
const INDENT: usize = 32;

/// The help text.
#[must_use]
pub fn help(program: &Program) -> String {
    let mut out = format!(
        "{} {}\n\n{}\n\n",
        program.name, program.usage, program.description
    );
    for option in program.options {
        let short = option
            .short
            .map_or_else(|| "    ".to_owned(), |letter| format!("-{letter}, "));
        let left = format!("  {short}{}", option.shown());
        if left.len() > INDENT {
            out.push_str(&format!("{left}\n{:INDENT$}  {}\n", "", option.help));
        } else {
            out.push_str(&format!("{left:<INDENT$}  {}\n", option.help));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{flag, valued};

    #[test]
    fn lines() {
        const PROGRAM: Program = Program {
            name: "p",
            summary: "s",
            usage: "[files]",
            description: "Does.",
            options: &[
                flag("verbose", "talk").short('v'),
                valued("a-very-long-name-indeed", "SOMETHING", "long"),
                valued("timings", "FILE", "time").or_none(),
            ],
            sections: &[],
        };
        let expected = "p [files]\n\nDoes.\n
  -v, --verbose                   talk
      --a-very-long-name-indeed SOMETHING
                                  long
      --timings[=FILE]            time
";
        assert_eq!(help(&PROGRAM), expected);
    }
}
