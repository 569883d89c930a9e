//! A [`Snapshot`](maslahat_model::Snapshot) made into bytes that leave the house. Every format has a
//! module of its own; what they share is a view of the draft, never each other. Knows no network, no
//! store and no clock: the same snapshot gives the same bytes.

mod akn;
pub mod bundle;
pub mod docx;
mod error;
mod html;
mod json;
mod markdown;
mod package;
pub mod pdf;
mod view;

pub use akn::akn;
pub use docx::docx;
pub use error::{ExportError, PdfError};
pub use html::html;
pub use json::json;
pub use markdown::markdown;
