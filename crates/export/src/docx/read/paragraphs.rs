//! Paragraphs and runs, in the order of the file, without a thought of what they mean.

use std::collections::BTreeMap;

use super::DocxError;
use super::events::{self, Attributes, Token};
use super::open::Xml;

/// Paragraphs of a file.
const PARAGRAPHS_MAX: usize = 10_000;

#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) style: String,
    /// The level in a list, from the paragraph itself.
    pub(super) level: Option<u8>,
    /// Taken out of the list that its style would put it in.
    pub(super) no_list: bool,
    pub(super) bookmarks: Vec<String>,
    pub(super) runs: Vec<Run>,
}

/// A run of letters set alike. `\n` is a line break, `\t` a tab.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: String,
    pub(super) strong: bool,
    pub(super) em: bool,
    pub(super) lang: Option<String>,
    pub(super) link: Option<String>,
    /// The footnote whose sign this run is. Its text is the sign if it is not counted by Word.
    pub(super) note: Option<String>,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// The paragraphs of each footnote, by its id in the file.
pub(super) type Notes = BTreeMap<String, Vec<Line>>;

/// What a file has and a draft has no place for, with how often.
#[derive(Debug, Default)]
pub(super) struct LeftOut(pub(super) BTreeMap<&'static str, usize>);

impl LeftOut {
    pub(super) fn add(&mut self, what: &'static str, count: usize) {
        *self.0.entry(what).or_default() += count;
    }
}

/// Parts of a file that are passed over, with what is said about them; nothing is said of what only
/// repeats or formats.
fn passed_over(name: &str) -> Option<&'static str> {
    Some(match name {
        "del" | "moveFrom" => "deleted wording (tracked changes)",
        "drawing" | "pict" | "object" => "pictures and objects",
        "txbxContent" => "text boxes",
        "m:oMath" | "m:oMathPara" => "formulas",
        "mc:Fallback" | "pPrChange" | "rPrChange" | "sectPr" | "instrText" | "delText" => "",
        _ => return None,
    })
}

pub(super) fn read(part: &Xml, left_out: &mut LeftOut) -> Result<Vec<Line>, DocxError> {
    let mut reader = Reader::new(part, left_out);
    events::each(&part.name, &part.text, |token| reader.token(token))?;
    reader.finish().map(|(lines, _)| lines)
}

pub(super) fn read_notes(part: &Xml, left_out: &mut LeftOut) -> Result<Notes, DocxError> {
    if part.text.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut reader = Reader::new(part, left_out);
    events::each(&part.name, &part.text, |token| reader.token(token))?;
    reader.finish().map(|(_, notes)| notes)
}

struct Reader<'a> {
    part: &'a Xml,
    left_out: &'a mut LeftOut,
    lines: Vec<Line>,
    notes: Notes,
    note: Option<String>,
    line: Option<Line>,
    /// Bookmarks between paragraphs belong to the next one.
    bookmarks: Vec<String>,
    run: Option<Run>,
    link: Option<String>,
    in_paragraph_properties: bool,
    in_text: bool,
    passing: usize,
    too_many: bool,
}

impl<'a> Reader<'a> {
    fn new(part: &'a Xml, left_out: &'a mut LeftOut) -> Self {
        Self {
            part,
            left_out,
            lines: Vec::new(),
            notes: BTreeMap::new(),
            note: None,
            line: None,
            bookmarks: Vec::new(),
            run: None,
            link: None,
            in_paragraph_properties: false,
            in_text: false,
            passing: 0,
            too_many: false,
        }
    }

