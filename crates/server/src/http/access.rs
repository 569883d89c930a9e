//! Who may call a route. A route gets into the router only together with its access and its
//! description, so that none is left unguarded or undocumented.

use std::fmt;
use std::time::Instant;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use maslahat_model::Role;
use maslahat_protocol::DraftId;
use maslahat_sync_core::Member;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::SecurityRequirement;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::body::changes;
use super::limits::Weight;
use super::origin::{is_secure, refuse_cross_site};
use super::outcomes;
use super::problem::{Answer, Code, Problem};
use super::standing::answer_questions;
use crate::people::Session;
use crate::{AppState, Config};

/// The cookie that carries a session's token.
pub(crate) const COOKIE: &str = "maslahat_session";
/// Its name over TLS: browsers take it from this very host only, so that no neighbour under the same
/// domain can sign a person in as somebody else.
pub(crate) const COOKIE_OVER_TLS: &str = "__Host-maslahat_session";

/// The cookie's name where the browser reached us over TLS, or not.
pub(crate) const fn cookie_name(secure: bool) -> &'static str {
    if secure { COOKIE_OVER_TLS } else { COOKIE }
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Anyone,
    SignedIn,
    /// Secretariat of any draft.
    Secretariat,
    /// A member of the draft in the path, with at least this role.
    Member(Role),
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.write_str("anyone"),
            Self::SignedIn => f.write_str("signed in"),
            Self::Secretariat => f.write_str("secretariat of any draft"),
            Self::Member(role) => write!(f, "{role} or higher, of the draft"),
        }
    }
}

/// One line of the table of routes.
#[derive(Debug, Clone)]
#[cfg_attr(not(test), expect(dead_code, reason = "the tests go through the table"))]
pub(crate) struct Entry {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) access: Access,
}

/// The router while it is put together, and the table of what is in it.
pub(crate) struct Api {
    state: AppState,
    pub(crate) router: OpenApiRouter<AppState>,
    pub(crate) table: Vec<Entry>,
}

impl Api {
    pub(crate) fn new(state: AppState, description: utoipa::openapi::OpenApi) -> Self {
        Self { state, router: OpenApiRouter::with_openapi(description), table: Vec::new() }
    }

    /// Adds what `routes!(…)` made of one handler.
    pub(crate) fn route(self, access: Access, routes: UtoipaMethodRouter<AppState>) -> Self {
        self.weighed(access, Weight::Light, routes)
    }

    /// The same for one that makes a file or reads a whole history.
    pub(crate) fn costly(self, access: Access, routes: UtoipaMethodRouter<AppState>) -> Self {
        self.weighed(access, Weight::Costly, routes)
    }

    fn weighed(
        mut self,
        access: Access,
        weight: Weight,
        (schemas, mut paths, methods): UtoipaMethodRouter<AppState>,
    ) -> Self {
        for (path, item) in &mut paths.paths {
            let operations = [
                ("GET", &mut item.get),
                ("POST", &mut item.post),
                ("PUT", &mut item.put),
                ("PATCH", &mut item.patch),
                ("DELETE", &mut item.delete),
            ];
            for (method, operation) in operations {
                if let Some(operation) = operation {
                    describe(operation, method, access);
                    self.table.push(Entry { method, path: path.clone(), access });
                }
            }
        }
        let guarded = methods.route_layer(from_fn_with_state((self.state.clone(), access, weight), guard));
        self.router = self.router.routes((schemas, paths, guarded));
        self
    }
}

/// Writes into the description what the guard will do.
fn describe(operation: &mut Operation, method: &str, access: Access) {
    let note = format!("Access: {access}.");
    let described = operation.description.take().map(|text| format!("{text}\n\n{note}"));
    operation.description = Some(described.unwrap_or(note));
    if access != Access::Anyone {
        let none: [&str; 0] = [];
        operation.security =
            Some(vec![SecurityRequirement::new("bearer", none), SecurityRequirement::new("cookie", none)]);
    }
    outcomes::describe(operation, method, access);
}

/// Who sent a request: there once its session is known to be good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller(pub(crate) Session);

/// The draft in the path, and the caller's place in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seated {
    pub(crate) draft: DraftId,
    pub(crate) member: Member,
}

macro_rules! from_extensions {
    ($($name:ident)+) => {$(
        impl<S: Sync> FromRequestParts<S> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
                parts.extensions.get().copied().ok_or_else(|| Problem::internal(&concat!("no guard provides ", stringify!($name))))
            }
        }
    )+};
}
from_extensions!(Caller Seated);

/// A token, and how it came.
pub(crate) enum Credential<'a> {
    Bearer(&'a str),
    Cookie(&'a str),
}

/// The value of a cookie. Two that differ are none: one of them was put there by somebody else.
pub(crate) fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(each, _)| *each == name).map(|(_, value)| value);
    let value = own.next()?;
    own.all(|other| other == value).then_some(value)
}

impl<'a> Credential<'a> {
    /// What a request's headers carry; `Authorization` counts before the cookie.
    pub(crate) fn of(headers: &'a HeaderMap, config: &Config) -> Option<Self> {
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let (scheme, token) = value.to_str().ok()?.trim().split_once(' ')?;
            return scheme.eq_ignore_ascii_case("bearer").then(|| Self::Bearer(token.trim()));
        }
        cookie_value(headers, cookie_name(is_secure(headers, config))).map(Self::Cookie)
    }

    pub(crate) fn token(&self) -> &'a str {
        match self {
            Self::Bearer(token) | Self::Cookie(token) => token,
        }
    }
}

