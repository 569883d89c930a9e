//! Which texts are in memory. One comes when somebody needs it, and leaves when nobody has had it open
//! for a while. What needs a text that is not here waits in the queue, and everything after it as well:
//! so nothing changes its order. Knows no disk: it asks for a text and is given what was read.

use std::collections::BTreeSet;

use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, LogId};

use crate::mutant::{self, Mutant};
use crate::{Act, ConnectionId, Effect, Limits, Member, Timestamp};

use super::compaction::compacted;
use super::connections::Serving;
use super::loading::{LoadedText, Place};
use super::stage::Stage;
use super::standing::Standing;
use super::{Phase, Room, Text, Work, heads_hex};

/// A text or fork that is not in memory.
#[derive(Debug, Clone)]
pub(super) struct Absent {
    pub(super) place: Place,
    pub(super) state: AbsentState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AbsentState {
    Away,
    /// Asked for under this number.
    Loading(u64),
    /// What is on disk is not this text.
    Damaged,
}

impl Room {
    /// The texts in memory, which a reading of the whole draft brings along.
    pub fn loaded(&self) -> Vec<DocumentId> {
        self.texts.keys().copied().collect()
    }

    /// Whether this text or fork is in memory.
    pub fn holds_in_memory(&self, document: DocumentId) -> bool {
        self.texts.contains_key(&document)
    }

    /// How often a text has left memory: what was read of absent texts is up to date while this stands.
    pub fn unloads(&self) -> u64 {
        self.unloads
    }

    /// Whether all that this work needs is here, or never will be. Asks for what is not.
    pub(super) fn at_hand(&mut self, stage: &Stage, work: &Work, effects: &mut Vec<Effect>) -> bool {
        let mut here = true;
        for document in self.needs(stage, work) {
            let away = self.absent.get(&document).is_some_and(|absent| absent.state != AbsentState::Damaged);
            if away {
                here = false;
                self.ask_for(document, effects);
            }
        }
        here
    }

    /// Asks for what this work will probably need, so that it need not wait once its turn has come.
    pub(super) fn foresee(&mut self, work: &Work, effects: &mut Vec<Effect>) {
        if !self.absent.is_empty() {
            for document in self.needs(&Stage::default(), work) {
                self.ask_for(document, effects);
            }
        }
    }

    fn ask_for(&mut self, document: DocumentId, effects: &mut Vec<Effect>) {
        if let Some(absent) = self.absent.get_mut(&document)
            && absent.state == AbsentState::Away
        {
            self.loads += 1;
            absent.state = AbsentState::Loading(self.loads);
            effects.push(Effect::Load { document, number: self.loads });
        }
    }

    fn needs(&self, stage: &Stage, work: &Work) -> BTreeSet<DocumentId> {
        match work {
            Work::Sync { connection, member, document, .. } => {
                self.needs_of_message(stage, *connection, *member, *document)
            }
            Work::Act { member, act, .. } => self.needs_of_act(stage, *member, act),
            Work::Person { .. } => BTreeSet::new(),
        }
    }

    /// What a client is or will be served from, and what its changes are compared with.
    pub(super) fn needs_of_message(
        &self,
        stage: &Stage,
        connection: ConnectionId,
        member: Member,
        document: DocumentId,
    ) -> BTreeSet<DocumentId> {
        let mut needs = BTreeSet::from([document]);
        let known = self.connections.get(&connection).and_then(|known| known.subscriptions.get(&document));
        if let Some(Serving::Fork(fork)) = known.map(|subscription| &subscription.serving) {
            needs.insert(*fork);
        }
        if self.standing(stage, member) == Standing::Reads {
            return needs;
        }
        match self.phase(stage, document) {
            Some(Phase::Open | Phase::Frozen) => needs.extend(self.newest_fork(stage, document, member.person)),
            Some(Phase::Fork { owner, root, settled }) => {
                needs.insert(*root);
                let shelved_from = match (*owner == member.person, settled) {
                    (false, _) => Some(document),
                    (true, true) => Some(*root),
                    (true, false) => None,
                };
                needs.extend(shelved_from.and_then(|root| self.newest_fork(stage, root, member.person)));
            }
            None => {}
        }
        needs
    }

