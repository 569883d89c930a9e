//! The parts of the package that hold no text of the draft: styles, header, footer, relations.

use super::part::{NAMESPACES, PROLOG, Part};
use crate::docx::name;
use crate::pdf::Job;
use crate::view::{Markup, direction};

const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

macro_rules! relation {
    ($kind:literal) => {
        concat!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/", $kind)
    };
}

pub(super) const DOCUMENT_RELATIONS: [(&str, &str, &str); 7] = [
    ("styles", relation!("styles"), "styles.xml"),
    ("settings", relation!("settings"), "settings.xml"),
    ("footnotes", relation!("footnotes"), "footnotes.xml"),
    ("comments", relation!("comments"), "comments.xml"),
    (
        "commentsExtended",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        "commentsExtended.xml",
    ),
    ("header", relation!("header"), "header1.xml"),
    ("footer", relation!("footer"), "footer1.xml"),
];

pub(super) fn content_types() -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open("Types", &[("xmlns", CONTENT_TYPES)]);
    for (extension, kind) in
        [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")]
    {
        xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
    }
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("footnotes", "footnotes"),
        ("comments", "comments"),
        ("commentsExtended", "commentsExtended"),
        ("header1", "header"),
        ("footer1", "footer"),
    ] {
        let (name, kind) = (format!("/word/{part}.xml"), format!("{WORD}.{kind}+xml"));
        xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)]);
    }
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", core)]);
    xml.finish()
}

pub(super) fn package_relations() -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open("Relationships", &[("xmlns", RELATIONS)]);
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    for (id, kind, target) in
        [("document", relation!("officeDocument"), "word/document.xml"), ("core", core, "docProps/core.xml")]
    {
        xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
    }
    xml.finish()
}

pub(super) fn properties(page: &Job, at: &str) -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    xml.leaf("dc:title", &[], &page.title.letters());
    xml.leaf("dc:subject", &[], &page.symbol);
    xml.leaf("dc:language", &[], &page.lang);
    xml.leaf("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], at);
    xml.finish()
}

pub(super) fn settings() -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open("w:settings", &NAMESPACES);
    xml.open("w:footnotePr", &[]);
    for id in ["-1", "0"] {
        xml.empty("w:footnote", &[("w:id", id)]);
    }
    xml.close();
    xml.open("w:compat", &[]);
    xml.empty(
        "w:compatSetting",
        &[("w:name", "compatibilityMode"), ("w:uri", "http://schemas.microsoft.com/office/word"), ("w:val", "15")],
    );
    xml.finish()
}

/// The two lines that Word expects before the first footnote.
pub(super) fn footnote_separators(part: &mut Part) {
    for (id, kind, sign) in
        [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
    {
        part.xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
        part.xml.open("w:p", &[]);
        part.xml.open("w:r", &[]);
        part.xml.empty(sign, &[]);
        (0..3).for_each(|_| part.xml.close());
    }
}

/// The draft mark and the symbol on every page.
pub(super) fn header(page: &Job, mark: Option<&str>) -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open("w:hdr", &NAMESPACES);
    let line = [Some(page.symbol.as_str()), mark].into_iter().flatten().filter(|words| !words.is_empty());
    let line: Vec<&str> = line.collect();
    aside(&mut xml, page, |xml| {
        xml.leaf("w:t", &[("xml:space", "preserve")], &line.join("  ·  "));
    });
    xml.finish()
}

/// The number of the page.
pub(super) fn footer(page: &Job) -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open("w:ftr", &NAMESPACES);
    aside(&mut xml, page, |xml| {
        xml.empty("w:fldChar", &[("w:fldCharType", "begin")]);
        xml.leaf("w:instrText", &[("xml:space", "preserve")], " PAGE ");
        xml.empty("w:fldChar", &[("w:fldCharType", "end")]);
    });
    xml.finish()
}

fn aside(xml: &mut Markup, page: &Job, content: impl FnOnce(&mut Markup)) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    if direction(&page.lang) == "rtl" {
        xml.empty("w:bidi", &[]);
    }
    xml.empty("w:jc", &[("w:val", "center")]);
    xml.close();
    xml.open("w:r", &[]);
    content(xml);
    xml.close();
    xml.close();
}

/// The last thing in the body: A4, header and footer.
pub(super) fn section(part: &mut Part) {
    part.xml.open("w:sectPr", &[]);
    part.xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "header")]);
    part.xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
    part.xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
    part.xml.empty(
        "w:pgMar",
        &[
            ("w:top", "1417"),
            ("w:right", "1417"),
            ("w:bottom", "1417"),
            ("w:left", "1417"),
            ("w:header", "708"),
            ("w:footer", "708"),
            ("w:gutter", "0"),
        ],
    );
    part.xml.close();
}

