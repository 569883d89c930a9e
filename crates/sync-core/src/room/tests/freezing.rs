//! FRZ.

use maslahat_model::register::RegisterDocument;
use maslahat_model::{Role, Status, rich_text};
use maslahat_protocol::LogId;
use serde_json::json;

use super::super::register_document;
use super::world::{DRAFT, World};
use crate::ActError;

#[test]
fn frz_1_a_frozen_text_stays_as_it_is_whatever_clients_send() {
    let (mut world, text, alice, bob) = World::pair();
    world.disconnect(bob);
    world.types(bob, text, 0, "offline ");
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    let mark = world.room.register().paragraphs["r1"].texts["en"].frozen.clone().unwrap();
    let log = world.logs[&LogId::text(text)].len();
    world.types(alice, text, 0, "ignoring ");
    world.run();
    world.connect(2, 2, Role::Expert);
    world.run();
    world.restart();
    world.connect(1, 1, Role::Expert);
    world.types(alice, text, 3, "again");
    world.run();
    let view = world.room.text(text).unwrap();
    assert_eq!(view.heads, mark.heads);
    assert_eq!(rich_text::sha256_hex(&view.content.text()), mark.sha256);
    assert_eq!(world.logs[&LogId::text(text)].len(), log, "nothing was appended to the closed log");
    assert_eq!(world.room.register().paragraphs["r1"].shown_status(), Status::Frozen);
}

#[test]
fn frz_2_the_order_of_arrival_decides() {
    let (mut world, text, alice, bob) = World::pair();
    world.held = true;
    world.types(alice, text, 0, "in time ");
    world.run();
    let freeze = world.ask(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]}), None);
    world.types(bob, text, 0, "too late ");
    world.run();
    world.held = false;
    world.commit();
    world.run();
    assert!(world.answers[&freeze].is_ok());
    assert_eq!(world.text(text), "in time Place the meetings.");
    let proposals: Vec<_> = world.room.register().proposals.values().cloned().collect();
    assert_eq!(proposals.len(), 1);
    assert_eq!(proposals[0].by, super::world::person(2));
}

#[test]
fn frz_3_a_freeze_is_one_append() {
    let mut world = World::new();
    let (en, ru) = (world.document("r1", "en"), world.document("r1", "ru"));
    let before = world.appended.len();
    let answer = world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    assert_eq!(answer["texts"].as_array().unwrap().len(), 2);
    assert_eq!(world.appended.len(), before + 1);
    let mut logs = world.appended[before].clone();
    logs.sort();
    let mut expected = vec![LogId::text(en), LogId::text(ru), LogId::register(DRAFT), LogId::ledger(DRAFT)];
    expected.sort();
    assert_eq!(logs, expected);
}

#[test]
fn frz_4_a_paragraph_is_frozen_with_its_parts_in_one_language_or_all() {
    let mut world = World::new();
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"], "lang": "ru"})).unwrap();
    let frozen = |world: &World, paragraph: &str, lang: &str| {
        world.room.register().paragraphs[paragraph].texts[lang].frozen.is_some()
    };
    assert!(frozen(&world, "r1", "ru") && !frozen(&world, "r1", "en"));
    assert_eq!(world.room.register().paragraphs["r1"].shown_status(), Status::Draft);
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r2"]})).unwrap();
    assert!(frozen(&world, "r2", "en") && frozen(&world, "r2.a", "en"));
}

#[test]
fn frz_5_reopening_continues_the_frozen_text_in_a_new_document() {
    let mut world = World::new();
    let old = world.document("r1", "en");
    let (alice, register) = (world.connect(1, 1, Role::Expert), register_document(DRAFT));
    world.open(alice, old);
    world.open(alice, register);
    world.types(alice, old, 0, "A");
    world.run();
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    let mark = world.room.register().paragraphs["r1"].texts["en"].frozen.clone().unwrap();
    world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r1"], "lang": "en"})).unwrap();
    world.run();
    let seen = world.client(alice).replicas[&register].0.clone();
    let seen = RegisterDocument::from_document(seen).unwrap();
    let text = &seen.view().paragraphs["r1"].texts["en"];
    assert_eq!((text.frozen.clone(), text.earlier.clone()), (None, vec![old.url()]));
    let new = text.document().unwrap();
    assert_ne!(new, old);
    world.open(alice, new);
    assert_eq!(world.room.text(new).unwrap().heads, mark.heads, "the same history");
    world.types(alice, new, 0, "new ");
    world.types(alice, old, 0, "old ");
    world.run();
    assert_eq!(world.text(new), "new APlace the meetings.");
    assert_eq!(world.text(old), "APlace the meetings.");
    assert_eq!(world.room.register().proposals.len(), 1, "the old document stays closed");
}

#[test]
fn frz_6_the_whole_draft_is_frozen_by_one_act_until_something_is_reopened() {
    let mut world = World::new();
    world.act(9, Role::Secretariat, json!({"type": "freeze", "scope": "draft"})).unwrap();
    assert!(world.room.register().frozen.is_some());
    assert!(world.room.register().paragraphs.values().all(|paragraph| paragraph.shown_status() == Status::Frozen));
    let again = world.act(9, Role::Secretariat, json!({"type": "freeze", "scope": "draft"}));
    assert_eq!(again, Err(ActError::AlreadyFrozen));
    world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r2.a"]})).unwrap();
    assert!(world.room.register().frozen.is_none());
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r2.a"]})).unwrap();
    assert!(world.room.register().frozen.is_none(), "the draft itself is frozen by its own act");
    world.act(9, Role::Moderator, json!({"type": "freeze", "scope": "draft"})).unwrap();
    assert!(world.room.register().frozen.is_some());
}
