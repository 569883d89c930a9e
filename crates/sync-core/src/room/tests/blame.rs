//! Authorship that lasts.

use std::collections::BTreeSet;

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable;
use maslahat_model::{Role, rich_text};
use maslahat_protocol::{DocumentId, LogId};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::world::{DRAFT, World, person};
use crate::*;

/// The blame of a paragraph as the store has it: snapshots and what follows them, and audit rows without bodies.
fn blamed(world: &World, paragraph: &str) -> Blame {
    let register = world.room.register();
    let text = &register.paragraphs[paragraph].texts["en"];
    let forks = register.proposals.values().filter(|proposal| proposal.paragraph == paragraph);
    let family: BTreeSet<&String> = text.earlier.iter().chain([&text.url]).chain(forks.map(|fork| &fork.url)).collect();
    let records = |log: LogId| world.logs.get(&log).cloned().unwrap_or_default();
    let rows = family.into_iter().flat_map(|url| records(LogId::text(DocumentId::from_url(url).unwrap())));
    let arrivals: Vec<Arrival> =
        rows.map(|row| Arrival { digest: Sha256::digest(&row.body).into(), at: row.at }).collect();
    let log = LogId::text(text.document().unwrap());
    let mut stored = StoredLog { head: 0, records: records(log) };
    if let Some((upto, snapshot)) = world.snapshots.get(&log) {
        let after = stored.records.split_off(usize::try_from(*upto).unwrap());
        let (kind, at) = (RecordKind::Snapshot, Timestamp(0));
        stored.records = vec![Record { kind, person: person(0), at, body: snapshot.clone() }];
        stored.records.extend(after);
    }
    let actors = StoredLog { head: 0, records: records(LogId::actors(DRAFT)) };
    blame(&stored, &arrivals, &actors, Timestamp(1_000)).unwrap()
}

/// Each run's letters with the number of its author and the moments.
fn runs(blame: &Blame) -> Vec<(String, Option<u8>, i64, i64)> {
    let units: Vec<u16> = blame.text.encode_utf16().collect();
    let number = |run: &BlameRun| run.person.map(|person| person.as_bytes()[0]);
    let letters = |run: &BlameRun| String::from_utf16(&units[run.start..run.end]).unwrap();
    blame.runs.iter().map(|run| (letters(run), number(run), run.at.0, run.until.0)).collect()
}

fn words(blame: &Blame) -> Vec<(String, Option<u8>)> {
    runs(blame).into_iter().map(|(letters, number, ..)| (letters, number)).collect()
}

fn owned(words: &[(&str, Option<u8>)]) -> Vec<(String, Option<u8>)> {
    words.iter().map(|(letters, number)| ((*letters).to_owned(), *number)).collect()
}

#[test]
fn blm_1_each_letter_has_its_author_and_its_moment() {
    let (mut world, text, alice, bob) = World::pair();
    assert_eq!(runs(&blamed(&world, "r1")), [("Place the meetings.".to_owned(), None, 1_000, 1_000)]);
    world.now = 50_000;
    world.types(alice, text, 6, "all 😀 ");
    world.run();
    let first = world.now;
    world.now = 9_000_000;
    world.types(bob, text, 0, "Now: ");
    world.types(alice, text, 8, "ь");
    world.run();
    let blame = blamed(&world, "r1");
    assert_eq!(blame.text, world.text(text));
    assert_eq!(blame.heads, world.room.text(text).unwrap().heads);
    assert_eq!(
        words(&blame),
        owned(&[
            ("Now: ", Some(2)),
            ("Place ", None),
            ("al", Some(1)),
            ("ь", Some(1)),
            ("l 😀 ", Some(1)),
            ("the meetings.", None)
        ])
    );
    let moments: Vec<_> = runs(&blame).into_iter().map(|(_, _, at, until)| (at, until)).collect();
    assert!(moments[2].0 > 50_000 && moments[2].1 <= first, "{moments:?}");
    assert!(moments[0].0 >= 9_000_000 && moments[3].0 >= 9_000_000, "{moments:?}");
}

#[test]
fn blm_1_marks_are_no_letters() {
    let (mut world, text, alice, _) = World::pair();
    let (replica, _) = world.client(alice).replicas.get_mut(&text).unwrap();
    let body = rich_text::body(replica).unwrap();
    let mut tx = replica.transaction();
    let link = Mark::new("link".to_owned(), "https://example.org", 2, 9);
    tx.mark(&body, link, ExpandMark::None).unwrap();
    tx.mark(&body, Mark::new("em".to_owned(), true, 0, 5), ExpandMark::After).unwrap();
    tx.commit();
    world.types(alice, text, 5, "d");
    world.run();
    let blame = blamed(&world, "r1");
    assert_eq!(words(&blame), owned(&[("Place", None), ("d", Some(1)), (" the meetings.", None)]));
}

#[test]
fn blm_2_authors_and_moments_outlast_what_happens_to_a_text() {
    let limits = Limits { compact_after: 4, ..Limits::default() };
    let (mut world, text, alice, bob) = World::pair_with(limits);
    world.now = 50_000;
    world.types(bob, text, 0, "Now: ");
    world.run();
    world.act(9, Role::Moderator, json!({"type": "freeze", "paragraphs": ["r1"]})).unwrap();
    world.types(alice, text, 11, "all ");
    world.run();
    let late = world.now;
    assert_eq!(world.room.register().proposals.len(), 1);
    world.now = 5_000_000;
    world.act(9, Role::Moderator, json!({"type": "reopen", "paragraphs": ["r1"], "lang": "en"})).unwrap();
    let before = blamed(&world, "r1");
    assert_eq!(words(&before), owned(&[("Now: ", Some(2)), ("Place the meetings.", None)]));

    world.act(9, Role::Moderator, json!({"type": "accept-proposal", "proposal": "p1"})).unwrap();
    let accepted = blamed(&world, "r1");
    assert_eq!(
        words(&accepted),
        owned(&[("Now: ", Some(2)), ("Place ", None), ("all ", Some(1)), ("the meetings.", None)])
    );
    let moments: Vec<_> = runs(&accepted).into_iter().map(|(_, _, at, _)| at).collect();
    assert!(moments[0] > 50_000 && moments[0] < late, "{moments:?}");
    assert!(moments[2] <= late, "written when it was written, not when it was accepted: {moments:?}");

    let open = world.document("r1", "en");
    let carol = world.connect(3, 3, Role::Expert);
    world.open(carol, open);
    for at in 0..6 {
        world.types(carol, open, 28 + at, "x");
        world.run();
    }
    assert!(world.snapshots.contains_key(&LogId::text(open)), "nothing was compacted");
    world.restart();
    let compacted = blamed(&world, "r1");
    assert_eq!(runs(&compacted)[..3], runs(&accepted)[..3]);
    assert_eq!(words(&compacted).last().unwrap(), &("xxxxxx".to_owned(), Some(3)));
    let last = compacted.runs.last().unwrap();
    assert!(last.at.0 > 5_000_000 && last.until > last.at, "{last:?}");
}
