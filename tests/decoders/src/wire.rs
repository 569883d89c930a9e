//! What comes over a socket: frames, and the ids in them.

use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::{self, Frame};

/// A WebSocket message.
pub(crate) fn frame(bytes: &[u8]) -> bool {
    let Ok(frame) = wire::decode(bytes) else {
        return false;
    };
    if let Some(again) = encoded(&frame) {
        assert_eq!(wire::decode(&again), Ok(frame), "what was written again is another frame");
    }
    true
}

/// The same frame as this program writes it; none if it writes no such frame.
fn encoded(frame: &Frame) -> Option<Vec<u8>> {
    Some(match frame {
        Frame::Join { sender, versions } if *versions == [wire::PROTOCOL_VERSION] => wire::join(sender),
        Frame::Peer { sender, storage_id: Some(storage_id) } => wire::peer(sender, "target", storage_id),
        Frame::Sync { sender, document: Some(document), data, document_text }
            if *document_text == document.to_string() =>
        {
            wire::sync(sender, "target", *document, data)
        }
        Frame::Ephemeral { sender, document: Some(document), session, count, data } => {
            wire::ephemeral(sender, "target", *document, session, *count, data)
        }
        Frame::DocUnavailable { sender, document: Some(document) } => {
            wire::doc_unavailable(sender, "target", &document.to_string())
        }
        Frame::Error { message } => wire::error("server", "target", message),
        _ => return None,
    })
}

/// An address as people paste it.
pub(crate) fn document_id(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Ok(id) = DocumentId::from_url(text) else {
        return false;
    };
    assert_eq!(id.url(), text, "two addresses for one document");
    true
}
