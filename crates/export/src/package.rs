//! A zip file in which every byte is determined by the files: stored, not compressed, without times
//! or owners. So a package that was altered anywhere, even between its files, is found out.

use std::io::{Cursor, Read};

use crate::ExportError;

/// A file by its name, without folders unless it lies in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl File {
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes }
    }
}

/// A package, in bytes.
pub(crate) const BYTES_MAX: usize = 256 << 20;
const FILES_MAX: usize = 64;
/// Of the local header, the central header and the end record.
const SIGNATURES: [u32; 3] = [0x0403_4b50, 0x0201_4b50, 0x0605_4b50];
const VERSION: u16 = 10;
/// Names are UTF-8.
const FLAGS: u16 = 0x0800;
/// 1 January 1980, the first day a zip file knows.
const DAY: u16 = 0x0021;

/// # Errors
/// The files are too many or too large together.
pub(crate) fn write(files: &[File]) -> Result<Vec<u8>, ExportError> {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    if bytes > BYTES_MAX || files.len() > FILES_MAX {
        return Err(ExportError::TooLarge { bytes, max: BYTES_MAX });
    }
    let mut out = Vec::with_capacity(bytes + 4096);
    let mut directory = Vec::new();
    for file in files {
        let offset = out.len() as u32;
        let fields = fields(file);
        out.extend(SIGNATURES[0].to_le_bytes());
        out.extend(&fields);
        out.extend(file.name.as_bytes());
        out.extend(&file.bytes);
        directory.extend(SIGNATURES[1].to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&fields);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let (at, count) = (out.len() as u32, files.len() as u16);
    out.extend(&directory);
    out.extend(SIGNATURES[2].to_le_bytes());
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

/// What the local and the central header have in common.
fn fields(file: &File) -> Vec<u8> {
    let mut fields = Vec::with_capacity(26);
    for half in [VERSION, FLAGS, 0, 0, DAY] {
        fields.extend(half.to_le_bytes());
    }
    let length = file.bytes.len() as u32;
    for word in [crc32fast::hash(&file.bytes), length, length] {
        fields.extend(word.to_le_bytes());
    }
    fields.extend((file.name.len() as u16).to_le_bytes());
    fields.extend([0; 2]);
    fields
}

pub(crate) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURES[0].to_le_bytes())
}

/// Reads a package, and says whether it is byte for byte what [`write`] writes.
///
/// # Errors
/// In words: it is no zip file, or larger than any of ours.
pub(crate) fn read(bytes: &[u8]) -> Result<(Vec<File>, bool), String> {
    if bytes.len() > BYTES_MAX {
        return Err(format!("is larger than {BYTES_MAX} bytes: no package of ours is"));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("is damaged: {error}"))?;
    if archive.len() > FILES_MAX {
        return Err(format!("holds more than {FILES_MAX} files: no package of ours does"));
    }
    let mut files = Vec::new();
    let mut left = BYTES_MAX as u64;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| format!("is damaged: {error}"))?;
        let name = entry.name().map_err(|error| format!("is damaged: {error}"))?.into_owned();
        let mut content = Vec::new();
        let read = entry.take(left + 1).read_to_end(&mut content);
        read.map_err(|error| format!("is damaged in {name}: {error}"))?;
        left = left
            .checked_sub(content.len() as u64)
            .ok_or_else(|| format!("unpacks to more than {BYTES_MAX} bytes: no package of ours does"))?;
        files.push(File { name, bytes: content });
    }
    let same = write(&files).is_ok_and(|written| written == bytes);
    Ok((files, same))
}
