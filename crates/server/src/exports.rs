//! A draft as a file: the snapshot is taken in one step of the draft's sequence, then rendered. Knows
//! which formats there are, not how any of them is written.

mod failure;
mod format;
mod places;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use maslahat_export::ExportError;
use maslahat_export::bundle::{CERTIFICATE, Signer};
use maslahat_export::pdf::{Edition, Job};
use maslahat_model::Snapshot;
use maslahat_protocol::{DraftId, PersonId};
use maslahat_storage::AnyStore;
use maslahat_sync_core::Limits;
use tracing::Instrument as _;

use crate::AppState;
use crate::pdf_process::{PdfFailure, PdfProcess};
use crate::people::{People, SecretName};
use crate::rooms::Rooms;

pub use failure::ExportFailure;
pub use format::{Format, UnknownFormat};
pub use places::Full;

use failure::{export_failed, pdf_failed};
use places::{AtGate, Gate, PersonGates, Place};

/// Exports with a PDF in them at once, and with those that wait.
const SETTING_MAX: usize = 2;
const SETTING_QUEUED_MAX: usize = 16;
/// The others.
const WRITING_MAX: usize = 4;
const WRITING_QUEUED_MAX: usize = 64;
/// For one's turn.
const WAIT_MAX: Duration = Duration::from_secs(30);
const NAME_CHARS_MAX: usize = 80;

/// A file on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    /// ASCII only.
    pub file_name: String,
}

/// Where exports are made, a few at a time. Cheap to clone.
#[derive(Clone)]
pub struct Exports {
    pdf: Result<PdfProcess, PdfFailure>,
    persons: PersonGates,
    setting: Gate,
    writing: Gate,
    /// None: nothing is certified here.
    signer: Option<Arc<Signer>>,
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exports").field("pdf", &self.pdf).finish_non_exhaustive()
    }
}

/// An export's places, kept until its last thread is done.
struct Places {
    _person: (AtGate, Place),
    _server: Place,
}

/// A draft, or one language of it, as a file for this person.
///
/// # Errors
/// There is no place, or the draft cannot be read or set in this format.
pub async fn export(
    state: &AppState,
    draft: DraftId,
    format: Format,
    lang: Option<&str>,
    person: PersonId,
) -> Result<Exported, ExportFailure> {
    let places = state.exports.places(person, format.needs_pdf()).await?;
    let snapshot = state.rooms.snapshot(draft).await?;
    let span = tracing::info_span!("export.render", draft.id = %draft, %format, lang);
    state.exports.render(snapshot, format, lang, places).instrument(span).await
}

/// A draft of a store that is read beside a running server.
///
/// # Errors
/// As for [`export`].
pub async fn export_stored(
    store: AnyStore,
    draft: DraftId,
    format: Format,
    lang: Option<&str>,
) -> Result<Exported, ExportFailure> {
    let snapshot = Rooms::new(store.clone(), Limits::default()).snapshot(draft).await?;
    let people = People::load(store).await.map_err(|error| ExportFailure::Failed(error.to_string()))?;
    // the key is made at a server's first start; before it, nothing can be frozen
    let signer = people.secret(SecretName::CertificateKey).await.ok();
    let exports = Exports::new(signer.map(|seed| Signer::from_seed(&seed)));
    exports.render(snapshot, format, lang, ()).await
}

/// The certificate of a draft that is frozen as a whole.
///
/// # Errors
/// There is no place, or the draft is not wholly frozen, or cannot be read or set.
pub async fn certificate(state: &AppState, draft: DraftId, person: PersonId) -> Result<Exported, ExportFailure> {
    let places = state.exports.places(person, true).await?;
    let snapshot = state.rooms.snapshot(draft).await?;
    let span = tracing::info_span!("export.render", draft.id = %draft, format = "certificate");
    state.exports.certificate(snapshot, places).instrument(span).await
}

impl Exports {
    /// With the key that certificates are signed with.
    pub fn new(signer: Option<Signer>) -> Self {
        Self {
            pdf: PdfProcess::new(),
            persons: PersonGates::default(),
            setting: Gate::new(SETTING_MAX, SETTING_QUEUED_MAX, WAIT_MAX),
            writing: Gate::new(WRITING_MAX, WRITING_QUEUED_MAX, WAIT_MAX),
            signer: signer.map(Arc::new),
        }
    }

