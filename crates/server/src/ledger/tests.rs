//! A ledger file is what it was, or the first wrong line is named.

use bytes::Bytes;
use maslahat_protocol::LogId;
use maslahat_storage::{LogAppend, NewEntry, SqliteStore, Store};

use super::*;

const DRAFT: DraftId = DraftId::from_bytes([7; 16]);

/// A real store's entries, so that the two ways of chaining are held against each other.
async fn entries() -> Vec<Entry> {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(directory.path()).await.unwrap();
    let entry = |number: u8| NewEntry {
        kind: 5,
        person: PersonId::from_bytes([number; 16]),
        at_ms: 1_550_654_400_000 + i64::from(number),
        body: Bytes::from(format!(
            "{{\"act\":{{\"type\":\"set-status\",\"paragraph\":\"r{number} “ü”\"}},\"answer\":null}}"
        )),
    };
    let log = LogId::ledger(DRAFT);
    store.append(vec![LogAppend { log, expect: 0, entries: (1..=4).map(entry).collect() }]).await.unwrap();
    store.tail(log, 0).await.unwrap()
}

#[tokio::test]
async fn a_ledger_file_leads_to_its_head() {
    let entries = entries().await;
    let bytes = json_lines(DRAFT, &entries).unwrap();
    assert!(is_ledger("ledger.jsonl", b"") && is_ledger("x", &bytes) && !is_ledger("x.json", b"{\"statement\":1}"));
    let proof = check(&bytes).unwrap();
    assert_eq!((proof.draft, proof.entries), (DRAFT, 4));
    assert_eq!(proof.head, hex::encode(entries[3].chain));
    assert!(proof.has(&hex::encode(entries[1].chain)) && !proof.has("00"));
    let empty = check(&json_lines(DRAFT, &[]).unwrap()).unwrap();
    assert_eq!((empty.entries, empty.head), (0, "00".repeat(32)));
}

#[tokio::test]
async fn every_altered_byte_is_found() {
    let bytes = json_lines(DRAFT, &entries().await).unwrap();
    let mut line = 1;
    for at in 0..bytes.len() {
        for flip in [1, 0x20, 0x80] {
            let mut altered = bytes.clone();
            altered[at] ^= flip;
            let fault = check(&altered).expect_err(&format!("byte {at} ^ {flip:#x}"));
            // a wrong head in the first line shows only at the end, a joined line at the next one
            assert!(line == 1 || fault.line <= line + 1, "byte {at} of line {line}: {fault}");
        }
        line += usize::from(bytes[at] == b'\n');
    }
}

#[tokio::test]
async fn a_line_taken_out_moved_or_added_is_named() {
    let bytes = json_lines(DRAFT, &entries().await).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let joined = |order: &[usize]| order.iter().map(|at| format!("{}\n", lines[*at])).collect::<String>();
    for (order, line) in [
        (&[0, 1, 3, 4, 5][..], 3),
        (&[0, 2, 1, 3, 4, 5], 2),
        (&[0, 1, 1, 2, 3, 4, 5], 3),
        (&[0, 1, 2, 3, 4], 6),
        (&[0, 1, 2, 3, 4, 5, 5], 7),
        (&[1, 2, 3, 4, 5], 1),
    ] {
        assert_eq!(check(joined(order).as_bytes()).unwrap_err().line, line, "{order:?}");
    }
    let newer = text.replacen("ledger/1", "ledger/2", 1);
    assert!(check(newer.as_bytes()).unwrap_err().what.contains("maslahat-ledger/2"));
    assert_eq!(check(b"").unwrap_err().line, 1);
}

/// Whoever rewrites the chain from some line on comes to another head: the one in a certificate tells.
#[tokio::test]
async fn a_rewritten_ledger_has_another_head() {
    let mut entries = entries().await;
    let kept = check(&json_lines(DRAFT, &entries).unwrap()).unwrap();
    entries[2].body = Some(Bytes::from_static(b"{\"act\":{},\"answer\":null}"));
    let mut chain = entries[1].chain;
    for entry in &mut entries[2..] {
        entry.digest = maslahat_storage::chain::digest(entry.body.as_ref().unwrap());
        let (seq, kind, person, at_ms) = (entry.seq, entry.kind, entry.person, entry.at_ms);
        chain = maslahat_storage::chain::Link { seq, kind, person, at_ms, digest: &entry.digest }.after(&chain);
        entry.chain = chain;
    }
    let forged = check(&json_lines(DRAFT, &entries).unwrap()).unwrap();
    assert!(!forged.has(&kept.head));
}
