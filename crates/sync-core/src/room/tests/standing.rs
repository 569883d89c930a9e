//! STD.

use maslahat_model::Role;
use maslahat_model::register::{Former, ProposalState};
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, LogId};
use serde_json::{Value, json};

use super::world::{DRAFT, World, person};
use crate::{ActError, ConnectionId, Input, LedgerRecord};

const CLERK: u8 = 50;
const ALICE: u8 = 1;
const BOB: u8 = 2;

fn set_role(who: u8, role: Role) -> Value {
    json!({"type": "set-role", "person": person(who), "role": role})
}

fn revoke(who: u8) -> Value {
    json!({"type": "revoke", "person": person(who)})
}

/// A clerk, a second one, and two people with the same text open.
fn conference(alice: Role) -> (World, DocumentId, ConnectionId, ConnectionId) {
    let mut world = World::new();
    for (who, role) in
        [(CLERK, Role::Secretariat), (CLERK + 1, Role::Secretariat), (ALICE, alice), (BOB, Role::Moderator)]
    {
        world.join(who, role);
    }
    let text = world.document("r1", "en");
    let device = world.connect(1, ALICE, alice);
    let other = world.connect(2, BOB, Role::Moderator);
    world.open(device, text);
    world.open(other, text);
    (world, text, device, other)
}

fn by_the_clerk(world: &mut World, act: Value) -> Result<Value, ActError> {
    let done = world.act(CLERK, Role::Secretariat, act);
    world.run();
    done
}

fn fork(world: &World, proposal: &str) -> DocumentId {
    DocumentId::from_url(&world.room.register().proposals[proposal].url).unwrap()
}

#[test]
fn std_1_standing_is_changed_by_the_secretariat_and_never_ones_own() {
    let (mut world, ..) = conference(Role::Expert);
    let before = world.logs.clone();
    let cases = [
        (BOB, set_role(ALICE, Role::Moderator), ActError::Forbidden),
        (BOB, revoke(ALICE), ActError::Forbidden),
        (ALICE, set_role(ALICE, Role::Secretariat), ActError::Forbidden),
        (CLERK, set_role(CLERK, Role::Observer), ActError::OwnStanding),
        (CLERK, revoke(CLERK), ActError::OwnStanding),
        (CLERK, set_role(77, Role::Expert), ActError::PersonUnknown(person(77))),
        (CLERK, set_role(ALICE, Role::Expert), ActError::RoleUnchanged),
    ];
    for (who, act, error) in cases {
        assert_eq!(world.act(who, Role::Secretariat, act.clone()), Err(error), "{act} by {who}");
        assert_eq!(world.logs, before);
    }
    world.act(CLERK, Role::Secretariat, revoke(ALICE)).unwrap();
    for act in [revoke(ALICE), set_role(ALICE, Role::Moderator)] {
        assert_eq!(world.act(CLERK, Role::Secretariat, act), Err(ActError::PersonRevoked));
    }
}

#[test]
fn std_1_a_draft_is_never_left_without_a_secretariat() {
    let (mut world, ..) = conference(Role::Expert);
    world.act(CLERK, Role::Secretariat, set_role(CLERK + 1, Role::Expert)).unwrap();
    // whoever has lost the role cannot take it from the last one, whatever their connection said
    let back = world.act(CLERK + 1, Role::Secretariat, set_role(CLERK, Role::Expert));
    assert_eq!(back, Err(ActError::Forbidden));
    // nor can somebody whom the register does not know yet
    for act in [set_role(CLERK, Role::Expert), revoke(CLERK)] {
        assert_eq!(world.act(99, Role::Secretariat, act), Err(ActError::LastSecretariat));
    }
}

