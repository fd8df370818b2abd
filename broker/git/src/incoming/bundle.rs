//! `git bundle`: a pack with a header that says which refs it holds and which commits it builds on.

use super::Incoming;
use super::error::ReceiveError;
use super::limits::Limits;
use crate::error::GitError;
use crate::id::CommitId;
use crate::protocol::RefName;
use crate::repo::Repo;

/// Longest header that is read: thousands of prerequisites fit.
const LONGEST_HEADER: usize = 1 << 20;

/// The header of a bundle (versions 2 and 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleHeader {
    /// Commits that its pack builds on.
    pub prerequisites: Vec<CommitId>,
    /// The refs in it.
    pub refs: Vec<(RefName, CommitId)>,
    /// Where the pack begins, in bytes.
    pub length: usize,
}

impl BundleHeader {
    /// Reads the header at the beginning of a bundle.
    ///
    /// # Errors
    /// [`ReceiveError::Bundle`] says what is wrong.
    pub fn parse(bundle: &[u8]) -> Result<Self, ReceiveError> {
        let wrong = |reason: &str| ReceiveError::Bundle(reason.to_owned());
        let mut lines = Lines {
            rest: bundle.get(..bundle.len().min(LONGEST_HEADER)).unwrap_or(bundle),
            read: 0,
        };
        let version = match lines.next()? {
            "# v2 git bundle" => 2,
            "# v3 git bundle" => 3,
            _ => return Err(wrong("it does not begin as one of version 2 or 3")),
        };
        let mut header = Self {
            prerequisites: Vec::new(),
            refs: Vec::new(),
            length: 0,
        };
        loop {
            let line = lines.next()?;
            if line.is_empty() {
                break;
            }
            if let Some(capability) = line.strip_prefix('@') {
                if version < 3 || capability != "object-format=sha1" {
                    return Err(ReceiveError::Bundle(format!(
                        "it needs {:?}, which is not supported",
                        capability.chars().take(80).collect::<String>()
                    )));
                }
            } else if let Some(commit) = line.strip_prefix('-') {
                // Its subject may follow.
                let id = commit.split(' ').next().unwrap_or_default();
                header.prerequisites.push(
                    id.parse()
                        .map_err(|_| wrong("a prerequisite is not a commit id"))?,
                );
            } else {
                let (id, name) = line.split_once(' ').ok_or_else(|| wrong("a ref has no name"))?;
                let id = id.parse().map_err(|_| wrong("a ref is not at a commit id"))?;
                header
                    .refs
                    .push((name.parse().map_err(|_| wrong("a ref has no proper name"))?, id));
            }
        }
        header.length = lines.read;
        Ok(header)
    }

    /// The commit that the bundle is about: that of the only ref, or of all if they are the same.
    ///
    /// # Errors
    /// [`ReceiveError::Bundle`] if there is none, or several.
    pub fn tip(&self) -> Result<CommitId, ReceiveError> {
        let mut commits = self.refs.iter().map(|(_, commit)| *commit);
        let first = commits
            .next()
            .ok_or_else(|| ReceiveError::Bundle("it holds no ref".into()))?;
        match commits.all(|commit| commit == first) {
            true => Ok(first),
            false => Err(ReceiveError::Bundle(
                "it holds refs at several commits; make one of a single branch".into(),
            )),
        }
    }
}

struct Lines<'a> {
    rest: &'a [u8],
    read: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, ReceiveError> {
        let wrong = |reason: &str| ReceiveError::Bundle(reason.to_owned());
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let end = end.ok_or_else(|| wrong("its header has no end"))?;
        let (line, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest.get(1..).unwrap_or_default();
        self.read += end + 1;
        std::str::from_utf8(line).map_err(|_| wrong("its header is not text"))
    }
}

impl Repo {
    /// Takes in a bundle: what it builds on must be here, and its pack goes the way of all packs ([`Repo::receive`]).
    /// Gives its commit.
    ///
    /// # Errors
    /// [`ReceiveError::Bundle`], [`ReceiveError::Prerequisite`], and those of [`super::Receiver`].
    pub async fn receive_bundle(
        &self,
        bundle: &[u8],
        limits: Limits,
    ) -> Result<(CommitId, Incoming), ReceiveError> {
        let header = BundleHeader::parse(bundle)?;
        let commit = header.tip()?;
        for id in header.prerequisites {
            match self.commit(id) {
                Err(GitError::CommitNotFound(id)) => return Err(ReceiveError::Prerequisite(id)),
                other => other?,
            };
        }
        let mut receiver = self.receive(limits).await?;
        for part in bundle.get(header.length..).unwrap_or_default().chunks(1 << 16) {
            receiver.write(part).await?;
        }
        Ok((commit, receiver.finish().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";
    const OTHER: &str = "89abcdef0123456789abcdef0123456789abcdef";

    fn refused(text: &str) -> String {
        BundleHeader::parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn both_versions() {
        let two = format!("# v2 git bundle\n-{OTHER} what was before\n{ID} refs/heads/mine\n\nPACK");
        let header = BundleHeader::parse(two.as_bytes()).unwrap();
        assert_eq!(header.prerequisites, [OTHER.parse().unwrap()]);
        assert_eq!(header.tip().unwrap(), ID.parse().unwrap());
        assert_eq!(&two[header.length..], "PACK");
        let three = format!("# v3 git bundle\n@object-format=sha1\n{ID} HEAD\n{ID} refs/heads/mine\n\n");
        let header = BundleHeader::parse(three.as_bytes()).unwrap();
        assert_eq!((header.refs.len(), header.length), (2, three.len()));
        assert_eq!(header.tip().unwrap(), ID.parse().unwrap());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, words) in [
            ("PACK".to_owned(), "no end"),
            ("# v1 git bundle\n\n".to_owned(), "version 2 or 3"),
            (
                "# v3 git bundle\n@filter=blob:none\n\n".to_owned(),
                "filter=blob:none",
            ),
            ("# v3 git bundle\n@object-format=sha256\n\n".to_owned(), "sha256"),
            (
                "# v2 git bundle\n@object-format=sha1\n\n".to_owned(),
                "not supported",
            ),
            (format!("# v2 git bundle\n{ID} refs/heads/mine\n"), "no end"),
            (format!("# v2 git bundle\n-{} x\n\n", &ID[..39]), "prerequisite"),
            (format!("# v2 git bundle\n{ID}\n\n"), "no name"),
            (format!("# v2 git bundle\n{ID} ../up\n\n"), "proper name"),
            ("# v2 git bundle\nzz refs/heads/a\n\n".to_owned(), "commit id"),
        ] {
            assert!(refused(&text).contains(words), "{text:?}: {}", refused(&text));
        }
        let none = BundleHeader::parse(b"# v2 git bundle\n\n").unwrap();
        assert!(none.tip().unwrap_err().to_string().contains("no ref"));
        let several = format!("# v2 git bundle\n{ID} refs/heads/a\n{OTHER} refs/heads/b\n\n");
        let several = BundleHeader::parse(several.as_bytes()).unwrap();
        assert!(several.tip().unwrap_err().to_string().contains("several"));
    }
}
