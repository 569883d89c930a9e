//! DUR.

use maslahat_model::Role;
use serde_json::json;

use super::world::World;
use crate::{Input, exchange};

#[test]
fn dur_1_nothing_is_shown_before_the_disk_answers() {
    let (mut world, text, alice, bob) = World::pair();
    world.held = true;
    world.types(alice, text, 0, "A");
    world.run();
    assert_eq!(world.sees(bob, text), "Place the meetings.");
    assert_eq!(world.text(text), "Place the meetings.");
    let replica = &world.client(alice).replicas[&text];
    assert_ne!(replica.1.their_heads.as_ref(), Some(&replica.0.get_heads()), "no acknowledgement");
    let freeze = world.ask(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]}), None);
    assert!(!world.answers.contains_key(&freeze));
    world.held = false;
    world.commit();
    world.run();
    assert_eq!(world.sees(bob, text), "APlace the meetings.");
    assert!(world.answers[&freeze].is_ok());
    let replica = &world.client(alice).replicas[&text];
    assert_eq!(replica.1.their_heads.as_ref(), Some(&replica.0.get_heads()));
}

#[test]
fn dur_2_what_arrives_meanwhile_is_the_next_commit_in_order() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    let bob = world.connect(2, 2, Role::Expert);
    world.open(alice, text);
    world.open(bob, text);
    let commits = world.appended.len();
    world.held = true;
    world.types(alice, text, 0, "1");
    world.run();
    world.types(bob, text, 0, "2");
    world.run();
    let freeze = world.ask(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"], "lang": "en"}), None);
    world.types(alice, text, 0, "late");
    world.run();
    world.held = false;
    world.commit();
    world.run();
    assert!(world.answers[&freeze].is_ok());
    let frozen = world.text(text);
    assert!(frozen.contains('1') && frozen.contains('2') && !frozen.contains("late"), "{frozen}");
    assert_eq!(world.appended.len(), commits + 2, "one in flight, one for all that waited; late typing after");
}

#[test]
fn dur_3_a_room_loaded_again_is_the_room_that_wrote_the_logs() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.types(alice, text, 0, "A");
    world.run();
    world.join(1, Role::Expert);
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    world.types(alice, text, 0, "late ");
    world.run();
    world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r1"], "lang": "en"})).unwrap();
    let before = (world.room.register().clone(), world.room.ledger_seq());
    let texts: Vec<_> = world.room.texts.keys().copied().collect();
    let views: Vec<_> = texts.iter().map(|id| world.room.text(*id)).collect();
    let phases: Vec<_> = world.room.texts.values().map(|text| (text.phase.clone(), text.seq)).collect();
    let shelves = world.room.shelves.clone();
    world.restart();
    assert_eq!(world.room.loaded(), []);
    world.bring_all(&texts);
    assert_eq!((world.room.register().clone(), world.room.ledger_seq()), before);
    assert_eq!(texts.iter().map(|id| world.room.text(*id)).collect::<Vec<_>>(), views);
    assert_eq!(world.room.texts.values().map(|text| (text.phase.clone(), text.seq)).collect::<Vec<_>>(), phases);
    assert_eq!(world.room.shelves, shelves);
    // and it goes on from there
    world.connect(1, 1, Role::Expert);
    world.run();
    world.types(alice, text, 0, "later ");
    world.run();
    assert_eq!(world.room.register().proposals.len(), 1);
}

#[test]
fn dur_4_what_was_sent_before_the_line_dropped_is_kept() {
    let (mut world, text, alice, bob) = World::pair();
    world.held = true;
    world.types(bob, text, 0, "B");
    world.run();
    world.types(alice, text, 0, "A");
    world.run();
    world.disconnect(alice);
    world.held = false;
    world.commit();
    world.run();
    assert!(world.text(text).contains('A'));
    assert!(world.sees(bob, text).contains('A'));
}

#[test]
fn dur_5_a_long_log_is_compacted_and_nobody_is_lost() {
    let limits = crate::Limits { compact_after: 4, ..crate::Limits::default() };
    let mut world = World::with_limits(limits);
    let text = world.document("r1", "en");
    let log = maslahat_protocol::LogId::text(text);
    let (alice, bob) = (world.connect(1, 1, Role::Expert), world.connect(2, 2, Role::Expert));
    world.open(alice, text);
    world.open(bob, text);
    world.disconnect(bob);
    world.types(bob, text, 0, "B");
    for _ in 0..10 {
        world.types(alice, text, 0, "A");
        world.run();
    }
    let (upto, _) = world.snapshots[&log];
    assert!(upto >= 8 && upto <= world.logs[&log].len() as u64, "{upto}");
    let shown = world.text(text);
    world.restart();
    assert_eq!(world.text(text), shown);
    world.connect(2, 2, Role::Expert);
    world.run();
    assert_eq!(world.sees(bob, text), world.text(text));
    let letters = world.text(text);
    assert_eq!(letters.matches('A').count(), 10, "{letters}");
    assert!(letters.contains('B'), "{letters}");
    for _ in 0..10 {
        world.act(9, Role::Moderator, json!({"type": "set-status", "paragraph": "r2", "status": "agreed"})).unwrap();
        world.act(9, Role::Moderator, json!({"type": "set-status", "paragraph": "r2", "status": "draft"})).unwrap();
    }
    assert!(world.snapshots.contains_key(&maslahat_protocol::LogId::register(super::world::DRAFT)));
    let register = world.room.register().clone();
    world.restart();
    assert_eq!(world.room.register(), &register);
}

#[test]
fn dur_2_a_message_without_changes_takes_nobodys_acknowledgement_away() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.held = true;
    world.types(alice, text, 0, "A");
    world.run();
    // while that is on its way to disk, a change and an answer to something older arrive: one commit
    world.types(alice, text, 0, "A");
    world.run();
    let heads = world.client(alice).replicas[&text].0.get_heads();
    world.input(Input::Sync { connection: alice, document: text, data: exchange::broadcast(&heads, &[]) });
    world.held = false;
    world.commit();
    world.run();
    let replica = &world.client(alice).replicas[&text];
    assert_eq!(replica.1.their_heads.as_ref(), Some(&replica.0.get_heads()));
}
