//! What compaction promises.

use bytes::Bytes;
use maslahat_storage::Store;

use super::{Place, append, log};

pub(crate) async fn a_snapshot_replaces_bodies_and_leaves_the_audit_rows<P: Place>(place: P) {
    let store = place.open().await;
    store.append(vec![append(log(1), 0, 5)]).await.expect("appends");
    let before = store.load(log(1)).await.expect("loads");
    assert!(store.compact(log(1), 3, Bytes::from_static(b"first three")).await.expect("compacts"));

    let after = store.load(log(1)).await.expect("loads");
    assert_eq!(after.head, before.head);
    assert_eq!(after.snapshot, Some((3, Bytes::from_static(b"first three"))));
    assert_eq!(after.tail, before.tail[3..]);
    let rows = store.tail(log(1), 0).await.expect("reads");
    for (row, was) in rows.iter().zip(&before.tail) {
        assert_eq!((row.seq, row.digest, row.chain, row.at_ms), (was.seq, was.digest, was.chain, was.at_ms));
        assert_eq!(row.body.is_none(), row.seq <= 3);
    }
    assert_eq!(rows.len(), 5);

    let heads = store.append(vec![append(log(1), 5, 1)]).await.expect("appends");
    assert_eq!(heads[0].seq, 6);
    assert!(store.compact(log(1), 6, Bytes::from_static(b"all six")).await.expect("compacts"));
    let all = store.load(log(1)).await.expect("loads");
    assert_eq!((all.head, all.snapshot, all.tail), (heads[0], Some((6, Bytes::from_static(b"all six"))), vec![]));
}

pub(crate) async fn a_snapshot_of_what_is_not_there_or_is_older_changes_nothing<P: Place>(place: P) {
    let store = place.open().await;
    assert!(!store.compact(log(1), 1, Bytes::from_static(b"x")).await.expect("answers"));
    store.append(vec![append(log(1), 0, 4)]).await.expect("appends");
    assert!(!store.compact(log(1), 5, Bytes::from_static(b"x")).await.expect("answers"));
    assert!(!store.compact(log(1), 0, Bytes::from_static(b"x")).await.expect("answers"));
    assert!(store.compact(log(1), 3, Bytes::from_static(b"three")).await.expect("compacts"));
    let compacted = store.load(log(1)).await.expect("loads");
    assert!(store.compact(log(1), 2, Bytes::from_static(b"two")).await.expect("answers"));
    assert!(store.compact(log(1), 3, Bytes::from_static(b"again")).await.expect("answers"));
    assert_eq!(store.load(log(1)).await.expect("loads"), compacted);
}
