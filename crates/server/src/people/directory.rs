//! The directory in memory: what the events so far amount to. Knows no store and no clock.

use std::collections::{BTreeMap, BTreeSet};

use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_protocol::{DraftId, PersonId, SessionId};
use serde::Serialize;

use super::event::{Dated, Digest, Event, SecretName};
use super::{InvitationState, InvitationView, name};

/// Every draft's id comes after it, or is it.
const FIRST_DRAFT: DraftId = DraftId::from_bytes([0; 16]);

/// A draft as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftEntry {
    pub id: DraftId,
    pub title: String,
    pub symbol: String,
}

#[derive(Debug, Clone)]
pub(super) struct Invited {
    pub(super) at_ms: i64,
    pub(super) person: PersonId,
    pub(super) draft: DraftId,
    pub(super) member: Person,
    /// None: reusable.
    pub(super) expires_ms: Option<i64>,
    pub(super) used: bool,
}

#[derive(Debug, Clone)]
pub(super) struct SessionEntry {
    pub(super) at_ms: i64,
    pub(super) person: PersonId,
    pub(super) token: Digest,
    /// None: a provider said who it is.
    pub(super) invitation: Option<Digest>,
    pub(super) expires_ms: i64,
    pub(super) device: Option<String>,
    /// As far as it has been written down.
    pub(super) used_ms: i64,
}

/// What an act of a draft has made of somebody's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// None: revoked.
    pub(super) role: Option<Role>,
    /// The number of the act in the draft's ledger.
    pub(super) act: u64,
}

/// What is known now. `seq` is that of the last event applied.
#[derive(Debug, Default)]
pub(super) struct Directory {
    pub(super) seq: u64,
    /// With the moment each was added, in that order.
    pub(super) drafts: Vec<(i64, DraftEntry)>,
    /// Where each stands in that list.
    places: BTreeMap<DraftId, usize>,
    pub(super) invitations: BTreeMap<Digest, Invited>,
    pub(super) members: BTreeMap<(PersonId, DraftId), Person>,
    pub(super) sessions: BTreeMap<SessionId, SessionEntry>,
    pub(super) tokens: BTreeMap<Digest, SessionId>,
    pub(super) secrets: BTreeMap<SecretName, [u8; 32]>,
    /// Of those whose standing an act has changed.
    pub(super) standings: BTreeMap<(PersonId, DraftId), Standing>,
    /// Those whose standing an act was about to change, whose outcome is not known.
    pub(super) in_question: BTreeSet<(PersonId, DraftId)>,
    /// Members without an invitation, kept for compaction.
    added: BTreeMap<(PersonId, DraftId), (i64, Person)>,
}

impl Directory {
    /// Takes one event in. Events that refer to what is not there are passed over: they change nothing.
    pub(super) fn apply(&mut self, at_ms: i64, event: Event) {
        match event {
            Event::DraftAdded { draft, title, symbol } => {
                if !self.has_draft(draft) {
                    self.places.insert(draft, self.drafts.len());
                    self.drafts.push((at_ms, DraftEntry { id: draft, title, symbol }));
                }
            }
            Event::Invited { invitation, person, draft, role, name, seat, expires_ms } => {
                let member = Person { name, role, seat };
                let invited = Invited { at_ms, person, draft, member, expires_ms, used: false };
                self.invitations.insert(invitation, invited);
            }
            Event::Revoked { invitation } => {
                let unused = self.invitations.get(&invitation).is_some_and(Invited::can_be_revoked);
                if unused {
                    self.invitations.remove(&invitation);
                }
            }
            Event::Joined { invitation, session, token, expires_ms, device } => {
                let Some(invited) = self.invitations.get_mut(&invitation) else {
                    return;
                };
                invited.used = true;
                let (person, place, member) = (invited.person, (invited.person, invited.draft), invited.member.clone());
                // whoever comes back has the role that acts have given them meanwhile, or none
                if !self.is_revoked(place) {
                    self.members.entry(place).or_insert(member);
                }
                let (used_ms, invitation) = (at_ms, Some(invitation));
                self.begin(session, SessionEntry { at_ms, person, token, invitation, expires_ms, device, used_ms });
            }
            Event::SignedIn { person, session, token, expires_ms, device } => {
                let (used_ms, invitation) = (at_ms, None);
                self.begin(session, SessionEntry { at_ms, person, token, invitation, expires_ms, device, used_ms });
            }
            Event::MemberAdded { person, draft, role, name, seat } => {
                let member = Person { name, role, seat };
                self.added.insert((person, draft), (at_ms, member.clone()));
                self.members.insert((person, draft), member);
            }
            Event::SignedOut { session } => {
                if let Some(entry) = self.sessions.remove(&session) {
                    self.tokens.remove(&entry.token);
                }
            }
            Event::StandingAsked { person, draft } => drop(self.in_question.insert((person, draft))),
            Event::StandingKnown { person, draft, role, act } => self.learn((person, draft), Standing { role, act }),
            Event::SessionsUsed { at_ms } => {
                for (session, at_ms) in at_ms {
                    if let Some(entry) = self.sessions.get_mut(&session) {
                        entry.used_ms = entry.used_ms.max(at_ms);
                    }
                }
            }
            Event::SecretMade { name, bytes } => {
                self.secrets.entry(name).or_insert(bytes);
            }
        }
    }

