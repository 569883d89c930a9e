//! A table of people, read whole and checked line by line. Knows nothing of who is invited already.

use std::collections::{BTreeMap, BTreeSet};

use maslahat_model::Role;

use super::invitation::{SEAT_CHARS_MAX, checked_seat};
use super::name::{self, NAME_CHARS_MAX};

/// People in one table.
pub(crate) const LINES_MAX: usize = 2_000;
/// Of a table, in bytes: what two thousand long lines come to.
pub(crate) const TABLE_BYTES_MAX: usize = 4 << 20;
/// What of a line is shown with what is wrong with it.
const SHOWN_CHARS_MAX: usize = 60;

/// One person of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Of the file, from 1.
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) seat: Option<String>,
}

/// Something about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineNote {
    pub(crate) line: u64,
    /// Stable.
    pub(crate) code: &'static str,
    /// Cause and remedy.
    pub(crate) words: String,
}

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    /// Lines that cannot be taken as they are.
    pub(crate) refused: Vec<LineNote>,
    /// Lines that can, and deserve a look.
    pub(crate) remarks: Vec<LineNote>,
}

/// Why bytes are no table of people at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    #[error("the file is not UTF-8 text: save it as \"CSV UTF-8\"")]
    NotText,
    #[error("the file has no line with names of columns: begin it with name,role,seat")]
    Empty,
    #[error("the file has no column {0:?}: its first line names the columns name, role and, if you like, seat")]
    ColumnMissing(&'static str),
    #[error("the column {0:?} is not known: its first line names the columns name, role and, if you like, seat")]
    ColumnUnknown(String),
    #[error("the column {0:?} is there twice: leave one out")]
    ColumnDoubled(String),
    #[error("the file has more than {lines_max} people: split it")]
    TooLong { lines_max: usize },
}

#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    role: usize,
    seat: Option<usize>,
}

/// Reads a table. `seats` are the codes of the draft's delegations.
///
/// # Errors
/// The bytes are no table of people, or one that is too long.
pub(crate) fn read(bytes: &[u8], seats: &BTreeSet<String>) -> Result<Table, TableError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\0') {
        return Err(TableError::NotText);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(true)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| TableError::NotText)?.clone();
    let columns = columns(&header)?;
    let mut table = Table::default();
    for (number, record) in reader.records().enumerate() {
        if number >= LINES_MAX {
            return Err(TableError::TooLong { lines_max: LINES_MAX });
        }
        let record = record.map_err(|_| TableError::NotText)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        match row(&record, header.len(), columns, seats) {
            Ok((name, role, seat)) => table.rows.push(Row { line, name, role, seat }),
            Err((code, words)) => table.refused.push(LineNote { line, code, words }),
        }
    }
    note_among_themselves(&mut table);
    Ok(table)
}

/// What the first line is divided by: programs of many countries write semicolons.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

fn columns(header: &csv::StringRecord) -> Result<Columns, TableError> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (at, title) in header.iter().enumerate() {
        let title = title.to_lowercase();
        if title.is_empty() && header.len() == 1 {
            return Err(TableError::Empty);
        }
        if !["name", "role", "seat"].contains(&title.as_str()) {
            return Err(TableError::ColumnUnknown(shown(&title)));
        }
        if known.insert(title.clone(), at).is_some() {
            return Err(TableError::ColumnDoubled(title));
        }
    }
    if known.is_empty() {
        return Err(TableError::Empty);
    }
    let place = |title: &'static str| known.get(title).copied().ok_or(TableError::ColumnMissing(title));
    Ok(Columns { name: place("name")?, role: place("role")?, seat: known.get("seat").copied() })
}

