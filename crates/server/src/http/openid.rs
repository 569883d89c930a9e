//! Signing in by an OpenID Connect provider: the way there, the way back, and what the page may offer.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Query;
use super::origin::is_secure;
use super::problem::{Answer, Code, Problem};
use super::sessions::{cookie, signed_in};
use crate::AppState;
use crate::openid::{Attempt, OpenId, SignInError};
use crate::people::person_of;

/// The cookie that holds a browser's attempt while it is away at the provider.
const ATTEMPT: &str = "maslahat_openid";
const ATTEMPT_OVER_TLS: &str = "__Host-maslahat_openid";
const ATTEMPT_SECONDS: i64 = 600;
/// Where the page says why somebody did not come in.
const SIGN_IN_PAGE: &str = "/sign-in";

/// How one can sign in, besides by an invitation's link.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignIn)]
pub(crate) struct SignInView {
    openid: Option<ProviderView>,
}

/// A provider that people may sign in with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignInProvider)]
struct ProviderView {
    /// What to call it; none if the configuration does not say.
    label: Option<String>,
    /// Where to send the browser.
    url: String,
}

/// Tells how one can sign in
///
/// Besides by an invitation's link.
#[utoipa::path(get, path = "/api/v1/sign-in", operation_id = "signInWays", tag = "people",
    responses((status = 200, body = SignInView)))]
pub(crate) async fn ways(State(state): State<AppState>) -> Json<SignInView> {
    let provider = |openid: &std::sync::Arc<OpenId>| ProviderView {
        label: openid.config.label.clone(),
        url: "/api/v1/openid".to_owned(),
    };
    Json(SignInView { openid: state.openid.as_ref().map(provider) })
}

/// Sends the browser to the provider
///
/// For browsers: what is begun here is bound to this one by a cookie, and ends at the callback.
#[utoipa::path(get, path = "/api/v1/openid", operation_id = "openIdBegin", tag = "people",
    responses((status = 303, description = "To the provider; or, for browsers, to the page that says why not."),
        (status = 404, description = "`openid_not_offered`"), (status = 503, description = "`openid_unavailable`")))]
pub(crate) async fn begin(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let begun = async {
        let openid = offered(&state)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|cause| Problem::internal(&cause))?;
        let url = openid.begin(&Attempt::new(secret)).await?;
        let secure = is_secure(&headers, &state.config);
        let kept = cookie(attempt_name(secure), &bs58::encode(secret).into_string(), ATTEMPT_SECONDS, secure)?;
        Ok(to(&url, vec![kept]))
    };
    begun.await.unwrap_or_else(|problem| told(problem, &headers, vec![]))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(crate) struct CallbackQuery {
    /// What the provider gives for who has signed in.
    code: Option<String>,
    /// What it was sent with.
    state: Option<String>,
    /// Why the provider did not let them in.
    error: Option<String>,
}

/// Takes the browser back from the provider
///
/// Whoever the provider says this is, and the configuration names, is signed in; their session is a new one.
#[utoipa::path(get, path = "/api/v1/openid/callback", operation_id = "openIdCallback", tag = "people", params(CallbackQuery),
    responses((status = 303, description = "To the draft; or, for browsers, to the page that says why not."),
        (status = 400, description = "`openid_unbound`"),
        (status = 403, description = "`openid_declined`, `openid_code_refused`, `openid_token_refused`, `openid_claim_missing`, `openid_person_unknown`"),
        (status = 404, description = "`openid_not_offered`"), (status = 422, description = "`seat_unknown`: the configuration names one that the draft has not."),
        (status = 503, description = "`openid_unavailable`, `store_unavailable`"),
        (status = 504, description = "`not_confirmed`"), (status = 507, description = "`disk_full`")))]
pub(crate) async fn callback(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<CallbackQuery>,
) -> Response {
    let secure = is_secure(&headers, &state.config);
    // good for one try, however it ends
    let spent = match cookie(attempt_name(secure), "", 0, secure) {
        Ok(spent) => spent,
        Err(problem) => return problem.into_response(),
    };
    match finished(&state, &headers, query).await {
        Ok((place, session)) => to(&place, vec![spent, session]),
        Err(problem) => told(problem, &headers, vec![spent]),
    }
}

