//! The PDF: Typst 0.15 behind a closed world, PDF/A-3a and PDF/UA-1.
//!
//! A [`Snapshot`](maslahat_model::Snapshot) and an [`Edition`] become a [`Job`], which is plain data; a
//! job becomes bytes. Text travels as data into the template, never as markup, so what people write is
//! printed and not run. Because hostile text can still cost time and memory, servers render in a child
//! process ([`child_main`]) under limits.
