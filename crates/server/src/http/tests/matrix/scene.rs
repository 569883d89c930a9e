//! Where a cell is tried: a small draft of its own, with somebody who tries.

use std::fmt;

use futures_util::FutureExt as _;
use maslahat_export::bundle::Signer;
use maslahat_protocol::DocumentId;
use maslahat_tests::client::Peer;
use tokio::net::TcpListener;

use super::super::*;
use crate::exports::Exports;
use crate::people::InvitationState;

/// Two recommendations in two languages, and a delegation.
pub(super) const SMALL: &str = r#"{"schema_version":1,"document_symbol":"CRP.1","title":"Small","original_language":"en",
"working_languages":["en"],"sections":[{"heading":"First","numeral":"I","recommendations":[
{"id":"r1","number":"1","text":"Place the meetings.","language_variants":{"ru":"Проводить встречи."}},
{"id":"r2","number":"2","text":"Invite the centre."}]}],"delegations":[{"code":"D16","name":"Delegation 16"}]}"#;

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Nobody,
    SignedOut,
    /// Secretariat of another draft.
    Elsewhere,
    /// A moderator until their access was revoked; their device has kept its token.
    Revoked,
    Member(Role),
}

impl Who {
    /// The columns.
    pub(super) fn all() -> Vec<Self> {
        let strangers = [Self::Nobody, Self::SignedOut, Self::Elsewhere, Self::Revoked];
        strangers.into_iter().chain(Role::ALL.iter().copied().map(Self::Member)).collect()
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::SignedOut => f.write_str("signed out"),
            Self::Elsewhere => f.write_str("elsewhere"),
            Self::Revoked => f.write_str("revoked"),
            Self::Member(role) => fmt::Display::fmt(role, f),
        }
    }
}

/// One server for all cells, with a socket.
pub(super) struct Stage {
    pub(super) world: World,
    url: String,
}

impl Stage {
    pub(super) async fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let mut state = state_of(&directory, Config::default(), clock_ms).await;
        state.exports = Exports::new(Some(Signer::from_seed(&[7; 32])));
        let draft = imported(&state).await;
        let (router, table) = routes_and_table(state.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router.clone()).into_future().map(drop));
        Self { world: World { directory, state, router, table, draft }, url }
    }
}

async fn imported(state: &AppState) -> DraftId {
    let (people, rooms) = (state.people.clone(), state.rooms.clone());
    let setup = Setup { people, rooms, base_url: format!("http://{HOST}") };
    setup.import(SMALL.as_bytes()).await.unwrap()
}

/// A draft, and somebody who tries something with it.
pub(super) struct Scene<'a> {
    stage: &'a Stage,
    pub(super) draft: DraftId,
    pub(super) token: String,
}

impl<'a> Scene<'a> {
    pub(super) async fn new(stage: &'a Stage, who: Who) -> Self {
        let draft = imported(&stage.world.state).await;
        let mut scene = Self { stage, draft, token: String::new() };
        scene.token = match who {
            Who::Nobody => String::new(),
            Who::SignedOut => {
                let token = scene.member(Role::Secretariat).await;
                let out = stage.world.call(Method::DELETE, "/api/v1/sessions/current", &token, None).await;
                assert_eq!(out.status, StatusCode::NO_CONTENT);
                token
            }
            Who::Revoked => {
                let token = scene.member(Role::Moderator).await;
                let me = stage.world.get("/api/v1/me", &token).await.json();
                let path = scene.path(&format!("/people/{}", me["person"]["id"].as_str().unwrap()));
                let secretariat = scene.member(Role::Secretariat).await;
                let revoked = stage.world.call(Method::DELETE, &path, &secretariat, None).await;
                assert!(revoked.status.is_success(), "{}", revoked.json());
                token
            }
            // of the stage's own draft
            Who::Elsewhere => stage.world.token(Role::Secretariat).await,
            Who::Member(role) => scene.member(role).await,
        };
        scene
    }

    pub(super) async fn invited(&self, role: Role) -> String {
        let people = &self.stage.world.state.people;
        people.invite(self.draft, role, &format!("A {role}"), None, Uses::Once).await.unwrap().code
    }

    /// The id of an invitation that nobody has used.
    pub(super) fn open_invitation(&self) -> String {
        let all = self.stage.world.state.people.invitations(self.draft).into_iter();
        all.filter(|each| each.state == InvitationState::Open).map(|each| each.id).next().unwrap()
    }

    /// The id of an expert who has joined.
    pub(super) async fn expert(&self) -> String {
        let token = self.member(Role::Expert).await;
        let me = self.stage.world.get("/api/v1/me", &token).await.json();
        me["person"]["id"].as_str().unwrap().to_owned()
    }

    /// The id of a person's session.
    pub(super) fn session_of(&self, person: &str) -> String {
        let mut all = self.stage.world.state.people.sessions(self.draft).into_iter();
        all.find(|each| each.person.to_string() == person).unwrap().session.to_string()
    }

    /// A member's token.
    pub(super) async fn member(&self, role: Role) -> String {
        let code = self.invited(role).await;
        let joined = self.stage.world.post("/api/v1/sessions", "", &format!(r#"{{"invitation":"{code}"}}"#)).await;
        assert_eq!(joined.status, StatusCode::CREATED, "{}", joined.json());
        joined.json()["token"].as_str().unwrap().to_owned()
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/v1/drafts/{}{rest}", self.draft)
    }

    /// What a moderator did before.
    pub(super) async fn moderated(&self, act: &str) {
        let token = self.member(Role::Moderator).await;
        let done = self.stage.world.post(&self.path("/acts"), &token, act).await;
        assert_eq!(done.status, StatusCode::OK, "{act}: {}", done.json());
    }

    /// The draft as its secretariat sees it: what is refused must leave it as it is.
    pub(super) async fn seen(&self, token: &str) -> String {
        let (draft, ledger, list) = (self.path(""), self.path("/ledger"), self.path("/invitations"));
        let mut seen = String::new();
        for path in [draft, ledger, list] {
            let answer = self.stage.world.get(&path, token).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            seen.push_str(&String::from_utf8_lossy(&answer.body));
        }
        seen
    }

    /// The id of a late proposal to r1, in English, by whoever has this token. The paragraph stays frozen.
    pub(super) async fn late_proposal(&self, token: &str) -> String {
        let draft = self.stage.world.get(&self.path(""), token).await.json();
        let text = draft["paragraphs"].as_array().unwrap().iter().find(|each| each["id"] == "r1").unwrap()["texts"]["en"]
            ["url"]
            .as_str()
            .unwrap()
            .to_owned();
        let document = DocumentId::from_url(&text).unwrap();
        let name = format!("peer-{}", self.draft);
        let mut peer = Peer::open(&self.stage.url, token, &name).await.unwrap();
        peer.find(document).await.unwrap();
        self.moderated(r#"{"type":"freeze","paragraphs":["r1"],"lang":"en"}"#).await;
        peer.insert(document, 0, "Late: ").await.unwrap();
        peer.settled(document).await.unwrap();
        let proposals = self.stage.world.get(&self.path(""), token).await.json()["proposals"].clone();
        assert_eq!(proposals.as_array().unwrap().len(), 1, "{proposals}");
        proposals[0]["id"].as_str().unwrap().to_owned()
    }
}
