//! A file system of a test's own: one that fills up, or one whose power can be cut. Needs root, and says so.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::skipped::not_tested;

/// `EXT4_IOC_SHUTDOWN` with `NOLOGFLUSH`: what is not on the disk is gone, and nothing gets there any more. A
/// program of the base system asks for it, since a raw request of the kernel is nothing for safe Rust.
const CUT: &str = r#"sysopen(my $d, $ARGV[0], 0) or die "$!\n"; my $how = pack("L", 2);
    ioctl($d, 0x8004587d, $how) or die "$!\n";"#;
static CHUNK: [u8; 64 << 10] = [0; 64 << 10];

/// A mounted file system; unmounted when dropped.
pub struct Volume {
    path: PathBuf,
    /// The file that an ext4 lies in; none for a tmpfs.
    image: Option<PathBuf>,
    mounted: bool,
}

impl Volume {
    /// A tmpfs of so many bytes, in a new folder. None, with the reason printed, where it cannot be had.
    pub fn in_memory(folder: &Path, bytes: u64) -> Result<Option<Self>> {
        let mut volume = Self::unmounted(folder, None)?;
        let option = format!("size={bytes}");
        let mount = ["mount", "-t", "tmpfs", "-o", &option, "maslahat-test"];
        Ok(volume.mounted_by(&mount).map(|()| volume))
    }

    /// An ext4 of so many bytes in a file, mounted over a loop device. None, with the reason printed, where it cannot
    /// be had.
    pub fn on_disk(folder: &Path, bytes: u64) -> Result<Option<Self>> {
        let image = folder.join("image");
        File::create(&image)?.set_len(bytes)?;
        let mut volume = Self::unmounted(folder, Some(image.clone()))?;
        if let Err(error) = run("mkfs.ext4", &["-q", text(&image)?]).and_then(|()| run("perl", &["-e", "1"])) {
            skip(&error);
            return Ok(None);
        }
        Ok(volume.mounted_by(&["mount", "-o", "loop", text(&image)?]).map(|()| volume))
    }

    fn unmounted(folder: &Path, image: Option<PathBuf>) -> Result<Self> {
        let path = folder.join("volume");
        fs::create_dir(&path)?;
        Ok(Self { path, image, mounted: false })
    }

    fn mounted_by(&mut self, command: &[&str]) -> Option<()> {
        let (program, arguments) = command.split_first()?;
        let done = text(&self.path).and_then(|path| run(program, &[arguments, &[path]].concat()));
        self.mounted = done.as_ref().map_err(skip).is_ok();
        self.mounted.then_some(())
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Fills it to the last byte with one file.
    pub fn fill(&self) -> Result<()> {
        let mut file = File::create(self.path.join("filler"))?;
        while file.write_all(&CHUNK).is_ok() {}
        while file.write_all(&CHUNK[..1]).is_ok() {}
        Ok(())
    }

    /// Makes room again.
    pub fn clear(&self) -> Result<()> {
        Ok(fs::remove_file(self.path.join("filler"))?)
    }

    /// Has everything that was written so far on the disk.
    pub fn sync(&self) -> Result<()> {
        run("sync", &["--file-system", text(&self.path)?])
    }

    /// Cuts the power: of what is written only what was synced is there when it is mounted again, and everything
    /// that is tried until then fails.
    pub fn cut(&self) -> Result<()> {
        run("perl", &["-e", CUT, text(&self.path)?])
    }

    /// Mounts it again, as after the power is back. Nobody may have a file of it open.
    pub fn mount_again(&mut self) -> Result<()> {
        let image = self.image.clone().context("only a disk is there again")?;
        run("umount", &[text(&self.path)?])?;
        self.mounted = false;
        run("mount", &["-o", "loop", text(&image)?, text(&self.path)?])?;
        self.mounted = true;
        Ok(())
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        if self.mounted {
            // lazily, if a file is still open; nothing more can be done about it here
            let _unmounted = text(&self.path).and_then(|path| run("umount", &["--lazy", path]));
        }
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}

fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let done = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    let done = done.with_context(|| format!("{program} is not there"))?;
    ensure!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr).trim());
    Ok(())
}

fn skip(error: &anyhow::Error) {
    not_tested("a disk that is full, or loses its power", &format!("no file system can be mounted here ({error:#})"));
}
