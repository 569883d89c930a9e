//! The package: finds the parts, unpacks them within bounds.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::DocxError;
use super::events::{self, Token};

/// A Word file, packed.
pub(super) const FILE_BYTES_MAX: usize = 32 << 20;
/// One part, unpacked.
const PART_BYTES_MAX: usize = 16 << 20;
const ENTRIES_MAX: usize = 5_000;

/// A part with the links that go out from it.
#[derive(Debug, Default)]
pub(super) struct Xml {
    pub(super) name: String,
    pub(super) text: String,
    /// Link targets by relation id.
    pub(super) links: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
pub(super) struct WordFile {
    pub(super) document: Xml,
    pub(super) styles: Xml,
    pub(super) footnotes: Xml,
    /// There are comments.
    pub(super) comments: bool,
}

pub(super) fn open(bytes: &[u8]) -> Result<WordFile, DocxError> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(DocxError::OldOrLocked);
    }
    if !bytes.starts_with(b"PK") {
        return Err(DocxError::NotDocx);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(DocxError::TooLarge { what: "the file".into(), max: FILE_BYTES_MAX });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| DocxError::Damaged { part: "the package".into(), detail: error.to_string() })?;
    if archive.len() > ENTRIES_MAX {
        return Err(DocxError::TooLarge { what: "the number of its parts".into(), max: ENTRIES_MAX });
    }
    let main = main_part(&mut archive)?;
    let document = part(&mut archive, &main)?.ok_or(DocxError::NotDocx)?;
    let relations = relations(&mut archive, &main)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut related = |kind: &str| -> Result<Xml, DocxError> {
        let relation = relations.iter().find(|relation| relation.kind == kind);
        match relation {
            Some(relation) => {
                let name = resolved(folder, &relation.target);
                Ok(part(&mut archive, &name)?.unwrap_or_default())
            }
            None => Ok(Xml::default()),
        }
    };
    let (styles, footnotes) = (related("styles")?, related("footnotes")?);
    let comments = related("comments")?.text.contains(":comment ");
    Ok(WordFile { document, styles, footnotes, comments })
}

struct Relation {
    id: String,
    /// The last step of its type.
    kind: String,
    target: String,
}

fn main_part(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<String, DocxError> {
    let relations = relations(archive, "")?;
    let main = relations.iter().find(|relation| relation.kind == "officeDocument").ok_or(DocxError::NotDocx)?;
    Ok(resolved("", &main.target))
}

fn relations(archive: &mut ZipArchive<Cursor<&[u8]>>, of: &str) -> Result<Vec<Relation>, DocxError> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let path = resolved(folder, &format!("_rels/{name}.rels"));
    let Some(text) = unpacked(archive, &path)? else {
        return Ok(Vec::new());
    };
    let mut relations = Vec::new();
    events::each(&path, &text, |token| {
        if let Token::Open("Relationship", attributes) = token {
            let value = |key: &str| attributes.value(key).unwrap_or_default();
            relations.push(Relation {
                id: value("Id"),
                kind: value("Type").rsplit('/').next().unwrap_or_default().to_owned(),
                target: value("Target"),
            });
        }
    })?;
    Ok(relations)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Xml>, DocxError> {
    let Some(text) = unpacked(archive, name)? else {
        return Ok(None);
    };
    let links = relations(archive, name)?.into_iter().filter(|relation| relation.kind == "hyperlink");
    Ok(Some(Xml { name: name.to_owned(), text, links: links.map(|relation| (relation.id, relation.target)).collect() }))
}

/// None if there is no such part. Never unpacks more than the bound, whatever the package claims.
fn unpacked(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, DocxError> {
    let damaged = |detail: String| DocxError::Damaged { part: name.to_owned(), detail };
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(error.to_string())),
    };
    let mut bytes = Vec::new();
    entry.take(PART_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
    if bytes.len() > PART_BYTES_MAX {
        return Err(DocxError::TooLarge { what: name.to_owned(), max: PART_BYTES_MAX });
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    String::from_utf8(bytes.to_vec()).map(Some).map_err(|_| damaged("it is not UTF-8".into()))
}

/// A target as it is written in a part of this folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