    /// Waits for the person's turn, then for the server's.
    async fn places(&self, person: PersonId, needs_pdf: bool) -> Result<Places, Full> {
        let at_gate = self.persons.come(person, WAIT_MAX)?;
        let own = at_gate.enter().await?;
        let gate = if needs_pdf { &self.setting } else { &self.writing };
        Ok(Places { _server: gate.enter().await?, _person: (at_gate, own) })
    }

    /// A snapshot as a file. Without a language, the original one. `held` is let go of when all work is
    /// done: also that of a thread whose file nobody waits for any more.
    ///
    /// # Errors
    /// The draft has no such language, or cannot be set in this format.
    async fn render(
        &self,
        snapshot: Snapshot,
        format: Format,
        lang: Option<&str>,
        held: impl Send + 'static,
    ) -> Result<Exported, ExportFailure> {
        let file_name = file_name(&snapshot, format, lang);
        let bytes = match format {
            Format::Pdf => self.pdf(&snapshot, lang).await?,
            Format::Bundle => self.bundle(snapshot, held).await?,
            format => write(snapshot, format, lang, held).await?,
        };
        Ok(Exported { bytes, media_type: format.media_type(), file_name })
    }

    async fn pdf(&self, snapshot: &Snapshot, lang: Option<&str>) -> Result<Vec<u8>, ExportFailure> {
        // the pages of the original are one file, which the certificate names, however they are asked for
        let edition = match lang.filter(|lang| *lang != snapshot.register.original_language) {
            None => Edition::Original,
            Some(word) => word.parse().unwrap_or_default(),
        };
        let process = self.pdf.as_ref().map_err(|failure| ExportFailure::Failed(failure.to_string()))?;
        let job = Job::new(snapshot, &edition).map_err(|error| export_failed(error.into()))?;
        process.render(&job).await.map_err(pdf_failed)
    }

    /// Holds every language; its PDF is that of the original.
    async fn bundle(&self, snapshot: Snapshot, held: impl Send + 'static) -> Result<Vec<u8>, ExportFailure> {
        let pdf = self.pdf(&snapshot, None).await?;
        let signer = self.signer.clone();
        on_the_side(held, move || maslahat_export::bundle::bundle(&snapshot, &pdf, signer.as_deref())).await
    }

    async fn certificate(&self, snapshot: Snapshot, held: impl Send + 'static) -> Result<Exported, ExportFailure> {
        if snapshot.register.frozen.is_none() {
            return Err(ExportFailure::NotFrozen);
        }
        let signer = self.signer.clone();
        let signer = signer.ok_or_else(|| ExportFailure::Failed("there is no key to sign with".to_owned()))?;
        let pdf = self.pdf(&snapshot, None).await?;
        let bytes = on_the_side(held, move || maslahat_export::bundle::certificate(&snapshot, &pdf, &signer)).await?;
        Ok(Exported { bytes, media_type: "application/json", file_name: CERTIFICATE.to_owned() })
    }
}

async fn write(
    snapshot: Snapshot,
    format: Format,
    lang: Option<&str>,
    held: impl Send + 'static,
) -> Result<Vec<u8>, ExportFailure> {
    let lang = lang.unwrap_or(&snapshot.register.original_language).to_owned();
    let write = match format {
        Format::Html => maslahat_export::html,
        Format::Markdown => maslahat_export::markdown,
        Format::AkomaNtoso => maslahat_export::akn,
        Format::Json => maslahat_export::json,
        Format::Docx => maslahat_export::docx,
        Format::Pdf | Format::Bundle => return Err(ExportFailure::FormatMissing(format)),
    };
    on_the_side(held, move || write(&snapshot, &lang)).await
}

