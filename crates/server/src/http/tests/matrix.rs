//! Who may do what: every route and every act, tried by everybody, and written into `docs/access.md`.
//! The rows come from the router and from `Act` itself, the columns from `Role`: what is new and has
//! no row fails here. `UPDATE_MATRIX=1` writes the page anew: look at what has changed.

mod acts;
mod routes;
mod scene;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::*;
use scene::{Scene, Stage, Who};

/// One line: what was tried, and how each of `Who::all` fared.
struct Row {
    what: String,
    cells: Vec<String>,
}

const HEAD: &str = "# Who may do what

Every route and every act, tried by everybody. The rows come from the router and from the list of acts, and each
cell is the answer that a server gave to a request that is right but for who sends it. It is made by the server's
tests, which fail when it is no longer true (`UPDATE_MATRIX=1 cargo test --release -p maslahat-server matrix`).
Whatever is refused changes nothing: that is tried as well.

- *nobody* sends no token; *signed out* sends that of a session that has ended;
- *elsewhere* is secretariat, but of another draft;
- *revoked* was a moderator of the draft until their access was revoked, and sends the token they had;
- everybody else is a member of the draft by that role.
";

/// As it stands in the cell: a status, and the problem's code if there is one.
fn cell(answer: &Answered) -> String {
    let status = answer.status.as_u16();
    assert!(status < 500, "{status}: {}", String::from_utf8_lossy(&answer.body));
    format!("{status} {}", answer.code()).trim_end().to_owned()
}

fn table(title: &str, first: &str, rows: &[Row]) -> String {
    let mut text = format!("\n## {title}\n\n| {first} |");
    let everybody = Who::all();
    everybody.iter().for_each(|who| write!(text, " {who} |").unwrap());
    text.push_str("\n|---|");
    everybody.iter().for_each(|_| text.push_str("---|"));
    text.push('\n');
    for Row { what, cells } in rows {
        writeln!(text, "| {what} | {} |", cells.join(" | ")).unwrap();
    }
    text
}

#[tokio::test]
async fn the_matrix_of_rights_is_the_one_that_is_written_down() {
    let stage = Stage::new().await;
    let routes = routes::rows(&stage).await;
    let acts = acts::rows(&stage).await;
    let text = [HEAD, &table("Routes", "route", &routes), &table("Acts", "act", &acts)].concat();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = text.lines().zip(written.lines().chain(std::iter::repeat(""))).find(|(now, then)| now != then);
    if let Some((now, then)) = differs {
        panic!("docs/access.md is not as it is now:\n  written: {then}\n  now:     {now}");
    }
    assert_eq!(written.lines().count(), text.lines().count(), "docs/access.md has lines that are no longer true");
}
