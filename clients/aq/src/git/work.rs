//! Work that is not published yet: the broker compiles hosts of a sandbox with the files as its author has them.

use std::path::Path;

use super::clone::Clone;
use super::{ask, git, run, said};
use crate::failure::Failure;

/// Sends the files of a clone as they are, as a commit that is on no branch.
pub fn send(clone: &Clone) -> Result<(), Failure> {
    let commit = snapshot(&clone.top, &clone.author)?;
    let refspec = format!("{commit}:refs/work/{}", clone.sandbox);
    let output = run(&mut git(
        &clone.top,
        &["push", "--quiet", "--force", "origin", &refspec],
    ))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::here(format!(
        "Your files could not be sent to the broker.\n{}",
        said(&output).message
    )))
}

/// The last commit when nothing differs from it, else a commit of the files with that one as its parent. Neither the branch
/// nor the index changes; files that Git ignores are left out.
fn snapshot(top: &Path, author: &str) -> Result<String, Failure> {
    let head = ask(top, &["rev-parse", "HEAD"])?;
    if ask(top, &["status", "--porcelain"])?.is_empty() {
        return Ok(head);
    }
    let directory =
        tempfile::tempdir().map_err(|error| Failure::here(format!("No temporary directory: {error}.")))?;
    let index = directory.path().join("index");
    let own = ask(top, &["rev-parse", "--git-path", "index"])?;
    // With a copy Git need not read all files again; without one it does.
    let _ = std::fs::copy(top.join(own), &index);
    let with_index = |arguments: &[&str]| -> Result<String, Failure> {
        let output = run(git(top, arguments)
            .env("GIT_INDEX_FILE", &index)
            .env("GIT_AUTHOR_NAME", author)
            .env("GIT_AUTHOR_EMAIL", author)
            .env("GIT_COMMITTER_NAME", author)
            .env("GIT_COMMITTER_EMAIL", author))?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned()),
            false => Err(said(&output)),
        }
    };
    with_index(&["add", "--all"])?;
    let tree = with_index(&["write-tree"])?;
    // The trailer tells the broker that this is no commit of the user's.
    let base = format!("Aquilon-Work-On: {head}");
    with_index(&[
        "commit-tree",
        &tree,
        "-p",
        &head,
        "-m",
        "Work in progress",
        "-m",
        &base,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_has_all_files_and_leaves_the_clone_alone() {
        let directory = tempfile::tempdir().expect("a directory");
        let top = directory.path();
        for arguments in [
            vec!["init", "--quiet"],
            vec!["config", "user.name", "Jane"],
            vec!["config", "user.email", "jane@example.org"],
        ] {
            ask(top, &arguments).expect("git");
        }
        std::fs::write(top.join("one.pan"), "template one;\n").expect("a file");
        std::fs::write(top.join(".gitignore"), "*.o\n").expect("a file");
        ask(top, &["add", "--all"]).expect("git");
        ask(top, &["commit", "--quiet", "-m", "One"]).expect("git");
        let head = ask(top, &["rev-parse", "HEAD"]).expect("git");
        assert_eq!(snapshot(top, "jane"), Ok(head.clone()));

        std::fs::write(top.join("two.pan"), "template two;\n").expect("a file");
        std::fs::write(top.join("junk.o"), "").expect("a file");
        std::fs::remove_file(top.join("one.pan")).expect("removed");
        let before = ask(top, &["status", "--porcelain"]).expect("git");
        let made = snapshot(top, "jane").expect("a commit");
        assert_eq!(
            ask(top, &["ls-tree", "-r", "--name-only", &made]).expect("git"),
            ".gitignore\ntwo.pan"
        );
        assert_eq!(ask(top, &["rev-parse", &format!("{made}^")]).expect("git"), head);
        assert_eq!(ask(top, &["status", "--porcelain"]).expect("git"), before);
        assert_eq!(ask(top, &["rev-parse", "HEAD"]).expect("git"), head);
    }
}
