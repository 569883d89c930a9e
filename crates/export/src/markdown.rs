//! Markdown (CommonMark with footnotes), for reading, diffing and mailing. What people wrote is
//! escaped, so that it reads as they wrote it.

use maslahat_model::Snapshot;

use crate::ExportError;
use crate::pdf::{Block, Part, Span, Standing, Version};
use crate::view::View;

/// Writes the text in a language (`""` for the original, `all` for every one).
///
/// # Errors
/// The draft has no such language, or holds what no document may hold.
pub fn markdown(snapshot: &Snapshot, lang: &str) -> Result<Vec<u8>, ExportError> {
    let view = View::of(snapshot, lang)?;
    let mut out = String::new();
    masthead(&view, &mut out);
    for part in &view.page.parts {
        match part {
            Part::Title { block } => {
                heading("#", block, &mut out);
                addressed(&view, &mut out);
            }
            Part::Heading { block } => heading("##", block, &mut out),
            Part::Subtitle { block } | Part::Preambular { block } | Part::Chapeau { block } => {
                paragraphs(block, "", &mut out);
            }
            Part::List { items } => items.iter().for_each(|item| paragraphs(item, "", &mut out)),
        }
    }
    reservations(&view, &mut out);
    for note in view.notes() {
        let wordings: Vec<String> = note.versions.iter().map(version).collect();
        // The continuation lines of a note are set in by four.
        let wording = wordings.join("\n\n").replace('\n', "\n    ");
        out.push_str(&format!("[^{}]: {wording}\n\n", note.id));
    }
    let mut out = out.trim_end().to_owned();
    out.push('\n');
    Ok(out.into_bytes())
}

fn masthead(view: &View<'_>, out: &mut String) {
    let page = &view.page;
    let mut lines: Vec<String> = page.organisers.iter().map(|name| escaped(name)).collect();
    if !page.symbol.is_empty() {
        lines.push(format!("**{}**", escaped(&page.symbol)));
    }
    lines.extend(page.particulars.iter().map(|line| escaped(line)));
    out.push_str(&lines.join("\\\n"));
    out.push_str("\n\n");
    match &page.standing {
        Standing::Draft { mark, explanation, footer } => {
            out.push_str(&format!("> **{}** {} {}\n\n", escaped(mark), escaped(explanation), escaped(footer)));
        }
        Standing::Frozen { line, .. } => out.push_str(&format!("> {}\n\n", escaped(line))),
    }
}

fn addressed(view: &View<'_>, out: &mut String) {
    let addressed = &view.page.addressed;
    if addressed.names.is_empty() {
        return;
    }
    out.push_str(&format!("{}:\n\n", escaped(&addressed.label)));
    for name in &addressed.names {
        out.push_str(&format!("- {}\n", escaped(name)));
    }
    out.push('\n');
}

fn heading(level: &str, block: &Block, out: &mut String) {
    let mut versions = block.versions.iter();
    let Some(first) = versions.next() else { return };
    // A heading is one line.
    let first = version(first).replace("\\\n", " ");
    out.push_str(&format!("{level} {}\n\n", joined(&escaped(&block.label), &first)));
    for other in versions {
        out.push_str(&format!("{}\n\n", version(other)));
    }
}

fn paragraphs(block: &Block, indent: &str, out: &mut String) {
    let status = if block.status.is_empty() { String::new() } else { format!(" *({})*", escaped(&block.status)) };
    for (nth, each) in block.versions.iter().enumerate() {
        let label = match (nth, block.label.as_str()) {
            (1.., _) | (_, "") => String::new(),
            (0, label) => format!("**{}**", escaped(label)),
        };
        let status = if nth == 0 { status.as_str() } else { "" };
        let wording = version(each).replace('\n', &format!("\n{indent}"));
        out.push_str(&format!("{}{status}\n\n{indent}", joined(&label, &wording)));
    }
    let inner = format!("{indent}  ");
    for child in &block.children {
        out.truncate(out.trim_end_matches(' ').len());
        out.push_str(&format!("{indent}- "));
        paragraphs(child, &inner, out);
    }
    out.truncate(out.trim_end_matches(' ').len());
}

fn reservations(view: &View<'_>, out: &mut String) {
    let Some(reservations) = &view.page.reservations else {
        return;
    };
    out.push_str(&format!("## {}\n\n", escaped(&reservations.heading)));
    for entry in &reservations.entries {
        let by = if entry.by.is_empty() { String::new() } else { format!(" ({})", escaped(&entry.by)) };
        out.push_str(&format!("**{}**{by}: {}\n\n", escaped(&entry.on), escaped(&entry.text)));
    }
}

/// A wording, with the name of its language where it is not the expected one.
fn version(version: &Version) -> String {
    let mut out = String::new();
    for span in &version.spans {
        spanned(span, &mut out);
    }
    let out = out.trim_matches([' ', '\n']).to_owned();
    if version.tag.is_empty() { out } else { joined(&format!("*({})*", escaped(&version.tag)), &out) }
}

fn spanned(span: &Span, out: &mut String) {
    // Marks stand against letters, spaces outside of them.
    let inner = span.text.trim_matches([' ', '\n']);
    let start = span.text.len() - span.text.trim_start_matches([' ', '\n']).len();
    let (before, after) = (&span.text[..start], &span.text[start + inner.len()..]);
    out.push_str(&escaped(before));
    if !inner.is_empty() {
        let plain = inner.starts_with(char::is_alphanumeric) && inner.ends_with(char::is_alphanumeric);
        let mut wording = escaped(inner);
        for (set, sign, tag) in [(span.em, "*", "em"), (span.strong, "**", "strong")] {
            if set && plain && !out.ends_with(['*', '_']) {
                wording = format!("{sign}{wording}{sign}");
            } else if set {
                wording = format!("<{tag}>{wording}</{tag}>");
            }
        }
        if let Some(href) = &span.link {
            let href = href.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E");
            wording = format!("[{wording}](<{}>)", href.replace('&', "&amp;"));
        }
        out.push_str(&wording);
    }
    out.push_str(&escaped(after));
    if let Some(note) = &span.note {
        out.push_str(&format!("[^{}]", note.id));
    }
}

/// Every sign that Markdown could take for its own. A line break is a hard one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\\n"),
            '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '!' | '$' | '^' | '=' | '+' => {
                out.push('\\');
                out.push(letter);
            }
            // Only at the start of a line could these open a list or a rule.
            '-' | '.' | ')' | ':' if starts_line(&out, letter) => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}

fn starts_line(before: &str, letter: char) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    match letter {
        '-' | ':' => line.chars().all(|each| matches!(each, '-' | ':' | '\\' | ' ')),
        _ => !line.is_empty() && line.chars().all(|each| each.is_ascii_digit()),
    }
}

fn joined(label: &str, text: &str) -> String {
    match (label, text) {
        ("", text) => text.to_owned(),
        (label, "") => label.to_owned(),
        (label, text) => format!("{label} {text}"),
    }
}
