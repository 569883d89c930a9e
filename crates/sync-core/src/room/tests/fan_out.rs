//! FAN.

use automerge::sync::Message;
use maslahat_model::Role;
use maslahat_protocol::DocumentId;
use serde_json::json;

use super::world::World;
use crate::{ConnectionId, Input};

impl World {
    /// Clients say what they have to say; what the room says stays on the line.
    pub(super) fn speak(&mut self) {
        while let Some((connection, document, data)) = self.next_from_clients() {
            self.input(Input::Sync { connection, document, data });
        }
    }

    /// What is on the line to a client about a document.
    pub(super) fn on_the_line(&self, connection: ConnectionId, document: DocumentId) -> Vec<Vec<u8>> {
        let to = |(to, about, bytes): &(ConnectionId, DocumentId, Vec<u8>)| {
            ((*to, *about) == (connection, document)).then(|| bytes.clone())
        };
        self.outbox.iter().filter_map(to).collect()
    }

    /// All that is on the line arrives; nobody answers.
    pub(super) fn arrive(&mut self) {
        while let Some((connection, document, bytes)) = self.outbox.pop_front() {
            self.deliver(connection, document, &bytes);
        }
    }
}

/// Somebody types so many letters, each of which is committed by itself; nothing has arrived at anybody yet.
fn hurry(world: &mut World, who: ConnectionId, text: DocumentId, letters: usize) {
    for _ in 0..letters {
        world.types(who, text, 0, "a");
        world.speak();
    }
}

#[test]
fn fan_1_what_others_wrote_is_one_message_for_all_who_are_in_step() {
    let (mut world, text, alice, bob) = World::pair();
    let carol = world.connect(3, 3, Role::Expert);
    world.open(carol, text);
    world.held = true;
    hurry(&mut world, alice, text, 1);
    hurry(&mut world, alice, text, 3);
    world.held = false;
    world.commit();
    let told = world.on_the_line(bob, text);
    assert_eq!(told, world.on_the_line(carol, text));
    let brought: Vec<usize> = told.iter().map(|bytes| Message::decode(bytes).unwrap().changes.iter().count()).collect();
    assert_eq!(brought, [1, 3], "one message a commit");
    world.run();
    assert_eq!(world.sees(bob, text), world.text(text));
}

#[test]
fn fan_2_while_many_write_others_are_told_together_and_soon() {
    let (mut world, text, alice, bob) = World::pair();
    hurry(&mut world, alice, text, 5);
    assert_eq!(world.on_the_line(bob, text).len(), 5, "a few are told at once");
    hurry(&mut world, alice, text, 40);
    let told = world.on_the_line(bob, text).len();
    assert!(told < 15, "{told} messages for 45 commits");
    world.wait(50);
    world.arrive();
    assert_eq!(world.sees(bob, text), world.text(text));
    // the haste is over
    world.run();
    world.wait(1_000);
    hurry(&mut world, alice, text, 1);
    assert_eq!(world.on_the_line(bob, text).len(), 1);
}

#[test]
fn fan_3_an_author_hears_at_once_that_a_change_is_kept() {
    let (mut world, text, alice, bob) = World::pair();
    hurry(&mut world, alice, text, 45);
    world.wait(50);
    world.arrive();
    world.types(bob, text, 0, "b");
    world.speak();
    hurry(&mut world, alice, text, 1);
    let [only] = world.on_the_line(alice, text).try_into().unwrap();
    let only = Message::decode(&only).unwrap();
    assert_eq!(only.heads, world.client(alice).replicas[&text].0.get_heads());
    assert_eq!(only.changes.iter().count(), 0, "what bob wrote comes with the message for all");
    world.run();
    assert_eq!(world.sees(alice, text), world.text(text));
    assert_eq!(world.sees(bob, text), world.text(text));
}

#[test]
fn fan_4_whoever_hears_of_an_act_has_heard_what_came_before_it() {
    let (mut world, text, alice, bob) = World::pair();
    hurry(&mut world, alice, text, 40);
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    world.arrive();
    assert_eq!(world.sees(bob, text), world.text(text));
}
