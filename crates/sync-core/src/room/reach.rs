//! How far the numbers of operations reach in a document. A change numbers its operations after all that its
//! author knew; one that does not can be applied, and ruins the document for whoever reads it next.

use std::collections::BTreeMap;

use automerge::{ActorId, Automerge, Change, ChangeHash};

use super::stage::StagedText;
use super::{Phase, Text};

/// The last operation of all, and of each actor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    last: u64,
    of_actor: BTreeMap<ActorId, u64>,
}

impl Reach {
    pub(super) fn of(document: &Automerge) -> Self {
        let mut reach = Self::default();
        for change in document.get_changes_meta(&[]) {
            reach.note(change.actor.as_ref(), change.max_op);
        }
        reach
    }

    fn note(&mut self, actor: &ActorId, max_op: u64) {
        self.last = self.last.max(max_op);
        match self.of_actor.get_mut(actor) {
            Some(last) => *last = (*last).max(max_op),
            None => drop(self.of_actor.insert(actor.clone(), max_op)),
        }
    }

    pub(super) fn extend<'a>(&mut self, changes: impl IntoIterator<Item = &'a Change>) {
        for change in changes {
            self.note(change.actor_id(), change.max_op());
        }
    }

    /// After what it depends on and after the actor's own last operation, and not beyond what anybody knew.
    fn admits(&self, change: &Change, after_dependencies: u64) -> bool {
        let first = change.start_op().get();
        let own = self.of_actor.get(change.actor_id()).copied().unwrap_or_default();
        first > after_dependencies && first > own && first <= self.last + 1
    }
}

impl StagedText {
    /// Takes these changes, in order, into the reach and the list of what has arrived; None if one does not
    /// number its operations as it must, and then none of them is taken.
    pub(super) fn reach_on(&mut self, changes: &[Change]) -> Option<()> {
        let mut reach = self.text.reach.clone();
        let mut arrived: BTreeMap<ChangeHash, u64> = BTreeMap::new();
        for change in changes {
            let mut after = 0;
            for dependency in change.deps() {
                let here = arrived.get(dependency).or_else(|| self.arrived.get(dependency)).copied();
                let max_op = here.or_else(|| {
                    let meta = self.text.document.get_change_meta_by_hash(dependency);
                    meta.map(|meta| meta.max_op)
                });
                after = after.max(max_op?);
            }
            if !reach.admits(change, after) {
                return None;
            }
            reach.extend([change]);
            arrived.insert(change.hash(), change.max_op());
        }
        self.text.reach = reach;
        self.arrived.extend(arrived);
        Some(())
    }
}

/// Whether an open text would take these changes in, as far as their numbers go.
pub(crate) fn numbers_fit(document: &Automerge, changes: &[Change]) -> bool {
    let text = Text {
        document: document.clone(),
        seq: 0,
        snapshot_seq: 0,
        reach: Reach::of(document),
        opening: None,
        phase: Phase::Open,
        paragraph: String::new(),
        lang: String::new(),
        idle_since: None,
    };
    StagedText::new(text).reach_on(changes).is_some()
}
