//! The demonstration: the fixture draft, and links that may be used again and again. On every start
//! the same people and the same links.

use maslahat_model::Role;
use maslahat_protocol::DraftId;

use super::Links;
use crate::people::Uses;
use crate::setup::{Setup, SetupError};

const FIXTURE: &[u8] = include_bytes!("../../../../tests/fixtures/tashkent-draft.json");
const MODERATORS: usize = 3;
/// Delegations whose brackets and comments the fixture holds.
const EXPERT_SEATS: [&str; 6] = ["D16", "D22", "D03", "D28", "D35", "D12"];

/// Imports the fixture into a store without drafts, and makes the links to the first draft.
pub(super) async fn prepare(setup: &Setup) -> Result<Links, SetupError> {
    let first = setup.people.drafts().first().map(|entry| entry.id);
    let draft = match first {
        Some(draft) => draft,
        None => setup.import(FIXTURE).await?,
    };
    let seats = setup.seats(draft).await?;
    let mut links = Links::default();
    links.secretariat.push(link(setup, draft, Role::Secretariat, "Secretariat", None).await?);
    for number in 1..=MODERATORS {
        links.moderator.push(link(setup, draft, Role::Moderator, &format!("Moderator {number}"), None).await?);
    }
    for (index, code) in EXPERT_SEATS.iter().enumerate() {
        let (name, seat) = match seats.iter().find(|(known, _)| known == code) {
            Some((code, name)) => (format!("Expert, {name}"), Some(code.as_str())),
            None => (format!("Expert {}", index + 1), None),
        };
        links.expert.push(link(setup, draft, Role::Expert, &name, seat).await?);
    }
    links.observer.push(link(setup, draft, Role::Observer, "Observer", None).await?);
    Ok(links)
}

async fn link(setup: &Setup, draft: DraftId, role: Role, name: &str, seat: Option<&str>) -> Result<String, SetupError> {
    setup.link(draft, role, name, seat, Uses::Demo).await
}
