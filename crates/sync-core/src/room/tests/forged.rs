//! Changes that no client makes: each can be applied, or nearly, and would ruin the text for whoever reads
//! it next. REF-7, and what else a hostile message may hold.

use automerge::legacy::{Key, OpType};
use automerge::sync::{BloomFilter, Have, Message, MessageVersion};
use automerge::{Automerge, Change, ExpandedChange, ScalarValue};
use maslahat_model::Role;
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;
use serde_json::json;

use super::world::World;
use crate::{ConnectionId, Input, Limits};

fn carrying(replica: &Automerge, changes: Vec<Vec<u8>>) -> Vec<u8> {
    Message {
        heads: replica.get_heads(),
        need: vec![],
        have: vec![Have::default()],
        changes: changes.into(),
        flags: None,
        version: MessageVersion::V1,
    }
    .encode()
}

/// An expert who types, deletes, and then sends that last change with something altered.
fn send_altered(role: Role, alter: impl Fn(&mut ExpandedChange)) -> (World, DocumentId, ConnectionId, ConnectionId) {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let (mallory, bob) = (world.connect(1, 1, role), world.connect(2, 2, Role::Expert));
    world.open(mallory, text);
    world.open(bob, text);
    world.types(mallory, text, 0, "xy");
    world.run();
    let replica = &mut world.client(mallory).replicas.get_mut(&text).unwrap().0;
    let body = maslahat_model::rich_text::body(replica).unwrap();
    let mut tx = replica.transaction();
    automerge::transaction::Transactable::splice_text(&mut tx, &body, 1, 1, "z").unwrap();
    tx.commit();
    let mut expanded = replica.get_last_local_change().unwrap().decode();
    alter(&mut expanded);
    let forged: Change = expanded.into();
    let data = carrying(replica, vec![forged.raw_bytes().to_vec()]);
    world.input(Input::Sync { connection: mallory, document: text, data });
    (world, text, mallory, bob)
}

type Alteration = fn(&mut ExpandedChange);

#[test]
fn ref_7_a_change_that_would_ruin_the_document_is_refused() {
    let alterations: [(&str, Alteration); 8] = [
        ("nothing at all, numbered as if it were something", |change| change.operations.clear()),
        ("numbers below its dependencies", |change| change.start_op = 1.try_into().unwrap()),
        ("numbers beyond what anybody knew", |change| {
            change.start_op = u64::from(u32::MAX).try_into().unwrap();
        }),
        ("a number of its author's used again", |change| {
            change.start_op = (change.start_op.get() - 1).try_into().unwrap();
        }),
        ("an insertion that replaces something", |change| {
            let deleted = change.operations.iter().find(|op| matches!(op.action, OpType::Delete)).unwrap().pred.clone();
            change.operations.iter_mut().find(|op| op.insert).unwrap().pred = deleted;
        }),
        ("a deletion of nothing", |change| {
            let delete = change.operations.iter_mut().find(|op| matches!(op.action, OpType::Delete)).unwrap();
            delete.pred = Vec::new().into();
        }),
        ("a deletion of something else than it names", |change| {
            let delete = change.operations.iter_mut().find(|op| matches!(op.action, OpType::Delete)).unwrap();
            delete.key = Key::head();
        }),
        ("a letter that turns the direction of writing", |change| {
            let insert = change.operations.iter_mut().find(|op| op.insert).unwrap();
            insert.action = OpType::Put(ScalarValue::Str("\u{202e}".into()));
        }),
    ];
    for (what, alter) in alterations {
        let (mut world, text, mallory, bob) = send_altered(Role::Expert, alter);
        assert_eq!(world.client(mallory).closed, Some(CloseReason::Refused), "{what}");
        world.types(bob, text, 0, "B");
        world.run();
        assert_eq!(world.client(bob).closed, None, "{what}");
        let shown = world.text(text);
        assert!(shown.ends_with("Place the meetings.") && shown.contains('B'), "{what}: {shown}");
        world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
        world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r1"]})).unwrap();
        world.restart();
        let newcomer = world.connect(3, 3, Role::Expert);
        let reopened = world.document("r1", "en");
        world.open(newcomer, reopened);
        assert_eq!(world.sees(newcomer, reopened), shown, "{what}");
    }
}

