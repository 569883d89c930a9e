//! The promises, looked at in what is on disk and in what people have on their screens.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, ChangeHash};
use maslahat_model::register::{ProposalState, Register};
use maslahat_model::rich_text::{plain_text, sha256_hex};
use maslahat_protocol::{DocumentId, LogId, PersonId};
use maslahat_sync_core::{RecordKind, register_document};
use serde_json::Value;

use crate::device::Device;
use crate::world::{DRAFT, Violation, World, broken};

type Done = Result<(), Violation>;

/// What an acknowledged freeze said of a text.
#[derive(Debug, Clone)]
pub(crate) struct Frozen {
    pub(crate) document: DocumentId,
    heads: Vec<String>,
    sha256: String,
}

impl Frozen {
    pub(crate) fn from_answer(text: &Value) -> Option<Self> {
        let heads = text["heads"].as_array()?.iter().filter_map(|head| head.as_str().map(str::to_owned));
        Some(Self {
            document: DocumentId::from_url(text["url"].as_str()?).ok()?,
            heads: heads.collect(),
            sha256: text["sha256"].as_str()?.to_owned(),
        })
    }
}

impl World {
    /// No frozen text has moved, in memory or on disk.
    pub(crate) fn check_frozen(&self) -> Done {
        const PROMISE: &str = "a frozen text never changes";
        for frozen in self.frozen.values() {
            // a node that has not heard of another node's freeze may lag, but not move on
            let view = self.room.text(frozen.document).filter(|_| knows_frozen(self.room.register(), frozen.document));
            if view.is_some_and(|view| view.heads != frozen.heads || sha256_hex(&view.content.text()) != frozen.sha256)
            {
                return Err(broken(PROMISE, format!("{} as shown", frozen.document)));
            }
            let records = self.store.records(LogId::text(frozen.document));
            let closed = records.iter().position(|record| record.kind == RecordKind::Frozen);
            if closed.is_none_or(|at| at + 1 != records.len()) {
                return Err(broken(PROMISE, format!("{} on disk", frozen.document)));
            }
        }
        Ok(())
    }

    /// Whoever is connected and has nothing more to say has heard that the server holds what they hold.
    pub(crate) fn check_acknowledged(&self) -> Done {
        for device in self.devices.iter().filter(|device| device.connection.is_some()) {
            for (document, (replica, state)) in &device.replicas {
                let heads: BTreeSet<ChangeHash> = replica.get_heads().into_iter().collect();
                let heard = state.their_heads.iter().flatten().copied().collect::<BTreeSet<_>>();
                if !heads.is_empty() && heads != heard {
                    return Err(broken("what is kept is acknowledged", format!("{:?} on {document}", device.person)));
                }
            }
        }
        Ok(())
    }

    /// Whoever is connected has all that this node shows of the texts that they have open.
    pub(crate) fn check_told(&self) -> Done {
        const PROMISE: &str = "whoever is connected is told what others write";
        let register = self.room.register();
        for device in self.devices.iter().filter(|device| device.connection.is_some() && device.role.may_edit()) {
            for (document, (replica, _)) in &device.replicas {
                let mut heads: Vec<String> = replica.get_heads().iter().map(ToString::to_string).collect();
                heads.sort_unstable();
                let Some(view) = self.room.text(*document) else {
                    continue;
                };
                let forks = register.proposals.values().filter(|proposal| proposal.by == device.person);
                let forks = forks.filter_map(|proposal| self.room.text(DocumentId::from_url(&proposal.url).ok()?));
                if view.heads != heads && !forks.into_iter().any(|fork| fork.heads == heads) {
                    return Err(broken(PROMISE, format!("{:?} on {document}", device.person)));
                }
            }
        }
        Ok(())
    }