type Fault = (&'static str, String);

fn row(
    record: &csv::StringRecord,
    width: usize,
    columns: Columns,
    seats: &BTreeSet<String>,
) -> Result<(String, Role, Option<String>), Fault> {
    if record.iter().any(|field| field.contains(['\n', '\r'])) {
        let words = "a field goes on over several lines; a quotation mark is probably not closed".to_owned();
        return Err(("field_unclosed", words));
    }
    if record.len() != width {
        let words = format!("the line has {} fields, and the first line names {width}", record.len());
        return Err(("fields_uneven", words));
    }
    let field = |at: usize| record.get(at).unwrap_or_default();
    let name = name::tidied(field(columns.name)).ok_or_else(|| {
        ("name_unusable", format!("a name has 1 to {NAME_CHARS_MAX} characters, all of which can be seen"))
    })?;
    name::honest(&name).map_err(|why| ("name_misleading", why.to_string()))?;
    let role = field(columns.role);
    let role: Role = role.to_lowercase().parse().map_err(|_| {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        ("role_unknown", format!("{:?} is no role; the roles are {}", shown(role), roles.join(", ")))
    })?;
    let seat = columns.seat.map(field).filter(|seat| !seat.is_empty());
    let seat = seat
        .map(checked_seat)
        .transpose()
        .map_err(|_| ("seat_unusable", format!("a seat's code has at most {SEAT_CHARS_MAX} characters")))?;
    if let Some(seat) = seat.as_ref().filter(|seat| !seats.contains(*seat)) {
        return Err(("seat_unknown", format!("the draft has no delegation {:?}", shown(seat))));
    }
    Ok((name, role, seat))
}

/// Lines that say the same twice, and names that look alike, are refused; a seat with several people is
/// worth a look.
fn note_among_themselves(table: &mut Table) {
    let mut looks: BTreeMap<String, (String, u64)> = BTreeMap::new();
    let mut seats: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut same: BTreeMap<(String, Option<String>), u64> = BTreeMap::new();
    let (refused, mut kept) = (&mut table.refused, Vec::new());
    for row in std::mem::take(&mut table.rows) {
        let line = row.line;
        if let Some(first) = same.get(&(row.name.clone(), row.seat.clone())) {
            let words = format!("line {first} has the same name and seat already");
            refused.push(LineNote { line, code: "line_doubled", words });
            continue;
        }
        let look = name::look(&row.name);
        if let Some((other, first)) = looks.get(&look).filter(|(other, _)| !name_is(other, &row.name)) {
            let words = format!("the name looks like {other:?} of line {first}, but is written with other letters");
            refused.push(LineNote { line, code: "name_lookalike", words });
            continue;
        }
        same.insert((row.name.clone(), row.seat.clone()), line);
        looks.entry(look).or_insert((row.name.clone(), line));
        if let Some(seat) = &row.seat {
            seats.entry(seat.clone()).or_default().push(line);
        }
        kept.push(row);
    }
    table.refused.sort_by_key(|note| note.line);
    table.rows = kept;
    for (seat, lines) in seats.into_iter().filter(|(_, lines)| lines.len() > 1) {
        let others = lines.len();
        for line in lines {
            let words = format!("{others} people of the file sit for {seat}");
            table.remarks.push(LineNote { line, code: "seat_doubled", words });
        }
    }
    table.remarks.sort_by_key(|note| note.line);
}

/// Whether two names that look alike are the same but for capitals.
pub(super) fn name_is(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats() -> BTreeSet<String> {
        ["D1", "D2"].map(str::to_owned).into()
    }

    fn codes(notes: &[LineNote]) -> Vec<(u64, &'static str)> {
        notes.iter().map(|note| (note.line, note.code)).collect()
    }

    #[test]
    fn a_table_is_read_with_its_mark_quotes_and_semicolons() {
        for text in [
            "\u{feff}name,role,seat\r\n\"Ann, the elder\",expert,D1\r\nBob,Observer,\r\n",
            "Seat;NAME;role\nD1;\"Ann, the elder\";expert\n\n;Bob;observer",
            "name\trole\tseat\n\"Ann, the elder\"\texpert\tD1\nBob\tobserver\t\n",
        ] {
            let table = read(text.as_bytes(), &seats()).unwrap();
            assert_eq!(table.refused, vec![], "{text}");
            let rows: Vec<_> =
                table.rows.iter().map(|row| (row.name.as_str(), row.role, row.seat.as_deref())).collect();
            assert_eq!(rows, [("Ann, the elder", Role::Expert, Some("D1")), ("Bob", Role::Observer, None)]);
        }
    }

    #[test]
    fn every_bad_line_is_named_with_its_number() {
        let text = "name,role,seat\n,expert,D1\nAnn,chief,D1\nBob,expert,D9\nАlice,expert,D1\nEve\u{202e},expert,\n\
            Dan,expert\nGood,expert,D2\nGood,moderator,D2\nACE,expert,\nАСЕ,expert,\nEnd,expert,\"D1\nand no more";
        let table = read(text.as_bytes(), &seats()).unwrap();
        let expected = [
            (2, "name_unusable"),
            (3, "role_unknown"),
            (4, "seat_unknown"),
            (5, "name_misleading"),
            (6, "name_misleading"),
            (7, "fields_uneven"),
            (9, "line_doubled"),
            (11, "name_lookalike"),
            (12, "field_unclosed"),
        ];
        assert_eq!(codes(&table.refused), expected);
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [8, 10]);
    }

    #[test]
    fn a_seat_with_several_people_is_worth_a_look() {
        let table = read(b"name,role,seat\nAnn,expert,D1\nBob,expert,D2\nCid,expert,D1", &seats()).unwrap();
        assert_eq!(codes(&table.remarks), [(2, "seat_doubled"), (4, "seat_doubled")]);
        assert_eq!((table.rows.len(), table.refused.len()), (3, 0));
    }

    #[test]
    fn what_is_no_table_of_people_says_why() {
        let long = format!("name,role\n{}", "Ann,expert\n".repeat(100_000));
        let read = |bytes: &[u8]| read(bytes, &seats()).unwrap_err();
        assert_eq!(read(long.as_bytes()), TableError::TooLong { lines_max: LINES_MAX });
        assert_eq!(read(b"\xff\xfen\0a\0"), TableError::NotText);
        assert_eq!(read(b"name,role\n\xff,expert"), TableError::NotText);
        assert_eq!(read(b""), TableError::Empty);
        assert_eq!(read(b"name,seat\n"), TableError::ColumnMissing("role"));
        assert_eq!(read(b"name,role,name\n"), TableError::ColumnDoubled("name".to_owned()));
        assert_eq!(read(b"name,role,mail\n"), TableError::ColumnUnknown("mail".to_owned()));
    }
}
