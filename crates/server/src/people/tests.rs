//! The directory on a real store.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

use maslahat_model::Role;
use maslahat_storage::Location;
use tempfile::TempDir;

use super::event::Dated;
use super::*;

const DRAFT: DraftId = DraftId::from_bytes([7; 16]);

async fn store(directory: &TempDir) -> AnyStore {
    AnyStore::open(&Location::Directory(directory.path().to_owned())).await.unwrap()
}

async fn with_draft(directory: &TempDir) -> People {
    let people = People::load(store(directory).await).await.unwrap();
    people.add_draft(DRAFT, "Recommendations", "CRP.1").await.unwrap();
    people
}

fn place(name: &str) -> (DraftId, Person) {
    (DRAFT, Person { name: name.into(), role: Role::Expert, seat: None })
}

fn code(error: &PeopleError) -> String {
    format!("{error:?}")
}

#[tokio::test]
async fn an_invitation_lets_one_person_in_once() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let invitation = people.invite(DRAFT, Role::Expert, " Expert ", Some("D16"), Uses::Once).await.unwrap();
    assert_eq!(people.member(invitation.person, DRAFT), None, "an invitation alone is no membership");
    let invitee = people.invitee(&invitation.code).unwrap();
    assert_eq!((invitee.person, invitee.member.name.as_str()), (invitation.person, "Expert"));
    let joined = people.join(&invitation.code, None).await.unwrap();
    assert_eq!((joined.person, joined.role, joined.seat.as_deref()), (invitation.person, Role::Expert, Some("D16")));
    assert_eq!(people.session(&joined.token).map(|session| session.person), Some(invitation.person));
    assert_eq!(people.member(invitation.person, DRAFT).map(|member| member.role), Some(Role::Expert));
    assert_eq!(code(&people.join(&invitation.code, None).await.unwrap_err()), "InvitationUsed");
    assert_eq!(code(&people.join("nonsense", None).await.unwrap_err()), "InvitationUnknown");
    assert_eq!(code(&people.join(&"x".repeat(1_000_000), None).await.unwrap_err()), "InvitationUnknown");
    assert!(people.is_own(&invitation.code, joined.person).is_some());
    assert!(people.is_own(&invitation.code, PersonId::SERVER).is_none());
}

#[tokio::test]
async fn two_who_use_one_invitation_at_the_same_moment_do_not_both_come_in() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let invitation = people.invite(DRAFT, Role::Expert, "Expert", None, Uses::Once).await.unwrap();
    let (first, second) = tokio::join!(people.join(&invitation.code, None), people.join(&invitation.code, None));
    assert_eq!([first.is_ok(), second.is_ok()].into_iter().filter(|came_in| *came_in).count(), 1);
}

#[tokio::test]
async fn people_and_sessions_survive_a_restart() {
    let directory = TempDir::new().unwrap();
    let (used, open, joined, demo) = {
        let people = with_draft(&directory).await;
        let used = people.invite(DRAFT, Role::Moderator, "Moderator", None, Uses::Once).await.unwrap();
        let open = people.invite(DRAFT, Role::Expert, "Expert", None, Uses::Once).await.unwrap();
        let joined = people.join(&used.code, None).await.unwrap();
        let demo = people.invite(DRAFT, Role::Observer, "Observer", None, Uses::Demo).await.unwrap();
        (used, open, joined, demo)
    };
    let people = People::load(reopened(&directory).await).await.unwrap();
    assert_eq!(people.session(&joined.token).map(|session| session.id), Some(joined.session));
    assert_eq!(people.member(joined.person, DRAFT).map(|member| member.role), Some(Role::Moderator));
    assert_eq!(code(&people.join(&used.code, None).await.unwrap_err()), "InvitationUsed");
    assert!(people.join(&open.code, None).await.is_ok());
    let again = people.invite(DRAFT, Role::Observer, "Observer", None, Uses::Demo).await.unwrap();
    assert_eq!(again, demo, "the demo's ways in stay the same");
    assert_eq!(people.drafts().len(), 1);
}

