//! Identities. Each is sixteen random bytes behind a type of its own, so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a string is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not base58, a wrong checksum, or not sixteen bytes.
    #[error("not an id: expected sixteen bytes in base58")]
    Malformed,
}

const ID_BYTES: usize = 16;
/// Sixteen bytes with a checksum are at most 28 base58 letters; longer input is refused unread.
const ID_TEXT_MAX: usize = 40;

fn decode(text: &str, checked: bool) -> Result<[u8; ID_BYTES], IdError> {
    if text.len() > ID_TEXT_MAX {
        return Err(IdError::Malformed);
    }
    let decoder = bs58::decode(text);
    let decoder = if checked { decoder.with_check(None) } else { decoder };
    let bytes = decoder.into_vec().map_err(|_| IdError::Malformed)?;
    bytes.try_into().map_err(|_| IdError::Malformed)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, checked: $checked:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; ID_BYTES]);

        impl $name {
            /// From raw bytes, usually fresh randomness.
            pub const fn from_bytes(bytes: [u8; ID_BYTES]) -> Self {
                Self(bytes)
            }
            /// The raw bytes.
            pub const fn as_bytes(&self) -> &[u8; ID_BYTES] {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let encoder = bs58::encode(&self.0);
                let encoder = if $checked { encoder.with_check() } else { encoder };
                f.write_str(&encoder.into_string())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                decode(text, $checked).map(Self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// An automerge-repo document: a text, a register or a fork. base58check, as stock clients write it.
    DocumentId, checked: true
);
id!(
    /// A draft. base58.
    DraftId, checked: false
);
id!(
    /// A person. base58.
    PersonId, checked: false
);
id!(
    /// A signed-in session of a person. base58. Not a secret: the token is.
    SessionId, checked: false
);

impl PersonId {
    /// The server itself, as the author of what nobody typed.
    pub const SERVER: Self = Self([0; ID_BYTES]);
}

impl DocumentId {
    /// The form stock clients pass around: `automerge:…`.
    pub fn url(&self) -> String {
        format!("automerge:{self}")
    }

    /// Reads `automerge:…`.
    pub fn from_url(url: &str) -> Result<Self, IdError> {
        url.strip_prefix("automerge:").ok_or(IdError::Malformed)?.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_a_round_trip_and_refuse_damage() {
        let id = DocumentId::from_bytes([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(DocumentId::from_url(&id.url()), Ok(id));
        let mut damaged = id.to_string();
        let last = if damaged.pop() == Some('1') { '2' } else { '1' };
        damaged.push(last);
        assert_eq!(damaged.parse::<DocumentId>(), Err(IdError::Malformed));
        assert_eq!("1".repeat(10_000).parse::<DocumentId>(), Err(IdError::Malformed));
        let person = PersonId::from_bytes([9; 16]);
        assert_eq!(person.to_string().parse(), Ok(person));
    }
}
