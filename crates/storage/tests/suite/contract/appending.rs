//! What an append promises.

use bytes::Bytes;
use maslahat_protocol::PersonId;
use maslahat_storage::chain::{CHAIN_START, Link, digest};
use maslahat_storage::{AppendError, Head, LogAppend, NewEntry, Seq, Store};

use super::{Place, append, entry, log};

pub(crate) async fn entries_come_back_in_order_with_their_chain<P: Place>(place: P) {
    let store = place.open().await;
    let first = entry("one");
    let second = NewEntry { kind: 200, person: PersonId::SERVER, at_ms: -5, body: Bytes::new() };
    let entries = vec![first.clone(), second.clone()];
    let heads = store.append(vec![LogAppend { log: log(1), expect: 0, entries }]).await.expect("appends");
    let loaded = store.load(log(1)).await.expect("loads");
    assert_eq!(loaded.snapshot, None);
    assert_eq!(heads, [loaded.head]);
    let mut chain = CHAIN_START;
    for (at, (new, read)) in [first, second].into_iter().zip(&loaded.tail).enumerate() {
        let digest = digest(&new.body);
        let seq = at as u64 + 1;
        let link = Link { seq, kind: new.kind, person: new.person, at_ms: new.at_ms, digest: &digest };
        chain = link.after(&chain);
        assert_eq!((read.seq, read.kind, read.person, read.at_ms), (seq, new.kind, new.person, new.at_ms));
        assert_eq!((read.digest, read.chain, &read.body), (digest, chain, &Some(new.body)));
    }
    assert_eq!(loaded.tail.len(), 2);
    assert_eq!(loaded.head, Head { seq: 2, chain });
}

pub(crate) async fn a_stale_append_says_where_the_log_stands<P: Place>(place: P) {
    let store = place.open().await;
    store.append(vec![append(log(1), 0, 3)]).await.expect("appends");
    for expect in [0, 2, 4] {
        let stale = store.append(vec![append(log(1), expect, 1)]).await;
        assert_eq!(stale, Err(AppendError::Stale { log: log(1), head: 3 }));
    }
    assert_eq!(store.load(log(1)).await.expect("loads").head.seq, 3);
}

pub(crate) async fn an_append_to_several_logs_is_all_or_nothing<P: Place>(place: P) {
    let store = place.open().await;
    store.append(vec![append(log(2), 0, 1)]).await.expect("appends");
    let stale = store.append(vec![append(log(1), 0, 2), append(log(2), 0, 1), append(log(3), 0, 1)]).await;
    assert_eq!(stale, Err(AppendError::Stale { log: log(2), head: 1 }));
    assert_eq!(store.load(log(1)).await.expect("loads").head, Head::EMPTY);
    assert_eq!(store.load(log(3)).await.expect("loads").head, Head::EMPTY);

    let heads = store.append(vec![append(log(3), 0, 1), append(log(2), 1, 2), append(log(1), 0, 2)]).await;
    let seqs: Vec<Seq> = heads.expect("appends").iter().map(|head| head.seq).collect();
    assert_eq!(seqs, [1, 3, 2]);
}

pub(crate) async fn an_append_may_assert_a_head_without_moving_it<P: Place>(place: P) {
    let store = place.open().await;
    let heads = store.append(vec![append(log(1), 0, 1), append(log(2), 0, 0)]).await.expect("appends");
    assert_eq!(heads[1], Head::EMPTY);
    let stale = store.append(vec![append(log(1), 0, 0), append(log(2), 0, 1)]).await;
    assert_eq!(stale, Err(AppendError::Stale { log: log(1), head: 1 }));
    assert_eq!(store.load(log(2)).await.expect("loads").head, Head::EMPTY);
}

pub(crate) async fn an_append_that_breaks_a_rule_is_refused<P: Place>(place: P) {
    let store = place.open().await;
    let twice = store.append(vec![append(log(1), 0, 1), append(log(1), 1, 1)]).await;
    assert!(matches!(twice, Err(AppendError::Refused(_))), "{twice:?}");
    let entries = vec![entry(vec![0; 33 << 20]), entry(vec![0; 33 << 20])];
    let large = store.append(vec![LogAppend { log: log(1), expect: 0, entries }]).await;
    assert!(matches!(large, Err(AppendError::Refused(_))), "{large:?}");
    assert_eq!(store.load(log(1)).await.expect("loads").head, Head::EMPTY);
}

/// Like accounts between which money moves: each append takes from one log and gives to another.
pub(crate) async fn concurrent_appends_neither_lose_nor_invent<P: Place>(place: P) {
    const TASKS: u64 = 16;
    const EACH: u64 = 12;
    let store = place.open().await;
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let store = store.clone();
        tasks.spawn(async move {
            let (one, other) = (log((task % 3) as u8), log(3 + (task % 2) as u8));
            let mut heads = [0, 0];
            let mut written = 0;
            while written < EACH {
                let appends = vec![append(one, heads[0], 1), append(other, heads[1], 1)];
                match store.append(appends).await {
                    Ok(now) => {
                        heads = [now[0].seq, now[1].seq];
                        written += 1;
                    }
                    Err(AppendError::Stale { log, head }) => heads[usize::from(log == other)] = head,
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("no task panics");
    }
    let loaded = store.load_many((0..5).map(log).collect()).await.expect("every chain holds");
    let sum = |range: std::ops::Range<usize>| loaded[range].iter().map(|loaded| loaded.head.seq).sum::<u64>();
    assert_eq!((sum(0..3), sum(3..5)), (TASKS * EACH, TASKS * EACH));
    for loaded in loaded {
        for (at, entry) in loaded.tail.iter().enumerate() {
            let place = at as u64 + 1;
            assert_eq!((entry.seq, entry.body.as_deref()), (place, Some(place.to_string().as_bytes())));
        }
    }
}

/// An append asked for by someone who does not wait for the answer is still all or nothing.
pub(crate) async fn a_dropped_append_is_whole_or_absent<P: Place>(place: P) {
    let store = place.open().await;
    for seq in 0..20 {
        let future = store.append(vec![append(log(1), seq, 1), append(log(2), seq, 1)]);
        let _ = tokio::time::timeout(std::time::Duration::ZERO, future).await;
        let both = [log(1), log(2)];
        let mut loaded = store.load_many(both.to_vec()).await.expect("loads");
        if loaded[0].head.seq == seq {
            let repeated = store.append(vec![append(log(1), seq, 1), append(log(2), seq, 1)]).await;
            assert!(matches!(repeated, Ok(_) | Err(AppendError::Stale { .. })), "{repeated:?}");
            loaded = store.load_many(both.to_vec()).await.expect("loads");
        }
        assert_eq!((loaded[0].head.seq, loaded[1].head.seq), (seq + 1, seq + 1));
    }
}
