use std::fmt::Write as _;

/// The absolute directory as the URI that dependency files hold: `file:/a/b/`, with everything that a URI cannot hold
/// percent-encoded in UTF-8. A slash is added at the end when missing.
#[must_use]
pub fn directory_uri(directory: &str) -> String {
    let mut out = String::with_capacity(directory.len() + 8);
    out.push_str("file:");
    for byte in directory.bytes() {
        if byte.is_ascii_alphanumeric() || b"_-!.~'()*,;:$&+=@/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    if !out.ends_with('/') {
        out.push('/');
    }
    out
}

/// The directory that `name` is relative to, when `file` is where it was found: the file's name without
/// `/name.suffix`. `None` if the file does not end so: the template is misplaced or misnamed.
#[must_use]
pub fn root_directory<'a>(file: &'a str, name: &str, suffix: &str) -> Option<&'a str> {
    file.strip_suffix(suffix)?.strip_suffix(name)?.strip_suffix('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris() {
        assert_eq!(directory_uri("/a/b"), "file:/a/b/");
        assert_eq!(directory_uri("/"), "file:/");
        assert_eq!(
            directory_uri("/a b/%#?[]^`{|}<>\"\\"),
            "file:/a%20b/%25%23%3F%5B%5D%5E%60%7B%7C%7D%3C%3E%22%5C/"
        );
        assert_eq!(directory_uri("/\u{e9}"), "file:/%C3%A9/");
        assert_eq!(directory_uri("/a~(b)!*',;:$&+=@"), "file:/a~(b)!*',;:$&+=@/");
    }

    #[test]
    fn roots() {
        assert_eq!(root_directory("/x/y/a/b.pan", "a/b", ".pan"), Some("/x/y"));
        assert_eq!(root_directory("/b.tpl", "b", ".tpl"), Some(""));
        assert_eq!(root_directory("/x/y.pan", "a/b", ".pan"), None);
        assert_eq!(root_directory("/x/f.txt", "f.txt", ""), Some("/x"));
    }
}
