//! All that the typesetter can reach: the template, one file of data, the fonts. No disk, no network,
//! no packages, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts;
use super::job::Job;
use crate::PdfError;

const MAIN: &str = "/main.typ";
const JOB: &str = "/job.json";
const FAMILIES: &str = "/families.json";

/// Ours, and the only markup there is.
const TEMPLATE: [(&str, &str); 4] = [
    (MAIN, include_str!("template/main.typ")),
    ("/type.typ", include_str!("template/type.typ")),
    ("/front.typ", include_str!("template/front.typ")),
    ("/text.typ", include_str!("template/text.typ")),
];

/// The world of one job.
pub(super) struct JobWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: Vec<(FileId, Source)>,
    data: Vec<(FileId, Bytes)>,
}

impl JobWorld {
    pub(super) fn new(job: &Job) -> Result<Self, PdfError> {
        let fonts = fonts::for_job(job)?;
        let mut families: Vec<&str> = fonts.iter().map(|font| font.info().family.as_str()).collect();
        families.dedup();
        let bytes =
            |json: serde_json::Result<Vec<u8>>| json.map(Bytes::new).map_err(|error| PdfError::Job(error.to_string()));
        let data = vec![
            (file(JOB)?, bytes(serde_json::to_vec(job))?),
            (file(FAMILIES)?, bytes(serde_json::to_vec(&families))?),
        ];
        let sources = TEMPLATE.into_iter().map(|(path, markup)| {
            let id = file(path)?;
            Ok((id, Source::new(id, markup.to_owned())))
        });
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file(MAIN)?,
            sources: sources.collect::<Result<_, PdfError>>()?,
            data,
        })
    }
}

fn file(path: &str) -> Result<FileId, PdfError> {
    let path = VirtualPath::new(path).map_err(|error| PdfError::Typesetting(format!("{path}: {error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn among<T: Clone>(known: &[(FileId, T)], id: FileId) -> FileResult<T> {
    known.iter().find(|(known, _)| *known == id).map(|(_, found)| found.clone()).ok_or(FileError::AccessDenied)
}

impl World for JobWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        among(&self.sources, id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        among(&self.data, id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
