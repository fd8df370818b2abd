//! What the broker answered.

use std::io::Read;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// As whom a request was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// As nobody.
    Anonymous,
    /// Over the unix socket: as the user of this process, as the kernel told the broker.
    Local,
    /// With Kerberos, both sides proved.
    Kerberos {
        /// Whose ticket was used, `user@REALM`.
        principal: String,
    },
}

/// An answer of the broker, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The status in words, `Not Found`.
    pub reason: String,
    /// Media type, if the broker gave one.
    pub content_type: Option<String>,
    /// The body, decompressed.
    pub body: Bytes,
    /// What the user can do about a refusal, from what this side knows: why there was no ticket to send along.
    pub advice: Option<String>,
    /// As whom the request was made.
    pub identity: Identity,
    /// The broker's clock when it answered, to the second.
    pub date: Option<OffsetDateTime>,
}

impl Response {
    /// Body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// True for 200 to 299 (207 is "partly done").
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// An error answer as `aq` prints it: `<reason>: <body>`, and the advice on a line of its own.
    #[must_use]
    pub fn failure(&self) -> String {
        let mut text = format!("{}: {}", self.reason, self.text().trim_end());
        if let Some(advice) = &self.advice {
            text.push('\n');
            text.push_str(advice);
        }
        text
    }
}

/// Undoes the compression that the headers name; none other than gzip was offered.
pub(crate) fn decoded(headers: &HeaderMap, body: Bytes) -> std::io::Result<Bytes> {
    if !headers
        .get(CONTENT_ENCODING)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"gzip"))
    {
        return Ok(body);
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(body.as_ref()).read_to_end(&mut plain)?;
    Ok(plain.into())
}

pub(crate) fn content_type(headers: &HeaderMap) -> Option<String> {
    headers.get(CONTENT_TYPE)?.to_str().ok().map(str::to_owned)
}

/// The `Date` header; its form is the one of mail but for the zone, which is always called GMT.
pub(crate) fn date(headers: &HeaderMap) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(headers.get(DATE)?.to_str().ok()?, &Rfc2822).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::HeaderValue;
    use time::macros::datetime;

    use super::*;

    fn headers(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn dates() {
        let given = date(&headers(DATE, "Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(given, Some(datetime!(1994-11-06 08:49:37 UTC)));
        assert_eq!(date(&headers(DATE, "yesterday")), None);
    }

    #[test]
    fn gzip_and_plain() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(b"hello").unwrap();
        let packed = Bytes::from(encoder.finish().unwrap());
        let gzip = headers(CONTENT_ENCODING, "gzip");
        assert_eq!(decoded(&gzip, packed.clone()).unwrap(), "hello");
        assert_eq!(decoded(&HeaderMap::new(), packed.clone()).unwrap(), packed);
        assert!(
            decoded(&gzip, packed.slice(..packed.len() - 4)).is_err(),
            "cut short"
        );
    }

    #[test]
    fn failures_carry_the_advice() {
        let mut response = Response {
            status: 401,
            reason: "Unauthorized".to_owned(),
            content_type: None,
            body: Bytes::from_static(b"Without authentication you may read.\n"),
            advice: None,
            identity: Identity::Anonymous,
            date: None,
        };
        assert_eq!(
            response.failure(),
            "Unauthorized: Without authentication you may read."
        );
        response.advice = Some("Run kinit.".to_owned());
        assert_eq!(
            response.failure(),
            "Unauthorized: Without authentication you may read.\nRun kinit."
        );
    }
}
