//! REF.

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ObjType, ROOT, ScalarValue};
use maslahat_model::{Role, rich_text};
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;

use super::world::World;
use crate::{ConnectionId, Input, Limits};

fn refused(world: &mut World, text: DocumentId, mallory: ConnectionId, bob: ConnectionId, reason: CloseReason) {
    world.run();
    assert_eq!(world.client(mallory).closed, Some(reason));
    assert_eq!(world.text(text), "Place the meetings.");
    world.types(bob, text, 0, "B");
    world.run();
    assert_eq!(world.client(bob).closed, None);
    assert_eq!(world.text(text), "BPlace the meetings.");
}

/// A message with a replica's last own change.
fn carrying(replica: &Automerge) -> Vec<u8> {
    automerge::sync::Message {
        heads: replica.get_heads(),
        need: vec![],
        have: vec![automerge::sync::Have::default()],
        changes: vec![replica.get_last_local_change().unwrap().raw_bytes().to_vec()].into(),
        flags: None,
        version: automerge::sync::MessageVersion::V1,
    }
    .encode()
}

type Forgery = fn(&mut Automerge);

#[test]
fn ref_1_anything_but_letters_and_marks_is_refused() {
    let forgeries: [Forgery; 6] = [
        |replica| edit(replica, |tx, _| drop(tx.put(ROOT, "body", "gone"))),
        |replica| edit(replica, |tx, _| drop(tx.put_object(ROOT, "other", ObjType::Map))),
        |replica| edit(replica, |tx, _| drop(tx.delete(ROOT, "body"))),
        |replica| edit(replica, |tx, body| drop(tx.insert(body, 0, ScalarValue::counter(1)))),
        |replica| edit(replica, |tx, body| drop(tx.insert_object(body, 0, ObjType::Map))),
        |replica| {
            edit(replica, |tx, body| {
                let mark = automerge::marks::Mark::new("colour".to_owned(), "red", 0, 3);
                drop(tx.mark(body, mark, automerge::marks::ExpandMark::None));
            });
        },
    ];
    for forge in forgeries {
        let (mut world, text, mallory, bob) = World::pair();
        forge(&mut world.client(mallory).replicas.get_mut(&text).unwrap().0);
        refused(&mut world, text, mallory, bob, CloseReason::Refused);
        assert_eq!(world.aside.len(), 1, "the bytes are kept aside");
    }
}