#[test]
fn std_2_register_and_ledger_say_what_has_changed_since_when_and_by_whom() {
    let (mut world, ..) = conference(Role::Moderator);
    let act = set_role(ALICE, Role::Observer);
    let answer = world.act_with_key(CLERK, Role::Secretariat, act.clone(), Some("k")).unwrap();
    let number = world.room.ledger_seq();
    assert_eq!(answer, json!({"person": person(ALICE), "role": "observer", "before": "moderator", "act": number}));
    let line = world.logs[&LogId::ledger(DRAFT)].last().unwrap().clone();
    assert_eq!((line.person, world.logs[&LogId::ledger(DRAFT)].len() as u64), (person(CLERK), number));
    assert_eq!(serde_json::from_slice::<LedgerRecord>(&line.body).unwrap().act, act);
    // promoted and demoted again, the highest role stays known
    by_the_clerk(&mut world, set_role(ALICE, Role::Expert)).unwrap();
    by_the_clerk(&mut world, set_role(ALICE, Role::Observer)).unwrap();
    world.restart();
    let former = world.room.register().former[&person(ALICE)].clone();
    assert_eq!(former, Former { role: Role::Moderator, act: number + 2, revoked: false });
    assert_eq!(world.room.register().people[&person(ALICE)].role, Role::Observer);
    // the same key, the same answer, also after a restart; and nothing is done again
    assert_eq!(world.act_with_key(CLERK, Role::Secretariat, act, Some("k")), Ok(answer));
    assert_eq!(world.room.ledger_seq(), number + 2);
}

#[test]
fn std_3_the_role_counts_that_the_register_has_when_a_change_is_taken() {
    let (mut world, text, alice, bob) = conference(Role::Expert);
    world.types(alice, text, 0, "before ");
    world.run();
    by_the_clerk(&mut world, set_role(ALICE, Role::Observer)).unwrap();
    world.types(alice, text, 0, "after ");
    world.run();
    assert_eq!(world.text(text), "before Place the meetings.");
    assert_eq!(world.sees(bob, text), "before Place the meetings.");
    // an act is judged in the same way
    by_the_clerk(&mut world, set_role(BOB, Role::Expert)).unwrap();
    let freeze = world.act(BOB, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]}));
    assert_eq!(freeze, Err(ActError::Forbidden));
    by_the_clerk(&mut world, set_role(BOB, Role::Moderator)).unwrap();
    assert!(world.act(BOB, Role::Expert, json!({"type": "freeze", "paragraphs": ["r1"]})).is_ok());
}

#[test]
fn std_3_what_came_before_the_act_is_admitted_and_what_comes_after_it_is_not() {
    let (mut world, text, alice, _) = conference(Role::Expert);
    world.held = true;
    world.types(alice, text, 0, "1 ");
    world.run();
    world.types(alice, text, 0, "2 ");
    world.run();
    world.ask(CLERK, Role::Secretariat, set_role(ALICE, Role::Observer), None);
    world.types(alice, text, 0, "3 ");
    world.run();
    world.held = false;
    world.commit();
    world.run();
    assert_eq!(world.text(text), "2 1 Place the meetings.");
    assert_eq!(world.text(fork(&world, "p1")), "3 2 1 Place the meetings.");
}

#[test]
fn std_3_one_who_is_promoted_writes_at_once() {
    let (mut world, text, alice, bob) = conference(Role::Observer);
    by_the_clerk(&mut world, set_role(ALICE, Role::Expert)).unwrap();
    world.types(alice, text, 0, "now ");
    world.run();
    assert_eq!(world.sees(bob, text), "now Place the meetings.");
    assert_eq!(world.client(alice).closed, None);
}

