//! The tables. Every change of them is a new `VERSION` with a step from the one before.

/// "Msla": in the file's header, so that no other program's database is taken for ours.
pub(super) const APPLICATION: i64 = 0x4d73_6c61;
/// Of the tables; in the file's header as `user_version`.
pub(super) const VERSION: i64 = 1;

/// `name` is the log's kind and owner, 17 bytes. Entries lie together by log, so that loading one reads few pages.
pub(super) const TABLES: &str = "
CREATE TABLE logs (
    id    INTEGER PRIMARY KEY,
    name  BLOB NOT NULL UNIQUE,
    head  INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT;
CREATE TABLE entries (
    log    INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    person BLOB NOT NULL,
    at_ms  INTEGER NOT NULL,
    digest BLOB NOT NULL,
    chain  BLOB NOT NULL,
    body   BLOB,
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshots (
    log    INTEGER PRIMARY KEY,
    upto   INTEGER NOT NULL,
    digest BLOB NOT NULL,
    body   BLOB NOT NULL
) STRICT;
";

/// Finds out whether all tables are there.
pub(super) const TABLES_PRESENT: &str =
    "SELECT count(*) = 3 FROM sqlite_schema WHERE type = 'table' AND name IN ('logs', 'entries', 'snapshots')";