/// Runs a writer where it keeps no socket waiting.
async fn on_the_side<T: Send + 'static>(
    held: impl Send + 'static,
    write: impl FnOnce() -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ExportFailure> {
    let written = tokio::task::spawn_blocking(move || {
        // such a thread cannot be stopped when its client goes away
        let _held = held;
        write()
    });
    let written = written.await;
    let written = written.map_err(|_| ExportFailure::Failed("the writer stopped".to_owned()))?;
    written.map_err(export_failed)
}

/// The symbol, the language and the ending, in letters that any system takes.
fn file_name(snapshot: &Snapshot, format: Format, lang: Option<&str>) -> String {
    let plain = |text: &str| -> String {
        let kept = |letter: char| {
            if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '-' }
        };
        text.chars().take(NAME_CHARS_MAX).map(kept).collect()
    };
    let symbol = plain(&snapshot.register.symbol);
    let symbol = symbol.trim_matches(['-', '.']);
    let symbol = if symbol.is_empty() { "draft" } else { symbol };
    let lang = lang.map(|lang| format!(".{}", plain(lang))).unwrap_or_default();
    format!("{symbol}{lang}.{}", format.ending())
}

#[cfg(test)]
mod tests {
    use maslahat_model::source;

    use super::*;

    fn fixture() -> Snapshot {
        let bytes = include_bytes!("../../../tests/fixtures/tashkent-draft.json");
        source::parse(bytes).unwrap().0.into_snapshot("2019-02-20T11:30:00Z")
    }

    #[tokio::test]
    async fn a_snapshot_becomes_a_file_with_a_plain_name() {
        let exports = Exports::new(None);
        let file = exports.render(fixture(), Format::Markdown, Some("ru"), ()).await.unwrap();
        assert_eq!(file.file_name, "CA-IC-2019-CRP.1-Rev.2.ru.md");
        assert!(String::from_utf8(file.bytes).unwrap().contains("Рекомендации"));
        let file = exports.render(fixture(), Format::Json, None, ()).await.unwrap();
        assert!(source::parse(&file.bytes).is_ok());
    }

    #[tokio::test]
    async fn an_unknown_language_is_refused_with_those_there_are() {
        let failure = Exports::new(None).render(fixture(), Format::Html, Some("xx"), ()).await.unwrap_err();
        assert!(
            matches!(failure, ExportFailure::LanguageUnknown { ref known, .. } if known.contains(&"ru".to_owned()))
        );
    }

    #[test]
    fn a_hostile_symbol_makes_no_hostile_name() {
        let mut snapshot = fixture();
        snapshot.register.symbol = "../../\"x\r\n".to_owned();
        assert_eq!(file_name(&snapshot, Format::Pdf, None), "x.pdf");
        snapshot.register.symbol = "///".to_owned();
        assert_eq!(file_name(&snapshot, Format::Pdf, Some("all")), "draft.all.pdf");
    }

    #[tokio::test]
    async fn a_file_nobody_waits_for_keeps_its_place_until_it_is_made() {
        let exports = Exports::new(None);
        let places = exports.places(PersonId::from_bytes([1; 16]), false).await.unwrap();
        let (go_on, wait) = std::sync::mpsc::channel::<()>();
        let given_up = on_the_side(places, move || {
            // an error means: go on
            let _go_on = wait.recv();
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::from_millis(10), given_up).await.is_err());
        assert_eq!(exports.writing.free(), WRITING_MAX - 1);
        drop(go_on);
        while exports.writing.free() < WRITING_MAX {
            tokio::task::yield_now().await;
        }
    }

    #[test]
    fn what_can_be_mended_keeps_its_own_code() {
        let fonts = export_failed(maslahat_export::PdfError::MissingFonts("zh").into());
        assert!(matches!(fonts, ExportFailure::Refused { ref code, .. } if code == "fonts_missing"));
        let glyph = maslahat_export::pdf::Refusal {
            code: "glyph_missing".to_owned(),
            message: "no font can show “𒀀” U+12000 on page 2, language en, in r4; replace the character".to_owned(),
        };
        let glyph = pdf_failed(PdfFailure::Refused(glyph));
        assert!(
            matches!(glyph, ExportFailure::Refused { ref code, ref message } if code == "glyph_missing" && message.contains("r4"))
        );
    }
}