    fn needs_of_act(&self, stage: &Stage, member: Member, act: &Act) -> BTreeSet<DocumentId> {
        let Some(role) = self.role_now(stage, member) else {
            return BTreeSet::new();
        };
        let moderates = role.may_moderate();
        match act {
            Act::Freeze { paragraphs, lang, scope } if moderates => {
                self.documents_named(stage, paragraphs, lang.as_deref(), *scope, false)
            }
            Act::Reopen { paragraphs, lang, scope } if moderates => {
                self.documents_named(stage, paragraphs, lang.as_deref(), *scope, true)
            }
            Act::AcceptProposal { proposal } if moderates => self.documents_of(stage, proposal),
            Act::RejectProposal { proposal, .. } if moderates => self.documents_of(stage, proposal),
            Act::WithdrawProposal { proposal } if role.may_edit() => self.documents_of(stage, proposal),
            _ => BTreeSet::new(),
        }
    }

    /// A proposal's fork and the text that it would be merged into.
    fn documents_of(&self, stage: &Stage, proposal: &str) -> BTreeSet<DocumentId> {
        let register = self.current_register(stage);
        let Some(proposal) = register.proposals.get(proposal) else {
            return BTreeSet::new();
        };
        let text = register.paragraphs.get(&proposal.paragraph).and_then(|known| known.texts.get(&proposal.lang));
        let fork = DocumentId::from_url(&proposal.url).ok();
        fork.into_iter().chain(text.and_then(|text| text.document())).collect()
    }

    fn phase<'a>(&'a self, stage: &'a Stage, document: DocumentId) -> Option<&'a Phase> {
        let absent = || self.absent.get(&document).map(|absent| &absent.place.phase);
        self.current(stage, document).map(|text| &text.phase).or_else(absent)
    }

    /// Takes in a text that was asked for. `register_seq` is where the register's log stood after it was read:
    /// further on than is known here, and the text may have been closed meanwhile.
    pub(super) fn take_loaded(
        &mut self,
        number: u64,
        loaded: LoadedText,
        register_seq: u64,
        effects: &mut Vec<Effect>,
    ) {
        let document = loaded.document;
        let asked = self.absent.get(&document).filter(|absent| absent.state == AbsentState::Loading(number));
        let Some(place) = asked.map(|absent| absent.place.clone()) else {
            // a draft that was read again has asked again
            return;
        };
        let own = self.in_flight.as_ref().map_or(0, |stage| stage.register_grows);
        if register_seq > self.register_seq + own && !mutant::is(Mutant::LoadWhatIsNewer) {
            effects.push(Effect::Reread);
            return;
        }
        match loaded.into_text(place.clone()) {
            Some(text) => {
                self.absent.remove(&document);
                self.texts.insert(document, text);
                self.go_on(document, effects);
            }
            None => {
                self.absent.insert(document, Absent { place, state: AbsentState::Damaged });
                self.let_go(effects);
            }
        }
    }

    /// When texts are to be looked at for whether anybody has them open.
    pub(super) fn next_sweep(&self) -> Option<Timestamp> {
        if self.texts.is_empty() { None } else { Some(Timestamp(self.swept.0 + self.limits.text_idle_ms_max / 2)) }
    }

