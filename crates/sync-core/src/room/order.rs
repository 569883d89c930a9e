//! Putting changes in an order in which they can be applied.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::{Change, ChangeHash};

/// Splits changes that are not held yet into those whose dependencies are there, in order, and the rest.
/// Takes time linear in the changes and their dependencies, whatever order they come in.
pub(super) fn in_order(changes: Vec<Change>, held: impl Fn(&ChangeHash) -> bool) -> (Vec<Change>, Vec<Change>) {
    let mut seen = BTreeSet::new();
    let new = |change: &Change| !held(&change.hash()) && seen.insert(change.hash());
    let mut changes: Vec<Option<Change>> = changes.into_iter().filter(new).map(Some).collect();
    // for each change that is not there yet, those that wait for it
    let mut waiting: BTreeMap<ChangeHash, Vec<usize>> = BTreeMap::new();
    let mut missing = vec![0usize; changes.len()];
    let mut free = VecDeque::new();
    for (index, change) in changes.iter().flatten().enumerate() {
        for dependency in change.deps().iter().filter(|dependency| !held(dependency)) {
            waiting.entry(*dependency).or_default().push(index);
            missing[index] += 1;
        }
        if missing[index] == 0 {
            free.push_back(index);
        }
    }
    let mut ready = Vec::new();
    while let Some(index) = free.pop_front() {
        let Some(change) = changes[index].take() else {
            continue;
        };
        for dependent in waiting.remove(&change.hash()).unwrap_or_default() {
            missing[dependent] -= 1;
            if missing[dependent] == 0 {
                free.push_back(dependent);
            }
        }
        ready.push(change);
    }
    (ready, changes.into_iter().flatten().collect())
}
