//! Opening a data directory: whose it is, in which state, and by whom it is used. Until all of that is known, nothing
//! is changed.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::examine::{LookedOver, examine};
use super::fault::Fault;
use super::schema::{APPLICATION, TABLES, VERSION};
use crate::StoreError;
use crate::mutant::{self, Mutant};

const DATABASE: &str = "maslahat.db";
const LOCK: &str = "maslahat.lock";
const BUSY: Duration = Duration::from_secs(5);
/// A database's header, as SQLite documents it.
const HEADER_BYTES: u64 = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";
const USER_VERSION_AT: usize = 60;
const APPLICATION_AT: usize = 68;

/// Pages in the write-ahead log before they are copied into the database: few, long copies.
const CHECKPOINT_PAGES: u32 = 8000;
/// Pages that the writer keeps in memory: the newest of a thousand logs at once, so that an append reads nothing.
const CACHE_KB: u32 = 16 << 10;
/// What is left of the write-ahead log's file after it has grown.
const WAL_BYTES_MAX: u32 = 64 << 20;

/// A directory of which this process is the only writer.
pub(super) struct Owned {
    pub(super) database: PathBuf,
    pub(super) writer: Connection,
    /// Held as long as anything may be written.
    pub(super) lock: File,
    pub(super) looked_over: LookedOver,
}

pub(super) fn to_write(directory: &Path) -> Result<Owned, StoreError> {
    if !present(directory)? {
        make_directory(directory).map_err(|cause| unwritable(directory, &cause))?;
    }
    let database = directory.join(DATABASE);
    inspect(&database)?;
    let lock = lock(directory)?;
    match inspect(&database)? {
        Found::Nothing => create(&database)?,
        Found::Database => {}
    }
    let looked_over = examine(&database)?;
    let writer = writer(&database).map_err(|fault| fault.at(&database))?;
    Ok(Owned { database, writer, lock, looked_over })
}

/// The database in a directory that may have a writer elsewhere.
pub(super) fn to_read(directory: &Path) -> Result<PathBuf, StoreError> {
    let database = directory.join(DATABASE);
    if !present(directory)? || inspect(&database)? == Found::Nothing {
        let path = directory.to_owned();
        return Err(StoreError::Missing { path });
    }
    examine(&database)?;
    Ok(database)
}

/// An empty directory that nobody else may take meanwhile.
pub(super) struct Place {
    pub(super) database: PathBuf,
    lock_path: PathBuf,
    _lock: File,
}

impl Place {
    /// Leaves the directory as it was.
    pub(super) fn leave(self) {
        // At worst an empty file stays, and the next attempt names it.
        fs::remove_file(&self.lock_path).ok();
    }
}

/// Takes a directory that is empty or not there yet.
pub(super) fn take_empty(directory: &Path) -> Result<Place, StoreError> {
    if !present(directory)? {
        make_directory(directory).map_err(|cause| unwritable(directory, &cause))?;
    }
    let mut names = fs::read_dir(directory).map_err(|cause| unwritable(directory, &cause))?;
    if names.next().is_some() {
        let path = directory.to_owned();
        return Err(StoreError::Occupied { path });
    }
    Ok(Place { database: directory.join(DATABASE), lock_path: directory.join(LOCK), _lock: lock(directory)? })
}

/// Whether a file is a database of ours; false if it is not there.
pub(super) fn is_database(path: &Path) -> Result<bool, StoreError> {
    inspect(path).map(|found| found == Found::Database)
}

fn present(directory: &Path) -> Result<bool, StoreError> {
    match fs::metadata(directory) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(StoreError::NotADirectory { path: directory.to_owned() }),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => {
            Err(StoreError::NotADirectory { path: directory.to_owned() })
        }
        Err(cause) => Err(unwritable(directory, &cause)),
    }
}

