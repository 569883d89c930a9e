//! SHV.

use maslahat_model::Role;
use maslahat_model::register::{ProposalKind, ProposalState};
use maslahat_protocol::DocumentId;
use serde_json::json;

use super::world::{World, person};
use crate::ConnectionId;

fn frozen() -> (World, DocumentId, ConnectionId) {
    let mut world = World::new();
    let text = world.document("r1", "en");
    let alice = world.connect(1, 1, Role::Expert);
    world.open(alice, text);
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    world.run();
    (world, text, alice)
}

fn fork(world: &World, proposal: &str) -> DocumentId {
    DocumentId::from_url(&world.room.register().proposals[proposal].url).unwrap()
}

#[test]
fn shv_1_a_late_change_becomes_a_late_proposal() {
    let (mut world, text, alice) = frozen();
    world.now = 1_550_654_400_000;
    world.types(alice, text, 0, "late ");
    world.run();
    let proposal = world.room.register().proposals["p1"].clone();
    assert_eq!((proposal.kind, proposal.state), (ProposalKind::Late, ProposalState::Open));
    assert_eq!((proposal.by, proposal.base.as_str()), (person(1), text.url().as_str()));
    assert_eq!((proposal.paragraph.as_str(), proposal.lang.as_str()), ("r1", "en"));
    assert!(proposal.at.starts_with("2019-02-20T09:20:00"), "{}", proposal.at);
    assert_eq!(world.text(fork(&world, "p1")), "late Place the meetings.");
    let ledger = &world.logs[&maslahat_protocol::LogId::ledger(super::world::DRAFT)];
    let last = String::from_utf8(ledger.last().unwrap().body.clone()).unwrap();
    assert!(last.contains("late-proposal") && last.contains("p1"));
}

#[test]
fn shv_2_all_late_changes_of_a_person_gather_in_one_fork() {
    let (mut world, text, alice) = frozen();
    let tablet = world.connect(2, 1, Role::Expert);
    world.open(tablet, text);
    for letter in ["a", "b", "c"] {
        world.types(alice, text, 0, letter);
        world.run();
    }
    world.types(tablet, text, 0, "t");
    world.run();
    assert_eq!(world.room.register().proposals.len(), 1);
    let all = world.text(fork(&world, "p1"));
    assert!(["a", "b", "c", "t"].iter().all(|letter| all.contains(letter)), "{all}");
    assert_eq!(world.sees(alice, text), all);
    assert_eq!(world.sees(tablet, text), all);
}

#[test]
fn shv_3_sessions_with_late_changes_are_served_from_the_fork_the_others_are_not() {
    let (mut world, text, alice) = frozen();
    let bob = world.connect(2, 2, Role::Expert);
    world.open(bob, text);
    let phone = world.connect(3, 1, Role::Expert);
    world.open(phone, text);
    world.types(alice, text, 0, "late ");
    world.run();
    assert_eq!(world.sees(alice, text), "late Place the meetings.");
    assert_eq!(world.sees(bob, text), "Place the meetings.");
    assert_eq!(world.sees(phone, text), "Place the meetings.", "the same person, nothing late");
    // after a restart the device still holds its late change, and goes quiet again
    world.restart();
    world.connect(1, 1, Role::Expert);
    world.run();
    let silent = world.messages;
    world.run();
    assert_eq!(world.messages, silent);
    assert_eq!(world.room.register().proposals.len(), 1);
    world.types(alice, text, 0, "more ");
    world.run();
    assert_eq!(world.text(fork(&world, "p1")), "more late Place the meetings.");
}

#[test]
fn shv_4_after_settling_the_next_fork_departs_from_the_settled_one() {
    let (mut world, text, alice) = frozen();
    world.types(alice, text, 0, "first ");
    world.run();
    world.act(1, Role::Expert, json!({"type": "withdraw-proposal", "proposal": "p1"})).unwrap();
    let first = fork(&world, "p1");
    world.types(alice, text, 0, "second ");
    world.run();
    let next = world.room.register().proposals["p2"].clone();
    assert_eq!(next.base, first.url());
    assert_eq!(world.text(first), "first Place the meetings.");
    assert_eq!(world.text(fork(&world, "p2")), "second first Place the meetings.");
    world.restart();
    world.connect(1, 1, Role::Expert);
    world.types(alice, text, 0, "third ");
    world.run();
    assert_eq!(world.text(fork(&world, "p2")), "third second first Place the meetings.");
    assert_eq!(world.room.register().proposals.len(), 2);
}

#[test]
fn shv_5_nobody_but_its_owner_extends_a_fork() {
    let (mut world, text, alice) = frozen();
    world.types(alice, text, 0, "late ");
    world.run();
    let fork_of_alice = fork(&world, "p1");
    let bob = world.connect(2, 2, Role::Expert);
    world.open(bob, fork_of_alice);
    assert_eq!(world.sees(bob, fork_of_alice), "late Place the meetings.");
    world.types(bob, fork_of_alice, 0, "bob's ");
    world.run();
    assert_eq!(world.text(fork_of_alice), "late Place the meetings.");
    let other = world.room.register().proposals["p2"].clone();
    assert_eq!((other.by, other.base), (person(2), fork_of_alice.url()));
    world.types(alice, text, 0, "and ");
    world.run();
    assert_eq!(world.text(fork_of_alice), "and late Place the meetings.");
    assert_eq!(world.sees(alice, text), "and late Place the meetings.");
}

#[test]
fn shv_5_a_fork_of_a_fork_takes_in_what_its_owner_adds() {
    let (mut world, text, alice) = frozen();
    world.types(alice, text, 0, "late ");
    world.run();
    let fork_of_alice = fork(&world, "p1");
    let bob = world.connect(2, 2, Role::Expert);
    world.open(bob, fork_of_alice);
    world.types(bob, fork_of_alice, 0, "bob's ");
    world.run();
    world.types(alice, text, 0, "and ");
    world.run();
    // another device of Bob's begins with all that Alice has
    let phone = world.connect(3, 2, Role::Expert);
    world.open(phone, fork_of_alice);
    assert!(world.sees(phone, fork_of_alice).starts_with("and "));
    world.types(phone, fork_of_alice, 0, "now ");
    world.run();
    let fork_of_bob = fork(&world, "p2");
    for word in ["now ", "and ", "bob's ", "late "] {
        assert!(world.text(fork_of_bob).contains(word), "{word}");
    }
    for device in [bob, phone] {
        assert_eq!(world.sees(device, fork_of_alice), world.text(fork_of_bob));
        assert_eq!(world.client(device).closed, None);
    }
    assert_eq!(world.text(fork_of_alice), "and late Place the meetings.");
}
