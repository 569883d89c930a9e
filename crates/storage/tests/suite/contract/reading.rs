//! What reading promises.

use bytes::Bytes;
use maslahat_storage::{Head, LogAppend, Seq, Store};

use super::{Place, append, entry, log};

pub(crate) async fn an_unknown_log_is_empty<P: Place>(place: P) {
    let store = place.open().await;
    let loaded = store.load(log(1)).await.expect("loads");
    assert_eq!((loaded.head, loaded.snapshot, loaded.tail), (Head::EMPTY, None, vec![]));
    assert_eq!(store.tail(log(1), 0).await.expect("reads"), vec![]);
    store.ready().await.expect("is ready");
}

pub(crate) async fn a_tail_begins_after_what_is_known<P: Place>(place: P) {
    let store = place.open().await;
    store.append(vec![append(log(1), 0, 5)]).await.expect("appends");
    let whole = store.load(log(1)).await.expect("loads").tail;
    for after in 0..=5 {
        assert_eq!(store.tail(log(1), after).await.expect("reads"), whole[after as usize..]);
    }
    assert_eq!(store.tail(log(1), 9).await.expect("reads"), vec![]);
}

pub(crate) async fn many_logs_are_read_in_the_order_asked_for<P: Place>(place: P) {
    let store = place.open().await;
    store.append(vec![append(log(1), 0, 1), append(log(3), 0, 3)]).await.expect("appends");
    let loaded = store.load_many(vec![log(3), log(2), log(1), log(3)]).await.expect("loads");
    let seqs: Vec<Seq> = loaded.iter().map(|loaded| loaded.head.seq).collect();
    assert_eq!(seqs, [3, 0, 1, 3]);
    assert_eq!(loaded[0], store.load(log(3)).await.expect("loads"));
}

pub(crate) async fn heads_are_those_of_the_logs_in_the_order_asked_for<P: Place>(place: P) {
    let store = place.open().await;
    store.append(vec![append(log(1), 0, 1), append(log(3), 0, 3)]).await.expect("appends");
    store.compact(log(3), 2, Bytes::from_static(b"two")).await.expect("compacts");
    let logs = vec![log(3), log(2), log(1), log(3)];
    let loaded = store.load_many(logs.clone()).await.expect("loads");
    let heads: Vec<Head> = loaded.iter().map(|loaded| loaded.head).collect();
    assert_eq!(heads.iter().map(|head| head.seq).collect::<Vec<_>>(), [3, 0, 1, 3]);
    assert_eq!(store.heads(logs).await.expect("reads"), heads);
    assert_eq!(store.heads(vec![]).await.expect("reads"), []);
}

/// Two logs only ever grow together: no reading may see one ahead of the other.
pub(crate) async fn many_logs_are_read_at_one_moment<P: Place>(place: P) {
    let store = place.open().await;
    let writer = {
        let store = store.clone();
        tokio::spawn(async move {
            for seq in 0..60 {
                store.append(vec![append(log(1), seq, 1), append(log(2), seq, 1)]).await.expect("appends");
            }
        })
    };
    while !writer.is_finished() {
        let loaded = store.load_many(vec![log(1), log(2)]).await.expect("loads");
        assert_eq!(loaded[0].head.seq, loaded[1].head.seq);
    }
    writer.await.expect("writes");
}

pub(crate) async fn a_store_opened_again_has_everything<P: Place>(place: P) {
    let store = place.open().await;
    let large = vec![9; 3 << 20];
    let entries = vec![entry("small"), entry(large.clone())];
    store.append(vec![LogAppend { log: log(1), expect: 0, entries }, append(log(2), 0, 9)]).await.expect("appends");
    store.compact(log(2), 4, Bytes::from_static(b"four")).await.expect("compacts");
    let was = store.load_many(vec![log(1), log(2)]).await.expect("loads");
    drop(store);

    let store = place.open().await;
    let is = store.load_many(vec![log(1), log(2)]).await.expect("loads");
    assert_eq!(is, was);
    assert_eq!(is[0].tail[1].body.as_deref(), Some(&large[..]));
    store.append(vec![append(log(1), 2, 1), append(log(2), 9, 1)]).await.expect("goes on");
}
