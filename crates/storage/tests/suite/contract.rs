//! What every store promises. A store joins with `promises!(contract_suite!(EXPRESSION))`, the expression giving a
//! `Place`.

mod appending;
mod compacting;
mod reading;

pub(crate) use appending::*;
pub(crate) use compacting::*;
pub(crate) use reading::*;

use std::future::Future;

use bytes::Bytes;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use maslahat_storage::{LogAppend, NewEntry, Seq, Store};

/// Where a store keeps its logs. Opened again after the last clone of a store is gone, it finds what was kept.
pub(crate) trait Place: Send {
    type Store: Store;
    fn open(&self) -> impl Future<Output = Self::Store> + Send;
}

pub(crate) fn log(name: u8) -> LogId {
    LogId::text(DocumentId::from_bytes([name; 16]))
}

pub(crate) fn entry(body: impl Into<Vec<u8>>) -> NewEntry {
    NewEntry {
        kind: 1,
        person: PersonId::from_bytes([7; 16]),
        at_ms: 1_764_000_000_000,
        body: Bytes::from(body.into()),
    }
}

/// `count` entries whose bodies tell their place.
pub(crate) fn append(log: LogId, expect: Seq, count: u64) -> LogAppend {
    LogAppend { log, expect, entries: (1..=count).map(|n| entry(format!("{}", expect + n))).collect() }
}

/// Hands every promise to a macro that knows what to do with them: `promises!(contract_suite!(PLACE))`.
macro_rules! promises {
    ($then:ident!($place:expr)) => {
        $then! { $place;
            entries_come_back_in_order_with_their_chain
            an_unknown_log_is_empty
            a_stale_append_says_where_the_log_stands
            an_append_to_several_logs_is_all_or_nothing
            an_append_may_assert_a_head_without_moving_it
            an_append_that_breaks_a_rule_is_refused
            a_tail_begins_after_what_is_known
            many_logs_are_read_in_the_order_asked_for
            many_logs_are_read_at_one_moment
            heads_are_those_of_the_logs_in_the_order_asked_for
            concurrent_appends_neither_lose_nor_invent
            a_snapshot_replaces_bodies_and_leaves_the_audit_rows
            a_snapshot_of_what_is_not_there_or_is_older_changes_nothing
            a_store_opened_again_has_everything
            a_dropped_append_is_whole_or_absent
        }
    };
}
pub(crate) use promises;

/// A test for each promise.
macro_rules! contract_suite {
    ($place:expr; $($promise:ident)*) => {
        mod contract {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $promise() {
                    $crate::contract::$promise($place).await;
                }
            )*
        }
    };
}
pub(crate) use contract_suite;

/// One promise after the other, where starting a place is costly.
macro_rules! contract_in_turn {
    ($place:expr; $($promise:ident)*) => {
        $(
            eprintln!("{}", stringify!($promise));
            $crate::contract::$promise($place).await;
        )*
    };
}
pub(crate) use contract_in_turn;
