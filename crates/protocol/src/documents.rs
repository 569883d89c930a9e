//! Several documents in one piece: a CBOR map from document id, as clients write it, to bytes.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::encode::Error;

use crate::DocumentId;

/// In this order.
pub fn encode(documents: &[(DocumentId, Vec<u8>)]) -> Vec<u8> {
    let size_bytes: usize = documents.iter().map(|(_, body)| body.len() + ENTRY_BYTES).sum();
    let mut bytes = Vec::with_capacity(size_bytes);
    let written = write(&mut Encoder::new(&mut bytes), documents);
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    bytes
}

/// What an entry takes besides its bytes, at most.
const ENTRY_BYTES: usize = 48;

fn write(encoder: &mut Encoder<&mut Vec<u8>>, documents: &[(DocumentId, Vec<u8>)]) -> Result<(), Error<Infallible>> {
    encoder.map(documents.len() as u64)?;
    for (document, body) in documents {
        encoder.str(&document.to_string())?.bytes(body)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use minicbor::Decoder;

    use super::*;

    #[test]
    fn documents_stand_under_their_ids_in_order() {
        let documents: Vec<(DocumentId, Vec<u8>)> =
            [3, 1, 2].map(|n| (DocumentId::from_bytes([n; 16]), vec![n; 300 * usize::from(n)])).into();
        let bytes = encode(&documents);
        let mut decoder = Decoder::new(&bytes);
        assert_eq!(decoder.map().unwrap(), Some(3));
        for (document, body) in &documents {
            assert_eq!(decoder.str().unwrap(), document.to_string());
            assert_eq!(decoder.bytes().unwrap(), body);
        }
        assert_eq!(decoder.position(), bytes.len());
        assert_eq!(encode(&[]), [0xa0]);
    }
}