fn edit(replica: &mut Automerge, change: impl Fn(&mut automerge::transaction::Transaction<'_>, &automerge::ObjId)) {
    let body = rich_text::body(replica).unwrap();
    let mut tx = replica.transaction();
    change(&mut tx, &body);
    tx.commit();
}

#[test]
fn ref_1_a_link_to_a_script_is_refused() {
    let (mut world, text, mallory, bob) = World::pair();
    edit(&mut world.client(mallory).replicas.get_mut(&text).unwrap().0, |tx, body| {
        let mark = automerge::marks::Mark::new("link".to_owned(), "javascript:alert(1)", 0, 3);
        drop(tx.mark(body, mark, automerge::marks::ExpandMark::None));
    });
    refused(&mut world, text, mallory, bob, CloseReason::Refused);
}

#[test]
fn ref_2_bytes_that_are_no_message_cost_the_sender_only() {
    for garbage in [vec![], vec![0xff; 64], b"\x42\x00\x00\x00\x01\x08garbage!".to_vec()] {
        let (mut world, text, mallory, bob) = World::pair();
        world.input(Input::Sync { connection: mallory, document: text, data: garbage.clone() });
        refused(&mut world, text, mallory, bob, CloseReason::Malformed);
        assert_eq!(world.aside, vec![garbage]);
    }
}

#[test]
fn ref_2_damaged_changes_never_reach_the_text() {
    let (mut world, text, mallory, _) = World::pair();
    world.types(mallory, text, 0, "some longer words to damage");
    let whole = carrying(&world.client(mallory).replicas[&text].0);
    let change = whole.windows(4).rposition(|bytes| bytes == [0x85, 0x6f, 0x4a, 0x83]).unwrap();
    for at in change..whole.len() {
        let (mut world, text, mallory, bob) = World::pair();
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        world.input(Input::Sync { connection: mallory, document: text, data: damaged });
        assert_eq!(world.text(text), "Place the meetings.", "byte {at}");
        assert_eq!(world.client(bob).closed, None);
    }
}

#[test]
fn ref_3_two_changes_with_one_number_are_not_both_taken() {
    let (mut world, text, mallory, _) = World::pair();
    let twin = world.client(mallory).replicas[&text].0.clone();
    world.types(mallory, text, 0, "A");
    world.run();
    // the same actor writes its same number once more, differently
    let second = world.connect(3, 1, Role::Expert);
    world.client(second).replicas.insert(text, (twin, automerge::sync::State::new()));
    world.types(second, text, 0, "Z");
    let data = carrying(&world.client(second).replicas[&text].0);
    world.input(Input::Sync { connection: second, document: text, data });
    assert_eq!(world.client(second).closed, Some(CloseReason::Refused));
    assert_eq!(world.text(text), "APlace the meetings.");
}

#[test]
fn ref_4_nobody_writes_as_the_server() {
    let (mut world, text, mallory, bob) = World::pair();
    let (replica, _) = world.client(mallory).replicas.get_mut(&text).unwrap();
    let server: ActorId = replica.get_changes(&[])[0].actor_id().clone();
    replica.set_actor(server);
    world.types(mallory, text, 0, "forged ");
    refused(&mut world, text, mallory, bob, CloseReason::Impersonation);
}

#[test]
fn ref_5_limits_cost_the_connection() {
    let short = Limits { text_units_max: 100, ..Limits::default() };
    let (mut world, text, mallory, bob) = World::pair_with(short);
    world.types(mallory, text, 0, &"x".repeat(200));
    refused(&mut world, text, mallory, bob, CloseReason::Refused);

    let small = Limits { message_bytes_max: 1_000, ..Limits::default() };
    let (mut world, text, mallory, bob) = World::pair_with(small);
    world.input(Input::Sync { connection: mallory, document: text, data: vec![0x42; 1_001] });
    refused(&mut world, text, mallory, bob, CloseReason::TooMuch);

    let narrow = Limits { subscriptions_max: 1, ..Limits::default() };
    let (mut world, text, mallory, bob) = World::pair_with(narrow);
    let other = world.document("r2", "en");
    world.open(mallory, other);
    refused(&mut world, text, mallory, bob, CloseReason::TooMuch);
}

#[test]
fn ref_6_a_full_queue_asks_the_sender_to_come_back() {
    let everybody = Limits { queue_items_max: 3, ..Limits::default() };
    let each = Limits { queue_items_each_max: 3, ..Limits::default() };
    for limits in [everybody, each] {
        let (mut world, text, alice, bob) = World::pair_with(limits);
        world.held = true;
        for _ in 0..6 {
            world.types(alice, text, 0, "A");
            world.run();
        }
        assert_eq!(world.client(alice).closed, Some(CloseReason::Restart));
        assert_eq!(world.client(bob).closed, None);
        world.held = false;
        world.commit();
        world.connect(1, 1, Role::Expert);
        world.run();
        assert_eq!(world.text(text), "AAAAAAPlace the meetings.", "nothing is lost");
    }
}

#[test]
fn ref_3_what_others_sent_for_the_same_commit_is_kept() {
    let (mut world, text, mallory, bob) = World::pair();
    let twin = world.client(mallory).replicas[&text].0.clone();
    world.types(mallory, text, 0, "A");
    world.run();
    let second = world.connect(3, 1, Role::Expert);
    world.client(second).replicas.insert(text, (twin, automerge::sync::State::new()));
    world.held = true;
    world.types(bob, text, 0, "1");
    world.run();
    // all of this waits for the same commit: the forged twin is applied with the others, and fails alone
    world.types(second, text, 0, "Z");
    let data = carrying(&world.client(second).replicas[&text].0);
    world.input(Input::Sync { connection: second, document: text, data });
    world.types(bob, text, 0, "2");
    world.run();
    world.held = false;
    world.commit();
    world.run();
    assert_eq!(world.client(second).closed, Some(CloseReason::Refused));
    assert_eq!(world.client(bob).closed, None);
    let shown = world.text(text);
    assert!(shown.contains('1') && shown.contains('2') && !shown.contains('Z'), "{shown}");
    assert_eq!(world.sees(bob, text), shown);
}

#[test]
fn ref_5_what_waits_for_one_client_is_bounded() {
    let limits = Limits { waiting_bytes_max: 2_000, ..Limits::default() };
    let (mut world, text, mallory, bob) = World::pair_with(limits);
    let mut orphan = world.client(mallory).replicas[&text].0.clone();
    let body = rich_text::body(&orphan).unwrap();
    for _ in 0..40 {
        // the change that this one depends on never arrives
        for words in ["missing", "some words that take a few dozen bytes"] {
            let mut tx = orphan.transaction();
            tx.splice_text(&body, 0, 0, words).unwrap();
            tx.commit();
        }
        let data = carrying(&orphan);
        world.input(Input::Sync { connection: mallory, document: text, data });
    }
    refused(&mut world, text, mallory, bob, CloseReason::TooMuch);
}

#[test]
fn ref_5_copies_that_are_not_kept_are_bounded() {
    let limits = Limits { ghosts_max: 1, ..Limits::default() };
    let mut world = World::with_limits(limits);
    let (first, second) = (world.document("r1", "en"), world.document("r2", "en"));
    let observer = world.connect(1, 1, Role::Observer);
    world.open(observer, first);
    world.open(observer, second);
    world.types(observer, first, 0, "x");
    world.run();
    assert_eq!(world.client(observer).closed, None);
    world.types(observer, second, 0, "x");
    world.run();
    assert_eq!(world.client(observer).closed, Some(CloseReason::TooMuch));
}
