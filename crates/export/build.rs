//! Embeds the Chinese, Japanese and Korean type that `npm ci` put under `fonts/node_modules`, deflated.
//! Without it the crate builds too, and refuses documents that need it.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::{env, io::BufWriter};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Constant in the generated file, package, file within it.
const FONTS: [(&str, &str, &str); 3] = [
    ("SC", "noto-serif-sc", "NotoSerifSC_400Regular.ttf"),
    ("JP", "noto-serif-jp", "NotoSerifJP_400Regular.ttf"),
    ("KR", "noto-serif-kr", "NotoSerifKR_400Regular.ttf"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let packages = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("fonts/node_modules/@expo-google-fonts");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=fonts/package-lock.json");

    let mut constants = String::new();
    for (constant, package, file) in FONTS {
        let source = packages.join(package).join("400Regular").join(file);
        println!("cargo::rerun-if-changed={}", source.display());
        if source.is_file() {
            deflate(&source, &out.join(file))?;
            writeln!(
                constants,
                "/// {package}, deflated.\npub(super) const {constant}: Option<&[u8]> = \
                 Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")));"
            )?;
        } else {
            println!(
                "cargo::warning=without {package} a PDF cannot show its script; run `npm ci` in crates/export/fonts"
            );
            writeln!(constants, "/// {package} was not there.\npub(super) const {constant}: Option<&[u8]> = None;")?;
        }
    }
    fs::write(out.join("cjk.rs"), constants)?;
    Ok(())
}

fn deflate(source: &Path, target: &Path) -> io::Result<()> {
    let mut encoder = DeflateEncoder::new(BufWriter::new(File::create(target)?), Compression::best());
    io::copy(&mut File::open(source)?, &mut encoder)?;
    encoder.finish()?.into_inner()?.sync_all()
}
