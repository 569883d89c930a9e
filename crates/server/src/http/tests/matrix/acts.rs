//! Every act that there is.

use maslahat_sync_core::Act;
use serde_json::json;

use super::*;

/// The names of all acts, from the type: whoever does not know a name is told which ones there are.
fn names() -> Vec<String> {
    let unknown = serde_json::from_value::<Act>(json!({"type": "?"})).unwrap_err().to_string();
    let (_, known) = unknown.split_once("expected one of ").expect("a list of acts");
    let names: Vec<String> = known.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(names.len() >= 6 && names.contains(&"freeze".to_owned()), "{unknown}");
    names
}

/// One way to try an act.
struct Trial {
    /// Beside the act's name.
    note: &'static str,
    /// What a moderator does first.
    before: &'static [&'static str],
    /// Whether a late proposal is needed, and whose.
    proposal: Option<Whose>,
    act: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Of whoever tries, where that is somebody who may edit.
    Own,
    AnothersOwn,
}

const PROPOSAL: &str = "PROPOSAL";
/// An expert's id.
const PERSON: &str = "PERSON";
const REOPENED: &[&str] = &[r#"{"type":"reopen","paragraphs":["r1"]}"#];
const FROZEN: &[&str] = &[r#"{"type":"freeze","paragraphs":["r2"]}"#];
const ALL_FROZEN: &[&str] = &[r#"{"type":"freeze","scope":"draft"}"#];

fn trials(name: &str) -> Vec<Trial> {
    let alone = |note, before, act| Trial { note, before, proposal: None, act };
    let with = |note, before, whose| Trial {
        note,
        before,
        proposal: Some(whose),
        act: json!({"type": name, "proposal": PROPOSAL}),
    };
    match name {
        "freeze" => vec![
            alone("a paragraph", &[], json!({"type": name, "paragraphs": ["r2"]})),
            alone("the draft", &[], json!({"type": name, "scope": "draft"})),
        ],
        "reopen" => vec![
            alone("a paragraph", FROZEN, json!({"type": name, "paragraphs": ["r2"]})),
            alone("the draft", ALL_FROZEN, json!({"type": name, "scope": "draft"})),
        ],
        "set-status" => vec![alone("", &[], json!({"type": name, "paragraph": "r2", "status": "agreed"}))],
        "withdraw-proposal" => vec![with("one's own", &[], Whose::Own), with("another's", &[], Whose::AnothersOwn)],
        "reject-proposal" => vec![with("", &[], Whose::AnothersOwn)],
        "accept-proposal" => vec![with("", REOPENED, Whose::AnothersOwn)],
        "set-role" => vec![alone("", &[], json!({"type": name, "person": PERSON, "role": "moderator"}))],
        "revoke" => vec![alone("", &[], json!({"type": name, "person": PERSON}))],
        name => panic!("say how the act {name} is tried: it has no row in the matrix"),
    }
}

async fn tried(stage: &Stage, trial: &Trial, who: Who) -> String {
    let scene = Scene::new(stage, who).await;
    let watcher = scene.member(Role::Secretariat).await;
    let mut act = trial.act.to_string();
    if let Some(whose) = trial.proposal {
        let may_edit = matches!(who, Who::Member(role) if role.may_edit());
        let author =
            if whose == Whose::Own && may_edit { scene.token.clone() } else { scene.member(Role::Expert).await };
        act = act.replace(PROPOSAL, &scene.late_proposal(&author).await);
    }
    if act.contains(PERSON) {
        act = act.replace(PERSON, &scene.expert().await);
    }
    for before in trial.before {
        scene.moderated(before).await;
    }
    let before = scene.seen(&watcher).await;
    let answer = stage.world.post(&scene.path("/acts"), &scene.token, &act).await;
    let cell = cell(&answer);
    let changed = scene.seen(&watcher).await != before;
    assert_eq!(changed, answer.status == StatusCode::OK, "{act} by {who}: {cell}");
    // the act is right: it is done, or it is the person that it is refused to
    assert!(["200", "401", "403"].iter().any(|status| cell.starts_with(status)), "{act} by {who}: {cell}");
    cell
}

pub(super) async fn rows(stage: &Stage) -> Vec<Row> {
    let mut rows = Vec::new();
    for name in names() {
        for trial in trials(&name) {
            let mut cells = Vec::new();
            for who in Who::all() {
                cells.push(tried(stage, &trial, who).await);
            }
            let note = if trial.note.is_empty() { String::new() } else { format!(", {}", trial.note) };
            rows.push(Row { what: format!("`{name}`{note}"), cells });
        }
    }
    rows
}
