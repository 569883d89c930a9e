//! The typed view of a draft: register, texts, the fixture format, brackets, numbers, and the
//! [`Snapshot`] that exports are made of. Knows Automerge; knows no network, disk or clock.

pub mod brackets;
mod canonical;
pub mod certificate;
pub mod language;
mod moment;
pub mod paragraph;
pub mod register;
pub mod rich_text;
pub mod snapshot;
pub mod source;

pub use canonical::canonical_json;
pub use moment::rfc3339;
pub use paragraph::{Kind, Role, Status};
pub use register::Register;
pub use rich_text::{Marks, RichText, Span};
pub use snapshot::Snapshot;
