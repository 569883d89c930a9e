//! Applying what has been taken. Automerge's cost is by call and by the length of the text, hardly by the
//! number of changes: so everything that arrived for a text is applied at once.

use automerge::Change;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, PersonId};

use crate::{Context, Effect, Record, RecordKind, schema};

use crate::mutant::{self, Mutant};

use super::Room;
use super::reach::Reach;
use super::stage::{Arrival, Stage};

impl Room {
    /// Applies the arrivals of every text of this stage, and refuses whoever sent what cannot be applied.
    pub(super) fn apply_all(&mut self, context: &Context<'_>, stage: &mut Stage, effects: &mut Vec<Effect>) {
        let waiting = stage.texts.iter().filter(|(_, staged)| !staged.arrivals.is_empty());
        let documents: Vec<DocumentId> = waiting.map(|(document, _)| *document).collect();
        for document in documents {
            for Arrival { sender, changes } in self.apply_arrivals(context, stage, document) {
                let bytes = changes.iter().flat_map(|change| change.raw_bytes().to_vec()).collect();
                self.refuse(stage, sender, document, CloseReason::Refused, bytes, effects);
            }
        }
    }

    /// Applies the arrivals of one text; what cannot be applied comes back.
    pub(super) fn apply_arrivals(
        &self,
        context: &Context<'_>,
        stage: &mut Stage,
        document: DocumentId,
    ) -> Vec<Arrival> {
        let Some(staged) = stage.texts.get_mut(&document) else {
            return Vec::new();
        };
        let arrivals = std::mem::take(&mut staged.arrivals);
        staged.arrived.clear();
        if arrivals.is_empty() {
            return Vec::new();
        }
        let together: Vec<Change> = arrivals.iter().flat_map(|arrival| arrival.changes.iter().cloned()).collect();
        if let Some(applied) = schema::applied(&staged.text.document, &together, &self.limits) {
            staged.text.document = applied;
            for arrival in arrivals {
                self.accept_arrival(context, stage, document, arrival);
            }
            return Vec::new();
        }
        // somebody sent what does not fit: find out who, and keep the others'
        let mut refused = Vec::new();
        for arrival in arrivals {
            let text = stage.texts.get(&document).map(|staged| &staged.text.document);
            let applied = text.and_then(|text| schema::applied(text, &arrival.changes, &self.limits));
            match (applied, stage.texts.get_mut(&document)) {
                (Some(applied), Some(staged)) => {
                    staged.text.document = applied;
                    self.accept_arrival(context, stage, document, arrival);
                }
                _ => refused.push(arrival),
            }
        }
        if let Some(staged) = stage.texts.get_mut(&document) {
            staged.text.reach = Reach::of(&staged.text.document);
        }
        refused
    }

    fn accept_arrival(&self, context: &Context<'_>, stage: &mut Stage, document: DocumentId, arrival: Arrival) {
        let person = arrival.sender.member.person;
        for change in &arrival.changes {
            self.bind_author(context, stage, person, change);
        }
        // what others' changes these rest on was added here, and is news to the sender as well
        let own = arrival.changes.iter().filter(|change| self.author(stage, change) == Some(person));
        let by = (arrival.sender.connection, arrival.sender.document);
        let brought: Vec<_> = own.map(|change| (change.hash(), by)).collect();
        if let Some(staged) = stage.texts.get_mut(&document) {
            staged.records.extend(arrival.changes.iter().map(|change| Record {
                kind: RecordKind::Change,
                person,
                at: context.now,
                body: change.raw_bytes().to_vec(),
            }));
            staged.brought.extend(brought);
            staged.changes.extend(arrival.changes);
        }
    }

    /// An actor id belongs to the first person who brings it.
    fn bind_author(&self, context: &Context<'_>, stage: &mut Stage, person: PersonId, change: &Change) {
        if self.author(stage, change).is_none() && !mutant::is(Mutant::ForgetAuthors) {
            stage.actors.insert(change.actor_id().clone(), person);
            stage.actor_records.push(Record {
                kind: RecordKind::Actor,
                person,
                at: context.now,
                body: change.actor_id().to_bytes().to_vec(),
            });
        }
    }
}
