//! Keys of signatures. They are never printed: the type has no text form.

use std::fs;
use std::path::Path;

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// The key that an endpoint shares with the broker.
#[derive(Clone)]
pub(super) struct Secret(Hmac<Sha256>);

impl Secret {
    /// Reads the key from a file; blanks and newlines around it are no part of it.
    pub(super) fn read(path: &Path) -> Result<Secret, String> {
        let text = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let key = text.trim_ascii();
        if key.is_empty() {
            return Err(format!("{}: there is no key in the file", path.display()));
        }
        Hmac::new_from_slice(key)
            .map(Secret)
            .map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Value of the signature header for a body.
    pub(super) fn sign(&self, body: &[u8]) -> String {
        let mut mac = self.0.clone();
        mac.update(body);
        format!("sha256={:x}", mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_rfc_4231_says() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        fs::write(&file, "Jefe\n").unwrap();
        assert_eq!(
            Secret::read(&file).unwrap().sign(b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        fs::write(&file, " \n").unwrap();
        assert!(Secret::read(&file).is_err());
    }
}
