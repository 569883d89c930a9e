//! Frames to a client, and the few that the test client sends.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

use super::PROTOCOL_VERSION;
use crate::DocumentId;

type Written = Result<(), Error<Infallible>>;

fn frame(keys: u64, write: impl FnOnce(&mut Encoder<&mut Vec<u8>>) -> Written) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    let mut encoder = Encoder::new(&mut bytes);
    let written: Written = encoder.map(keys).map(|_| ()).and_then(|()| write(&mut encoder));
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    bytes
}

fn addressed(encoder: &mut Encoder<&mut Vec<u8>>, kind: &str, sender: &str, target: &str) -> Written {
    encoder.str("type")?.str(kind)?.str("senderId")?.str(sender)?.str("targetId")?.str(target)?;
    Ok(())
}

/// A client's greeting.
pub fn join(sender: &str) -> Vec<u8> {
    frame(3, |encoder| {
        encoder.str("type")?.str("join")?.str("senderId")?.str(sender)?;
        encoder.str("supportedProtocolVersions")?.array(1)?.str(PROTOCOL_VERSION)?;
        Ok(())
    })
}

/// The answer to `join`. Clients learn acknowledged heads only from a peer with a storage id.
pub fn peer(sender: &str, target: &str, storage_id: &str) -> Vec<u8> {
    frame(5, |encoder| {
        addressed(encoder, "peer", sender, target)?;
        encoder.str("selectedProtocolVersion")?.str(PROTOCOL_VERSION)?;
        encoder.str("peerMetadata")?.map(2)?.str("storageId")?.str(storage_id)?.str("isEphemeral")?.bool(false)?;
        Ok(())
    })
}

/// A sync message about a document.
pub fn sync(sender: &str, target: &str, document: DocumentId, data: &[u8]) -> Vec<u8> {
    frame(5, |encoder| {
        addressed(encoder, "sync", sender, target)?;
        encoder.str("documentId")?.str(&document.to_string())?.str("data")?.bytes(data)?;
        Ok(())
    })
}

/// There is no such document, or none that this person may read. `document` as the client wrote it.
pub fn doc_unavailable(sender: &str, target: &str, document: &str) -> Vec<u8> {
    frame(4, |encoder| {
        addressed(encoder, "doc-unavailable", sender, target)?;
        encoder.str("documentId")?.str(document)?;
        Ok(())
    })
}

/// The last frame before a connection is closed.
pub fn error(sender: &str, target: &str, message: &str) -> Vec<u8> {
    frame(4, |encoder| {
        addressed(encoder, "error", sender, target)?;
        encoder.str("message")?.str(message)?;
        Ok(())
    })
}

/// Somebody's presence, passed on.
pub fn ephemeral(sender: &str, target: &str, document: DocumentId, session: &str, count: u64, data: &[u8]) -> Vec<u8> {
    frame(7, |encoder| {
        addressed(encoder, "ephemeral", sender, target)?;
        encoder.str("documentId")?.str(&document.to_string())?.str("sessionId")?.str(session)?;
        encoder.str("count")?.u64(count)?.str("data")?.bytes(data)?;
        Ok(())
    })
}