#[test]
fn std_4_what_is_sent_after_losing_the_right_is_shelved() {
    let (mut world, text, alice, bob) = conference(Role::Expert);
    // written offline, while the right was there
    world.disconnect(alice);
    world.types(alice, text, 0, "offline ");
    by_the_clerk(&mut world, set_role(ALICE, Role::Observer)).unwrap();
    world.types(bob, text, 0, "bob ");
    world.run();
    world.connect(1, ALICE, Role::Observer);
    world.run();
    let proposal = world.room.register().proposals["p1"].clone();
    assert_eq!((proposal.by, proposal.base.as_str()), (person(ALICE), text.url().as_str()));
    assert_eq!(world.text(text), "bob Place the meetings.");
    assert!(world.text(fork(&world, "p1")).contains("offline "));
    // more of it goes to the same proposal, from another device as well, which has read on
    world.types(bob, text, 0, "and ");
    world.run();
    let phone = world.connect(3, ALICE, Role::Observer);
    world.open(phone, text);
    assert_eq!(world.sees(phone, text), world.text(text));
    world.types(phone, text, 0, "phone ");
    world.types(alice, text, 0, "desk ");
    world.run();
    assert_eq!(world.room.register().proposals.len(), 1);
    let shelved = world.text(fork(&world, "p1"));
    assert!(["offline ", "phone ", "desk ", "and "].iter().all(|word| shelved.contains(word)), "{shelved}");
    assert_eq!((world.sees(alice, text), world.sees(phone, text)), (shelved.clone(), shelved));
    assert_eq!(world.sees(bob, text), "and bob Place the meetings.");
    // and all of it after a restart
    world.restart();
    world.connect(1, ALICE, Role::Observer);
    world.types(alice, text, 0, "late ");
    world.run();
    assert_eq!(world.room.register().proposals.len(), 1);
    assert_eq!(world.text(text), "and bob Place the meetings.");
}

