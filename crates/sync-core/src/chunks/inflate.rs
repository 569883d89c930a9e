//! Inflating within a bound: a megabyte of zeroes deflates to a kilobyte.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// The bytes, if there are no more than `bytes_max` of them. None for more, or for nonsense.
pub(super) fn inflate(deflated: &[u8], bytes_max: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(deflated).take(bytes_max as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= bytes_max).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;

    #[test]
    fn a_bomb_is_not_inflated() {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; 4 << 20]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!(bomb.len() < 10_000);
        assert_eq!(inflate(&bomb, 1 << 20), None);
        assert_eq!(inflate(&bomb, 4 << 20).unwrap().len(), 4 << 20);
        assert_eq!(inflate(b"\xffnonsense", 1 << 20), None);
    }
}
