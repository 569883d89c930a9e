//! LOD.

use maslahat_model::Role;
use maslahat_protocol::{DocumentId, LogId};
use serde_json::json;

use super::world::{DRAFT, World};
use crate::{ActError, Input, Limits, Member, Opening, RecordKind, Timestamp};

fn freeze(paragraph: &str) -> serde_json::Value {
    json!({"type": "freeze", "paragraphs": [paragraph]})
}

#[test]
fn lod_1_a_draft_opens_without_texts_and_loads_those_that_are_asked_for() {
    let mut world = World::new();
    let (r1, r2) = (world.document("r1", "en"), world.document("r2", "en"));
    assert_eq!(world.room.loaded(), []);
    assert!(world.room.holds(r1) && world.room.holds(r2));
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, r1);
    assert_eq!(world.sees(alice, r1), "Place the meetings.");
    assert_eq!(world.room.loaded(), [r1]);
    world.act(9, Role::Expert, json!({"type": "freeze", "scope": "draft"})).unwrap_err();
    assert_eq!(world.room.loaded(), [r1], "who may not freeze loads nothing");
    world.act(9, Role::Moderator, freeze("r2")).unwrap();
    assert!(world.room.loaded().contains(&r2), "a freeze needs the heads of what it closes");
}

#[test]
fn lod_2_what_needs_a_text_waits_for_it_and_nothing_changes_its_order() {
    let mut world = World::new();
    let (r1, r2) = (world.document("r1", "en"), world.document("r2", "en"));
    let (alice, bob) = (world.connect(1, 1, Role::Expert), world.connect(2, 2, Role::Expert));
    world.open(alice, r1);
    world.open(bob, r2);
    world.disconnect(bob);
    world.wait(Limits::default().text_idle_ms_max);
    world.wait(Limits::default().text_idle_ms_max);
    assert_eq!(world.room.loaded(), [r1]);
    world.loads_held = true;
    world.connect(2, 2, Role::Expert);
    world.types(bob, r2, 0, "B");
    world.run();
    let freeze = world.ask(9, Role::Moderator, freeze("r1"), None);
    world.types(alice, r1, 0, "A");
    world.run();
    assert!(!world.answers.contains_key(&freeze), "an act does not pass what came before it");
    assert_eq!(world.loads.iter().filter(|(document, _)| *document == r2).count(), 1, "asked for once");
    world.loads_held = false;
    world.bring();
    world.run();
    assert!(world.answers[&freeze].is_ok());
    assert!(world.text(r2).starts_with('B'));
    assert_eq!(world.text(r1), "Place the meetings.", "typed after the freeze, shelved");
    assert_eq!(world.room.register().proposals.len(), 1);
}

#[test]
fn lod_3_a_text_that_nobody_has_open_leaves_memory_and_comes_back() {
    let idle_ms = Limits::default().text_idle_ms_max;
    let (mut world, text, alice, bob) = World::pair();
    world.types(alice, text, 0, "A");
    world.run();
    world.disconnect(alice);
    world.wait(idle_ms * 2);
    world.wait(idle_ms * 2);
    assert_eq!(world.room.loaded(), [text], "somebody has it open");
    world.disconnect(bob);
    world.wait(idle_ms - 1);
    assert_eq!(world.room.loaded(), [text], "not at once");
    let wake = world.room.next_wake().unwrap();
    world.wait(wake.0 - world.now + idle_ms);
    assert_eq!(world.room.loaded(), []);
    assert_eq!(world.room.next_wake(), None::<Timestamp>, "nothing to wake for");
    world.types(alice, text, 0, "later ");
    world.connect(1, 1, Role::Expert);
    world.run();
    assert!(world.text(text).starts_with("later A"), "{}", world.text(text));
}

#[test]
fn lod_3_a_fork_that_somebody_is_served_from_stays_and_so_does_what_is_on_its_way() {
    let idle_ms = Limits::default().text_idle_ms_max;
    let (mut world, text, alice, bob) = World::pair();
    world.act(9, Role::Moderator, freeze("r1")).unwrap();
    world.types(alice, text, 0, "late ");
    world.run();
    for _ in 0..3 {
        world.wait(idle_ms);
    }
    assert_eq!(world.room.loaded().len(), 2, "the frozen text and the fork");
    world.disconnect(bob);
    world.held = true;
    world.types(alice, text, 0, "more ");
    world.run();
    world.disconnect(alice);
    for _ in 0..3 {
        world.wait(idle_ms);
    }
    let fork = DocumentId::from_url(&world.room.register().proposals["p1"].url).unwrap();
    assert!(world.room.loaded().contains(&fork), "its commit is on its way");
    world.held = false;
    world.commit();
    assert!(world.text(fork).starts_with("more late "), "{}", world.text(fork));
}

#[test]
fn lod_4_a_damaged_text_is_unavailable_and_the_rest_of_the_draft_works() {
    let mut world = World::new();
    let (r1, r2) = (world.document("r1", "en"), world.document("r2", "en"));
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, r1);
    world.types(alice, r1, 0, "A");
    world.run();
    world.act(9, Role::Moderator, freeze("r1")).unwrap();
    // a frozen text that was tampered with is not what the register says
    let log = world.logs.get_mut(&LogId::text(r1)).unwrap();
    log.retain(|record| record.kind != RecordKind::Change);
    world.restart();
    let bob = world.connect(2, 2, Role::Expert);
    world.open(bob, r1);
    world.open(bob, r2);
    assert_eq!(world.client(bob).unavailable, [r1]);
    world.types(bob, r2, 0, "B");
    world.run();
    assert!(world.text(r2).starts_with('B'));
    let reopen = world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r1"], "lang": "en"}));
    let unreadable = ActError::TextUnreadable { paragraph: "r1".to_owned(), lang: "en".to_owned() };
    assert_eq!(reopen, Err(unreadable));
    world.act(9, Role::Moderator, freeze("r2")).unwrap();
}