    /// Everything that holds once everybody has fallen silent.
    pub(crate) fn check_end(&mut self) -> Done {
        self.check_frozen()?;
        self.check_acknowledged()?;
        let read = |error: anyhow::Error| broken("what was written can be read", error);
        let mut documents = BTreeMap::new();
        for text in self.store.draft(DRAFT).map_err(read)?.texts {
            documents.insert(text.document, self.store.document(text.document).map_err(read)?);
        }
        for frozen in self.frozen.values() {
            let text = documents.get(&frozen.document).map(plain_text).unwrap_or_default();
            if sha256_hex(&text) != frozen.sha256 {
                return Err(broken("a frozen text never changes", frozen.document));
            }
        }
        let register = self.room.register().clone();
        check_merged(&documents, &register)?;
        for device in &self.elsewhere {
            self.check_kept(device)?;
        }
        for device in self.devices.iter().filter(|device| !register.is_revoked(device.person)) {
            self.check_kept(device)?;
            check_converged(device, self.ever_wrote(device), &documents, &register)?;
        }
        self.outcome.typed = self.devices.iter().map(|device| device.typed.len()).sum();
        self.outcome.proposals = register.proposals.len();
        self.outcome.revocations = register.former.values().filter(|former| former.revoked).count();
        self.outcome.role_changes = register.former.len() - self.outcome.revocations;
        Ok(())
    }

    /// Every change that anybody with the right to write made is kept, under their name.
    fn check_kept(&self, device: &Device) -> Done {
        const PROMISE: &str = "every character typed is kept under its author";
        let actors = self.store.records(LogId::actors(DRAFT));
        let owners: BTreeMap<&[u8], PersonId> =
            actors.iter().map(|record| (record.body.as_slice(), record.person)).collect();
        for (document, (replica, _)) in &device.replicas {
            let never = !self.ever_wrote(device) || *document == register_document(DRAFT);
            for hash in device.typed.iter().filter(|hash| replica.get_change_meta_by_hash(hash).is_some()) {
                if never == self.store.is_durable(hash) {
                    return Err(broken(PROMISE, format!("{hash} of {:?}", device.person)));
                }
                let meta = replica.get_change_meta_by_hash(hash);
                let owner = meta.and_then(|meta| owners.get(meta.actor.to_bytes()).copied());
                if !never && owner != Some(device.person) {
                    return Err(broken(PROMISE, format!("{hash} belongs to {owner:?}")));
                }
            }
        }
        Ok(())
    }
}

/// Whether this register says that the document is closed.
fn knows_frozen(register: &Register, document: DocumentId) -> bool {
    let url = document.url();
    let mut texts = register.paragraphs.values().flat_map(|paragraph| paragraph.texts.values());
    texts.any(|text| (text.url == url && text.frozen.is_some()) || text.earlier.contains(&url))
}

/// Whatever is in an accepted proposal is in the paragraph's text.
fn check_merged(documents: &BTreeMap<DocumentId, Automerge>, register: &Register) -> Done {
    let read = |url: &str| DocumentId::from_url(url).ok().and_then(|id| documents.get(&id));
    for (id, proposal) in register.proposals.iter().filter(|(_, proposal)| proposal.state == ProposalState::Accepted) {
        let paragraph = register.paragraphs.get(&proposal.paragraph);
        let text = paragraph.and_then(|paragraph| paragraph.texts.get(&proposal.lang)).and_then(|text| read(&text.url));
        let (Some(text), Some(fork)) = (text, read(&proposal.url)) else {
            return Err(broken("what was written can be read", id));
        };
        if !fork.get_heads().iter().all(|head| text.get_change_meta_by_hash(head).is_some()) {
            return Err(broken("what was accepted is in the text", id));
        }
    }
    Ok(())
}

/// What a person sees is the text, or their own fork of it.
fn check_converged(
    device: &Device,
    ever_wrote: bool,
    documents: &BTreeMap<DocumentId, Automerge>,
    register: &Register,
) -> Done {
    const PROMISE: &str = "everybody who may converge does";
    for (id, (replica, _)) in &device.replicas {
        let heads: BTreeSet<ChangeHash> = replica.get_heads().into_iter().collect();
        let Some(document) = documents.get(id) else {
            continue;
        };
        let same = |document: &Automerge| document.get_heads().into_iter().collect::<BTreeSet<_>>() == heads;
        let own_fork = register.proposals.values().any(|proposal| {
            let fork = DocumentId::from_url(&proposal.url).ok().and_then(|fork| documents.get(&fork));
            proposal.by == device.person && fork.is_some_and(same)
        });
        let reads_all = || document.get_heads().iter().all(|head| replica.get_change_meta_by_hash(head).is_some());
        if !(same(document) || own_fork || (!ever_wrote && reads_all())) {
            return Err(broken(PROMISE, format!("{:?} on {id}", device.person)));
        }
    }
    Ok(())
}
