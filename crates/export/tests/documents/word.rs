//! Word files: what we write is sound, and what we read is what was there.

use std::io::{Cursor, Read, Write};

use maslahat_export::docx;
use maslahat_model::source::{self, Import};
use maslahat_model::{RichText, Status};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::goldens::same;
use crate::{FIXTURE, draft, frozen};

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_word_file_is_the_same_every_time_and_well_formed() {
    let file = docx(&draft(), "all").unwrap();
    assert_eq!(file, docx(&draft(), "all").unwrap());
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    for index in 0..archive.len() {
        let mut xml = String::new();
        archive.by_index(index).unwrap().read_to_string(&mut xml).unwrap();
        let mut reader = Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    }
    if let Some(folder) = std::env::var_os("KEEP_DOCX") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("all.docx"), &file).unwrap();
        std::fs::write(folder.join("ar.docx"), docx(&draft(), "ar").unwrap()).unwrap();
        std::fs::write(folder.join("en.docx"), docx(&draft(), "").unwrap()).unwrap();
        std::fs::write(folder.join("frozen.docx"), docx(&frozen(), "").unwrap()).unwrap();
    }
}

#[test]
fn the_parts_of_a_word_file_are_as_before() {
    let file = docx(&draft(), "en").unwrap();
    for name in ["document", "footnotes", "comments", "styles"] {
        same(&format!("draft.en.docx.{name}.xml"), part(&file, &format!("word/{name}.xml")).as_bytes());
    }
}

#[test]
fn comments_leave_with_a_draft_only() {
    assert!(part(&docx(&draft(), "").unwrap(), "word/comments.xml").contains("single electronic window"));
    let file = docx(&frozen(), "").unwrap();
    assert!(!part(&file, "word/comments.xml").contains("<w:comment "));
    assert!(!part(&file, "word/header1.xml").contains("DRAFT"));
    assert!(part(&docx(&draft(), "").unwrap(), "word/header1.xml").contains("DRAFT"));
}

fn content<'a>(import: &'a Import, paragraph: &str, lang: &str) -> Option<&'a RichText> {
    let text = import.texts.iter().find(|text| text.paragraph == paragraph && text.lang == lang);
    text.map(|text| &text.content)
}

#[test]
fn our_own_word_file_comes_back_with_everything_a_page_shows() {
    let (before, _) = source::parse(FIXTURE).unwrap();
    let (after, report) = docx::read(&docx(&draft(), "all").unwrap()).unwrap();
    // Late proposals are no part of the page.
    let order: Vec<&String> = before.register.order.iter().filter(|id| *id != "r29").collect();
    assert_eq!(after.register.order.iter().collect::<Vec<_>>(), order);
    for text in before.texts.iter().filter(|text| text.paragraph != "r29") {
        let read = content(&after, &text.paragraph, &text.lang);
        assert_eq!(read, Some(&text.content), "{} in {}", text.paragraph, text.lang);
    }
    assert_eq!(after.texts.len(), before.texts.len() - 1);
    for id in order {
        let (was, is) = (&before.register.paragraphs[id], &after.register.paragraphs[id]);
        assert_eq!((was.kind, &was.number, &was.section, &was.parent), (is.kind, &is.number, &is.section, &is.parent));
        // The words of an opening are marked, not named, where the fixture's are within a bracket's choice.
        assert_eq!((&was.opening, &was.at), (&is.opening, &is.at), "{id}");
    }
    let (was, is) = (&before.register, &after.register);
    assert_eq!((&was.symbol, &was.organisers, &was.addressees), (&is.symbol, &is.organisers, &is.addressees));
    assert_eq!((&was.original_language, &was.languages), (&is.original_language, &is.languages));
    assert_eq!(report.doubts, Vec::<String>::new());
    assert!(report.left_out.iter().any(|line| line.ends_with("comments")), "{report}");
}

