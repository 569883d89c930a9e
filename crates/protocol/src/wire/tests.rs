//! Frames survive a round trip, and no bytes break the decoder.

use proptest::prelude::*;

use super::*;
use crate::DocumentId;

#[test]
fn frames_survive_a_round_trip() {
    let document = DocumentId::from_bytes([3; 16]);
    let sent = sync("alice", "server", document, &[1, 2, 3]);
    let expected = Frame::Sync {
        sender: "alice".into(),
        document: Some(document),
        document_text: document.to_string(),
        data: vec![1, 2, 3],
    };
    assert_eq!(decode(&sent), Ok(expected));
    let presence = ephemeral("alice", "server", document, "tab", 7, &[9]);
    assert!(matches!(decode(&presence), Ok(Frame::Ephemeral { count: 7, .. })));
    let greeting = decode(&join("alice"));
    assert_eq!(greeting, Ok(Frame::Join { sender: "alice".into(), versions: vec!["1".into()] }));
    let answer = decode(&peer("server", "alice", "store"));
    assert_eq!(answer, Ok(Frame::Peer { sender: "server".into(), storage_id: Some("store".into()) }));
}

#[test]
fn a_frame_without_its_fields_is_refused() {
    assert_eq!(decode(&[0xa0]), Err(WireError::Missing("type")));
    assert!(matches!(decode(b""), Err(WireError::Cbor(_))));
    let long = join(&"x".repeat(NAME_BYTES_MAX + 1));
    assert_eq!(decode(&long), Err(WireError::TooLong("senderId")));
}

#[test]
fn a_foreign_document_id_is_kept_as_text() {
    let mut bytes = Vec::new();
    let mut encoder = minicbor::Encoder::new(&mut bytes);
    encoder.map(4).unwrap().str("type").unwrap().str("sync").unwrap();
    encoder.str("senderId").unwrap().str("a").unwrap().str("documentId").unwrap().str("nonsense").unwrap();
    encoder.str("data").unwrap().bytes(&[0]).unwrap();
    let frame = decode(&bytes).unwrap();
    assert!(matches!(frame, Frame::Sync { document: None, ref document_text, .. } if document_text == "nonsense"));
}

proptest! {
    #[test]
    fn any_bytes_give_a_frame_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn a_damaged_frame_gives_a_frame_or_an_error(at in 0usize..80, with in any::<u8>()) {
        let mut bytes = ephemeral("alice", "server", DocumentId::from_bytes([3; 16]), "tab", 1 << 40, &[1; 20]);
        let index = at % bytes.len();
        bytes[index] = with;
        let _ = decode(&bytes);
    }
}
