//! The comments of a draft, with their replies. A frozen text goes out without them.

use std::collections::BTreeMap;

use maslahat_model::Snapshot;
use serde_json::Value;

use super::part::{NAMESPACES, PROLOG};
use crate::view::Markup;

/// LibreOffice 7 loses footnotes whose ids are also those of comments.
const FIRST_ID: usize = 100_000;

pub(super) struct Comments {
    comments: Vec<Comment>,
    /// The indexes of the comments on each paragraph.
    by_paragraph: BTreeMap<String, Vec<usize>>,
}

struct Comment {
    author: String,
    lang: String,
    text: String,
    resolved: bool,
    /// Of a reply: the comment it answers.
    parent: Option<usize>,
}

impl Comments {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut all = Self { comments: Vec::new(), by_paragraph: BTreeMap::new() };
        if snapshot.register.frozen.is_some() {
            return all;
        }
        for value in &snapshot.annex.comments {
            let Some(on) = value.get("on").and_then(Value::as_str) else {
                continue;
            };
            let first = all.add(snapshot, value, None);
            let replies = value.get("replies").and_then(Value::as_array);
            let replies: Vec<usize> =
                replies.into_iter().flatten().map(|reply| all.add(snapshot, reply, Some(first))).collect();
            all.by_paragraph.entry(on.to_owned()).or_default().extend([vec![first], replies].concat());
        }
        all
    }

    fn add(&mut self, snapshot: &Snapshot, value: &Value, parent: Option<usize>) -> usize {
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let by = field("by");
        let register = &snapshot.register;
        let lang = Some(field("lang")).filter(|lang| !lang.is_empty());
        self.comments.push(Comment {
            author: register.delegations.get(by).map_or(by, |delegation| &delegation.name).to_owned(),
            lang: lang.unwrap_or(&register.original_language).to_owned(),
            text: field("text").to_owned(),
            resolved: value.get("resolved").and_then(Value::as_bool).unwrap_or_default(),
            parent,
        });
        self.comments.len() - 1
    }

    /// The ids of the comments on a paragraph.
    pub(super) fn on(&self, paragraph: &str) -> Vec<usize> {
        let indexes = self.by_paragraph.get(paragraph).into_iter().flatten();
        indexes.map(|index| FIRST_ID + index).collect()
    }

    /// The comments, and what Word keeps beside them: which answers which, and which are done.
    pub(super) fn finish(self) -> (Vec<u8>, Vec<u8>) {
        let mut xml = Markup::new(PROLOG);
        let mut extended = Markup::new(PROLOG);
        xml.open("w:comments", &NAMESPACES);
        extended.open("w15:commentsEx", &NAMESPACES);
        let handle = |index: usize| format!("{:08X}", index + 1);
        for (index, comment) in self.comments.iter().enumerate() {
            let (id, handle_here) = ((FIRST_ID + index).to_string(), handle(index));
            xml.open("w:comment", &[("w:id", &id), ("w:author", &comment.author)]);
            xml.open("w:p", &[("w14:paraId", &handle_here)]);
            xml.open("w:r", &[]);
            xml.open("w:rPr", &[]);
            xml.empty("w:lang", &[("w:val", &comment.lang)]);
            xml.close();
            for (nth, line) in comment.text.split('\n').enumerate() {
                if nth > 0 {
                    xml.empty("w:br", &[]);
                }
                xml.leaf("w:t", &[("xml:space", "preserve")], line);
            }
            (0..3).for_each(|_| xml.close());
            let parent = comment.parent.map(handle);
            let mut attributes = vec![("w15:paraId", handle_here.as_str())];
            attributes.extend(parent.as_deref().map(|parent| ("w15:paraIdParent", parent)));
            attributes.push(("w15:done", if comment.resolved { "1" } else { "0" }));
            extended.empty("w15:commentEx", &attributes);
        }
        (xml.finish(), extended.finish())
    }
}
