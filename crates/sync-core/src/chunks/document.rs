//! What a whole document's bytes say at their front, without reading the document.
//! Source: the binary document format of Automerge, "document chunk".

use automerge::ChangeHash;

use super::reader::{HASH_BYTES, Reader};

/// The heads that the contents of a document chunk name, sorted.
pub(super) fn heads(contents: &[u8]) -> Option<Vec<ChangeHash>> {
    let mut reader = Reader(contents);
    for _ in 0..reader.unsigned()? {
        reader.prefixed()?;
    }
    let mut heads = Vec::new();
    for _ in 0..reader.unsigned()? {
        heads.push(ChangeHash::try_from(reader.take(HASH_BYTES as u64)?).ok()?);
    }
    heads.sort_unstable();
    Some(heads)
}

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable as _;
    use automerge::{ActorId, Automerge, ROOT};

    #[test]
    fn the_heads_are_those_of_the_document() {
        let mut document = Automerge::new().with_actor(ActorId::from([1].as_slice()));
        let mut other = Automerge::new().with_actor(ActorId::from([2].as_slice()));
        for (replica, value) in [(&mut document, 1), (&mut other, 2)] {
            let mut tx = replica.transaction();
            tx.put(ROOT, "at", value).unwrap();
            tx.commit();
        }
        document.merge(&mut other).unwrap();
        let bytes = document.save();
        assert_eq!(document.get_heads().len(), 2);
        assert_eq!(crate::chunks::document_heads(&bytes), Some(document.get_heads()));
        assert_eq!(crate::chunks::document_heads(&bytes[..60]), None);
        assert_eq!(crate::chunks::document_heads(document.get_last_local_change().unwrap().raw_bytes()), None);
    }
}
