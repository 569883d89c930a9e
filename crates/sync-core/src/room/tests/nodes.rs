//! NOD.

use maslahat_model::Role;
use serde_json::json;

use super::world::{World, person};
use crate::ActError;

/// Another node on the same logs: `write` happens there, and its logs are then the first one's as well.
fn elsewhere(world: &mut World, write: impl FnOnce(&mut World)) {
    let mut other = world.other_node();
    write(&mut other);
    world.logs = other.logs;
}

#[test]
fn nod_1_what_another_node_wrote_reaches_clients_without_a_new_connection() {
    let mut world = World::new();
    let (text, register) = (world.document("r1", "en"), world.room.register_document());
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.open(alice, register);
    elsewhere(&mut world, |other| {
        let bob = other.connect(2, 2, Role::Expert);
        other.open(bob, text);
        other.types(bob, text, 0, "B");
        other.run();
        other.act(9, Role::Moderator, json!({"type": "set-status", "paragraph": "r2", "status": "agreed"})).unwrap();
    });
    world.renew();
    world.run();
    assert_eq!(world.sees(alice, text), "BPlace the meetings.");
    assert_eq!(world.client(alice).closed, None);
    // and both go on
    world.types(alice, text, 0, "A");
    world.run();
    assert_eq!(world.text(text), "ABPlace the meetings.");
}

#[test]
fn nod_2_a_commit_that_came_too_late_is_staged_again_and_its_author_notices_nothing() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.held = true;
    world.types(alice, text, 0, "A");
    world.run();
    elsewhere(&mut world, |other| {
        let bob = other.connect(2, 2, Role::Expert);
        other.open(bob, text);
        other.types(bob, text, 0, "B");
        other.run();
    });
    world.held = false;
    world.renew();
    world.run();
    let shown = world.text(text);
    assert!(shown.contains('A') && shown.contains('B'), "{shown}");
    assert_eq!(world.sees(alice, text), shown);
    let replica = &world.client(alice).replicas[&text];
    assert_eq!(replica.1.their_heads.as_ref(), Some(&replica.0.get_heads()));
    assert_eq!(world.client(alice).closed, None);
}

#[test]
fn nod_3_what_met_a_freeze_of_another_node_is_shelved_and_an_act_is_checked_again() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.held = true;
    world.types(alice, text, 0, "late ");
    world.run();
    let freeze = json!({"type": "freeze", "paragraphs": ["r1"]});
    let request = world.ask(9, Role::Moderator, freeze.clone(), None);
    elsewhere(&mut world, |other| drop(other.act(8, Role::Moderator, freeze).unwrap()));
    world.held = false;
    world.renew();
    world.run();
    assert_eq!(world.text(text), "Place the meetings.");
    assert_eq!(world.answers[&request], Err(ActError::AlreadyFrozen));
    let register = world.room.register();
    let proposal = register.proposals.values().next().unwrap();
    assert_eq!((proposal.by, register.proposals.len()), (person(1), 1));
    assert_eq!(world.client(alice).closed, None);
    let before = (world.room.register().clone(), world.text(text));
    world.restart();
    assert_eq!((world.room.register().clone(), world.text(text)), before);
}

#[test]
fn nod_4_texts_alone_are_taken_in_while_the_register_stands() {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.held = true;
    world.types(alice, text, 0, "A");
    world.run();
    elsewhere(&mut world, |other| {
        let bob = other.connect(2, 2, Role::Expert);
        other.open(bob, text);
        other.types(bob, text, 0, "B");
        other.run();
    });
    world.held = false;
    world.renew_text(text);
    world.run();
    let shown = world.text(text);
    assert!(shown.contains('A') && shown.contains('B'), "{shown}");
    assert_eq!(world.sees(alice, text), shown);
    assert!(world.room.actors.values().any(|author| *author == person(2)), "the other node's author is known");
    world.restart();
    assert_eq!(world.text(text), shown);
}