/// The lock on the directory is released when the last clone of the store is gone, a moment later.
async fn reopened(directory: &TempDir) -> AnyStore {
    for _ in 0..100 {
        if let Ok(store) = AnyStore::open(&Location::Directory(directory.path().to_owned())).await {
            return store;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    store(directory).await
}

#[tokio::test]
async fn demo_invitations_work_again_and_again_for_the_same_person() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let first = people.invite(DRAFT, Role::Expert, "Expert 1", Some("D16"), Uses::Demo).await.unwrap();
    let other = people.invite(DRAFT, Role::Expert, "Expert 2", Some("D16"), Uses::Demo).await.unwrap();
    assert_ne!(first.code, other.code);
    let (one, two) = (people.join(&first.code, None).await.unwrap(), people.join(&first.code, None).await.unwrap());
    assert_eq!(one.person, two.person);
    assert_ne!(one.token, two.token);
    people.sign_out(one.session).await.unwrap();
    assert_eq!(people.authenticate(&one.token), Err(SessionError::Unknown));
    assert!(people.session(&two.token).is_some());
}

#[tokio::test]
async fn sessions_and_invitations_expire() {
    static NOW_MS: AtomicI64 = AtomicI64::new(1_000_000_000_000);
    let directory = TempDir::new().unwrap();
    let people = People::load_at(store(&directory).await, || NOW_MS.load(Ordering::SeqCst)).await.unwrap();
    people.add_draft(DRAFT, "Recommendations", "CRP.1").await.unwrap();
    let late = people.invite(DRAFT, Role::Expert, "Late", None, Uses::Once).await.unwrap();
    let used = people.invite(DRAFT, Role::Expert, "Early", None, Uses::Once).await.unwrap();
    let joined = people.join(&used.code, None).await.unwrap();
    NOW_MS.fetch_add(30 * DAY_MS - 1, Ordering::SeqCst);
    assert!(people.session(&joined.token).is_some() && people.invitee(&late.code).is_ok());
    NOW_MS.fetch_add(1, Ordering::SeqCst);
    assert_eq!(people.authenticate(&joined.token), Err(SessionError::Expired));
    assert_eq!(code(&people.join(&late.code, None).await.unwrap_err()), "InvitationExpired");
    let states: Vec<_> = people.invitations(DRAFT).into_iter().map(|invitation| invitation.state).collect();
    assert!(states.contains(&InvitationState::Expired) && states.contains(&InvitationState::Used));
}

#[tokio::test]
async fn names_and_seats_are_bounded() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    for name in ["", "  ", "two\nlines", "nul\0", &"x".repeat(201)] {
        let error = people.invite(DRAFT, Role::Expert, name, None, Uses::Once).await.unwrap_err();
        assert!(matches!(error, PeopleError::NameUnusable { .. }), "{name:?}");
    }
    assert!(people.invite(DRAFT, Role::Expert, &"ʻ".repeat(200), None, Uses::Once).await.is_ok());
    let seat = "D".repeat(41);
    let error = people.invite(DRAFT, Role::Expert, "Expert", Some(&seat), Uses::Once).await.unwrap_err();
    assert!(matches!(error, PeopleError::SeatUnusable { .. }));
    let unknown = DraftId::from_bytes([9; 16]);
    let error = people.invite(unknown, Role::Expert, "Expert", None, Uses::Once).await.unwrap_err();
    assert!(matches!(error, PeopleError::DraftUnknown));
}

#[tokio::test]
async fn compaction_forgets_nothing_that_counts() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let creator = PersonId::from_bytes([3; 16]);
    let member = Person { name: "Creator".into(), role: Role::Secretariat, seat: None };
    people.add_member(creator, DRAFT, member).await.unwrap();
    let demo = people.invite(DRAFT, Role::Expert, "Expert", None, Uses::Demo).await.unwrap();
    let left = people
        .join(&people.invite(DRAFT, Role::Moderator, "Left", None, Uses::Once).await.unwrap().code, None)
        .await
        .unwrap();
    people.sign_out(left.session).await.unwrap();
    let open = people.invite(DRAFT, Role::Expert, "Open", None, Uses::Once).await.unwrap();
    let provided = people.enter(PersonId::from_bytes([6; 16]), &[place("Provided")], Some("Firefox")).await.unwrap();
    let stays = people.join(&demo.code, None).await.unwrap();

    let mut compacted = Directory::default();
    for Dated { at_ms, event } in people.directory().events(0) {
        compacted.apply(at_ms, event);
    }
    let whole = people.directory();
    assert_eq!(compacted.drafts, whole.drafts);
    assert_eq!(compacted.members, whole.members);
    assert_eq!(compacted.secrets, whole.secrets);
    assert_eq!(compacted.tokens, whole.tokens);
    let sessions: BTreeSet<SessionId> = compacted.sessions.keys().copied().collect();
    assert_eq!(sessions, BTreeSet::from([stays.session, provided.session]));
    let views = |directory: &Directory| directory.invitations_of(DRAFT, 0);
    assert_eq!(views(&compacted), views(&whole));
    assert!(compacted.invitations.contains_key(&Digest::of(&open.code)));
}

