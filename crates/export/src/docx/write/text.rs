//! Paragraphs and runs. The order of elements is that of the schema; Word insists on it.

use super::part::Part;
use crate::docx::name;
use crate::pdf::{Bracket, Note, Span, Version};
use crate::view::direction;

/// Where and how a paragraph stands.
pub(super) struct Place<'a> {
    pub(super) style: &'a str,
    pub(super) bookmark: Option<(usize, String)>,
    pub(super) label: &'a str,
    pub(super) status: &'a str,
    /// Of label and status.
    pub(super) page_lang: &'a str,
}

/// A version's notes.
pub(super) struct Wording<'a>(&'a Version);

impl<'a> Wording<'a> {
    pub(super) fn of(version: &'a Version) -> Self {
        Self(version)
    }

    pub(super) fn notes(&self) -> Vec<&'a Note> {
        self.0.spans.iter().filter_map(|span| span.note.as_ref()).collect()
    }
}

/// A paragraph of one run.
pub(super) fn plain(part: &mut Part, style: &str, lang: &str, text: &str) {
    open(part, style, lang);
    run(part, &Look::of(lang), text);
    part.xml.close();
    part.xml.line();
}

/// A paragraph of the text. `numbers` are those of its notes, `comments` the ids of its comments.
pub(super) fn paragraph(part: &mut Part, place: &Place<'_>, version: &Version, numbers: &[usize], comments: &[usize]) {
    open(part, place.style, &version.lang);
    bookmark(part, place);
    for id in comments {
        part.xml.empty("w:commentRangeStart", &[("w:id", &id.to_string())]);
    }
    if !place.label.is_empty() {
        run(part, &Look::styled(place.page_lang, name::LABEL), place.label);
        part.xml.open("w:r", &[]);
        part.xml.empty("w:tab", &[]);
        part.xml.close();
    }
    wording(part, version, numbers);
    if !place.status.is_empty() {
        run(part, &Look::styled(place.page_lang, name::STATUS), &format!(" ({})", place.status));
    }
    for id in comments {
        part.xml.empty("w:commentRangeEnd", &[("w:id", &id.to_string())]);
        part.xml.open("w:r", &[]);
        part.xml.empty("w:commentReference", &[("w:id", &id.to_string())]);
        part.xml.close();
    }
    part.xml.close();
    part.xml.line();
}

pub(super) fn open_footnote(part: &mut Part, number: usize) {
    part.xml.open("w:footnote", &[("w:id", &number.to_string())]);
}

/// A paragraph of a footnote, with its sign if it is the first.
pub(super) fn footnote_paragraph(part: &mut Part, place: &Place<'_>, version: &Version, sign: Option<(&str, usize)>) {
    open(part, place.style, &version.lang);
    bookmark(part, place);
    if let Some((sign, number)) = sign {
        part.xml.open("w:r", &[]);
        Look::styled(&version.lang, name::SIGN).write(part);
        if sign == number.to_string() {
            part.xml.empty("w:footnoteRef", &[]);
        } else {
            part.xml.leaf("w:t", &[], sign);
        }
        part.xml.close();
        run(part, &Look::styled(&version.lang, name::LABEL), " ");
    }
    wording(part, version, &[]);
    part.xml.close();
}

fn open(part: &mut Part, style: &str, lang: &str) {
    part.xml.open("w:p", &[]);
    part.xml.open("w:pPr", &[]);
    part.xml.empty("w:pStyle", &[("w:val", style)]);
    if direction(lang) == "rtl" {
        part.xml.empty("w:bidi", &[]);
    }
    part.xml.close();
}

fn bookmark(part: &mut Part, place: &Place<'_>) {
    if let Some((id, name)) = &place.bookmark {
        let id = id.to_string();
        part.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", name)]);
        part.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
}

fn wording(part: &mut Part, version: &Version, numbers: &[usize]) {
    if !version.tag.is_empty() {
        run(part, &Look::styled(&version.lang, name::TAG), &format!("({}) ", version.tag));
    }
    let mut numbers = numbers.iter();
    for span in &version.spans {
        spanned(part, span, &version.lang);
        if let Some(note) = &span.note {
            sign(part, note, numbers.next().copied().unwrap_or_default(), &version.lang);
        }
    }
}

fn spanned(part: &mut Part, span: &Span, lang: &str) {
    if span.text.is_empty() {
        return;
    }
    let look = Look {
        lang,
        style: (span.bracket != Bracket::Outside).then_some(name::BRACKET),
        strong: span.strong,
        em: span.em,
        link: span.link.is_some(),
    };
    match &span.link {
        Some(href) => {
            let id = part.link(href);
            part.xml.open("w:hyperlink", &[("r:id", &id)]);
            run(part, &look, &span.text);
            part.xml.close();
        }
        None => run(part, &look, &span.text),
    }
}

/// A sign that Word counts itself where it would count the same, else the sign as it is.
fn sign(part: &mut Part, note: &Note, number: usize, lang: &str) {
    part.xml.open("w:r", &[]);
    Look::styled(lang, name::SIGN).write(part);
    let id = number.to_string();
    match number {
        0 => part.xml.leaf("w:t", &[], &note.sign),
        _ if note.sign == id => part.xml.empty("w:footnoteReference", &[("w:id", &id)]),
        _ => {
            part.xml.empty("w:footnoteReference", &[("w:customMarkFollows", "1"), ("w:id", &id)]);
            part.xml.leaf("w:t", &[], &note.sign);
        }
    }
    part.xml.close();
}

/// How a run is set.
struct Look<'a> {
    lang: &'a str,
    style: Option<&'a str>,
    strong: bool,
    em: bool,
    link: bool,
}

impl<'a> Look<'a> {
    fn of(lang: &'a str) -> Self {
        Self { lang, style: None, strong: false, em: false, link: false }
    }

    fn styled(lang: &'a str, style: &'a str) -> Self {
        Self { style: Some(style), ..Self::of(lang) }
    }

    fn write(&self, part: &mut Part) {
        let rtl = direction(self.lang) == "rtl";
        part.xml.open("w:rPr", &[]);
        if let Some(style) = self.style {
            part.xml.empty("w:rStyle", &[("w:val", style)]);
        }
        // The second of each pair is for complex scripts.
        for (set, names) in [(self.strong, ["w:b", "w:bCs"]), (self.em, ["w:i", "w:iCs"])] {
            if set {
                names.iter().for_each(|name| part.xml.empty(name, &[]));
            }
        }
        if self.link {
            part.xml.empty("w:u", &[("w:val", "single")]);
        }
        if rtl {
            part.xml.empty("w:rtl", &[]);
        }
        let attribute = if rtl {
            "w:bidi"
        } else if matches!(self.lang, "zh" | "ja" | "ko") {
            "w:eastAsia"
        } else {
            "w:val"
        };
        part.xml.empty("w:lang", &[(attribute, self.lang)]);
        part.xml.close();
    }
}

fn run(part: &mut Part, look: &Look<'_>, text: &str) {
    part.xml.open("w:r", &[]);
    look.write(part);
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            part.xml.empty("w:br", &[]);
        }
        if !line.is_empty() {
            part.xml.leaf("w:t", &[("xml:space", "preserve")], line);
        }
    }
    part.xml.close();
}
