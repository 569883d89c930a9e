//! What stands around the text: masthead, addressees, reservations, notes.

use super::Page;
use crate::pdf::Standing;
use crate::view::direction;

impl Page<'_, '_> {
    pub(super) fn masthead(&mut self) {
        let page = &self.view.page;
        let original = page.addressed.lang.as_str();
        self.out.open("header", &[]);
        self.out.open("div", &[("class", "organisers"), ("lang", original), ("dir", direction(original))]);
        for name in &page.organisers {
            self.out.leaf("p", &[], name);
        }
        self.out.close();
        self.out.open("div", &[("class", "particulars")]);
        if !page.symbol.is_empty() {
            self.out.leaf("p", &[("class", "symbol"), ("dir", "ltr")], &page.symbol);
        }
        for line in &page.particulars {
            self.out.leaf("p", &[], line);
        }
        self.out.close();
        self.out.close();
        self.out.line();
        match &page.standing {
            Standing::Draft { mark, explanation, footer } => {
                self.out.open("p", &[("class", "standing draft")]);
                self.out.leaf("strong", &[("class", "mark")], mark);
                for words in [explanation, footer] {
                    self.out.text(" ");
                    self.out.text(words);
                }
                self.out.close();
            }
            Standing::Frozen { line, .. } => self.out.leaf("p", &[("class", "standing frozen")], line),
        }
        self.out.line();
    }

    pub(super) fn addressed(&mut self) {
        let addressed = &self.view.page.addressed;
        if addressed.names.is_empty() {
            return;
        }
        self.out.open("div", &[("class", "addressed")]);
        self.out.leaf("p", &[], &addressed.label);
        self.out.open("ul", &[("lang", &addressed.lang), ("dir", direction(&addressed.lang))]);
        for name in &addressed.names {
            self.out.leaf("li", &[], name);
        }
        self.out.close();
        self.out.close();
        self.out.line();
    }

    pub(super) fn reservations(&mut self) {
        let Some(reservations) = &self.view.page.reservations else {
            return;
        };
        self.out.open("section", &[("class", "reservations"), ("aria-labelledby", "_reservations")]);
        self.out.leaf("h2", &[("id", "_reservations")], &reservations.heading);
        for entry in &reservations.entries {
            self.out.open("p", &[]);
            self.out.leaf("strong", &[], &entry.on);
            if !entry.by.is_empty() {
                self.out.text(" (");
                self.out.text(&entry.by);
                self.out.text(")");
            }
            self.out.text(": ");
            self.out.leaf("span", &[("lang", &entry.lang), ("dir", direction(&entry.lang))], &entry.text);
            self.out.close();
        }
        self.out.close();
        self.out.line();
    }

    pub(super) fn notes(&mut self) {
        let view = self.view;
        let notes = view.notes();
        if notes.is_empty() {
            return;
        }
        self.out.open("footer", &[("role", "doc-endnotes")]);
        self.out.open("ol", &[("role", "list")]);
        self.out.line();
        for note in notes {
            let back = format!("#_ref-{}", note.id);
            self.out.open("li", &[("id", &note.id)]);
            self.out.leaf("a", &[("href", &back), ("role", "doc-backlink"), ("class", "number")], &note.sign);
            for version in &note.versions {
                self.version("p", "wording", None, version);
            }
            self.out.close();
            self.out.line();
        }
        self.out.close();
        self.out.close();
        self.out.line();
    }
}