    fn begin(&mut self, session: SessionId, entry: SessionEntry) {
        self.tokens.insert(entry.token, session);
        self.sessions.insert(session, entry);
    }

    fn learn(&mut self, place: (PersonId, DraftId), standing: Standing) {
        self.in_question.remove(&place);
        if standing.act == 0 || self.standings.get(&place).is_some_and(|known| known.act >= standing.act) {
            return;
        }
        self.standings.insert(place, standing);
        match (standing.role, self.members.get_mut(&place)) {
            (Some(role), Some(member)) => member.role = role,
            (Some(_), None) => {}
            (None, _) => drop(self.members.remove(&place)),
        }
    }

    pub(super) fn is_revoked(&self, place: (PersonId, DraftId)) -> bool {
        self.standings.get(&place).is_some_and(|standing| standing.role.is_none())
    }

    /// Whether every draft that was ever open to this person has been closed to them.
    pub(super) fn is_revoked_everywhere(&self, person: PersonId) -> bool {
        let places = (person, FIRST_DRAFT)..=(person, DraftId::from_bytes([u8::MAX; 16]));
        self.standings.range(places.clone()).any(|(_, standing)| standing.role.is_none())
            && self.members.range(places).next().is_none()
    }

    /// The shortest events that amount to the same; sessions expired before `forget_before_ms` are left out.
    pub(super) fn events(&self, forget_before_ms: i64) -> Vec<Dated> {
        let mut events = Vec::new();
        let mut push = |at_ms: i64, event: Event| events.push(Dated { at_ms, event });
        for (name, bytes) in &self.secrets {
            push(0, Event::SecretMade { name: *name, bytes: *bytes });
        }
        for (at_ms, DraftEntry { id, title, symbol }) in &self.drafts {
            push(*at_ms, Event::DraftAdded { draft: *id, title: title.clone(), symbol: symbol.clone() });
        }
        for (invitation, invited) in &self.invitations {
            let Person { name, role, seat } = invited.member.clone();
            let (invitation, person, draft, expires_ms) =
                (*invitation, invited.person, invited.draft, invited.expires_ms);
            push(invited.at_ms, Event::Invited { invitation, person, draft, role, name, seat, expires_ms });
        }
        let kept = self.sessions.iter().filter(|(_, session)| session.expires_ms >= forget_before_ms);
        let (mut joined, mut used) = (Vec::new(), Vec::new());
        for (session, entry) in kept {
            let SessionEntry { at_ms, person, token, invitation, expires_ms, device, used_ms } = entry.clone();
            used.push((*session, used_ms));
            let session = *session;
            let event = match invitation {
                Some(invitation) => Event::Joined { invitation, session, token, expires_ms, device },
                None => Event::SignedIn { person, session, token, expires_ms, device },
            };
            push(at_ms, event);
            joined.extend(invitation);
        }
        // who has joined stays a member when the session is gone
        for (invitation, invited) in
            self.invitations.iter().filter(|(code, invited)| invited.used && !joined.contains(*code))
        {
            let session = SessionId::from_bytes([0; 16]);
            let token = Digest::of("");
            let (invitation, expires_ms, device) = (*invitation, 0, None);
            push(invited.at_ms, Event::Joined { invitation, session, token, expires_ms, device });
            push(invited.at_ms, Event::SignedOut { session });
        }
        push(0, Event::SessionsUsed { at_ms: used });
        self.events_of_places(&mut push);
        events
    }

