//! The PDF: Typst behind a closed world, PDF/A-3a and PDF/UA-1.
//!
//! A [`Snapshot`](maslahat_model::Snapshot) and an [`Edition`] become a [`Job`], which is plain data; a
//! job becomes bytes. Text travels as data into the template, never as markup, so what people write is
//! printed and not run. Because hostile text can still cost time and memory, servers render in a child
//! process ([`child_main`]) under limits.

mod attachment;
mod child;
mod compose;
mod dates;
mod edition;
mod fonts;
mod job;
mod limits;
mod render;
mod words;
mod world;

pub use child::{CPU_S_MAX, EXIT_FAILED, EXIT_REFUSED, JOB_BYTES_MAX, MEMORY_BYTES_MAX, Refusal, child_main};
pub use edition::Edition;
pub use job::{
    Addressed, Attachment, Block, Bracket, Job, Note, Part, Reservation, Reservations, Span, Standing, Version,
};
pub use render::render;
