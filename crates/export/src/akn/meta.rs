//! What Akoma Ntoso wants to know before the text: work, expression, manifestation, organisations, notes.

use super::Document;

/// Who wrote the file.
const SOURCE: &str = "#maslahat";

impl Document<'_, '_> {
    pub(super) fn meta(&mut self) {
        let view = self.view;
        let day = view.snapshot.at.get(..10).unwrap_or(&view.snapshot.at);
        let work = format!(
            "/akn/un/statement/recommendations/{day}/{}",
            slug(&view.page.symbol, &view.snapshot.register.id.to_string())
        );
        let lang = view.page.lang.as_str();
        let expression = format!("{work}/{lang}@{day}");
        self.out.open("meta", &[]);
        self.out.line();
        self.out.open("identification", &[("source", SOURCE)]);
        self.out.line();
        self.level("FRBRWork", &format!("{work}/!main"), &work, day, &[("FRBRcountry", "value", "un")]);
        self.level(
            "FRBRExpression",
            &format!("{expression}/!main"),
            &expression,
            day,
            &[("FRBRlanguage", "language", lang)],
        );
        let manifestation = format!("{expression}.akn");
        self.level(
            "FRBRManifestation",
            &format!("{expression}/!main.akn"),
            &manifestation,
            day,
            &[("FRBRformat", "value", "application/akn+xml")],
        );
        self.out.close();
        self.out.line();
        self.references();
        self.notes();
        self.proprietary();
        self.out.close();
        self.out.line();
    }

    fn level(&mut self, name: &'static str, this: &str, uri: &str, day: &str, last: &[(&'static str, &str, &str)]) {
        self.out.open(name, &[]);
        self.out.empty("FRBRthis", &[("value", this)]);
        self.out.empty("FRBRuri", &[("value", uri)]);
        self.out.empty("FRBRdate", &[("date", day), ("name", "text")]);
        self.out.empty("FRBRauthor", &[("href", "#conference")]);
        for (element, attribute, value) in last {
            self.out.empty(element, &[(attribute, value)]);
        }
        self.out.close();
        self.out.line();
    }

    fn references(&mut self) {
        let organisers = &self.view.page.organisers;
        self.out.open("references", &[("source", SOURCE)]);
        self.out.line();
        let conference = if organisers.is_empty() { "The conference".to_owned() } else { organisers.join("; ") };
        for (id, name) in [("maslahat", "Maslahat"), ("conference", conference.as_str())] {
            let href = format!("/ontology/organization/{id}");
            self.out.empty("TLCOrganization", &[("eId", id), ("href", &href), ("showAs", name)]);
            self.out.line();
        }
        self.out.close();
        self.out.line();
    }

    fn notes(&mut self) {
        let view = self.view;
        let notes = view.notes();
        if notes.is_empty() {
            return;
        }
        self.out.open("notes", &[("source", SOURCE)]);
        self.out.line();
        for note in notes {
            self.out.open("note", &[("eId", &note.id), ("m:sign", &note.sign)]);
            note.versions.iter().for_each(|version| self.wording(version));
            self.out.close();
            self.out.line();
        }
        self.out.close();
        self.out.line();
    }

    /// Which state of the draft this is.
    fn proprietary(&mut self) {
        let view = self.view;
        let register = &view.snapshot.register;
        let frozen = if register.frozen.is_some() { "true" } else { "false" };
        self.out.open("proprietary", &[("source", SOURCE)]);
        let id = register.id.to_string();
        self.out.empty(
            "m:draft",
            &[("id", &id), ("at", &view.snapshot.at), ("ledgerHead", &view.snapshot.ledger_head), ("frozen", frozen)],
        );
        if let Some(reservations) = &view.page.reservations {
            for entry in &reservations.entries {
                self.out.leaf(
                    "m:reservation",
                    &[("on", &entry.on), ("by", &entry.by), ("xml:lang", &entry.lang)],
                    &entry.text,
                );
            }
        }
        self.out.close();
        self.out.line();
    }
}

/// The symbol as one step of a path; the draft's id where there is none.
fn slug(symbol: &str, id: &str) -> String {
    let slug: String =
        symbol.chars().map(|each| if each.is_ascii_alphanumeric() || each == '.' { each } else { '-' }).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { id.to_owned() } else { slug.to_owned() }
}