#[test]
fn std_4_also_in_a_frozen_text_and_in_ones_own_fork() {
    let (mut world, text, alice, _) = conference(Role::Expert);
    world.act(BOB, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    world.run();
    world.types(alice, text, 0, "late ");
    world.run();
    by_the_clerk(&mut world, set_role(ALICE, Role::Observer)).unwrap();
    world.types(alice, text, 0, "later ");
    world.run();
    let own = fork(&world, "p1");
    assert_eq!(world.text(own), "later late Place the meetings.");
    let phone = world.connect(3, ALICE, Role::Observer);
    world.open(phone, own);
    world.types(phone, own, 0, "phone ");
    world.run();
    assert_eq!(world.text(own), "phone later late Place the meetings.");
    assert_eq!(world.room.register().proposals.len(), 1);
}

#[test]
fn std_5_what_was_typed_before_one_might_write_comes_with_the_right() {
    let (mut world, text, alice, bob) = conference(Role::Observer);
    world.types(alice, text, 0, "early ");
    world.run();
    assert_eq!(world.sees(bob, text), "Place the meetings.");
    by_the_clerk(&mut world, set_role(ALICE, Role::Expert)).unwrap();
    assert_eq!(world.client(alice).closed, Some(CloseReason::Restart));
    world.connect(1, ALICE, Role::Observer);
    world.types(alice, text, 0, "now ");
    world.run();
    assert_eq!(world.sees(bob, text), "now early Place the meetings.");
    assert_eq!(world.client(alice).closed, None);
}

#[test]
fn std_6_what_is_shelved_stays_so_until_it_is_accepted_whatever_becomes_of_the_role() {
    let (mut world, text, alice, bob) = conference(Role::Expert);
    by_the_clerk(&mut world, set_role(ALICE, Role::Observer)).unwrap();
    world.types(alice, text, 0, "shelved ");
    world.run();
    by_the_clerk(&mut world, set_role(ALICE, Role::Expert)).unwrap();
    // the device goes on where its words are; another writes in the text
    let phone = world.connect(3, ALICE, Role::Expert);
    world.open(phone, text);
    world.types(alice, text, 0, "on ");
    world.types(phone, text, 0, "phone ");
    world.run();
    assert_eq!(world.text(text), "phone Place the meetings.");
    assert_eq!(world.text(fork(&world, "p1")), "on shelved Place the meetings.");
    // also after the line broke
    world.disconnect(alice);
    world.connect(1, ALICE, Role::Expert);
    world.types(alice, text, 0, "and ");
    world.run();
    assert_eq!(world.text(text), "phone Place the meetings.");
    world.act(BOB, Role::Moderator, json!({"type": "accept-proposal", "proposal": "p1"})).unwrap();
    world.run();
    let all = world.text(text);
    assert!(["and ", "on ", "shelved ", "phone "].iter().all(|word| all.contains(word)), "{all}");
    assert_eq!((world.sees(alice, text), world.sees(bob, text)), (all.clone(), all));
    world.types(bob, text, 0, "bob ");
    world.types(alice, text, 0, "alice ");
    world.run();
    let all = world.text(text);
    assert!(all.contains("bob ") && all.contains("alice "), "{all}");
    assert_eq!((world.sees(alice, text), world.sees(bob, text)), (all.clone(), all));
    assert_eq!(world.room.register().proposals["p1"].state, ProposalState::Accepted);
}

#[test]
fn std_7_whoever_is_revoked_is_parted_with_and_their_last_words_are_shelved() {
    let (mut world, text, alice, bob) = conference(Role::Expert);
    world.held = true;
    world.ask(CLERK, Role::Secretariat, revoke(ALICE), None);
    world.types(alice, text, 0, "waiting ");
    world.run();
    world.held = false;
    world.commit();
    assert_eq!(world.client(alice).closed, Some(CloseReason::Revoked));
    let told = world.messages;
    // on the line when the server parted with them
    world.types(alice, text, 0, "under way ");
    let (replica, state) = world.client(alice).replicas.get_mut(&text).unwrap();
    state.in_flight = false;
    let data = automerge::sync::SyncDoc::generate_sync_message(replica, state).unwrap().encode();
    world.input(Input::Sync { connection: alice, document: text, data });
    world.types(bob, text, 0, "bob ");
    world.run();
    assert_eq!(world.sees(bob, text), "bob Place the meetings.");
    assert_eq!(world.text(fork(&world, "p1")), "under way waiting Place the meetings.");
    assert!(world.messages > told && !world.sees(alice, text).contains("bob"));
    world.disconnect(alice);
    // a connection that slips in is parted with as well, and the name stays
    world.connect(4, ALICE, Role::Expert);
    assert_eq!(world.client(ConnectionId(4)).closed, Some(CloseReason::Revoked));
    assert_eq!(world.act(ALICE, Role::Expert, json!({"type": "freeze", "scope": "draft"})), Err(ActError::Forbidden));
    assert!(world.room.register().people.contains_key(&person(ALICE)));
    world.restart();
    assert!(world.room.register().is_revoked(person(ALICE)));
}

#[test]
fn std_7_a_revoked_observer_leaves_nothing_and_nobody_revoked_joins_again() {
    let (mut world, text, alice, _) = conference(Role::Observer);
    world.held = true;
    world.ask(CLERK, Role::Secretariat, revoke(ALICE), None);
    world.types(alice, text, 0, "nothing ");
    world.run();
    world.held = false;
    world.commit();
    world.run();
    assert!(world.room.register().proposals.is_empty());
    assert_eq!(world.text(text), "Place the meetings.");
    let before = world.logs.clone();
    let joined = world.join(ALICE, Role::Secretariat);
    assert_eq!(world.answers[&joined], Err(ActError::PersonRevoked));
    assert_eq!(world.logs, before);
}

#[test]
fn std_7_joining_again_changes_no_role() {
    let (mut world, ..) = conference(Role::Expert);
    by_the_clerk(&mut world, set_role(ALICE, Role::Observer)).unwrap();
    world.join(ALICE, Role::Expert);
    assert_eq!(world.room.register().people[&person(ALICE)].role, Role::Observer);
}

#[test]
fn std_8_what_another_node_has_changed_counts_once_the_register_is_read() {
    let (mut world, text, alice, _) = conference(Role::Expert);
    world.held = true;
    world.types(alice, text, 0, "in flight ");
    world.run();
    let mut other = world.other_node();
    other.act(CLERK, Role::Secretariat, set_role(ALICE, Role::Observer)).unwrap();
    other.act(CLERK, Role::Secretariat, revoke(BOB)).unwrap();
    world.logs = other.logs;
    world.held = false;
    world.renew();
    world.run();
    assert_eq!(world.text(text), "Place the meetings.");
    assert_eq!(world.text(fork(&world, "p1")), "in flight Place the meetings.");
    assert_eq!(world.client(ConnectionId(2)).closed, Some(CloseReason::Revoked));
}
