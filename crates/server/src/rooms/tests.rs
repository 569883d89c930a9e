//! Rooms on a real store: created, read, moderated, ended, and read again when somebody else has written.

use automerge::sync::{BloomFilter, Have, Message, MessageVersion, State, SyncDoc as _};
use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge};
use maslahat_model::{Role, source};
use maslahat_protocol::SessionId;
use maslahat_storage::Location;
use serde_json::json;
use tempfile::TempDir;

use super::*;

const FIXTURE: &[u8] = include_bytes!("../../../../tests/fixtures/tashkent-draft.json");

struct House {
    _directory: TempDir,
    store: AnyStore,
    rooms: Rooms,
    draft: DraftId,
}

async fn house() -> House {
    let directory = tempfile::tempdir().unwrap();
    let store = AnyStore::open(&Location::Directory(directory.path().to_owned())).await.unwrap();
    let rooms = Rooms::new(store.clone(), Limits::default());
    let (import, _) = source::parse(FIXTURE).unwrap();
    let draft = rooms.create(import, PersonId::SERVER).await.unwrap();
    House { _directory: directory, store, rooms, draft }
}

fn moderator() -> Member {
    Member { person: PersonId::from_bytes([7; 16]), role: Role::Moderator }
}

fn freeze(paragraph: &str) -> Act {
    serde_json::from_value(json!({ "type": "freeze", "paragraphs": [paragraph] })).unwrap()
}

fn frozen(snapshot: &maslahat_model::Snapshot, paragraph: &str) -> bool {
    snapshot.register.paragraphs[paragraph].texts.values().all(|text| text.frozen.is_some())
}

#[tokio::test]
async fn a_draft_is_made_moderated_and_read_again_from_disk() {
    let House { _directory, store, rooms, draft } = house().await;
    rooms.act(draft, moderator(), freeze("r4"), None).await.unwrap();
    let before = rooms.snapshot(draft).await.unwrap();
    assert!(frozen(&before, "r4") && !frozen(&before, "r5"));
    assert!(!before.annex.comments.is_empty());
    let ledger = rooms.ledger(draft, 0, 10).await.unwrap();
    let last = ledger.last().unwrap();
    assert_eq!((&last.act["type"], &last.chain), (&json!("freeze"), &before.ledger_head));
    assert_eq!(rooms.ledger(draft, last.seq, 10).await.unwrap(), vec![]);

    rooms.end().await;
    assert!(matches!(rooms.snapshot(draft).await, Err(RoomError::Busy)));
    let again = Rooms::new(store, Limits::default()).snapshot(draft).await.unwrap();
    assert_eq!((again.register, again.texts), (before.register, before.texts));
}

#[tokio::test]
async fn an_act_that_meets_a_moved_log_is_checked_again_and_its_connections_stay() {
    let House { _directory, store, rooms, draft } = house().await;
    let other = Rooms::new(store, Limits::default());
    let person = PersonId::from_bytes([8; 16]);
    let seated = other.admit(SessionId::from_bytes([1; 16]), person).unwrap();
    other.connect(draft, &seated, Member { person, role: Role::Expert }, "peer-x").await.unwrap();
    other.read(draft, |_| ()).await.unwrap();

    rooms.act(draft, moderator(), freeze("r4"), None).await.unwrap();
    // the other room has not heard of it
    other.act(draft, moderator(), freeze("r5"), None).await.unwrap();
    assert_eq!(seated.outbox.closed_by(), None);
    let both = other.snapshot(draft).await.unwrap();
    assert!(frozen(&both, "r4") && frozen(&both, "r5"));
    // and an act whose preconditions are gone is not done
    let late = rooms.act(draft, moderator(), freeze("r5"), None).await;
    assert!(matches!(late, Err(RoomError::Act(ActError::AlreadyFrozen))), "{late:?}");
}

#[tokio::test]
async fn looking_at_a_draft_leaves_no_text_in_memory() {
    let House { _directory, rooms, draft, .. } = house().await;
    let loaded = || rooms.read(draft, Room::loaded);
    let whole = rooms.snapshot(draft).await.unwrap();
    assert!(whole.texts.values().flatten().count() > 100);
    assert_eq!(loaded().await.unwrap(), []);
    rooms.act(draft, moderator(), freeze("r4"), None).await.unwrap();
    let closed = loaded().await.unwrap().len();
    assert!(closed > 0 && closed < 20, "a freeze loads what it closes: {closed}");
    // what is in memory and what is not are seen as one
    let after = rooms.snapshot(draft).await.unwrap();
    assert_eq!((&after.texts, loaded().await.unwrap().len()), (&whole.texts, closed));
}

#[tokio::test]
async fn a_draft_that_nobody_needs_leaves_memory() {
    let House { _directory, rooms, draft, .. } = house().await;
    rooms.act(draft, moderator(), freeze("r4"), None).await.unwrap();
    // not before: a clock that stands still runs on while the store's own thread writes
    tokio::time::pause();
    let open = || rooms.metrics().render().contains("maslahat_rooms_open 1\n");
    let person = PersonId::from_bytes([8; 16]);
    let seated = rooms.admit(SessionId::from_bytes([1; 16]), person).unwrap();
    rooms.connect(draft, &seated, Member { person, role: Role::Expert }, "peer-x").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    assert!(open(), "somebody is there");
    rooms.disconnect(draft, seated.id).await;
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert!(open(), "not at once");
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(!open(), "a draft that nobody needs is still in memory");
    tokio::time::resume();
    assert!(frozen(&rooms.snapshot(draft).await.unwrap(), "r4"), "it opens again");
}