    fn finish(self) -> Result<(Vec<Line>, Notes), DocxError> {
        if self.too_many {
            return Err(DocxError::TooLarge { what: "the number of paragraphs".into(), max: PARAGRAPHS_MAX });
        }
        Ok((self.lines, self.notes))
    }

    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Open(..) if self.passing > 0 => self.passing += 1,
            Token::Close(_) if self.passing > 0 => self.passing -= 1,
            Token::Text(_) if self.passing > 0 => {}
            Token::Open(name, attributes) => match passed_over(name) {
                Some(what) => {
                    self.passing = 1;
                    if !what.is_empty() {
                        self.left_out.add(what, 1);
                    }
                }
                None => self.open(name, attributes),
            },
            Token::Close(name) => self.close(name),
            Token::Text(text) => {
                if let Some(run) = self.run.as_mut().filter(|_| self.in_text) {
                    run.text.push_str(text);
                }
            }
        }
    }

    fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        match name {
            "p" => {
                self.line = Some(Line { bookmarks: std::mem::take(&mut self.bookmarks), ..Line::default() });
            }
            "pPr" => self.in_paragraph_properties = true,
            "r" => {
                self.run = Some(Run { link: self.link.clone(), ..Run::default() });
            }
            "t" => self.in_text = true,
            "hyperlink" => {
                let target = attributes.value("id").and_then(|id| self.part.links.get(&id).cloned());
                self.link = target;
            }
            "bookmarkStart" => {
                let name = attributes.value("name").unwrap_or_default();
                let bookmarks = self.line.as_mut().map_or(&mut self.bookmarks, |line| &mut line.bookmarks);
                bookmarks.push(name);
            }
            "footnote" => {
                let apart = attributes.value("type").is_some_and(|kind| kind != "normal");
                self.note = attributes.value("id").filter(|_| !apart);
            }
            "endnoteReference" => self.left_out.add("endnotes", 1),
            "ins" | "moveTo" => self.left_out.add("marks of insertion (their wording was taken)", 1),
            "tbl" => self.left_out.add("tables (their cells were taken as paragraphs)", 1),
            "sym" => self.left_out.add("symbols of special fonts", 1),
            _ if self.in_paragraph_properties => self.paragraph_property(name, attributes),
            _ => self.in_run(name, attributes),
        }
    }

    fn paragraph_property(&mut self, name: &str, attributes: Attributes<'_>) {
        let Some(line) = &mut self.line else { return };
        match name {
            "pStyle" => line.style = attributes.val().unwrap_or_default(),
            "numPr" => line.level = Some(0),
            "ilvl" => line.level = attributes.val().and_then(|level| level.parse().ok()),
            "numId" if attributes.val().as_deref() == Some("0") => {
                line.level = None;
                line.no_list = true;
            }
            _ => {}
        }
    }

    fn in_run(&mut self, name: &str, attributes: Attributes<'_>) {
        let Some(run) = &mut self.run else { return };
        match name {
            "rStyle" => run.style = attributes.val().unwrap_or_default(),
            "b" => run.strong = attributes.is_on(),
            "i" => run.em = attributes.is_on(),
            "lang" => {
                let lang = ["val", "bidi", "eastAsia"].iter().find_map(|key| attributes.value(key));
                run.lang = lang;
            }
            "tab" => run.text.push('\t'),
            "br" | "cr" if !matches!(attributes.value("type").as_deref(), Some("page" | "column")) => {
                run.text.push('\n');
            }
            "noBreakHyphen" => run.text.push('\u{2011}'),
            "softHyphen" => run.text.push('\u{ad}'),
            "footnoteReference" => run.note = attributes.value("id"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "pPr" => self.in_paragraph_properties = false,
            "hyperlink" => self.link = None,
            "footnote" => self.note = None,
            "r" => {
                let run = self.run.take().filter(|run| !run.text.is_empty() || run.note.is_some());
                if let (Some(line), Some(run)) = (&mut self.line, run) {
                    line.runs.push(run);
                }
            }
            "p" => self.close_line(),
            _ => {}
        }
    }

    fn close_line(&mut self) {
        let Some(line) = self.line.take() else { return };
        match &self.note {
            Some(note) => self.notes.entry(note.clone()).or_default().push(line),
            None if self.lines.len() < PARAGRAPHS_MAX => self.lines.push(line),
            None => self.too_many = true,
        }
    }
}
