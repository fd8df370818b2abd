use crate::table::Program;

/// The manual page in the `man` macros, for section 1.
#[must_use]
pub fn manual(program: &Program, version: &str) -> String {
    let name = program.name;
    let mut out = format!(
        ".TH {} 1 \"\" \"{name} {version}\"\n.SH NAME\n{name} \\- {}\n.SH SYNOPSIS\n.B {name}\n{}\n.SH DESCRIPTION\n{}\n.SH OPTIONS\n",
        name.to_uppercase(),
        escape(program.summary),
        escape(program.usage),
        escape(program.description),
    );
    for option in program.options {
        let long = option.shown();
        let (bare, value) = long.split_at(option.name.len() + 2);
        let short = option
            .short
            .map(|letter| format!("\\fB\\-{letter}\\fR, "))
            .unwrap_or_default();
        let value = if value.is_empty() {
            String::new()
        } else {
            format!("\\fI{}\\fR", escape(value))
        };
        out.push_str(&format!(
            ".TP\n{short}\\fB{}\\fR{value}\n{}\n",
            escape(bare),
            escape(option.help)
        ));
    }
    for (heading, text) in program.sections {
        out.push_str(&format!(".SH {}\n{}\n", escape(heading), paragraphs(text)));
    }
    out
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n").map(escape).collect::<Vec<_>>().join("\n.PP\n")
}

/// Text in which nothing is a request or an escape.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if line.starts_with(['.', '\'']) {
            out.push_str("\\&");
        }
        for c in line.chars() {
            match c {
                '\\' => out.push_str("\\e"),
                '-' => out.push_str("\\-"),
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::valued;

    #[test]
    fn page() {
        const PROGRAM: Program = Program {
            name: "p",
            summary: "does a thing",
            usage: "[options]",
            description: ".x\\y",
            options: &[valued("to-do", "X", "what").short('t')],
            sections: &[("EXIT STATUS", "0\n\n'1")],
        };
        let page = manual(&PROGRAM, "1.2");
        assert_eq!(
            page,
            ".TH P 1 \"\" \"p 1.2\"\n.SH NAME\np \\- does a thing\n.SH SYNOPSIS\n.B p\n[options]\n.SH DESCRIPTION\n\
             \\&.x\\ey\n.SH OPTIONS\n.TP\n\\fB\\-t\\fR, \\fB\\-\\-to\\-do\\fR\\fI X\\fR\nwhat\n.SH EXIT STATUS\n0\n.PP\n\\&'1\n"
        );
    }
}
