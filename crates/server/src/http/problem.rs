//! Every error that leaves the server over HTTP: an RFC 9457 problem document with a stable code.
//! The detail names the cause and what to do about it, and nothing of what is inside.

mod people;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maslahat_sync_core::ActError;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::rooms::{Obstacle, RoomError};

macro_rules! codes {
    ($($variant:ident = $status:literal $word:literal $title:literal;)+) => {
        /// What went wrong, as scripts may tell it apart. The words are part of the API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Code { $($variant),+ }

        impl Code {
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            pub(crate) const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }
            const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

codes! {
    NotSignedIn = 401 "not_signed_in" "Not signed in";
    SessionUnknown = 401 "session_unknown" "Unknown session";
    SessionExpired = 401 "session_expired" "Session expired";
    RoleForbidden = 403 "role_forbidden" "Your role does not allow this";
    PersonUnknown = 404 "person_unknown" "Unknown person";
    AccessRevoked = 403 "access_revoked" "Your access has ended";
    NotAMember = 403 "not_a_member" "Not a member of this draft";
    OriginForbidden = 403 "origin_forbidden" "Request from another site";
    InvitationUnknown = 404 "invitation_unknown" "Unknown invitation";
    InvitationUsed = 410 "invitation_used" "Invitation already used";
    InvitationExpired = 410 "invitation_expired" "Invitation expired";
    InvitationUnlisted = 404 "invitation_unlisted" "No such invitation";
    SessionUnlisted = 404 "session_unlisted" "No such session";
    InvitationKept = 409 "invitation_kept" "The invitation cannot be taken back";
    OpenIdNotOffered = 404 "openid_not_offered" "No sign-in by a provider here";
    OpenIdUnbound = 400 "openid_unbound" "This sign-in was not begun here";
    OpenIdDeclined = 403 "openid_declined" "The provider did not let you in";
    OpenIdCodeRefused = 403 "openid_code_refused" "The sign-in is used up";
    OpenIdTokenRefused = 403 "openid_token_refused" "The provider's word is not trusted";
    OpenIdClaimMissing = 403 "openid_claim_missing" "The provider does not say who you are";
    OpenIdPersonUnknown = 403 "openid_person_unknown" "Not expected here";
    OpenIdUnavailable = 503 "openid_unavailable" "The provider does not answer";
    TooManyTries = 429 "too_many_tries" "Too many wrong codes";
    TooManyRequests = 429 "too_many_requests" "Too many requests";
    DraftUnknown = 404 "draft_unknown" "Unknown draft";
    RouteUnknown = 404 "route_unknown" "Unknown address";
    MethodNotAllowed = 405 "method_not_allowed" "Method not allowed";
    HostMalformed = 400 "host_malformed" "Malformed Host";
    QueryMalformed = 400 "query_malformed" "Malformed query";
    BodyBroken = 400 "body_broken" "The body broke off";
    BodySlow = 408 "body_too_slow" "The body took too long";
    BodyLarge = 413 "body_too_large" "The body is too large";
    ContentType = 415 "content_type_unsupported" "Unsupported content type";
    JsonMalformed = 400 "json_malformed" "Malformed JSON";
    JsonUnexpected = 422 "json_unexpected" "Unexpected JSON";
    DraftInvalid = 422 "draft_invalid" "The draft cannot be imported";
    NameUnusable = 422 "name_unusable" "Unusable name";
    NameMisleading = 422 "name_misleading" "Misleading name";
    TableUnreadable = 422 "table_unreadable" "The table cannot be read";
    TableTooLong = 422 "table_too_long" "The table is too long";
    TableRefused = 422 "table_refused" "Some lines cannot be taken";
    SeatUnusable = 422 "seat_unusable" "Unusable seat";
    SeatUnknown = 422 "seat_unknown" "Unknown seat";
    UpgradeNeeded = 426 "upgrade_needed" "WebSocket only";
    KeyUnusable = 400 "idempotency_key_unusable" "Unusable Idempotency-Key";
    FormatUnknown = 404 "format_unknown" "Unknown format";
    LanguageUnknown = 404 "language_unknown" "Unknown language";
    TooManyExports = 429 "too_many_exports" "Too many exports at once";
    ExportFontsMissing = 501 "export_fonts_missing" "The server was built without these fonts";
    ExportGlyphMissing = 422 "export_glyph_missing" "No font has this character";
    ExportLimit = 422 "export_limit" "More than this format takes";
    ExportRefused = 422 "export_refused" "The draft cannot be set in this format";
    ExportFailed = 500 "export_failed" "The export failed";
    NotFrozen = 409 "draft_not_frozen" "The draft is not frozen";
    DraftDamaged = 500 "draft_damaged" "The draft is damaged";
    Busy = 503 "busy" "Too much is waiting";
    NotConfirmed = 504 "not_confirmed" "Not confirmed yet";
    StoreUnavailable = 503 "store_unavailable" "The store does not answer";
    DiskFull = 507 "disk_full" "The disk is full";
    Internal = 500 "internal" "Something went wrong here";
}

/// The document as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// `urn:maslahat:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    /// The cause, and what to do about it.
    detail: String,
    /// Stable: scripts may compare it.
    code: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// An error on its way out. Boxed: it is rare, and every answer has room for it.
#[derive(Debug)]
pub(crate) struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

pub(crate) type Answer<T> = Result<T, Problem>;

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            status: StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: code.as_str(),
            title: code.title(),
            detail: detail.into(),
            more: Map::new(),
            headers: Vec::new(),
        }))
    }

    /// Adds a member to the document.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Says that the same may be tried again after so many seconds.
    pub(crate) fn retry_after(self, seconds: u64) -> Self {
        self.header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    pub(crate) fn not_signed_in() -> Self {
        Self::new(
            Code::NotSignedIn,
            "This needs a session. Open your invitation link, or send the token as \"Authorization: Bearer TOKEN\".",
        )
        .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"maslahat\""))
    }

    pub(crate) fn draft_unknown() -> Self {
        Self::new(Code::DraftUnknown, "There is no draft with this id here. See the list at /api/v1/drafts.")
    }

    /// Handed over, and not known yet how it ends.
    pub(crate) fn not_confirmed() -> Self {
        Self::new(
            Code::NotConfirmed,
            "This is not on disk yet; it may still be done. Send it again with the same Idempotency-Key to learn how it ended.",
        )
        .retry_after(10)
    }

    /// The cause goes to the log, not to the client.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(
            Code::Internal,
            "The server made a mistake; nothing was changed. Try again; if it stays, tell whoever runs the server.",
        )
    }

    /// As text outside a response.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// What it says besides.
    #[cfg(test)]
    pub(crate) fn field(&self, name: &str) -> Value {
        self.0.more.get(name).cloned().unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Parts { status, code, title, detail, more, headers: extra } = *self.0;
        let body = ProblemBody {
            kind: format!("urn:maslahat:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            code: code.to_owned(),
            more,
        };
        let bytes = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        extra.into_iter().for_each(|(name, value)| {
            headers.insert(name, value);
        });
        response
    }
}

