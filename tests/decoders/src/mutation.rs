//! Bytes made from others, from a seed: what a stable compiler can do of a fuzzer's work.

/// Changes at once.
const STEPS_MAX: usize = 8;
/// What a step doubles at most.
const RUN_BYTES_MAX: usize = 64;
/// Bytes that decoders are known to stumble over: ends of ranges of integers, of LEB128, of CBOR's lengths.
const ODD: [u8; 12] = [0x00, 0x01, 0x1b, 0x3b, 0x5b, 0x7b, 0x7f, 0x80, 0x9f, 0xbf, 0xfe, 0xff];

/// A mutation of `bytes`; `other` is spliced in now and then.
pub fn mutated(random: &mut fastrand::Rng, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..=STEPS_MAX) {
        step(random, &mut bytes, other);
    }
    bytes
}

fn step(random: &mut fastrand::Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    if bytes.is_empty() {
        bytes.push(random.u8(..));
    }
    let at = random.usize(0..bytes.len());
    let run = random.usize(1..=RUN_BYTES_MAX.min(bytes.len() - at));
    match random.u32(0..9) {
        0 => bytes[at] ^= 1 << random.u32(0..8),
        1 => bytes[at] = random.u8(..),
        2 => bytes[at] = ODD[random.usize(0..ODD.len())],
        3 => drop(bytes.drain(at..at + run)),
        4 => bytes.insert(at, random.u8(..)),
        5 => {
            let doubled = bytes[at..at + run].to_vec();
            bytes.splice(at..at, doubled);
        }
        6 => bytes.truncate(at),
        7 => bytes[at..at + run].fill(0xff),
        _ if other.is_empty() => {}
        _ => {
            let from = random.usize(0..other.len());
            let length = random.usize(1..=RUN_BYTES_MAX.min(other.len() - from));
            bytes.splice(at..at + run, other[from..from + length].iter().copied());
        }
    }
}