/// A Word file as another program would write it.
fn foreign(body: &str, footnotes: &str) -> Vec<u8> {
    let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |inner: &str| format!("<Relationships xmlns=\"x\">{inner}</Relationships>");
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{types}/{kind}\" Target=\"{target}\"/>")
    };
    let styles = format!(
        "<w:styles {word}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"ru-RU\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"loop\"><w:name w:val=\"x\"/><w:basedOn w:val=\"loop\"/></w:style></w:styles>"
    );
    let files = [
        ("_rels/.rels", relations(&relation("a", "officeDocument", "/word/document.xml"))),
        ("word/document.xml", format!("<w:document {word}><w:body>{body}</w:body></w:document>")),
        (
            "word/_rels/document.xml.rels",
            relations(&format!(
                "{}{}{}{}",
                relation("s", "styles", "styles.xml"),
                relation("f", "footnotes", "footnotes.xml"),
                relation("h1", "hyperlink", "https://example.org/a?b=1&amp;c=2"),
                relation("h2", "hyperlink", "javascript:alert(1)"),
            )),
        ),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", format!("<w:footnotes {word}>{footnotes}</w:footnotes>")),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn paragraph(properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn listed(level: u8) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr>")
}

#[test]
fn a_simple_word_file_is_read_by_styles_numbers_and_places() {
    let style = |id: &str| format!("<w:pStyle w:val=\"{id}\"/>");
    let body = [
        paragraph("", &run("Letterhead")),
        paragraph(&style("a3"), &run("Рекомендации")),
        paragraph("", &format!("<w:r><w:rPr><w:i/></w:rPr><w:t>Отмечая</w:t></w:r>{}", run(" важность дела,"))),
        paragraph("", &run("рекомендуют:")),
        paragraph(&style("1"), &run("II. Торговля")),
        paragraph(&listed(0), &format!("{}<w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:ins>{}</w:ins>", run("Создать [фонд]"), run(" развития"))),
        paragraph(&listed(1), &run("для дорог;")),
        paragraph(&listed(1), &run("для связи.")),
        paragraph("", &run("Продолжение без номера.")),
        paragraph("", &run("7 bis. Принять &lt;меры&gt; &amp; решения")),
        paragraph("", &format!(
            "{}<w:r><w:footnoteReference w:id=\"2\"/></w:r>{}<w:hyperlink r:id=\"h1\">{}</w:hyperlink><w:hyperlink r:id=\"h2\">{}</w:hyperlink>",
            run("8. Согласно резолюции 72/283"), run(" и "), run("ссылке"), run(" злу"),
        )),
        paragraph("", "<w:r><w:rPr><w:b/></w:rPr><w:t>Прочее</w:t></w:r>"),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("", &run("9) Ячейка"))),
        paragraph("", "<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"),
    ]
    .concat();
    let notes = format!(
        "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\">{}</w:footnote>",
        paragraph("", &format!("<w:r><w:footnoteRef/></w:r>{}", run(" См. A/RES/72/283.")))
    );
    let (import, report) = docx::read(&foreign(&body, &notes)).unwrap();
    let register = &import.register;
    assert_eq!(
        register.order,
        ["title", "pp1", "chapeau", "h-II", "r1", "r1.a", "r1.b", "r7bis", "r8", "r8.fn1", "h-III", "r9"]
            .map(str::to_owned)
            .to_vec()
    );
    assert_eq!(register.original_language, "ru");
    assert_eq!(register.paragraphs["r7bis"].number.as_deref(), Some("7 bis"));
    assert_eq!(register.paragraphs["r1"].status, Status::Bracketed);
    let letters = |id: &str| content(&import, id, "ru").unwrap().text();
    assert_eq!(letters("r1"), "Создать [фонд] развития");
    assert_eq!(letters("r1.b"), "для связи.\nПродолжение без номера.");
    assert_eq!(letters("r7bis"), "Принять <меры> & решения");
    assert_eq!(letters("r8.fn1"), "См. A/RES/72/283.");
    assert_eq!(register.paragraphs["pp1"].opening.as_deref(), Some("Отмечая"));
    let r8 = content(&import, "r8", "ru").unwrap();
    let signed = r8.0.iter().find(|span| span.marks.footnote.is_some()).unwrap();
    assert_eq!((signed.text.as_str(), signed.marks.footnote.as_deref()), ("72/283", Some("r8.fn1")));
    let links: Vec<_> = r8.0.iter().filter_map(|span| span.marks.link.as_deref()).collect();
    assert_eq!(links, ["https://example.org/a?b=1&c=2"]);
    for told in ["Letterhead", "deleted wording", "insertion", "tables", "pictures", "without a number"] {
        assert!(report.left_out.iter().any(|line| line.contains(told)), "{told} not in {report}");
    }
}