/// A paragraph style: id, name, centred, set in, hanging, size in half points.
type ParagraphStyle = (&'static str, &'static str, bool, &'static str, &'static str, &'static str);

const PARAGRAPHS: [ParagraphStyle; 13] = [
    (name::TITLE, "Title", true, "0", "0", "32"),
    (name::SUBTITLE, "Subtitle", true, "0", "0", "24"),
    (name::HEADING, "heading 1", false, "567", "567", "26"),
    (name::PREAMBULAR, "Preambular paragraph", false, "567", "0", "22"),
    (name::CHAPEAU, "Chapeau", false, "567", "0", "22"),
    (name::RECOMMENDATION, "Recommendation", false, "567", "567", "22"),
    (name::SUBPARAGRAPH, "Subparagraph", false, "1134", "567", "22"),
    (name::VARIANT, "Language variant", false, "850", "0", "20"),
    (name::ORGANISER, "Organiser", false, "0", "0", "18"),
    (name::SYMBOL, "Symbol", false, "0", "0", "22"),
    (name::ADDRESSEE, "Addressed name", false, "567", "0", "22"),
    (name::APPARATUS, "Apparatus", false, "0", "0", "18"),
    (name::FOOTNOTE, "footnote text", false, "0", "0", "18"),
];

pub(super) fn styles(lang: &str) -> Vec<u8> {
    let mut xml = Markup::new(PROLOG);
    xml.open("w:styles", &NAMESPACES);
    defaults(&mut xml, lang);
    xml.open("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")]);
    xml.empty("w:name", &[("w:val", "Normal")]);
    xml.close();
    for style in PARAGRAPHS {
        paragraph_style(&mut xml, style);
    }
    for (id, name, color, bold) in [
        (name::LABEL, "Number", None, true),
        (name::STATUS, "Status", Some("595959"), false),
        (name::TAG, "Language tag", Some("595959"), false),
        (name::BRACKET, "Bracketed wording", Some("8A3B00"), false),
        (name::SIGN, "footnote reference", None, false),
    ] {
        xml.open("w:style", &[("w:type", "character"), ("w:styleId", id)]);
        xml.empty("w:name", &[("w:val", name)]);
        xml.open("w:rPr", &[]);
        if bold {
            xml.empty("w:b", &[]);
            xml.empty("w:bCs", &[]);
        }
        if let Some(color) = color {
            xml.empty("w:color", &[("w:val", color)]);
        }
        if id == name::STATUS || id == name::TAG {
            xml.empty("w:sz", &[("w:val", "16")]);
            xml.empty("w:szCs", &[("w:val", "16")]);
        }
        if id == name::SIGN {
            xml.empty("w:vertAlign", &[("w:val", "superscript")]);
        }
        xml.close();
        xml.close();
    }
    xml.finish()
}

fn defaults(xml: &mut Markup, lang: &str) {
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    xml.empty(
        "w:rFonts",
        &[
            ("w:ascii", "Times New Roman"),
            ("w:hAnsi", "Times New Roman"),
            ("w:eastAsia", "SimSun"),
            ("w:cs", "Times New Roman"),
        ],
    );
    xml.empty("w:sz", &[("w:val", "22")]);
    xml.empty("w:szCs", &[("w:val", "22")]);
    xml.empty("w:lang", &[("w:val", lang), ("w:eastAsia", "zh"), ("w:bidi", "ar")]);
    xml.close();
    xml.close();
    xml.open("w:pPrDefault", &[]);
    xml.open("w:pPr", &[]);
    xml.empty("w:spacing", &[("w:after", "120"), ("w:line", "276"), ("w:lineRule", "auto")]);
    (0..3).for_each(|_| xml.close());
}

fn paragraph_style(xml: &mut Markup, (id, title, centred, left, hanging, size): ParagraphStyle) {
    xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", id)]);
    xml.empty("w:name", &[("w:val", title)]);
    xml.empty("w:basedOn", &[("w:val", "Normal")]);
    xml.empty("w:qFormat", &[]);
    let heading = id == name::HEADING;
    xml.open("w:pPr", &[]);
    if heading {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:spacing", &[("w:before", "240"), ("w:after", "120")]);
    }
    xml.empty("w:ind", &[("w:left", left), ("w:hanging", hanging)]);
    if centred {
        xml.empty("w:jc", &[("w:val", "center")]);
    }
    if heading {
        xml.empty("w:outlineLvl", &[("w:val", "0")]);
    }
    xml.close();
    xml.open("w:rPr", &[]);
    if heading || id == name::TITLE || id == name::SYMBOL {
        xml.empty("w:b", &[]);
        xml.empty("w:bCs", &[]);
    }
    if id == name::VARIANT {
        xml.empty("w:color", &[("w:val", "404040")]);
    }
    xml.empty("w:sz", &[("w:val", size)]);
    xml.empty("w:szCs", &[("w:val", size)]);
    xml.close();
    xml.close();
}
