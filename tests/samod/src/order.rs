//! What the tests may ask for.

use serde::Deserialize;

/// A line of the input.
#[derive(Debug, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) what: What,
}

/// Addresses are `automerge:…`; places are counted in UTF-16 units, as browsers count.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub(crate) enum What {
    /// Finds a document, here or at the server.
    Open { url: String },
    /// Puts letters into an open text.
    Insert { url: String, at: usize, text: String },
    /// What an open text is.
    Read { url: String },
    /// An open document as plain JSON.
    Json { url: String },
}
