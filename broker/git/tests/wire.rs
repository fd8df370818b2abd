//! Whatever bytes come in from outside: no panic, and the same in one piece as in many.

#![expect(clippy::unwrap_used, reason = "a failed test ends with a panic")]

use aq_git::BundleHeader;
use aq_git::protocol::{self, FLUSH, Packet, PushReader};
use proptest::prelude::*;

/// Bytes that are something like a push or a bundle.
fn almost() -> impl Strategy<Value = Vec<u8>> {
    let id = prop_oneof![Just("0".repeat(40)), Just("a1".repeat(20)), "[0-9a-f]{0,41}"];
    let line = (
        id.clone(),
        id,
        "(refs/heads/)?[a-z/.-]{0,9}",
        "(\0[a-z -]{0,20})?",
    )
        .prop_map(|(old, new, name, rest)| format!("{old} {new} {name}{rest}").into_bytes());
    let packet = line.prop_map(|line| {
        let mut bytes = Vec::new();
        protocol::encode(&line, &mut bytes);
        bytes
    });
    let text = prop_oneof![
        Just(b"# v2 git bundle\n".to_vec()),
        Just(b"# v3 git bundle\n@object-format=sha1\n".to_vec()),
        Just(format!("-{} what\n", "a1".repeat(20)).into_bytes()),
        Just(format!("{} refs/heads/x\n", "a1".repeat(20)).into_bytes()),
        Just(b"\nPACK".to_vec()),
    ];
    let piece = prop_oneof![
        4 => packet,
        3 => text,
        1 => Just(FLUSH.to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_push_is_the_same_in_pieces(bytes in almost(), size in 1_usize..50) {
        let whole = PushReader::default().feed(&bytes);
        let mut reader = PushReader::default();
        let mut outcome = Ok(None);
        let mut fed = 0;
        for piece in bytes.chunks(size) {
            fed += piece.len();
            outcome = reader.feed(piece);
            if outcome != Ok(None) {
                break;
            }
        }
        match (whole, outcome) {
            (Ok(Some((request, rest))), Ok(Some((same, mut behind)))) => {
                behind.extend_from_slice(&bytes[fed..]);
                prop_assert_eq!((request, rest), (same, behind));
            }
            (whole, outcome) => prop_assert_eq!(whole, outcome),
        }
    }

    #[test]
    fn packets_cover_what_they_are_made_of(bytes in almost()) {
        if let Ok(Some((packet, length))) = protocol::next(&bytes) {
            prop_assert!(length >= 4 && length <= bytes.len());
            if let Packet::Data(data) = packet {
                prop_assert_eq!(data, &bytes[4..length]);
            }
        }
    }

    #[test]
    fn headers_of_bundles_end_inside(bytes in almost()) {
        if let Ok(header) = BundleHeader::parse(&bytes) {
            prop_assert!(header.length <= bytes.len());
            prop_assert!(bytes[..header.length].ends_with(b"\n"));
            let again = BundleHeader::parse(&bytes[..header.length]).unwrap();
            prop_assert_eq!(again, header);
        }
    }
}
