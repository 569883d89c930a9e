//! Elements and text, written so that what comes out is always well-formed: every text is escaped,
//! every element that is opened is closed.

use quick_xml::escape::escape;

/// A document in the making.
pub(crate) struct Markup {
    out: String,
    open: Vec<&'static str>,
}

impl Markup {
    /// `prolog` is written as it is.
    pub(crate) fn new(prolog: &str) -> Self {
        Self { out: prolog.to_owned(), open: Vec::new() }
    }

    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with nothing but text.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.out.push_str(&escape(allowed(text)));
    }

    /// Between elements, for whoever reads the source.
    pub(crate) fn line(&mut self) {
        self.out.push('\n');
    }

    /// Written as it is: style sheets of ours, nothing a person typed.
    pub(crate) fn raw(&mut self, text: &'static str) {
        self.out.push_str(text);
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.out.push_str(&escape(allowed(value)));
            self.out.push('"');
        }
    }
}

/// The letters that XML 1.0 can hold; any other becomes U+FFFD.
fn allowed(text: &str) -> String {
    let known = |letter: char| match letter {
        '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}' => letter,
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_elements_are_closed() {
        let mut markup = Markup::new("");
        markup.open("p", &[("title", "a\"<b&'")]);
        markup.text("x < y && z > \"w\" \u{7}\u{fffe}");
        markup.empty("br", &[]);
        markup.open("em", &[]);
        let written = String::from_utf8(markup.finish()).unwrap();
        assert_eq!(
            written,
            "<p title=\"a&quot;&lt;b&amp;&apos;\">x &lt; y &amp;&amp; z &gt; &quot;w&quot; \u{fffd}\u{fffd}<br/><em></em></p>\n"
        );
    }
}