/// The session behind a request's headers.
pub(crate) async fn session(headers: &HeaderMap, state: &AppState) -> Answer<Session> {
    let credential = Credential::of(headers, &state.config).ok_or_else(Problem::not_signed_in)?;
    authenticate(credential.token(), state).await
}

/// The session behind a token, as it stands now.
pub(crate) async fn authenticate(token: &str, state: &AppState) -> Answer<Session> {
    let session = state.people.authenticate_anywhere(token).await?;
    if state.people.questions(session.person).is_empty() {
        return Ok(session);
    }
    answer_questions(state, session.person).await?;
    Ok(state.people.authenticate(token)?)
}

async fn guard(
    State((state, access, weight)): State<(AppState, Access, Weight)>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Answer<Response> {
    let bearer = matches!(Credential::of(request.headers(), &state.config), Some(Credential::Bearer(_)));
    if changes(request.method()) && !bearer {
        refuse_cross_site(request.headers(), &state.config)?;
    }
    if access != Access::Anyone {
        let session = session(request.headers(), &state).await?;
        state.rates.of_person(session.person, changes(request.method()), weight, Instant::now())?;
        request.extensions_mut().insert(Caller(session));
        match access {
            Access::Anyone | Access::SignedIn => {}
            Access::Secretariat => {
                let roles = state.people.roles_of(session.person);
                if !roles.iter().any(|(_, role)| *role == Role::Secretariat) {
                    return Err(role_forbidden(Role::Secretariat));
                }
            }
            Access::Member(least) => {
                // bytes that are no text name no draft
                let path = path.map_err(|_| Problem::draft_unknown())?;
                let seated = seat(&path, session, &state)?;
                if seated.member.role < least {
                    return Err(role_forbidden(least));
                }
                request.extensions_mut().insert(seated);
            }
        }
    }
    if changes(request.method())
        && let Some(obstacle) = state.rooms.hindrance()
    {
        return Err(obstacle.into());
    }
    Ok(next.run(request).await)
}

fn role_forbidden(least: Role) -> Problem {
    Problem::new(Code::RoleForbidden, format!("This takes the role {least} or a higher one. Ask the secretariat."))
        .with("roleNeeded", least.as_str())
}

fn seat(path: &RawPathParams, session: Session, state: &AppState) -> Answer<Seated> {
    let named = path.iter().find(|(name, _)| *name == "id").map(|(_, value)| value);
    let draft: DraftId = named.and_then(|id| id.parse().ok()).ok_or_else(Problem::draft_unknown)?;
    if !state.people.has_draft(draft) {
        return Err(Problem::draft_unknown());
    }
    if state.people.is_revoked(session.person, draft) {
        return Err(Problem::access_revoked());
    }
    let member = state.people.member(session.person, draft).ok_or_else(|| {
        Problem::new(Code::NotAMember, "You are signed in, but not for this draft. Open the invitation link you got for it, or ask its secretariat for one.")
    })?;
    Ok(Seated { draft, member })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn token(headers: &[(header::HeaderName, &'static str)]) -> Option<String> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        Credential::of(&headers, &Config::default()).map(|credential| credential.token().to_owned())
    }

    #[test]
    fn a_token_comes_as_bearer_or_cookie() {
        assert_eq!(token(&[(header::AUTHORIZATION, "Bearer abc")]).as_deref(), Some("abc"));
        assert_eq!(token(&[(header::AUTHORIZATION, "bearer  abc ")]).as_deref(), Some("abc"));
        assert_eq!(token(&[(header::COOKIE, "a=b; maslahat_session=xyz; c=d")]).as_deref(), Some("xyz"));
        assert_eq!(
            token(&[(header::AUTHORIZATION, "Bearer abc"), (header::COOKIE, "maslahat_session=xyz")]).as_deref(),
            Some("abc")
        );
        assert_eq!(token(&[(header::AUTHORIZATION, "Basic abc")]), None);
        assert_eq!(token(&[(header::COOKIE, "other_maslahat_session=xyz")]), None);
        assert_eq!(token(&[]), None);
    }

    #[test]
    fn a_cookie_that_somebody_else_may_have_put_there_is_none() {
        let cookies = |line: &'static str, secure: bool| {
            let public_url = secure.then(|| "https://drafts.example.org".to_owned());
            let config = Config { public_url, ..Config::default() };
            let headers = [(header::COOKIE, HeaderValue::from_static(line))].into_iter().collect();
            Credential::of(&headers, &config).map(|credential| credential.token().to_owned())
        };
        assert_eq!(cookies("maslahat_session=a; maslahat_session=b", false), None);
        assert_eq!(cookies("maslahat_session=a; maslahat_session=a", false).as_deref(), Some("a"));
        assert_eq!(cookies("maslahat_session=a", true), None, "any neighbour under the domain can set this one");
        assert_eq!(cookies("maslahat_session=a; __Host-maslahat_session=b", true).as_deref(), Some("b"));
    }
}