async fn finished(state: &AppState, headers: &HeaderMap, query: CallbackQuery) -> Answer<(String, HeaderValue)> {
    let openid = offered(state)?;
    let attempt = attempt(headers, is_secure(headers, &state.config));
    let attempt = attempt.filter(|attempt| query.state.as_deref() == Some(attempt.state().as_str()));
    let attempt = attempt.ok_or_else(|| {
        Problem::new(
            Code::OpenIdUnbound,
            "This sign-in was not begun in this browser, or longer than ten minutes ago. Begin it again here.",
        )
    })?;
    let code = query.code.filter(|_| query.error.is_none()).ok_or_else(|| {
        Problem::new(
            Code::OpenIdDeclined,
            "The provider did not let you in, or you said no there. Begin again, or open your invitation link.",
        )
    })?;
    let who = openid.finish(&attempt, code).await?;
    let places = openid.config.places(&who);
    let person = person_of(&openid.config.issuer, &who);
    signed_in(state, headers, person, places).await?.ok_or_else(|| {
        Problem::new(
            Code::OpenIdPersonUnknown,
            "The provider says who you are, but no draft here is open to you. Ask the secretariat to enter you, or for an invitation.",
        )
    })
}

fn offered(state: &AppState) -> Answer<&OpenId> {
    state.openid.as_deref().ok_or_else(|| {
        Problem::new(
            Code::OpenIdNotOffered,
            "This server has no provider to sign in with. Open your invitation link, or ask the secretariat for one.",
        )
    })
}

const fn attempt_name(secure: bool) -> &'static str {
    if secure { ATTEMPT_OVER_TLS } else { ATTEMPT }
}

/// What this browser has begun, if it has begun anything, and one thing only.
fn attempt(headers: &HeaderMap, secure: bool) -> Option<Attempt> {
    let secret = super::access::cookie_value(headers, attempt_name(secure))?;
    let mut bytes = [0; 32];
    let length = bs58::decode(secret).onto(&mut bytes).ok()?;
    (length == bytes.len()).then(|| Attempt::new(bytes))
}

/// Sends the browser on, with these cookies.
fn to(place: &str, cookies: Vec<HeaderValue>) -> Response {
    let Ok(place) = HeaderValue::from_str(place) else {
        return Problem::internal(&"a place to go on to is no header").into_response();
    };
    let headers: [(HeaderName, HeaderValue); 2] =
        [(header::LOCATION, place), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    let mut response = (StatusCode::SEE_OTHER, headers).into_response();
    cookies.into_iter().for_each(|cookie| {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    });
    response
}

/// People are told by the page, programs by the problem itself.
fn told(problem: Problem, headers: &HeaderMap, cookies: Vec<HeaderValue>) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") {
        return to(&format!("{SIGN_IN_PAGE}?problem={}", problem.code()), cookies);
    }
    let mut response = problem.into_response();
    cookies.into_iter().for_each(|cookie| {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    });
    response
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        tracing::warn!(cause = %error, "somebody did not come in by the provider");
        match error {
            SignInError::Unavailable(_) => Self::new(
                Code::OpenIdUnavailable,
                "The provider does not answer at the moment. Try again in a minute, or open your invitation link.",
            )
            .retry_after(30),
            SignInError::Code(_) => Self::new(
                Code::OpenIdCodeRefused,
                "The provider does not know this sign-in any more: it was used before, or took too long. Begin again.",
            ),
            SignInError::Token(_) => Self::new(
                Code::OpenIdTokenRefused,
                "What the provider says cannot be trusted, so nobody was let in. Begin again; if it stays, tell whoever runs the server.",
            ),
            SignInError::Claim(_) => Self::new(
                Code::OpenIdClaimMissing,
                "The provider does not say, or has not verified, who you are. Confirm your e-mail address there, then begin again.",
            ),
        }
    }
}
