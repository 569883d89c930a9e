//! How many operations a change claims to hold, from the run lengths of its columns, before anything
//! unrolls them: fifty bytes can claim a billion deletions.
//! Source: the binary document format of Automerge, "change chunk" and "column encodings".

use super::reader::{HASH_BYTES, Reader};

/// No change of a text has more kinds of columns.
const COLUMNS_MAX: u64 = 64;

/// How a column is written: the low bits of its specification.
enum Encoding {
    /// Runs of unsigned numbers: groups, actors, numbers, the metadata of values.
    Unsigned,
    /// Runs of differences.
    Delta,
    /// Lengths of alternating runs.
    Boolean,
    /// Runs of strings.
    Text,
    /// The values themselves: nothing is repeated.
    Raw,
}

impl Encoding {
    const DEFLATED: u64 = 0b1000;

    const fn of(specification: u64) -> Option<Self> {
        if specification & Self::DEFLATED != 0 {
            return None;
        }
        Some(match specification & 0b111 {
            3 => Self::Delta,
            4 => Self::Boolean,
            5 => Self::Text,
            7 => Self::Raw,
            _ => Self::Unsigned,
        })
    }
}

/// The largest number of rows that any column of this change claims; None if it cannot be read.
/// `contents` is what follows the chunk's header, inflated.
pub(super) fn operations_claimed(contents: &[u8]) -> Option<u64> {
    let mut reader = Reader(contents);
    let dependencies = reader.unsigned()?;
    reader.take(dependencies.checked_mul(HASH_BYTES as u64)?)?;
    reader.prefixed()?; // actor
    reader.unsigned()?; // sequence number
    reader.unsigned()?; // first operation
    reader.signed()?; // time
    reader.prefixed()?; // message
    for _ in 0..reader.unsigned()? {
        reader.prefixed()?; // other actors
    }
    let count = reader.unsigned().filter(|count| *count <= COLUMNS_MAX)?;
    let mut columns = Vec::new();
    for _ in 0..count {
        columns.push((reader.unsigned()?, reader.unsigned()?));
    }
    let mut most = 0;
    for (specification, length) in columns {
        let column = Reader(reader.take(length)?);
        most = most.max(rows(column, &Encoding::of(specification)?)?);
    }
    Some(most)
}

fn rows(mut column: Reader<'_>, encoding: &Encoding) -> Option<u64> {
    let mut rows = 0u64;
    while !column.0.is_empty() {
        let run = match encoding {
            Encoding::Raw => return Some(0),
            Encoding::Boolean => column.unsigned()?,
            Encoding::Unsigned | Encoding::Delta | Encoding::Text => run(&mut column, encoding)?,
        };
        rows = rows.checked_add(run)?;
    }
    Some(rows)
}

/// One run: a value so many times, so many values, or so many nulls.
fn run(column: &mut Reader<'_>, encoding: &Encoding) -> Option<u64> {
    let length = column.signed()?;
    if length == 0 {
        return column.unsigned();
    }
    let values = if length > 0 { 1 } else { length.unsigned_abs() };
    for _ in 0..values {
        match encoding {
            Encoding::Delta => drop(column.signed()?),
            Encoding::Text => drop(column.prefixed()?),
            _ => drop(column.unsigned()?),
        }
    }
    Some(length.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable;
    use automerge::{ActorId, Automerge, ObjType, ROOT, ReadDoc};

    use super::*;

    /// Magic, checksum, type; the length is a varint after it.
    fn contents(change: &automerge::Change) -> Vec<u8> {
        let mut reader = Reader(&change.raw_bytes()[9..]);
        reader.unsigned().unwrap();
        reader.0.to_vec()
    }

    #[test]
    fn the_claim_of_an_honest_change_is_its_number_of_operations() {
        let mut document = Automerge::new().with_actor(ActorId::from(&[1u8; 16][..]));
        let mut tx = document.transaction();
        let body = tx.put_object(ROOT, "body", ObjType::Text).unwrap();
        tx.splice_text(&body, 0, 0, "Наиболее ärgerlich 😀 text").unwrap();
        tx.commit();
        let length = document.length(&body);
        let mut tx = document.transaction();
        tx.splice_text(&body, 2, isize::try_from(length).unwrap() - 4, "").unwrap();
        let mark = automerge::marks::Mark::new("strong".to_owned(), true, 0, 2);
        tx.mark(&body, mark, automerge::marks::ExpandMark::After).unwrap();
        tx.commit();
        for change in document.get_changes(&[]) {
            assert_eq!(operations_claimed(&contents(&change)), Some(change.len() as u64));
        }
    }

    #[test]
    fn a_few_bytes_that_claim_a_billion_operations_are_seen_through() {
        // no dependencies, actor [1], 1, 1, 0, no message, no others, one column of numbers: a run of 2^30 ones
        let bomb = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0x42, 6, 0x80, 0x80, 0x80, 0x80, 0x04, 1];
        assert_eq!(operations_claimed(&bomb), Some(1 << 30));
        assert_eq!(operations_claimed(&bomb[..bomb.len() - 1]), None, "cut short");
        assert_eq!(operations_claimed(&[0xff; 40]), None);
    }
}