    /// Lets go of the texts that nobody has had open for a while.
    pub(super) fn sweep(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if now.0 < self.swept.0 + self.limits.text_idle_ms_max / 2 {
            return;
        }
        self.swept = now;
        let used = self.in_use();
        let idle_ms_max = self.limits.text_idle_ms_max;
        let mut idle = Vec::new();
        let before = std::mem::take(&mut self.swept_seqs);
        for (document, text) in &mut self.texts {
            if before.get(document) == Some(&text.seq) {
                effects.extend(text.left_behind(*document, &self.limits));
            }
            self.swept_seqs.insert(*document, text.seq);
            if used.contains(document) {
                text.idle_since = None;
            } else if now.0 - text.idle_since.get_or_insert(now).0 >= idle_ms_max {
                idle.push(*document);
            }
        }
        for document in idle {
            if let Some(mut text) = self.texts.remove(&document) {
                effects.extend(text.left_behind(document, &self.limits));
                self.unloads += 1;
                self.absent.insert(document, Absent { place: text.into_place(), state: AbsentState::Away });
            }
        }
    }

    /// Before the process ends: what is in memory leaves as if nobody had it open any more.
    pub fn leave(&mut self, effects: &mut Vec<Effect>) {
        for (document, text) in &mut self.texts {
            effects.extend(text.left_behind(*document, &self.limits));
        }
    }

    /// What somebody has open or is served from, what is on its way to disk, and what waiting work needs.
    fn in_use(&self) -> BTreeSet<DocumentId> {
        let mut used: BTreeSet<DocumentId> = self.audience.keys().copied().collect();
        let subscriptions = self.connections.values().flat_map(|known| known.subscriptions.values());
        used.extend(subscriptions.filter_map(|subscription| match subscription.serving {
            Serving::Fork(fork) => Some(fork),
            Serving::Itself | Serving::Ghost { .. } => None,
        }));
        let idle = Stage::default();
        let stage = self.in_flight.as_ref().unwrap_or(&idle);
        used.extend(stage.texts.keys());
        used.extend(self.queue.iter().chain(&stage.works).flat_map(|work| self.needs(stage, work)));
        used
    }

    /// After the draft was read again: what was on its way from disk is asked for anew, and whoever was served
    /// from a text that cannot be read any more has to come back.
    pub(super) fn ask_again(&mut self, effects: &mut Vec<Effect>) {
        let waiting: BTreeSet<DocumentId> =
            self.queue.iter().flat_map(|work| self.needs(&Stage::default(), work)).collect();
        for document in waiting {
            self.ask_for(document, effects);
        }
        let opened = self.audience.keys().copied().filter(|document| self.absent.contains_key(document));
        for document in opened.collect::<Vec<_>>() {
            self.ask_for(document, effects);
        }
        self.let_go(effects);
    }

    /// Whoever is served from a text that cannot be read has to come back.
    fn let_go(&mut self, effects: &mut Vec<Effect>) {
        let own = self.register_document();
        let here = |document: &DocumentId| {
            let comes = || self.absent.get(document).is_some_and(|absent| absent.state != AbsentState::Damaged);
            *document == own || self.texts.contains_key(document) || comes()
        };
        let lost = |(document, serving): (&DocumentId, &Serving)| match serving {
            Serving::Itself => !here(document),
            Serving::Fork(fork) => !here(fork),
            Serving::Ghost { .. } => false,
        };
        let stranded: Vec<ConnectionId> = self
            .connections
            .iter()
            .filter(|(_, known)| known.subscriptions.iter().any(|(id, each)| lost((id, &each.serving))))
            .map(|(connection, _)| *connection)
            .collect();
        for connection in stranded {
            self.drop_connection(connection, CloseReason::Restart, effects);
        }
    }
}

impl Text {
    /// A snapshot, so that it opens fast the next time; none if hardly anything has followed the last one.
    fn left_behind(&mut self, document: DocumentId, limits: &Limits) -> Option<Effect> {
        if self.seq < self.snapshot_seq + limits.compact_leaving_after {
            return None;
        }
        self.snapshot_seq = self.seq;
        compacted(LogId::text(document), self.seq, &self.document)
    }

    fn into_place(self) -> Place {
        let heads = (self.phase == Phase::Frozen).then(|| heads_hex(&self.document));
        Place { paragraph: self.paragraph, lang: self.lang, phase: self.phase, heads }
    }
}