#[test]
fn lod_5_a_text_read_after_the_register_moved_on_is_not_taken_in() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    let mut other = world.other_node();
    other.act(9, Role::Moderator, freeze("r1")).unwrap();
    // this node has not heard of the freeze; it reads the frozen log, and would take it for an open text
    world.logs = other.logs.clone();
    world.open(alice, text);
    assert!(world.rereads > 0);
    assert_eq!(world.room.loaded(), []);
    world.renew();
    world.run();
    world.types(alice, text, 0, "late ");
    world.run();
    assert_eq!(world.text(text), "Place the meetings.");
    assert_eq!(world.room.register().proposals.len(), 1);
    assert!(world.logs[&LogId::text(text)].last().unwrap().kind == RecordKind::Frozen);
}

#[test]
fn lod_6_what_is_on_its_way_from_disk_is_asked_for_anew_when_the_draft_is_read_again() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.loads_held = true;
    world.open(alice, text);
    let early = Box::new(world.stored(text));
    let (_, number) = world.loads[0];
    let mut other = world.other_node();
    let there = other.connect(1, 3, Role::Expert);
    other.open(there, text);
    other.types(there, text, 0, "X");
    other.run();
    world.logs = other.logs.clone();
    world.renew();
    let register_seq = world.logs[&LogId::register(DRAFT)].len() as u64;
    world.input(Input::Loaded { number, text: early, register_seq });
    assert_eq!(world.room.loaded(), [], "what was read before that is out of date");
    world.loads_held = false;
    world.bring();
    world.run();
    assert_eq!(world.sees(alice, text), "XPlace the meetings.");
    let member = Member { person: super::world::person(1), role: Role::Expert };
    let asks = world.room.needs_of_message(&super::super::stage::Stage::default(), alice, member, text);
    assert_eq!(asks.into_iter().collect::<Vec<_>>(), [text]);
}

#[test]
fn lod_7_whoever_has_nothing_of_a_text_is_given_its_bytes_before_it_is_loaded() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.types(alice, text, 0, "A");
    world.run();
    world.restart();
    world.loads_held = true;
    let (bob, carol) = (world.connect(2, 2, Role::Expert), world.connect(1, 1, Role::Expert));
    world.open(bob, text);
    world.types(carol, text, 0, "more ");
    world.run();
    let (document, number) = world.loads[0];
    let log = super::stored::stored_log(&world.logs, &world.snapshots, LogId::text(text));
    let opening = Box::new(Opening::read(&log).unwrap());
    world.input(Input::Opening { number: number + 1, document, opening: opening.clone() });
    assert!(world.on_the_line(bob, text).is_empty(), "not what was asked for");
    world.input(Input::Opening { number, document, opening });
    world.run();
    assert_eq!(world.sees(bob, text), "APlace the meetings.");
    assert_eq!(world.room.loaded(), [], "and it is not loaded yet");
    world.loads_held = false;
    world.bring();
    world.run();
    assert_eq!(
        world.sees(bob, text),
        "more APlace the meetings.",
        "what came meanwhile reaches those who were given bytes"
    );
    assert!(world.room.connections.len() == 2);
}

#[test]
fn lod_8_a_text_leaves_memory_as_a_snapshot_that_can_be_sent_as_it_is() {
    let (mut world, text, alice, bob) = World::pair();
    for _ in 0..30 {
        world.types(alice, text, 0, "A");
        world.run();
    }
    let shown = world.text(text);
    world.disconnect(alice);
    world.disconnect(bob);
    for _ in 0..4 {
        world.wait(Limits::default().text_idle_ms_max);
    }
    assert_eq!(world.room.loaded(), []);
    let log = super::stored::stored_log(&world.logs, &world.snapshots, LogId::text(text));
    assert_eq!(log.records.len(), 1, "the snapshot alone");
    assert!(Opening::read(&log).is_some());
    assert_eq!(world.text(text), shown);
}

#[test]
fn lod_8_a_text_that_is_quiet_leaves_a_snapshot_behind_while_it_is_open() {
    let (mut world, text, alice, _) = World::pair();
    for _ in 0..30 {
        world.types(alice, text, 0, "A");
        world.run();
    }
    let records = |world: &World| super::stored::stored_log(&world.logs, &world.snapshots, LogId::text(text)).records;
    world.wait(Limits::default().text_idle_ms_max);
    assert!(records(&world).len() > 30, "it was written into since the last look");
    world.wait(Limits::default().text_idle_ms_max);
    assert_eq!(records(&world).len(), 1);
    assert!(world.room.holds_in_memory(text));
}

#[test]
fn lod_8_what_is_in_memory_when_the_process_ends_leaves_a_snapshot_behind() {
    let (mut world, text, alice, _) = World::pair();
    for _ in 0..30 {
        world.types(alice, text, 0, "A");
        world.run();
    }
    world.with_room(|room, _, effects| room.leave(effects));
    let log = super::stored::stored_log(&world.logs, &world.snapshots, LogId::text(text));
    assert_eq!(log.records.len(), 1);
}
