//! What a Kerberos token says in the clear: for which service its ticket is and with which key it is locked.
//!
//! The library says only that it could not read a ticket; the label says why, by comparison with the key tab. Nothing
//! here decides on admission.

use crate::der::{Der, unsigned};

const OID_SPNEGO: &[u8] = &[0x2b, 6, 1, 5, 5, 2];
const OID_KRB5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 1, 2, 2];
/// The two bytes before an AP-REQ in a GSSAPI token (RFC 4121).
const AP_REQ: &[u8] = &[1, 0];

/// The unencrypted part of the ticket in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketLabel {
    /// Service as the ticket names it, without realm: `HTTP/localhost`.
    pub service: String,
    /// Realm of the service.
    pub realm: String,
    /// Version of the key that the ticket is encrypted with, where stated.
    pub key_version: Option<u32>,
}

impl TicketLabel {
    /// Reads the label of the first token of a client, SPNEGO or plain Kerberos; nothing when the token is of
    /// another kind or malformed.
    #[must_use]
    pub fn of(token: &[u8]) -> Option<Self> {
        let mut outer = Der::new(Der::new(token).expect(0x60)?);
        match outer.expect(0x06)? {
            OID_KRB5 => Self::of_ap_req(outer.rest()),
            OID_SPNEGO => {
                // NegTokenInit: [0] mechTypes, [1] flags, [2] mechToken.
                let mut init = Der::new(Der::new(outer.expect(0xa0)?).expect(0x30)?);
                let mut inner = Der::new(Der::new(init.find(0xa2)?.expect(0x04)?).expect(0x60)?);
                (inner.expect(0x06)? == OID_KRB5).then_some(())?;
                Self::of_ap_req(inner.rest())
            }
            _ => None,
        }
    }

    fn of_ap_req(token: &[u8]) -> Option<Self> {
        let mut request = Der::new(Der::new(token.strip_prefix(AP_REQ)?).expect(0x6e)?);
        let ticket = Der::new(request.expect(0x30)?).find(0xa3)?.expect(0x61)?;
        let mut ticket = Der::new(Der::new(ticket).expect(0x30)?);
        let realm = text(ticket.find(0xa1)?.expect(0x1b)?);
        let mut name = Der::new(ticket.find(0xa2)?.expect(0x30)?);
        let mut parts = Der::new(name.find(0xa1)?.expect(0x30)?);
        let mut service = Vec::new();
        while let Some(part) = parts.expect(0x1b) {
            service.push(text(part));
        }
        let mut encrypted = Der::new(ticket.find(0xa3)?.expect(0x30)?);
        let key_version = encrypted
            .find(0xa1)
            .and_then(|mut version| unsigned(version.expect(0x02)?));
        Some(Self {
            service: service.join("/"),
            realm,
            key_version,
        })
    }
}

/// Text from the wire for messages: nothing but printable ASCII, at most 128 characters.
fn text(bytes: &[u8]) -> String {
    bytes
        .iter()
        .take(128)
        .map(|&byte| {
            if byte.is_ascii_graphic() {
                char::from(byte)
            } else {
                '?'
            }
        })
        .collect()
}
