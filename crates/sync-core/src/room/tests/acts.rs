//! ACT.

use maslahat_model::register::ProposalState;
use maslahat_model::{Role, Status};
use serde_json::{Value, json};

use super::world::{World, person};
use crate::ActError;

#[test]
fn act_1_moderating_is_for_moderators_and_the_secretariat() {
    let acts = [
        json!({"type": "freeze", "paragraphs": ["r1"]}),
        json!({"type": "reopen", "paragraphs": ["r1"]}),
        json!({"type": "set-status", "paragraph": "r1", "status": "agreed"}),
        json!({"type": "reject-proposal", "proposal": "p1"}),
        json!({"type": "accept-proposal", "proposal": "p1"}),
    ];
    for act in acts {
        for role in [Role::Observer, Role::Expert] {
            let mut world = World::new();
            let before = world.logs.clone();
            assert_eq!(world.act(1, role, act.clone()), Err(ActError::Forbidden), "{act} as {role}");
            assert_eq!(world.logs, before);
        }
        for role in [Role::Moderator, Role::Secretariat] {
            assert_ne!(World::new().act(1, role, act.clone()), Err(ActError::Forbidden), "{act} as {role}");
        }
    }
}

#[test]
fn act_2_an_act_that_cannot_be_done_says_why_and_changes_nothing() {
    let mut world = World::new();
    let before = (world.logs.clone(), world.room.register().clone());
    let cases: [(Value, ActError); 7] = [
        (json!({"type": "freeze"}), ActError::NothingNamed),
        (json!({"type": "freeze", "paragraphs": ["r1"], "scope": "draft"}), ActError::NothingNamed),
        (json!({"type": "freeze", "paragraphs": ["r1", "r99"]}), ActError::ParagraphUnknown("r99".into())),
        (
            json!({"type": "freeze", "paragraphs": ["r2"], "lang": "ru"}),
            ActError::TextUnknown { paragraph: "r2".into(), lang: "ru".into() },
        ),
        (json!({"type": "reopen", "paragraphs": ["r1"]}), ActError::NotFrozen),
        (json!({"type": "accept-proposal", "proposal": "p7"}), ActError::ProposalUnknown("p7".into())),
        (
            json!({"type": "set-status", "paragraph": "r99", "status": "agreed"}),
            ActError::ParagraphUnknown("r99".into()),
        ),
    ];
    for (act, error) in cases {
        assert_eq!(world.act(9, Role::Moderator, act.clone()), Err(error), "{act}");
        assert_eq!((world.logs.clone(), world.room.register().clone()), before);
    }
}

#[test]
fn act_3_a_keyed_act_is_done_once() {
    let mut world = World::new();
    let freeze = json!({"type": "freeze", "paragraphs": ["r1"]});
    let first = world.act_with_key(9, Role::Moderator, freeze.clone(), Some("k1"));
    assert!(first.is_ok());
    let ledger = world.room.ledger_seq();
    assert_eq!(world.act_with_key(9, Role::Moderator, freeze.clone(), Some("k1")), first);
    let other = json!({"type": "freeze", "paragraphs": ["r2"]});
    assert_eq!(world.act_with_key(9, Role::Moderator, other, Some("k1")), Err(ActError::KeyReused));
    world.restart();
    assert_eq!(world.act_with_key(9, Role::Moderator, freeze.clone(), Some("k1")), first);
    assert_eq!(world.room.ledger_seq(), ledger);
    let somebody_else = world.act_with_key(8, Role::Moderator, freeze, Some("k1"));
    assert_eq!(somebody_else, Err(ActError::AlreadyFrozen), "keys are a person's own");
}

fn late() -> World {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    world.types(alice, text, 6, "all ");
    world.run();
    world
}

#[test]
fn act_4_a_proposal_is_withdrawn_by_its_author_only() {
    let mut world = late();
    let withdraw = json!({"type": "withdraw-proposal", "proposal": "p1"});
    assert_eq!(world.act(9, Role::Moderator, withdraw.clone()), Err(ActError::Forbidden));
    assert_eq!(world.act(2, Role::Expert, withdraw.clone()), Err(ActError::Forbidden));
    world.act(1, Role::Expert, withdraw.clone()).unwrap();
    assert_eq!(world.room.register().proposals["p1"].state, ProposalState::Withdrawn);
    assert_eq!(world.act(1, Role::Expert, withdraw), Err(ActError::ProposalSettled));
}

#[test]
fn act_5_accepting_merges_the_fork_with_its_authors() {
    let mut world = late();
    let accept = json!({"type": "accept-proposal", "proposal": "p1"});
    assert_eq!(world.act(9, Role::Moderator, accept.clone()), Err(ActError::TextFrozen));
    world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r1"], "lang": "en"})).unwrap();
    let text = world.document("r1", "en");
    let bob = world.connect(2, 2, Role::Expert);
    world.open(bob, text);
    world.types(bob, text, 0, "Now: ");
    world.run();
    world.act(9, Role::Moderator, accept).unwrap();
    world.run();
    assert_eq!(world.text(text), "Now: Place all the meetings.");
    assert_eq!(world.sees(bob, text), "Now: Place all the meetings.");
    let document = &world.room.texts[&text].document;
    let authors: Vec<_> = document
        .get_changes(&[])
        .iter()
        .filter_map(|change| world.room.actors.get(change.actor_id()))
        .copied()
        .collect();
    assert!(authors.contains(&person(1)) && authors.contains(&person(2)));
    world.restart();
    assert_eq!(world.text(text), "Now: Place all the meetings.");
}

#[test]
fn act_6_frozen_is_never_set_by_hand() {
    let mut world = World::new();
    for status in [Status::Frozen, Status::LateProposal] {
        let act = json!({"type": "set-status", "paragraph": "r1", "status": status});
        assert_eq!(world.act(9, Role::Moderator, act), Err(ActError::StatusDerived));
    }
    world.act(9, Role::Moderator, json!({"type": "set-status", "paragraph": "r1", "status": "agreed"})).unwrap();
    assert_eq!(world.room.register().paragraphs["r1"].status, Status::Agreed);
}

#[test]
fn a_rejection_says_by_whom_when_and_why() {
    let mut world = late();
    let reject = |reason: &str| json!({"type": "reject-proposal", "proposal": "p1", "reason": reason});
    let long = "x".repeat(2_001);
    assert_eq!(world.act(9, Role::Moderator, reject(&long)), Err(ActError::ReasonTooLong { chars_max: 2_000 }));
    assert_eq!(world.room.register().proposals["p1"].settled, None);
    world.act(9, Role::Moderator, reject(" Covered by paragraph 4. ")).unwrap();
    world.restart();
    let settled = world.room.register().proposals["p1"].settled.clone().unwrap();
    assert_eq!((settled.by, settled.reason.as_deref()), (person(9), Some("Covered by paragraph 4.")));
    assert!(settled.at.ends_with('Z'), "{}", settled.at);
}
