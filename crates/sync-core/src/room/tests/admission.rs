//! ADM and OBS.

use automerge::transaction::Transactable;
use maslahat_model::{Role, rich_text};
use maslahat_protocol::{LogId, PersonId};

use super::super::register_document;
use super::world::{DRAFT, World, person};
use crate::{ConnectionId, Input, RecordKind};

#[test]
fn adm_1_a_change_reaches_everybody_who_has_the_text_open() {
    let (mut world, text, alice, bob) = World::pair();
    world.types(alice, text, 6, "all ");
    world.run();
    assert_eq!(world.sees(bob, text), "Place all the meetings.");
    assert_eq!(world.text(text), "Place all the meetings.");
    let unknown = maslahat_protocol::DocumentId::from_bytes([1; 16]);
    world.open(alice, unknown);
    assert_eq!(world.client(alice).unavailable, vec![unknown]);
}

#[test]
fn adm_2_a_known_change_is_not_kept_twice_and_acknowledged_all_the_same() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.types(alice, text, 0, "A");
    world.run();
    let kept = world.logs[&LogId::text(text)].len();
    // the same device comes back with an empty memory of what it has sent
    world.disconnect(alice);
    world.connect(1, 1, Role::Expert);
    world.run();
    assert_eq!(world.logs[&LogId::text(text)].len(), kept);
    let (replica, state) = &world.client(alice).replicas[&text];
    assert_eq!(state.their_heads.as_ref(), Some(&replica.get_heads()));
}

#[test]
fn adm_3_a_change_waits_for_what_it_depends_on_and_that_is_asked_for_once() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.types(alice, text, 0, "1");
    world.types(alice, text, 0, "2");
    let replica = &world.client(alice).replicas[&text].0;
    let last = replica.get_last_local_change().unwrap();
    let heads = replica.get_heads();
    let message = |changes: Vec<Vec<u8>>| automerge::sync::Message {
        heads: heads.clone(),
        need: vec![],
        have: vec![automerge::sync::Have::default()],
        changes: changes.into(),
        flags: None,
        version: automerge::sync::MessageVersion::V1,
    };
    let alone = message(vec![last.raw_bytes().to_vec()]).encode();
    let say = |world: &mut World| {
        world.input(Input::Sync { connection: alice, document: text, data: alone.clone() });
    };
    say(&mut world);
    assert_eq!(world.text(text), "Place the meetings.", "it waits");
    let asked = world.messages;
    say(&mut world);
    assert_eq!(world.messages, asked, "nothing is asked twice in a row");
    world.run();
    assert_eq!(world.text(text), "21Place the meetings.");
}

#[test]
fn adm_4_an_actor_belongs_to_the_first_who_brings_it() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.types(alice, text, 0, "A");
    world.run();
    let actor = world.client(alice).replicas[&text].0.get_actor().clone();
    assert_eq!(world.room.actors.get(&actor), Some(&person(1)));
    // another person writes on as that actor: made up, since nobody else can know more of it than we do
    let mut forged = world.client(alice).replicas[&text].0.clone();
    let body = rich_text::body(&forged).unwrap();
    let mut tx = forged.transaction();
    tx.splice_text(&body, 0, 0, "forged ").unwrap();
    tx.commit();
    let mallory = world.connect(2, 2, Role::Expert);
    world.client(mallory).replicas.insert(text, (forged, automerge::sync::State::new()));
    world.run();
    assert_eq!(world.client(mallory).closed, Some(maslahat_protocol::wire::CloseReason::Impersonation));
    assert_eq!(world.text(text), "APlace the meetings.");
    world.types(alice, text, 0, "B");
    world.run();
    assert_eq!(world.text(text), "BAPlace the meetings.", "its owner is not locked out");
    assert_eq!(world.room.actors.get(&actor), Some(&person(1)));
    world.restart();
    assert_eq!(world.room.actors.get(&actor), Some(&person(1)));
}

#[test]
fn adm_5_clients_that_edit_at_the_same_time_converge_and_fall_silent() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let clients: Vec<ConnectionId> =
        (1..=8).map(|number| world.connect(number, u8::try_from(number).unwrap(), Role::Expert)).collect();
    for client in &clients {
        world.open(*client, text);
    }
    for round in 0..5 {
        world.held = round % 2 == 0;
        for (index, client) in clients.iter().enumerate() {
            world.types(*client, text, index, "x");
        }
        world.run();
        world.held = false;
        world.commit();
        world.run();
    }
    let expected = world.text(text);
    assert_eq!(expected.chars().filter(|letter| *letter == 'x').count(), 40);
    for client in clients {
        assert_eq!(world.sees(client, text), expected);
    }
    let silent = world.messages;
    world.run();
    assert_eq!(world.messages, silent);
}

#[test]
fn obs_1_an_observer_changes_nothing_goes_quiet_and_still_sees() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let (observer, expert) = (world.connect(1, 1, Role::Observer), world.connect(2, 2, Role::Expert));
    world.open(observer, text);
    world.open(expert, text);
    let before = world.logs.clone();
    world.types(observer, text, 0, "never ");
    world.run();
    assert_eq!(world.logs, before);
    assert_eq!(world.text(text), "Place the meetings.");
    world.types(expert, text, 5, " all");
    world.run();
    world.types(observer, text, 0, "again ");
    world.run();
    assert_eq!(world.sees(observer, text), "again never Place all the meetings.");
    assert_eq!(world.sees(expert, text), "Place all the meetings.");
    assert_eq!(world.client(observer).closed, None);
    assert!(world.room.actors.values().all(|owner| *owner == PersonId::SERVER || *owner == person(2)));
}

#[test]
fn obs_2_only_the_server_writes_the_register() {
    let mut world = World::new();
    let register = register_document(DRAFT);
    let moderator = world.connect(1, 1, Role::Moderator);
    world.open(moderator, register);
    let before = world.room.register().clone();
    let (replica, _) = world.client(moderator).replicas.get_mut(&register).unwrap();
    let mut tx = replica.transaction();
    tx.put(automerge::ROOT, "symbol", "forged").unwrap();
    tx.commit();
    world.run();
    assert_eq!(world.room.register(), &before);
    assert!(world.logs[&LogId::register(DRAFT)].iter().all(|record| record.kind == RecordKind::Snapshot));
    world.join(5, Role::Expert);
    world.run();
    let seen = &world.client(moderator).replicas[&register].0;
    let seen = maslahat_model::register::RegisterDocument::from_document(seen.clone()).unwrap();
    assert!(seen.view().people.contains_key(&person(5)), "others' acts still arrive");
    assert!(rich_text::body(seen.document()).is_none());
}
