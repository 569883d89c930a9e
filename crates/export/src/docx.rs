//! Word files: writing the text for those who work in Word, and reading drafts that come from there.
//! Both keep to what this module itself knows of the format; nothing of Word's is executed or fetched.

mod name;
mod read;
mod write;

pub use read::{DocxError, read, to_source};
pub use write::docx;
