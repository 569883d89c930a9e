//! `corpus FOLDER`: writes what the corpus began with, one folder a decoder: real bytes, made by the parts that make
//! them in life. What did harm once, and what the fuzzer finds, is kept beside them by hand.

mod disk;
#[cfg(feature = "files")]
mod files;
mod network;
mod small;

use std::error::Error;
use std::fs;
use std::path::Path;

/// The decoder, the file's name, its bytes.
type Sample = (&'static str, &'static str, Vec<u8>);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: corpus FOLDER")?;
    let mut samples = network::samples()?;
    samples.extend(disk::samples()?);
    #[cfg(feature = "files")]
    samples.extend(files::samples()?);
    for (target, name, bytes) in samples {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
