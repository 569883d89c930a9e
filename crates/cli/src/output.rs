//! Where results go: a line on stdout, or a file that is there whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

use crate::failure::Failure;

/// A line for scripts. A reader that has gone is no failure of ours.
#[expect(clippy::print_stdout, reason = "the one place that writes to stdout")]
pub(crate) fn line(text: &str) {
    println!("{text}");
    let _gone = io::stdout().flush();
}

/// Writes beside the file first, so that a failure leaves what was there.
pub(crate) fn file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path == Path::new("-") {
        return io::stdout().lock().write_all(bytes).map_err(|cause| unwritable(path, &cause));
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = (|| {
        let mut beside = tempfile::Builder::new().prefix(".maslahat-").tempfile_in(directory)?;
        beside.write_all(bytes)?;
        beside.as_file().sync_all()?;
        readable(beside.as_file())?;
        beside.persist(path).map_err(|error| error.error)?;
        io::Result::Ok(())
    })();
    written.map_err(|cause| unwritable(path, &cause))
}

/// A temporary file is its owner's alone; a result is as readable as any file.
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

fn unwritable(path: &Path, cause: &io::Error) -> Failure {
    Failure::new(
        format!("{} cannot be written ({cause})", path.display()),
        "name a file in a directory that is there and that you may write to, on a disk with free space",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("draft.md");
        file(&path, b"one").unwrap();
        file(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
        let nowhere = file(&directory.path().join("none/draft.md"), b"x").unwrap_err();
        assert!(nowhere.to_string().contains("help: name a file"), "{nowhere}");
    }
}
