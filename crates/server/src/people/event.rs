//! What the directory log holds: one JSON event an entry. The shapes are on disk: add, never change.

use std::fmt;

use maslahat_model::Role;
use maslahat_protocol::{DraftId, PersonId, SessionId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// The `kind` of every entry of the directory log.
pub(super) const EVENT_KIND: u8 = 1;

/// SHA-256 of a token or an invitation's code: all that is ever kept of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    pub(crate) fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// Names an invitation to the secretariat without giving its code away.
    pub(crate) fn short(&self) -> String {
        hex::encode(&self.0[..8])
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(String::deserialize(deserializer)?, &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

/// Something happened to people, their ways in, or the list of drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Event {
    DraftAdded {
        draft: DraftId,
        title: String,
        symbol: String,
    },
    Invited {
        invitation: Digest,
        person: PersonId,
        draft: DraftId,
        role: Role,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seat: Option<String>,
        /// None for an invitation of the demo: it may be used again and again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires_ms: Option<i64>,
    },
    /// Nobody comes in by the invitation any more.
    Revoked {
        invitation: Digest,
    },
    /// The invitation was used; its person is a member from here on.
    Joined {
        invitation: Digest,
        session: SessionId,
        token: Digest,
        expires_ms: i64,
        /// What the person came in with, in a few words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// A provider said who somebody is, and a session began.
    SignedIn {
        person: PersonId,
        session: SessionId,
        token: Digest,
        expires_ms: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// A person is a member without an invitation: who creates a draft, or whom a provider names.
    MemberAdded {
        person: PersonId,
        draft: DraftId,
        role: Role,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seat: Option<String>,
    },
    SignedOut {
        session: SessionId,
    },
    /// An act on a person's standing is about to be done. Until its outcome is written down here, what the
    /// draft's register says counts.
    StandingAsked {
        person: PersonId,
        draft: DraftId,
    },
    /// What the draft's register says of a person's standing, and under which number of its ledger: 0 if no
    /// act has changed it. Without a role: their access was revoked.
    StandingKnown {
        person: PersonId,
        draft: DraftId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        act: u64,
    },
    /// When sessions were last used.
    SessionsUsed {
        at_ms: Vec<(SessionId, i64)>,
    },
    /// Random bytes of the store itself: what demo codes are derived from, what certificates are signed with.
    SecretMade {
        name: SecretName,
        #[serde(with = "hex")]
        bytes: [u8; 32],
    },
}

/// What a secret of the store is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SecretName {
    DemoInvitations,
    CertificateKey,
    /// Not a secret: what clients know this store by.
    StorageId,
}

/// An event with its place in time, as compaction keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Dated {
    pub(super) at_ms: i64,
    #[serde(flatten)]
    pub(super) event: Event,
}