fn make_directory(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

pub(super) fn unwritable(path: &Path, cause: &io::Error) -> StoreError {
    if cause.kind() == io::ErrorKind::StorageFull {
        return StoreError::Full;
    }
    StoreError::Unwritable { path: path.to_owned(), cause: cause.to_string() }
}

#[derive(PartialEq)]
enum Found {
    Nothing,
    Database,
}

/// Reads the header without SQLite, which might already repair something.
fn inspect(database: &Path) -> Result<Found, StoreError> {
    let damaged = |what: &str| StoreError::Damaged { path: database.display().to_string(), what: what.to_owned() };
    let foreign = || StoreError::Foreign { path: database.to_owned() };
    let mut header = Vec::new();
    let read = File::open(database).and_then(|file| file.take(HEADER_BYTES).read_to_end(&mut header));
    match read {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            let journal = beside(database, "-wal");
            if fs::exists(journal).unwrap_or(false) {
                return Err(damaged("the database is gone, its write-ahead log is there"));
            }
            return Ok(Found::Nothing);
        }
        Err(cause) => {
            return Err(StoreError::Unreadable { path: database.to_owned(), cause: cause.to_string() });
        }
        Ok(0) => return Err(damaged("the file is empty")),
        Ok(_) => {}
    }
    if header.len() < HEADER_BYTES as usize || !header.starts_with(MAGIC) {
        return Err(foreign());
    }
    let number = |at: usize| {
        let bytes = [header[at], header[at + 1], header[at + 2], header[at + 3]];
        i64::from(u32::from_be_bytes(bytes))
    };
    if number(APPLICATION_AT) != APPLICATION {
        return Err(foreign());
    }
    known(database, number(USER_VERSION_AT)).map(|()| Found::Database)
}

pub(super) fn known(database: &Path, version: i64) -> Result<(), StoreError> {
    match version {
        VERSION => Ok(()),
        newer if newer > VERSION => {
            Err(StoreError::Newer { path: database.display().to_string(), found: newer, known: VERSION })
        }
        _ => Err(StoreError::Foreign { path: database.to_owned() }),
    }
}

fn lock(directory: &Path) -> Result<File, StoreError> {
    let path = directory.join(LOCK);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private(&mut options);
    let mut file = options.open(&path).map_err(|cause| unwritable(directory, &cause))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            file.take(20).read_to_string(&mut holder).unwrap_or_default();
            return Err(StoreError::Locked { path: directory.to_owned(), holder: holder.trim().parse().ok() });
        }
        Err(TryLockError::Error(cause)) => return Err(unwritable(&path, &cause)),
    }
    let mut sign = || {
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())
    };
    sign().map_err(|cause| unwritable(&path, &cause))?;
    Ok(file)
}

fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// An empty file that only its owner may read.
pub(super) fn new_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    options.open(path).map(drop)
}

/// A file beside another, its name continued.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A new database comes into being under another name, so that there is never half of one.
fn create(database: &Path) -> Result<(), StoreError> {
    let draft = beside(database, ".new");
    clear(&draft).and_then(|()| new_file(&draft)).map_err(|cause| unwritable(&draft, &cause))?;
    let fill = || -> Result<(), Fault> {
        let connection = Connection::open(&draft)?;
        connection.execute_batch(&format!(
            "BEGIN; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {TABLES} COMMIT;"
        ))?;
        Ok(())
    };
    fill().map_err(|fault| fault.at(&draft))?;
    settle(&draft, database)
}

/// Gives a finished file its name, durably.
pub(super) fn settle(draft: &Path, name: &Path) -> Result<(), StoreError> {
    let directory = name.parent().filter(|parent| !parent.as_os_str().is_empty());
    let rename = || {
        File::open(draft)?.sync_all()?;
        fs::rename(draft, name)?;
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    };
    rename().map_err(|cause| unwritable(name, &cause))
}

/// Removes a database that was never finished, and what SQLite put beside it.
pub(super) fn clear(draft: &Path) -> io::Result<()> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(beside(draft, suffix)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
            _ => {}
        }
    }
    Ok(())
}

/// `FULL`: with `NORMAL`, acknowledged entries were lost when the power was cut.
fn writer(database: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(BUSY)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Fault::Store(StoreError::Unavailable(
            "this file system offers no shared memory for the write-ahead log".to_owned(),
        )));
    }
    let synchronous = if mutant::is(Mutant::ForgetToSync) { "OFF" } else { "FULL" };
    connection.execute_batch(&format!(
        "PRAGMA cell_size_check = ON; PRAGMA synchronous = {synchronous}; PRAGMA fullfsync = ON; PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
         PRAGMA journal_size_limit = {WAL_BYTES_MAX}; PRAGMA cache_size = -{CACHE_KB};"
    ))?;
    Ok(connection)
}

pub(super) fn reader(database: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(BUSY)?;
    // a damaged page is noticed when it is read
    connection.execute_batch("PRAGMA cell_size_check = ON")?;
    Ok(connection)
}
