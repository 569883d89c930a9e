//! The limits that machine and network set: what the same load costs where nothing is checked, merged or kept.

pub(crate) mod appends;
pub(crate) mod broadcast;
pub(crate) mod commits;
