//! The closed vocabularies of the glossary.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every word, in the order of the glossary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word as it stands in files and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word).ok_or_else(|| UnknownWord {
                    expected: concat!(stringify!($name), ": ", $($word, " "),+),
                })
            }
        }
    };
}

/// A word outside its vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word; expected one of {expected}")]
pub struct UnknownWord {
    expected: &'static str,
}

vocabulary!(
    /// What a paragraph is.
    Kind {
        Title = "title",
        Subtitle = "subtitle",
        Preambular = "preambular",
        Chapeau = "chapeau",
        Heading = "heading",
        /// An operative paragraph.
        Recommendation = "recommendation",
        Subparagraph = "subparagraph",
        /// A note to another paragraph; its text is co-edited like any other.
        Footnote = "footnote",
    }
);

vocabulary!(
    /// How far a paragraph has come.
    Status {
        Draft = "draft",
        Bracketed = "bracketed",
        AgreedAdRef = "agreed_ad_ref",
        Agreed = "agreed",
        UnderSilence = "under_silence",
        /// Derived, never set: every text of the paragraph is frozen.
        Frozen = "frozen",
        LateProposal = "late_proposal",
        Withdrawn = "withdrawn",
    }
);

vocabulary!(
    /// What a bracket holds open.
    BracketKind {
        /// Wording to keep or delete.
        Insertion = "insertion",
        /// `[a][b]`: one of them.
        Alternatives = "alternatives",
        /// The whole paragraph.
        Paragraph = "paragraph",
        /// Wording still to be supplied or confirmed.
        Placeholder = "placeholder",
    }
);

vocabulary!(
    /// What a person may do.
    Role {
        Observer = "observer",
        Expert = "expert",
        Moderator = "moderator",
        Secretariat = "secretariat",
    }
);

impl Role {
    /// May change open texts.
    pub const fn may_edit(self) -> bool {
        !matches!(self, Self::Observer)
    }
    /// May freeze, reopen and set a status.
    pub const fn may_moderate(self) -> bool {
        matches!(self, Self::Moderator | Self::Secretariat)
    }
}
