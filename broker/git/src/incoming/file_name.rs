//! Names that files may not have. `git index-pack --strict` refuses most of these too, but cannot say where they are.

/// What is wrong with the name of a file or directory, if anything.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    if name.chars().any(char::is_control) {
        return Some("it has control characters");
    }
    match as_a_file_system_sees_it(name).as_str() {
        "" => Some("it is empty for some file systems"),
        ".git" | "git~1" => Some("it is the name of git's own directory, or the same on some file systems"),
        ".gitmodules" | "gitmod~1" => Some("it describes submodules, which are not supported"),
        _ => None,
    }
}

/// Case, trailing dots and spaces, streams and invisible characters do not tell files apart everywhere.
fn as_a_file_system_sees_it(name: &str) -> String {
    let visible = name.chars().filter(|c| !is_ignored(*c));
    let lower: String = visible.flat_map(char::to_lowercase).collect();
    let before = lower.split(':').next().unwrap_or_default();
    before.trim_end_matches(['.', ' ']).to_owned()
}

/// Characters that HFS+ leaves out when it compares names.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_by_any_other_name() {
        for name in [
            ".git",
            ".GIT",
            ".Git",
            ".git.",
            ".git . ",
            "git~1",
            "GIT~1",
            ".g\u{200c}it",
            ".git::$INDEX_ALLOCATION",
            "...",
            ".gitmodules",
            ".GitModules",
            "a\nb",
            "a\u{1b}b",
        ] {
            assert!(fault(name).is_some(), "{name:?}");
        }
    }

    #[test]
    fn ordinary_names() {
        for name in [
            "git",
            "hooks",
            ".gitignore",
            ".gitattributes",
            "final.pan",
            "a:b",
            "größe.txt",
            "-rf",
            "git~10",
        ] {
            assert_eq!(fault(name), None, "{name:?}");
        }
    }
}
