//! Symbolic links that may come in: those that stay inside the tree, for the broker and for whoever checks it out.

use crate::tree::follow;

/// What is wrong with a link in `directory`, if anything. `..` may only stand at the beginning: behind the name of
/// another link a file system takes it to lead elsewhere than the path says.
pub(super) fn fault(directory: &[&str], target: &str) -> Option<&'static str> {
    if target.contains('\0') || target.is_empty() {
        return Some("that is no path");
    }
    if target.starts_with('/') {
        return Some("it must not be absolute; write it relative to the directory that it is in");
    }
    if follow(directory, target, &[]).is_none() {
        return Some("that is outside of the tree");
    }
    let behind = target
        .split('/')
        .skip_while(|segment| matches!(*segment, ".." | "." | ""))
        .any(|segment| segment == "..");
    behind.then_some("'..' is allowed at the beginning only; write it without the detour")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside() {
        for target in ["b", "../b", "../../top", "./b/c", "b//c"] {
            assert_eq!(fault(&["x", "y"], target), None, "{target}");
        }
        for target in [
            "/etc/passwd",
            "../../../b",
            "b/../../../../c",
            "b/../c",
            "",
            "../b/..",
        ] {
            assert!(fault(&["x", "y"], target).is_some(), "{target}");
        }
        assert!(fault(&[], "..").is_some());
    }
}