#[tokio::test]
async fn whom_a_provider_names_is_what_acts_have_made_of_them() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let person = person_of("https://login.example.org", "chair@example.org");
    assert_ne!(person, person_of("https://login.example.or", "gchair@example.org"));
    let first = people.enter(person, &[place("Chair")], None).await.unwrap();
    let learn = |role| Event::StandingKnown { person, draft: DRAFT, role, act: if role.is_some() { 1 } else { 2 } };
    people.inner.directory.write().unwrap().apply(0, learn(Some(Role::Observer)));
    let second = people.enter(person, &[place("Chair")], None).await.unwrap();
    assert_eq!((first.role, second.role), (Role::Expert, Role::Observer));
    assert_ne!(first.token, second.token);
    people.inner.directory.write().unwrap().apply(0, learn(None));
    let refused = people.enter(person, &[place("Chair")], None).await.unwrap_err();
    assert!(matches!(refused, PeopleError::AccessRevoked));
    assert_eq!(people.authenticate(&second.token), Err(SessionError::Revoked));
}

#[tokio::test]
async fn a_persons_drafts_come_in_the_order_in_which_they_were_made() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let (one, other) = (PersonId::from_bytes([3; 16]), PersonId::from_bytes([4; 16]));
    let member = || Person { name: "Somebody".into(), role: Role::Expert, seat: None };
    let drafts = [19, 12, 17].map(|number| DraftId::from_bytes([number; 16]));
    for draft in drafts {
        people.add_draft(draft, "Another", "A/2").await.unwrap();
        people.add_member(one, draft, member()).await.unwrap();
    }
    people.add_member(other, drafts[1], member()).await.unwrap();
    let of = |person| people.drafts_of(person).into_iter().map(|entry| entry.id).collect::<Vec<_>>();
    assert_eq!(of(one), drafts);
    assert_eq!(of(other), [drafts[1]]);
    assert_eq!(of(PersonId::from_bytes([5; 16])), []);
}

#[tokio::test]
async fn a_long_log_is_compacted_and_read_again() {
    let directory = TempDir::new().unwrap();
    let demo = {
        let people = with_draft(&directory).await;
        let demo = people.invite(DRAFT, Role::Expert, "Expert", None, Uses::Demo).await.unwrap();
        for _ in 0..TAIL_MAX / 2 {
            let joined = people.join(&demo.code, None).await.unwrap();
            people.sign_out(joined.session).await.unwrap();
        }
        demo
    };
    drop(People::load(reopened(&directory).await).await.unwrap());
    let store = reopened(&directory).await;
    assert!(store.load(LogId::DIRECTORY).await.unwrap().snapshot.is_some());
    let people = People::load(store).await.unwrap();
    assert!(people.join(&demo.code, None).await.is_ok());
}

#[tokio::test]
async fn neither_codes_nor_tokens_are_on_disk() {
    let directory = TempDir::new().unwrap();
    let people = with_draft(&directory).await;
    let invitation = people.invite(DRAFT, Role::Expert, "Expert", None, Uses::Once).await.unwrap();
    let joined = people.join(&invitation.code, None).await.unwrap();
    let log = people.inner.store.load(LogId::DIRECTORY).await.unwrap();
    let written: String =
        log.tail.iter().filter_map(|entry| Some(String::from_utf8_lossy(entry.body.as_ref()?).into_owned())).collect();
    assert!(written.contains("Expert") && !written.contains(&invitation.code) && !written.contains(&joined.token));
    assert!(
        !format!("{invitation:?}{joined:?}").contains(&joined.token)
            && !format!("{invitation:?}").contains(&invitation.code)
    );
}
