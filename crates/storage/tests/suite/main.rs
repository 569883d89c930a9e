//! The stores as their users see them: one contract for all, and what is particular to each.

mod contract;
mod sqlite;