    /// Who is a member without an invitation, and what acts have made of people's standing since they came.
    fn events_of_places(&self, push: &mut impl FnMut(i64, Event)) {
        for (place, (at_ms, member)) in &self.added {
            let ((person, draft), Person { name, role, seat }) = (*place, member.clone());
            push(*at_ms, Event::MemberAdded { person, draft, role, name, seat });
        }
        for ((person, draft), Standing { role, act }) in &self.standings {
            let (person, draft, role, act) = (*person, *draft, *role, *act);
            push(0, Event::StandingKnown { person, draft, role, act });
        }
        for (person, draft) in &self.in_question {
            push(0, Event::StandingAsked { person: *person, draft: *draft });
        }
    }

    pub(super) fn has_draft(&self, draft: DraftId) -> bool {
        self.places.contains_key(&draft)
    }

    pub(super) fn drafts_of(&self, person: PersonId) -> Vec<(DraftEntry, Role)> {
        let own = self.members.range((person, FIRST_DRAFT)..).take_while(|((member, _), _)| *member == person);
        let mut own: Vec<(usize, Role)> =
            own.filter_map(|((_, draft), member)| Some((*self.places.get(draft)?, member.role))).collect();
        own.sort_unstable_by_key(|(place, _)| *place);
        own.into_iter().filter_map(|(place, role)| Some((self.drafts.get(place)?.1.clone(), role))).collect()
    }

    /// The names and seats of everybody who is invited to a draft or is its member, by what the names look like.
    pub(super) fn names_of(&self, draft: DraftId) -> BTreeMap<String, BTreeSet<(String, Option<String>)>> {
        let invited = self.invitations.values().filter(|invited| invited.draft == draft).map(|invited| &invited.member);
        let members = self.members.iter().filter(|((_, of), _)| *of == draft).map(|(_, member)| member);
        let mut names: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
        for Person { name, seat, .. } in invited.chain(members) {
            names.entry(name::look(name)).or_default().insert((name.clone(), seat.clone()));
        }
        names
    }

    /// Somebody of the draft whose name looks like this one and is written with other letters.
    pub(super) fn lookalike(&self, draft: DraftId, name: &str) -> Option<String> {
        let names = self.names_of(draft);
        let mut alike = names.get(&name::look(name))?.iter().map(|(other, _)| other);
        alike.find(|other| other.to_lowercase() != name.to_lowercase()).cloned()
    }

    pub(super) fn invitations_of(&self, draft: DraftId, now_ms: i64) -> Vec<InvitationView> {
        let of_draft = self.invitations.iter().filter(|(_, invited)| invited.draft == draft);
        let mut views: Vec<_> = of_draft
            .map(|(code, invited)| InvitationView {
                id: code.short(),
                person: invited.person,
                name: invited.member.name.clone(),
                role: invited.member.role,
                seat: invited.member.seat.clone(),
                state: invited.state(now_ms),
                at_ms: invited.at_ms,
                expires_ms: invited.expires_ms,
            })
            .collect();
        views.sort_by(|a, b| (a.at_ms, &a.id).cmp(&(b.at_ms, &b.id)));
        views
    }
}

impl Invited {
    /// Nobody has come in by it, and nothing makes it anew.
    pub(super) fn can_be_revoked(&self) -> bool {
        !self.used && self.expires_ms.is_some()
    }

    pub(super) fn state(&self, now_ms: i64) -> InvitationState {
        match self.expires_ms {
            None => InvitationState::Reusable,
            Some(_) if self.used => InvitationState::Used,
            Some(expires_ms) if expires_ms <= now_ms => InvitationState::Expired,
            Some(_) => InvitationState::Open,
        }
    }
}