#[test]
fn ref_7_an_unaltered_change_is_taken() {
    let (mut world, text, mallory, bob) = send_altered(Role::Expert, |_| {});
    world.run();
    assert_eq!(world.client(mallory).closed, None);
    assert_eq!(world.text(text), "xzPlace the meetings.");
    assert_eq!(world.sees(bob, text), "xzPlace the meetings.");
}

#[test]
fn ref_7_a_copy_that_is_not_kept_takes_no_more_than_a_text() {
    let (mut world, text, mallory, bob) = send_altered(Role::Observer, |change| {
        let insert = change.operations.iter_mut().find(|op| op.insert).unwrap();
        insert.action = OpType::Put(ScalarValue::Int(7));
    });
    assert_eq!(world.client(mallory).closed, Some(CloseReason::Refused));
    world.types(bob, text, 0, "B");
    world.run();
    assert_eq!(world.text(text), "BPlace the meetings.");
}

fn say(world: &mut World, connection: ConnectionId, document: DocumentId, message: Message) {
    world.input(Input::Sync { connection, document, data: message.encode() });
}

#[test]
fn ref_2_a_filter_with_invented_numbers_costs_the_sender_only() {
    // entries, bits per entry, probes, bits
    for bloom in [&[1u8, 0, 7][..], &[1, 10, 7], &[1, 10, 0x80, 1, 0, 0], &[1, 8, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]] {
        let mut world = World::new();
        let text = world.document("r1", "en");
        let (mallory, bob) = (world.connect(1, 1, Role::Observer), world.connect(2, 2, Role::Expert));
        world.open(mallory, text);
        world.open(bob, text);
        let Ok(bloom) = BloomFilter::try_from(bloom) else {
            continue;
        };
        let message = Message {
            heads: vec![automerge::ChangeHash([7; 32])],
            need: vec![],
            have: vec![Have { last_sync: vec![], bloom }],
            changes: Vec::<Vec<u8>>::new().into(),
            flags: None,
            version: MessageVersion::V1,
        };
        say(&mut world, mallory, text, message);
        assert_eq!(world.client(mallory).closed, Some(CloseReason::Malformed));
        world.types(bob, text, 0, "B");
        world.run();
        assert_eq!(world.text(text), "BPlace the meetings.");
    }
}

#[test]
fn ref_5_one_message_claims_no_more_than_a_message_may() {
    let limits = Limits { change_operations_max: 100, ghost_operations_max: 100, ..Limits::default() };
    for role in [Role::Expert, Role::Observer] {
        let mut world = World::with_limits(limits);
        let text = world.document("r1", "en");
        let mallory = world.connect(1, 1, role);
        world.open(mallory, text);
        for _ in 0..3 {
            world.types(mallory, text, 0, &"x".repeat(40));
        }
        let replica = &world.client(mallory).replicas[&text].0;
        let changes = replica.get_changes(&[]).iter().skip(1).map(|change| change.raw_bytes().to_vec()).collect();
        let data = carrying(replica, changes);
        world.input(Input::Sync { connection: mallory, document: text, data });
        assert_eq!(world.client(mallory).closed, Some(CloseReason::TooMuch), "{role}");
        assert_eq!(world.text(text), "Place the meetings.");
    }
}

#[test]
fn ref_5_the_proposals_of_one_person_are_bounded() {
    let limits = Limits { proposals_each_max: 2, ..Limits::default() };
    let mut world = World::with_limits(limits);
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    for proposal in ["p1", "p2"] {
        world.types(alice, text, 0, "late ");
        world.run();
        world.act(1, Role::Expert, json!({"type": "withdraw-proposal", "proposal": proposal})).unwrap();
    }
    world.types(alice, text, 0, "late ");
    world.run();
    assert_eq!(world.client(alice).closed, Some(CloseReason::TooMuch));
    assert_eq!(world.room.register().proposals.len(), 2);
}

#[test]
fn adm_3_changes_in_any_order_are_put_in_theirs() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    for _ in 0..200 {
        world.types(alice, text, 0, "x");
    }
    let replica = &world.client(alice).replicas[&text].0;
    let backwards = replica.get_changes(&[]).iter().skip(1).rev().map(|change| change.raw_bytes().to_vec()).collect();
    let data = carrying(replica, backwards);
    world.input(Input::Sync { connection: alice, document: text, data });
    assert_eq!(world.text(text).matches('x').count(), 200);
}