impl From<Obstacle> for Problem {
    /// Nothing was begun.
    fn from(obstacle: Obstacle) -> Self {
        let (code, detail) = match obstacle {
            Obstacle::DiskFull => (
                Code::DiskFull,
                "The server's disk is full: nothing can be written, and nothing was changed. It goes on by itself when there is room again.",
            ),
            Obstacle::StoreAway => (
                Code::StoreUnavailable,
                "The store does not answer: nothing can be written, and nothing was changed. It goes on by itself when the store is back.",
            ),
        };
        Self::new(code, detail).retry_after(5)
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        if error == ActError::Internal {
            return Self::internal(&"the room could not write");
        }
        let detail = sentence(&error.to_string());
        let mut problem = Self::new(Code::Internal, format!("{detail}. {}", remedy(&error)));
        problem.0.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        problem.0.code = error.code();
        problem.0.title = "The act was not done";
        if error == ActError::Busy { problem.retry_after(2) } else { problem }
    }
}

/// With a capital at its beginning.
pub(crate) fn sentence(words: &str) -> String {
    let mut words = words.to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn remedy(error: &ActError) -> &'static str {
    match error {
        ActError::Forbidden => "Ask a moderator or the secretariat to do it; your role is in /api/v1/me.",
        ActError::PersonUnknown(_) => {
            "Who has joined is in the draft under \"people\"; invitations not used yet are in their list."
        }
        ActError::PersonRevoked => "Send an invitation if they are to come back; what they wrote keeps its name.",
        ActError::RoleUnchanged => "Somebody may have been faster; read the draft again.",
        ActError::OwnStanding => "Ask another member of the secretariat to do it.",
        ActError::LastSecretariat => "Give somebody else that role first.",
        ActError::ParagraphUnknown(_) | ActError::TextUnknown { .. } | ActError::ProposalUnknown(_) => {
            "The draft lists its paragraphs, languages and proposals; read it again."
        }
        ActError::NothingNamed => "Name what the act is about.",
        ActError::AlreadyFrozen | ActError::NotFrozen | ActError::ProposalSettled => {
            "Somebody may have been faster; read the draft again."
        }
        ActError::StatusDerived => "Use the act \"freeze\".",
        ActError::TextFrozen => "A moderator reopens it by the act \"reopen\".",
        ActError::ProposalDoesNotFit => "Read both and carry the words over by hand.",
        ActError::ReasonTooLong { .. } => "Shorten it.",
        ActError::KeyReused => "Take a fresh key for each act.",
        ActError::TextUnreadable { .. } => "Nothing was changed; all other texts can be used.",
        ActError::Busy | ActError::Internal => "Nothing was changed.",
    }
}

impl From<RoomError> for Problem {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Unknown(_) => Self::draft_unknown(),
            RoomError::Act(act) => act.into(),
            RoomError::Damaged(cause) => {
                tracing::error!(%cause, "a draft is damaged");
                Self::new(
                    Code::DraftDamaged,
                    format!(
                        "What is stored of this draft cannot be read: {cause}. It was left as it is; whoever runs the server can restore the last backup."
                    ),
                )
            }
            RoomError::Hindered(_) => Self::not_confirmed(),
            RoomError::Busy => {
                Self::new(Code::Busy, "Too much is waiting for this draft; nothing was changed. Try again in a moment.")
                    .retry_after(2)
            }
            RoomError::Store(cause) => {
                tracing::error!(%cause, "the store could not be read");
                Self::new(
                    Code::StoreUnavailable,
                    "The store does not answer at the moment. Try again in a few seconds.",
                )
                .retry_after(5)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_code_means_two_things() {
        let words: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(
            Code::ALL.iter().all(|code| StatusCode::from_u16(code.status()).is_ok_and(|status| status.as_u16() >= 400))
        );
    }

    #[test]
    fn an_act_that_is_not_done_keeps_the_cores_code_and_status() {
        let problem = Problem::from(ActError::ParagraphUnknown("r99".into()));
        assert_eq!((problem.code(), problem.0.status), ("paragraph_unknown", StatusCode::NOT_FOUND));
        assert!(problem.0.detail.starts_with("The draft has no paragraph \"r99\". "), "{}", problem.0.detail);
    }
}
