//! One XML file of the package, with the links that go out from it.

use crate::view::Markup;

pub(super) const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const HYPERLINK: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/// The namespaces every part declares.
pub(super) const NAMESPACES: [(&str, &str); 6] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("mc:Ignorable", "w14 w15"),
];

pub(super) struct Part {
    pub(super) xml: Markup,
    links: Vec<String>,
}

impl Part {
    /// `kind` is `document` or `footnotes`.
    pub(super) fn new(kind: &str) -> Self {
        let root = if kind == "document" { "w:document" } else { "w:footnotes" };
        let mut xml = Markup::new(PROLOG);
        xml.open(root, &NAMESPACES);
        Self { xml, links: Vec::new() }
    }

    /// The relation's id of a link to `href`.
    pub(super) fn link(&mut self, href: &str) -> String {
        let known = self.links.iter().position(|link| link == href);
        let index = known.unwrap_or_else(|| {
            self.links.push(href.to_owned());
            self.links.len() - 1
        });
        format!("link{index}")
    }

    /// The file with the relations: the given ones (id, type, target), then the links.
    pub(super) fn relations(&self, fixed: &[(&str, &str, &str)]) -> Vec<u8> {
        let mut xml = Markup::new(PROLOG);
        xml.open("Relationships", &[("xmlns", RELATIONS)]);
        for (id, kind, target) in fixed {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
        for (index, href) in self.links.iter().enumerate() {
            let id = format!("link{index}");
            xml.empty(
                "Relationship",
                &[("Id", &id), ("Type", HYPERLINK), ("Target", href), ("TargetMode", "External")],
            );
        }
        xml.finish()
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.xml.finish()
    }
}
