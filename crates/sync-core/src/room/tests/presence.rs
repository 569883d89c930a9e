//! PRS.

use maslahat_model::Role;
use maslahat_protocol::DocumentId;

use super::world::World;
use crate::{ConnectionId, Input, Limits};

fn say(world: &mut World, connection: ConnectionId, document: DocumentId, count: u64, data: Vec<u8>) {
    world.now -= 1; // the moment stays
    world.input(Input::Presence { connection, document, session: "tab".into(), count, data });
}

#[test]
fn prs_1_presence_reaches_the_others_and_is_not_kept() {
    let mut world = World::new();
    let (text, other) = (world.document("r1", "en"), world.document("r2", "en"));
    let clients: Vec<_> = (1..=3).map(|number| world.connect(number, 1, Role::Observer)).collect();
    world.open(clients[0], text);
    world.open(clients[1], text);
    world.open(clients[2], other);
    let logs = world.logs.clone();
    say(&mut world, clients[0], text, 1, vec![7]);
    assert_eq!(world.client(clients[1]).heard, vec![("peer-1".to_owned(), vec![7])]);
    assert!(world.client(clients[0]).heard.is_empty());
    assert!(world.client(clients[2]).heard.is_empty());
    say(&mut world, clients[0], other, 2, vec![8]);
    assert!(world.client(clients[2]).heard.is_empty(), "only about a document that one has open");
    say(&mut world, clients[0], text, 3, vec![0; Limits::default().presence_bytes_max + 1]);
    assert_eq!(world.client(clients[1]).heard.len(), 1, "too long");
    assert_eq!(world.logs, logs);
}

#[test]
fn prs_2_beyond_the_budget_the_newest_waits() {
    let limits = Limits { presence_per_second: 3, ..Limits::default() };
    let mut world = World::with_limits(limits);
    let text = world.document("r1", "en");
    let (alice, bob) = (world.connect(1, 1, Role::Expert), world.connect(2, 2, Role::Expert));
    world.open(alice, text);
    world.open(bob, text);
    for count in 0..10 {
        say(&mut world, alice, text, u64::from(count), vec![count]);
    }
    assert_eq!(world.client(bob).heard.len(), 3);
    let wake = world.room.presence.next_wake().unwrap();
    world.now = wake.0 - 1;
    world.input(Input::Tick);
    let heard: Vec<u8> = world.client(bob).heard.iter().map(|(_, data)| data[0]).collect();
    assert_eq!(heard, vec![0, 1, 2, 9]);
    assert_eq!(world.room.presence.next_wake(), None);
}
