//! The stores as their users see them: one contract for all, and what is particular to each.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod contract;
#[cfg(unix)]
mod postgres;
mod sqlite;
