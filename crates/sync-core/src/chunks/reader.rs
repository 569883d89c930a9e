//! Numbers and lengths as Automerge writes them, from the front of a slice.

/// Bytes of a change hash.
pub(super) const HASH_BYTES: usize = 32;

/// Reads from the front of a slice; None at any nonsense.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(count).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for index in 0..10u32 {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f).checked_shl(7 * index)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let mut value = 0i64;
        for index in 0..10u32 {
            let byte = self.take(1)?[0];
            let shift = 7 * index;
            value |= i64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0 && shift + 7 < i64::BITS;
                return Some(if negative { value | (-1i64 << (shift + 7)) } else { value });
            }
        }
        None
    }

    pub(super) fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.unsigned()?;
        self.take(length)
    }
}