#[tokio::test]
async fn a_text_that_is_damaged_on_disk_hinders_no_other() {
    let House { _directory: directory, rooms, draft, .. } = house().await;
    let register = rooms.read(draft, |room| room.register().clone()).await.unwrap();
    let damaged = register.paragraphs["r4"].texts["en"].document().unwrap();
    let database = rusqlite::Connection::open(directory.path().join("maslahat.db")).unwrap();
    let spoil = "UPDATE entries SET body = zeroblob(length(body)) WHERE log = (SELECT id FROM logs WHERE name = ?1)";
    assert_eq!(database.execute(spoil, [LogId::text(damaged).to_bytes()]).unwrap(), 1);
    let act = async |paragraph| {
        let acting = rooms.act(draft, moderator(), freeze(paragraph), None);
        tokio::time::timeout(Duration::from_secs(30), acting).await.expect("an answer")
    };
    let refused = act("r4").await;
    assert!(matches!(&refused, Err(RoomError::Act(ActError::TextUnreadable { .. }))), "{refused:?}");
    act("r5").await.unwrap();
    assert!(matches!(rooms.snapshot(draft).await, Err(RoomError::Damaged(_))), "nothing is exported without it");
}

#[tokio::test]
async fn a_draft_that_is_not_there_takes_no_place() {
    let House { _directory, rooms, .. } = house().await;
    for number in 0..50 {
        let draft = DraftId::from_bytes([number; 16]);
        assert!(matches!(rooms.read(draft, |_| ()).await, Err(RoomError::Unknown(_))));
    }
    assert_eq!(rooms.open().len(), 0);
}

#[tokio::test]
async fn a_key_makes_an_act_safe_to_repeat() {
    let House { _directory, rooms, draft, .. } = house().await;
    let act = || rooms.act(draft, moderator(), freeze("r4"), Some("k1".to_owned()));
    let (first, second) = (act().await.unwrap(), act().await.unwrap());
    assert_eq!(first, second);
    assert_eq!(
        rooms.metrics().render().lines().find(|line| line.starts_with("maslahat_rooms_open ")),
        Some("maslahat_rooms_open 1")
    );
}

#[tokio::test]
async fn the_end_waits_until_every_socket_has_been_told() {
    let House { _directory, rooms, .. } = house().await;
    let seated = rooms.admit(SessionId::from_bytes([1; 16]), PersonId::from_bytes([7; 16])).unwrap();
    let told = seated.outbox.clone();
    let ending = tokio::spawn(async move { rooms.end().await });
    assert_eq!(told.closed().await, CloseReason::Restart);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!ending.is_finished(), "the close frame is not sent yet");
    drop(seated);
    ending.await.unwrap();
}

/// A frame that brings one more letter to a text.
fn letter(text: &[u8], by: u8) -> Vec<u8> {
    let mut document = maslahat_model::rich_text::load(text).unwrap().with_actor(ActorId::from([by; 16]));
    let before = document.get_heads();
    let body = maslahat_model::rich_text::body(&document).unwrap();
    let mut transaction = document.transaction();
    transaction.splice_text(&body, 0, 0, "A").unwrap();
    transaction.commit();
    let changes: Vec<Vec<u8>> = document.get_changes(&before).iter().map(|new| new.raw_bytes().to_vec()).collect();
    let have = vec![Have { last_sync: before, bloom: BloomFilter::default() }];
    let (heads, version) = (document.get_heads(), MessageVersion::V1);
    Message { heads, need: vec![], have, changes: changes.into(), flags: None, version }.encode()
}

#[tokio::test]
async fn nobody_is_given_more_of_a_text_than_the_room_that_has_it_in_memory_knows() {
    let House { _directory, store, rooms, draft } = house().await;
    let given = async |rooms: &Rooms| match rooms.documents(draft, None, || ()).await.unwrap() {
        Documents::Of(texts) => {
            texts.into_iter().map(|(document, opening)| (document, opening.bytes())).collect::<BTreeMap<_, _>>()
        }
        Documents::LanguageUnknown(known) => panic!("{known:?}"),
    };
    let all = given(&rooms).await;
    let register = rooms.read(draft, |room| room.register().clone()).await.unwrap();
    let text = register.paragraphs["r4"].texts["en"].document().unwrap();
    let seated = rooms.admit(SessionId::from_bytes([1; 16]), moderator().person).unwrap();
    rooms.connect(draft, &seated, moderator(), "peer-x").await.unwrap();
    let asks = Automerge::new().generate_sync_message(&mut State::new()).unwrap().encode();
    rooms.sync(draft, seated.id, text, asks).await.unwrap();
    while !rooms.read(draft, move |room| room.holds_in_memory(text)).await.unwrap() {
        tokio::task::yield_now().await;
    }
    // it does not hear of what is written on another node
    let other = Rooms::new(store, Limits::default());
    let there = other.admit(SessionId::from_bytes([2; 16]), moderator().person).unwrap();
    other.connect(draft, &there, moderator(), "peer-y").await.unwrap();
    other.sync(draft, there.id, text, letter(&all[&text], 7)).await.unwrap();
    tokio::time::timeout(Duration::from_secs(30), async {
        while given(&other).await[&text] == all[&text] {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the letter is kept");
    let mut now = given(&rooms).await;
    // as the room itself last gave it, or not at all
    now.entry(text).or_insert_with(|| all[&text].clone());
    assert_eq!(now, all);
}
