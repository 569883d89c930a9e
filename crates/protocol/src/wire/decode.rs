//! Frames from a client. Total: any bytes give a frame or an error.

use minicbor::Decoder;
use minicbor::data::Type;

use super::NAME_BYTES_MAX;
use crate::DocumentId;

/// A frame's map may hold this many keys; stock clients send seven at most.
const KEYS_MAX: u64 = 32;
const VERSIONS_MAX: u64 = 16;

/// Why bytes are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    #[error("not a CBOR map of this protocol: {0}")]
    Cbor(String),
    #[error("the frame lacks its {0}")]
    Missing(&'static str),
    #[error("the frame's {0} is too long")]
    TooLong(&'static str),
}

impl From<minicbor::decode::Error> for WireError {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::Cbor(error.to_string())
    }
}

/// What a client says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Join {
        sender: String,
        versions: Vec<String>,
    },
    /// Only servers send it; decoded for the test client.
    Peer {
        sender: String,
        storage_id: Option<String>,
    },
    Leave {
        sender: String,
    },
    /// `sync` and `request` alike; `document` is None when the id is not one of ours.
    Sync {
        sender: String,
        document: Option<DocumentId>,
        document_text: String,
        data: Vec<u8>,
    },
    Ephemeral {
        sender: String,
        document: Option<DocumentId>,
        session: String,
        count: u64,
        data: Vec<u8>,
    },
    DocUnavailable {
        sender: String,
        document: Option<DocumentId>,
    },
    Error {
        message: String,
    },
    /// A kind of frame that this server has no use for.
    Other {
        kind: String,
    },
}

#[derive(Default)]
struct Fields {
    kind: Option<String>,
    sender: Option<String>,
    document: Option<String>,
    session: Option<String>,
    message: Option<String>,
    storage_id: Option<String>,
    data: Option<Vec<u8>>,
    count: u64,
    versions: Vec<String>,
}

/// Reads one frame.
///
/// # Errors
/// Bytes that are no CBOR map, lack a field that their kind needs, or carry an over-long name.
pub fn decode(bytes: &[u8]) -> Result<Frame, WireError> {
    let fields = fields(bytes)?;
    let kind = fields.kind.ok_or(WireError::Missing("type"))?;
    let sender = fields.sender.ok_or(WireError::Missing("senderId"));
    let document_text = fields.document.ok_or(WireError::Missing("documentId"));
    let id = |text: &str| text.parse::<DocumentId>().ok();
    Ok(match kind.as_str() {
        "join" => Frame::Join { sender: sender?, versions: fields.versions },
        "peer" => Frame::Peer { sender: sender?, storage_id: fields.storage_id },
        "leave" => Frame::Leave { sender: sender? },
        "sync" | "request" => {
            let document_text = document_text?;
            let data = fields.data.ok_or(WireError::Missing("data"))?;
            Frame::Sync { sender: sender?, document: id(&document_text), document_text, data }
        }
        "ephemeral" => Frame::Ephemeral {
            sender: sender?,
            document: id(&document_text?),
            session: fields.session.ok_or(WireError::Missing("sessionId"))?,
            count: fields.count,
            data: fields.data.ok_or(WireError::Missing("data"))?,
        },
        "doc-unavailable" => Frame::DocUnavailable { sender: sender?, document: id(&document_text?) },
        "error" => Frame::Error { message: fields.message.unwrap_or_default() },
        _ => Frame::Other { kind },
    })
}

fn fields(bytes: &[u8]) -> Result<Fields, WireError> {
    let mut decoder = Decoder::new(bytes);
    let mut fields = Fields::default();
    let count = decoder.map()?;
    if count.is_some_and(|count| count > KEYS_MAX) {
        return Err(WireError::TooLong("map"));
    }
    let mut read = 0;
    while count.is_none_or(|count| read < count) {
        if count.is_none() && decoder.datatype()? == Type::Break {
            break;
        }
        read += 1;
        if read > KEYS_MAX {
            return Err(WireError::TooLong("map"));
        }
        let key = decoder.str()?.to_owned();
        field(&mut decoder, &key, &mut fields)?;
    }
    Ok(fields)
}

fn field(decoder: &mut Decoder<'_>, key: &str, fields: &mut Fields) -> Result<(), WireError> {
    match (key, decoder.datatype()?) {
        ("type", Type::String) => fields.kind = Some(name(decoder, "type")?),
        ("senderId", Type::String) => fields.sender = Some(name(decoder, "senderId")?),
        ("documentId", Type::String) => fields.document = Some(name(decoder, "documentId")?),
        ("sessionId", Type::String) => fields.session = Some(name(decoder, "sessionId")?),
        ("message", Type::String) => fields.message = Some(decoder.str()?.chars().take(NAME_BYTES_MAX).collect()),
        ("data", Type::Bytes) => fields.data = Some(decoder.bytes()?.to_vec()),
        ("data", Type::Tag) => {
            // cbor-x wraps a Uint8Array in tag 64
            decoder.tag()?;
            fields.data = Some(decoder.bytes()?.to_vec());
        }
        // JavaScript writes whole numbers above 2^32 as floats
        ("count", Type::F16 | Type::F32 | Type::F64) => fields.count = whole(decoder.f64()?),
        ("count", Type::U8 | Type::U16 | Type::U32 | Type::U64) => fields.count = decoder.u64()?,
        ("supportedProtocolVersions", Type::Array) => {
            for _ in 0..decoder.array()?.unwrap_or(0).min(VERSIONS_MAX) {
                fields.versions.push(name(decoder, "supportedProtocolVersions")?);
            }
        }
        ("peerMetadata", Type::Map) => peer_metadata(decoder, fields)?,
        _ => decoder.skip()?,
    }
    Ok(())
}

fn peer_metadata(decoder: &mut Decoder<'_>, fields: &mut Fields) -> Result<(), WireError> {
    let Some(count) = decoder.map()? else {
        return Err(WireError::Cbor("indefinite map".to_owned()));
    };
    for _ in 0..count.min(KEYS_MAX) {
        let key = decoder.str()?.to_owned();
        match (key.as_str(), decoder.datatype()?) {
            ("storageId", Type::String) => fields.storage_id = Some(name(decoder, "storageId")?),
            _ => decoder.skip()?,
        }
    }
    Ok(())
}

fn name(decoder: &mut Decoder<'_>, what: &'static str) -> Result<String, WireError> {
    let text = decoder.str()?;
    if text.len() > NAME_BYTES_MAX {
        return Err(WireError::TooLong(what));
    }
    Ok(text.to_owned())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the exact range of f64")]
fn whole(number: f64) -> u64 {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    if number.is_finite() { number.clamp(0.0, EXACT_MAX) as u64 } else { 0 }
}
