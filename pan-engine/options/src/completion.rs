//! Completion scripts for shells.

use std::fmt::Write as _;

use crate::table::{Opt, Program, Proposals};

/// The shells there are scripts for.
pub const SHELLS: &[&str] = &["bash", "zsh", "fish"];

/// The script for a shell; `None` for a shell that is not known.
#[must_use]
pub fn script(program: &Program, shell: &str) -> Option<String> {
    match shell {
        "bash" => Some(bash(program)),
        "zsh" => Some(zsh(program)),
        "fish" => Some(fish(program)),
        _ => None,
    }
}

/// Templates: what the arguments that are no options name.
const SUFFIXES: [&str; 2] = ["pan", "tpl"];

fn function_name(program: &Program) -> String {
    format!("_{}", program.name.replace('-', "_"))
}

/// Both `--name` and `-n`, where there is a letter.
fn names(option: &Opt, separator: &str) -> String {
    let long = format!("--{}", option.name);
    option
        .short
        .map_or_else(|| long.clone(), |letter| format!("{long}{separator}-{letter}"))
}

fn bash(program: &Program) -> String {
    let function = function_name(program);
    let mut cases = String::new();
    for option in program.options.iter().filter(|option| option.needs_value()) {
        let Some(value) = option.value else { continue };
        let proposals = match value.proposals {
            Proposals::None => "COMPREPLY=()".to_owned(),
            Proposals::Files => "COMPREPLY=($(compgen -f -- \"$cur\"))".to_owned(),
            Proposals::Directories => "COMPREPLY=($(compgen -d -- \"$cur\"))".to_owned(),
            Proposals::Words(words) => format!(
                "local done=\"${{cur%\"${{cur##*,}}\"}}\"; COMPREPLY=($(compgen -P \"$done\" -W '{}' -- \"${{cur##*,}}\"))",
                words.join(" ")
            ),
        };
        let _ = writeln!(cases, "        --{}) {proposals}; return ;;", option.name);
    }
    let all: Vec<String> = program.options.iter().map(|option| names(option, " ")).collect();
    format!(
        "{function}() {{
    local cur=\"${{COMP_WORDS[COMP_CWORD]}}\" prev=\"${{COMP_WORDS[COMP_CWORD-1]}}\"
    case \"$prev\" in
{cases}    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W '{}' -- \"$cur\"))
    else
        COMPREPLY=($(compgen -d -S / -- \"$cur\") $(compgen -f -X '!*.@({})' -- \"$cur\"))
    fi
}}
shopt -s extglob
complete -o nospace -o filenames -F {function} {}
",
        all.join(" "),
        SUFFIXES.join("|"),
        program.name
    )
}

fn zsh(program: &Program) -> String {
    let function = function_name(program);
    let mut out = format!(
        "#compdef {}\n\n{function}() {{\n    _arguments -s -S \\\n",
        program.name
    );
    for option in program.options {
        let help = option
            .help
            .replace('\'', "'\\''")
            .replace('[', "\\[")
            .replace(']', "\\]")
            .replace(':', "\\:");
        let value = option.value.map_or_else(String::new, |value| {
            let action = match value.proposals {
                Proposals::None => " ".to_owned(),
                Proposals::Files => "_files".to_owned(),
                Proposals::Directories => "_files -/".to_owned(),
                Proposals::Words(words) => format!("_values -s , {} {}", value.name, words.join(" ")),
            };
            format!(":{}:{action}", value.name)
        });
        let sign = match option.value {
            Some(value) if value.optional => "=-",
            Some(_) => "=",
            None => "",
        };
        let _ = writeln!(out, "        '*--{}{sign}[{help}]{value}' \\", option.name);
        if let Some(letter) = option.short {
            let _ = writeln!(out, "        '*-{letter}[{help}]' \\");
        }
    }
    let _ = writeln!(
        out,
        "        '*:template:_files -g \"*.({})\"'\n}}\n",
        SUFFIXES.join("|")
    );
    // The file may be autoloaded by its name, or read.
    let _ = writeln!(
        out,
        "if [ \"$funcstack[1]\" = \"{function}\" ]; then\n    {function} \"$@\"\nelse\n    compdef {function} {}\nfi",
        program.name
    );
    out
}

fn fish(program: &Program) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let mut out = format!("complete -c {} -f\n", program.name);
    for option in program.options {
        let _ = write!(out, "complete -c {} -l {}", program.name, option.name);
        if let Some(letter) = option.short {
            let _ = write!(out, " -s {letter}");
        }
        if let Some(value) = option.value {
            let proposals = match value.proposals {
                Proposals::None => " -x".to_owned(),
                Proposals::Files => " -r -F".to_owned(),
                Proposals::Directories => " -x -a '(__fish_complete_directories)'".to_owned(),
                Proposals::Words(words) => format!(" -x -a '{}'", words.join(" ")),
            };
            if !value.optional {
                out.push_str(&proposals);
            }
        }
        let _ = writeln!(out, " -d '{}'", quoted(option.help));
    }
    for suffix in SUFFIXES {
        let _ = writeln!(
            out,
            "complete -c {} -a '(__fish_complete_suffix .{suffix})'",
            program.name
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{choice, directory, flag, valued};

    const PROGRAM: Program = Program {
        name: "pan-x",
        summary: "",
        usage: "",
        description: "",
        options: &[
            flag("verbose", "it's [loud]: yes").short('v'),
            directory("output-dir", "DIR", "where"),
            choice("formats", "LIST", &["pan", "dep"], "which"),
            valued("count", "N", "how many"),
            valued("timings", "FILE", "time").or_none(),
        ],
        sections: &[],
    };

    #[test]
    fn every_shell_knows_every_option() {
        for shell in SHELLS {
            let script = script(&PROGRAM, shell).unwrap();
            for option in PROGRAM.options {
                assert!(script.contains(option.name), "{shell} {}", option.name);
            }
            assert!(script.contains("pan dep"), "{script}");
        }
        assert_eq!(script(&PROGRAM, "csh"), None);
    }

    #[test]
    fn bash_proposes() {
        let propose = |line: &[&str]| {
            let words: Vec<String> = line.iter().map(|word| format!("'{word}'")).collect();
            let program = format!(
                "{}\nCOMP_WORDS=(pan-x {}); COMP_CWORD={}; _pan_x; echo \"${{COMPREPLY[*]}}\"",
                bash(&PROGRAM),
                words.join(" "),
                line.len()
            );
            let output = std::process::Command::new("bash")
                .args(["-c", &program])
                .output()
                .unwrap();
            assert!(
                output.stderr.is_empty(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        assert_eq!(propose(&["--ver"]), "--verbose");
        assert_eq!(propose(&["--formats", "p"]), "pan");
        assert_eq!(propose(&["--formats", "pan,d"]), "pan,dep");
        assert_eq!(propose(&["--output-dir", "/us"]), "/usr");
        assert_eq!(propose(&["--count", ""]), "");
    }
}
