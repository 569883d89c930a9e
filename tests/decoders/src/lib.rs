//! Every decoder of bytes from outside, as a function that any bytes may be given to. It panics if a promise is
//! broken: no panic, and what decodes encodes again to the same. Both the fuzzer in `fuzz/`, which needs a nightly
//! compiler, and the runs of `tests/`, which need none, call these, on the corpus in `fuzz/corpus`.
//!
//! Knows no network, no disk and no clock.

mod changes;
#[cfg(feature = "files")]
mod files;
pub mod mutation;
mod records;
mod wire;

pub use changes::text;

/// A decoder.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The name of its folder in the corpus and of its program in `fuzz/`.
    pub name: &'static str,
    /// Whether the bytes were taken as what they should be.
    pub decode: fn(&[u8]) -> bool,
    /// What decoding may hold at once: so many bytes for each byte of input, and so many besides.
    pub held_bytes_max: (usize, usize),
}

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// All decoders.
pub const TARGETS: &[Target] = &[
    Target { name: "frame", decode: wire::frame, held_bytes_max: (4, 64 * KIB) },
    Target { name: "document_id", decode: wire::document_id, held_bytes_max: (0, 64 * KIB) },
    Target { name: "sync_message", decode: changes::sync_message, held_bytes_max: (64, 16 * MIB) },
    Target { name: "change", decode: changes::change, held_bytes_max: (64, 16 * MIB) },
    Target { name: "stored_text", decode: records::stored_text, held_bytes_max: (64, 16 * MIB) },
    Target { name: "register", decode: records::register, held_bytes_max: (256, 16 * MIB) },
    Target { name: "act", decode: records::act, held_bytes_max: (64, 64 * KIB) },
    Target { name: "source", decode: records::source, held_bytes_max: (256, MIB) },
    #[cfg(feature = "files")]
    Target { name: "docx", decode: files::docx, held_bytes_max: (1_024, 64 * MIB) },
    #[cfg(feature = "files")]
    Target { name: "certificate", decode: files::certificate, held_bytes_max: (64, MIB) },
    #[cfg(feature = "files")]
    Target { name: "bundle", decode: files::bundle, held_bytes_max: (64, 64 * MIB) },
    #[cfg(feature = "files")]
    Target { name: "ledger", decode: files::ledger, held_bytes_max: (64, MIB) },
];

/// Decodes; whether the bytes were taken.
///
/// # Panics
/// A promise is broken, or there is no decoder of this name.
pub fn decode(name: &str, bytes: &[u8]) -> bool {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.unwrap_or_else(|| panic!("there is no decoder {name}")).decode)(bytes)
}

/// Panics inside Automerge are held where they happen: they say nothing, and do not end the process as libFuzzer has
/// it. One that gets out still ends it.
pub fn hold_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}
