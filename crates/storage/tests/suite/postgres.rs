//! What is particular to the store in a database: several processes, and a server that goes away.

mod proxy;
mod server;
mod tls;

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use maslahat_protocol::PersonId;
use maslahat_storage::{AppendError, DatabaseUrl, Head, LogAppend, NewEntry, PostgresStore, Seq, Store, StoreError};

use crate::contract::{Place, append, contract_in_turn, entry, log, promises};
use proxy::{Break, Proxy};
use server::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_contract_holds() {
    let Some(server) = Server::start().await else { return };
    promises!(contract_in_turn!(server.database().await));
}

const EDIT: u8 = 0;
const FREEZE: u8 = 1;

fn one(kind: u8, expect: Seq) -> Vec<LogAppend> {
    let body = Bytes::from_static(b"words");
    let entries = vec![NewEntry { kind, person: PersonId::SERVER, at_ms: 0, body }];
    vec![LogAppend { log: log(1), expect, entries }]
}

/// A node that edits as fast as it can on what it knows, and stops when it learns of the freeze.
async fn edit_until_frozen(store: PostgresStore) -> Vec<Seq> {
    let (mut head, mut acknowledged) = (0, Vec::new());
    loop {
        match store.append(one(EDIT, head)).await {
            Ok(heads) => {
                head = heads[0].seq;
                acknowledged.push(head);
            }
            Err(AppendError::Stale { .. }) => {
                let news = store.tail(log(1), head).await.unwrap();
                head = news.last().map_or(head, |entry| entry.seq);
                if news.iter().any(|entry| entry.kind == FREEZE) {
                    return acknowledged;
                }
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_admitted_after_a_freeze_by_another_node() {
    const ROUNDS: usize = 5;
    let Some(server) = Server::start().await else { return };
    for _ in 0..ROUNDS {
        let database = server.database().await;
        let mut nodes = tokio::task::JoinSet::new();
        for _ in 0..3 {
            nodes.spawn(edit_until_frozen(database.open().await));
        }
        let moderator = database.open().await;
        let mut head = 0;
        let frozen_at = loop {
            if head < 20 {
                head = moderator.load(log(1)).await.unwrap().head.seq;
                continue;
            }
            match moderator.append(one(FREEZE, head)).await {
                Ok(heads) => break heads[0].seq,
                Err(AppendError::Stale { head: now, .. }) => head = now,
                Err(error) => panic!("{error}"),
            }
        };
        let mut acknowledged = BTreeSet::from([frozen_at]);
        while let Some(node) = nodes.join_next().await {
            acknowledged.extend(node.unwrap());
        }
        let log = moderator.load(log(1)).await.unwrap();
        assert_eq!(log.head.seq, frozen_at, "the freeze is the last entry");
        assert!(acknowledged.into_iter().eq(1..=frozen_at), "every entry was acknowledged once");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_node_is_told_which_log_has_grown() {
    let Some(server) = Server::start().await else { return };
    let database = server.database().await;
    let (one, other) = (database.open().await, database.open().await);
    assert_eq!(other.wake().await, None, "it listens from now on, and should look at everything");
    one.append(vec![append(log(5), 0, 1), append(log(6), 0, 0)]).await.unwrap();
    assert_eq!(other.wake().await, Some(log(5)));
}

/// Repeats an append as its error says, until its outcome is known. Also how often it was in doubt.
async fn settle(store: &PostgresStore, seq: Seq) -> (Head, usize) {
    let body = format!("entry {seq}");
    let mut doubts = 0;
    loop {
        let entries = vec![entry(body.clone())];
        match store.append(vec![LogAppend { log: log(1), expect: seq, entries }]).await {
            Ok(heads) => return (heads[0], doubts),
            Err(AppendError::InDoubt) => doubts += 1,
            // Nobody else writes here: if the log has moved, an append in doubt had been written.
            Err(AppendError::Stale { head, .. }) => {
                assert_eq!(head, seq + 1);
                assert!(doubts > 0, "an append was written twice or unasked");
                loop {
                    if let Ok(tail) = store.tail(log(1), seq).await {
                        assert_eq!(tail[0].body.as_deref(), Some(body.as_bytes()));
                        return (tail[0].head(), doubts);
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Err(error) => panic!("{error}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_doubt_when_a_connection_is_lost_is_settled_by_repeating() {
    let Some(mut server) = Server::start().await else {
        return;
    };
    let database = server.database().await;
    let store = database.open().await;
    let cut = {
        let admin = server.admin().await;
        tokio::spawn(async move {
            loop {
                let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'maslahat'";
                admin.batch_execute(sql).await.unwrap();
                tokio::time::sleep(Duration::from_millis(15)).await;
            }
        })
    };
    let (mut head, mut doubts) = (Head::EMPTY, 0);
    while doubts < 20 || head.seq < 50 {
        let (now, doubted) = settle(&store, head.seq).await;
        assert_eq!(now.seq, head.seq + 1);
        (head, doubts) = (now, doubts + doubted);
    }
    cut.abort();
    server.crash().await;
    let (now, _) = settle(&store, head.seq).await;
    assert_eq!(now.seq, head.seq + 1);
    let kept = database.open().await.load(log(1)).await.unwrap();
    assert_eq!(kept.head, now);
    store.verify_chains().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_nobody_heard_of_is_in_doubt_until_it_is_repeated() {
    let Some(server) = Server::start().await else { return };
    let database = server.database().await;
    let proxy = Proxy::to(server.socket_directory());
    let store = PostgresStore::open(&database.by_way_of(proxy.directory())).await.unwrap();
    store.append(vec![append(log(1), 0, 1)]).await.unwrap();

    proxy.breaks(Break::AfterCommit);
    assert_eq!(store.append(vec![append(log(1), 1, 1)]).await, Err(AppendError::InDoubt));
    let repeated = store.append(vec![append(log(1), 1, 1)]).await;
    assert_eq!(repeated, Err(AppendError::Stale { log: log(1), head: 2 }), "it had been written");

    proxy.breaks(Break::BeforeCommit);
    assert_eq!(store.append(vec![append(log(1), 2, 1)]).await, Err(AppendError::InDoubt));
    let repeated = store.append(vec![append(log(1), 2, 1)]).await.unwrap();
    assert_eq!(repeated[0].seq, 3, "it had not been written");
    assert_eq!(store.load(log(1)).await.unwrap().head, repeated[0]);
}

#[tokio::test]
async fn alterations_are_found_at_their_line() {
    let Some(server) = Server::start().await else { return };
    let cases = [
        ("UPDATE maslahat.entries SET body = '\\x00' WHERE seq = 4", 4),
        ("UPDATE maslahat.entries SET at_ms = 0 WHERE seq = 1", 1),
        ("DELETE FROM maslahat.entries WHERE seq = 6", 6),
        ("UPDATE maslahat.snapshots SET body = '\\x00'", 2),
    ];
    let database = server.database().await;
    let admin = server.connect(&database.name).await;
    let store = database.open().await;
    store.append(vec![append(log(1), 0, 6)]).await.unwrap();
    assert!(store.compact(log(1), 2, Bytes::from_static(b"two")).await.unwrap());
    let checked = store.verify_chains().await.unwrap();
    assert_eq!((checked.logs, checked.entries), (1, 6));
    for (sql, line) in cases {
        admin.batch_execute("CREATE SCHEMA was; CREATE TABLE was.entries AS TABLE maslahat.entries").await.unwrap();
        admin.batch_execute("CREATE TABLE was.snapshots AS TABLE maslahat.snapshots").await.unwrap();
        admin.batch_execute(sql).await.unwrap();
        let proof = store.verify_chains().await;
        assert!(matches!(proof, Err(StoreError::Broken { seq, .. }) if seq == line), "{sql}: {proof:?}");
        assert_eq!(store.load(log(1)).await.is_err(), line > 1, "{sql}");
        admin
            .batch_execute(
                "TRUNCATE maslahat.entries, maslahat.snapshots; INSERT INTO maslahat.entries TABLE was.entries;
                 INSERT INTO maslahat.snapshots TABLE was.snapshots; DROP SCHEMA was CASCADE",
            )
            .await
            .unwrap();
        store.verify_chains().await.unwrap();
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_named_and_left_alone() {
    let url = "host=/nowhere user=somebody password=hush dbname=talks".parse::<DatabaseUrl>().unwrap();
    assert!(!format!("{url:?} {url}").contains("hush"));
    let error = PostgresStore::open(&url).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    assert!(matches!("postgres://host:port/x".parse::<DatabaseUrl>(), Err(StoreError::Url { .. })));

    let Some(server) = Server::start().await else { return };
    let empty = server.database().await;
    let missing = PostgresStore::open_to_read(&empty.url).await.unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");

    let foreign = server.database().await;
    let admin = server.connect(&foreign.name).await;
    admin.batch_execute("CREATE SCHEMA maslahat; CREATE TABLE maslahat.logs (mine text)").await.unwrap();
    let error = PostgresStore::open(&foreign.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");

    let newer = server.database().await;
    drop(newer.open().await);
    let admin = server.connect(&newer.name).await;
    admin.batch_execute("UPDATE maslahat.about SET version = 2").await.unwrap();
    for opened in [PostgresStore::open(&newer.url).await, PostgresStore::open_to_read(&newer.url).await] {
        assert!(matches!(opened, Err(StoreError::Newer { found: 2, known: 1, .. })), "{opened:?}");
    }
}

#[tokio::test]
async fn a_reader_sees_what_others_write_and_writes_nothing() {
    let Some(server) = Server::start().await else { return };
    let database = server.database().await;
    let writer = database.open().await;
    let reader = PostgresStore::open_to_read(&database.url).await.unwrap();
    writer.append(vec![append(log(1), 0, 2)]).await.unwrap();
    assert_eq!(reader.load(log(1)).await.unwrap(), writer.load(log(1)).await.unwrap());
    reader.ready().await.unwrap();
    assert!(matches!(reader.append(vec![append(log(1), 2, 1)]).await, Err(AppendError::Refused(_))));
    assert_eq!(reader.compact(log(1), 1, Bytes::new()).await, Err(StoreError::ReadOnly));
}