#[test]
fn what_is_no_word_file_is_refused_in_words() {
    let refused = |bytes: &[u8]| docx::read(bytes).unwrap_err().to_string();
    assert!(refused(b"").contains("no Word file"));
    assert!(refused(b"{}").contains("no Word file"));
    assert!(refused(b"\xd0\xcf\x11\xe0 old").contains("password"));
    assert!(refused(b"PK\x03\x04 cut").contains("the package is damaged"));
    assert!(refused(&foreign("", "")).contains("no text"));
    assert!(refused(&foreign("<w:p>", "")).contains("word/document.xml is damaged"));
    assert!(refused(&foreign("&lol;", "")).contains("entity of its own"));
    let bomb = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(17 << 20));
    let bomb = foreign(&bomb, "");
    assert!(bomb.len() < 1 << 20, "it is small while packed");
    assert!(refused(&bomb).contains("word/document.xml is larger than"));
    let long = foreign(&paragraph("", &run(&"a".repeat(60_000))), "");
    assert!(refused(&long).contains("60000 characters"));
    let many = foreign(&paragraph("", &run("1. a")).repeat(10_001), "");
    assert!(refused(&many).contains("number of paragraphs is larger"));
}

#[test]
fn deep_and_wide_files_take_little() {
    let deep = "<w:sdt>".repeat(200_000) + &"</w:sdt>".repeat(200_000);
    let wide: String = (0..100_000).map(|n| format!(" a{n}=\"1\"")).collect();
    let body = format!("{}{deep}<w:p{wide}>{}</w:p>", paragraph("", &run("Title")), run("text"));
    assert!(docx::read(&foreign(&body, "")).is_ok());
    let same = paragraph("", &run("Title")) + &paragraph("", &run("1. a")).repeat(4_000);
    assert!(docx::read(&foreign(&same, "")).is_ok());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_the_reader_panic(at in 0usize..60_000, byte: u8, cut in 0usize..60_000) {
        let mut file = docx(&draft(), "").unwrap();
        let length = file.len();
        file[at % length] = byte;
        let _ = docx::read(&file);
        let _ = docx::read(&file[..cut % length]);
    }

    #[test]
    fn no_markup_makes_the_reader_panic(body in "(<w:(p|r|t|pPr|numPr|hyperlink|footnoteReference w:id=\"1\")/?>|</w:(p|r|t|pPr)>|[a-z(1). \\[&;]){0,40}") {
        let _ = docx::read(&foreign(&body, "<w:footnote w:id=\"1\"><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote>"));
    }
}

/// `READ_DOCX=FILE` shows what becomes of a file of any other program.
#[test]
fn a_file_given_by_name_is_read() {
    let Some(path) = std::env::var_os("READ_DOCX") else {
        return;
    };
    let (import, report) = docx::read(&std::fs::read(path).unwrap()).unwrap();
    for id in &import.register.order {
        let paragraph = &import.register.paragraphs[id];
        let text: String =
            content(&import, id, &import.register.original_language).unwrap().text().chars().take(70).collect();
        eprintln!(
            "{:14} {id:8} {:6} {text}",
            paragraph.kind.to_string(),
            paragraph.number.as_deref().unwrap_or_default()
        );
    }
    eprintln!("{report}");
}
