//! The HTTP headers of Negotiate (RFC 4559): `Authorization` on a request, `WWW-Authenticate` on an answer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::accept_error::AcceptError;

/// Value of `WWW-Authenticate` that offers Negotiate.
pub const OFFER: &str = "Negotiate";

/// Header value that carries a token.
#[must_use]
pub fn header(token: &[u8]) -> String {
    format!("{OFFER} {}", STANDARD.encode(token))
}

/// The token in a header value; nothing when the header is of another scheme or only offers Negotiate.
///
/// # Errors
/// [`AcceptError::Malformed`] when what stands behind the scheme is not base64.
pub fn token(value: &str) -> Result<Option<Vec<u8>>, AcceptError> {
    let Some((scheme, text)) = value.trim().split_once(' ') else {
        return Ok(None);
    };
    if !scheme.eq_ignore_ascii_case(OFFER) {
        return Ok(None);
    }
    STANDARD
        .decode(text.trim())
        .map(Some)
        .map_err(|_| AcceptError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(token(&header(b"\x60\x82")).unwrap().unwrap(), b"\x60\x82");
        assert_eq!(token("negotiate  YII=").unwrap().unwrap(), b"\x60\x82");
    }

    #[test]
    fn other_schemes_and_offers_carry_nothing() {
        assert_eq!(token("Basic YWxpY2U6eA==").unwrap(), None);
        assert_eq!(token("Negotiate").unwrap(), None);
        assert_eq!(token("").unwrap(), None);
    }

    #[test]
    fn not_base64() {
        assert_eq!(token("Negotiate !!"), Err(AcceptError::Malformed));
    }
}
