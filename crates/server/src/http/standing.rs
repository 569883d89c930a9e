//! An act on somebody's standing, and what the door then knows of it. The draft's register decides; the
//! directory is told before and after, so that no end of the process in between leaves a door open.

use maslahat_model::Role;
use maslahat_protocol::{DraftId, PersonId};
use maslahat_sync_core::{Act, Member};
use serde_json::Value;

use super::problem::Answer;
use crate::AppState;

/// Does the act. Its outcome stands even if the directory cannot be told: whoever it is about is then judged by
/// the register, see [`answer_questions`].
pub(crate) async fn change(
    state: &AppState,
    draft: DraftId,
    member: Member,
    person: PersonId,
    act: Act,
    key: Option<String>,
) -> Answer<Value> {
    if member.role == Role::Secretariat {
        state.people.ask_standing(person, draft).await?;
    }
    let done = state.rooms.act(draft, member, act, key).await;
    if let Err(problem) = learn(state, person, draft).await {
        tracing::warn!(draft.id = %draft, person.id = %person, ?problem, "the directory was not told of a change of standing yet");
    }
    Ok(done?)
}

/// Before anything of a person is judged: acts on their standing whose outcome the directory was not told.
pub(crate) async fn answer_questions(state: &AppState, person: PersonId) -> Answer<()> {
    for draft in state.people.questions(person) {
        learn(state, person, draft).await?;
    }
    Ok(())
}

/// Reads in the register how a person stands, and tells the directory.
async fn learn(state: &AppState, person: PersonId, draft: DraftId) -> Answer<()> {
    let standing = state.rooms.read(draft, move |room| {
        let register = room.register();
        let former = register.former.get(&person)?;
        let role = register.people.get(&person).filter(|_| !former.revoked).map(|known| known.role);
        Some((role, former.act))
    });
    let (role, act) = standing.await?.unwrap_or((None, 0));
    state.people.know_standing(person, draft, role, act).await?;
    if state.people.is_revoked_everywhere(person) {
        state.rooms.end_person(person);
    }
    Ok(())
}
