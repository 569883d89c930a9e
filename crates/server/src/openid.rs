//! Sign-in by an OpenID Connect provider: the authorisation code flow with PKCE. Turns a code into who the
//! provider says somebody is, and trusts nothing that is not signed, addressed to us, and asked for by this very
//! browser. Knows no cookies and no people.

mod config;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse as _,
};
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

pub use self::config::{OpenIdClaim, OpenIdConfig, OpenIdPerson};
use self::transport::Transport;
use crate::{Config, PeopleError};

/// Where the provider sends people back to, under the public address.
pub(crate) const CALLBACK: &str = "/api/v1/openid/callback";
/// What a provider says of itself, its keys included, is asked again after this.
const KNOWN_FOR: Duration = Duration::from_secs(600);
/// A key that is not known may be new; but nobody makes us ask more often than this.
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(10);
/// While a provider does not answer, so long passes before it is asked again.
const PAUSE: Duration = Duration::from_secs(5);

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why nobody can sign in this way.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdError {
    #[error("openid needs public-url: providers send people back to one address only; set it")]
    NoPublicUrl,
    #[error("the openid issuer {0} cannot be used: write its https address, as the provider names itself")]
    Issuer(String),
    #[error("the openid client secret cannot be read from {file} ({cause}): make it a file that this user may read")]
    Secret { file: String, cause: std::io::Error },
    #[error("openid names {who:?} with a draft {draft:?}, which is no draft's id: `maslahat import` prints ids")]
    Draft { who: String, draft: String },
    #[error("openid names {who:?} with a name that cannot be used ({cause}): write it as others will read it")]
    Name { who: String, cause: PeopleError },
    #[error("the certificates that the system trusts cannot be read: install ca-certificates")]
    NoCertificates,
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// The provider does not answer, or not as one.
    #[error("the provider does not answer: {0}")]
    Unavailable(String),
    /// The code is wrong, old, or was used before.
    #[error("the provider does not take the code: {0}")]
    Code(String),
    /// What it sent is no proof.
    #[error("the token is not trusted: {0}")]
    Token(String),
    /// The proof says too little.
    #[error("the token has no claim that can be used: {0}")]
    Claim(&'static str),
}

/// What one browser's sign-in is bound to: a secret in its cookie, of which everything else follows.
pub(crate) struct Attempt([u8; 32]);

impl Attempt {
    pub(crate) const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Not to be worked out from one another.
    fn derived(&self, purpose: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(purpose);
        hash.update([0]);
        hash.update(self.0);
        hex::encode(hash.finalize())
    }

    /// What the provider gives back with the code.
    pub(crate) fn state(&self) -> String {
        self.derived("state")
    }

    fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("nonce"))
    }

    fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("verifier"))
    }
}

/// The provider, and what it was last seen to be.
pub(crate) struct OpenId {
    pub(crate) config: OpenIdConfig,
    issuer: IssuerUrl,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    transport: Transport,
    known: Mutex<Known>,
}

/// What is known of the provider.
#[derive(Default)]
struct Known {
    metadata: Option<(Instant, CoreProviderMetadata)>,
    silent_since: Option<(Instant, String)>,
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenId").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl OpenId {
    /// As the configuration says. The provider itself is asked when somebody wants to sign in.
    ///
    /// # Errors
    /// The configuration cannot be meant.
    pub(crate) fn of(config: &Config) -> Result<Option<Arc<Self>>, OpenIdError> {
        let public_url = config.public_url.as_deref();
        config.openid.clone().map(|openid| Self::new(openid, public_url)).transpose()
    }

    fn new(config: OpenIdConfig, public_url: Option<&str>) -> Result<Arc<Self>, OpenIdError> {
        let public_url = public_url.ok_or(OpenIdError::NoPublicUrl)?.trim_end_matches('/');
        let back = RedirectUrl::new(format!("{public_url}{CALLBACK}")).map_err(|_| OpenIdError::NoPublicUrl)?;
        let issuer = config.checked_issuer()?;
        let secret = config.secret()?.map(ClientSecret::new);
        config.check_people()?;
        let transport = Transport::new(issuer.url().scheme() == "https")?;
        Ok(Arc::new(Self { config, issuer, secret, back, transport, known: Mutex::default() }))
    }

    /// Where the browser is sent to sign in.
    pub(crate) async fn begin(&self, attempt: &Attempt) -> Result<String, SignInError> {
        let client = self.client(KNOWN_FOR).await?;
        let (state, nonce) = (CsrfToken::new(attempt.state()), attempt.nonce());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&attempt.verifier());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let scopes = self.config.scopes.iter().cloned().map(Scope::new);
        let request = client.authorize_url(flow, move || state, move || nonce);
        let (url, _, _) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok(url.into())
    }

    /// Who came back with this code, by the configured claim.
    pub(crate) async fn finish(&self, attempt: &Attempt, code: String) -> Result<String, SignInError> {
        let client = self.client(KNOWN_FOR).await?;
        let exchange = client.exchange_code(AuthorizationCode::new(code));
        let exchange = exchange.map_err(|cause| SignInError::Unavailable(cause.to_string()))?;
        let answer = exchange.set_pkce_verifier(attempt.verifier()).request_async(&self.transport).await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => SignInError::Code(refusal.error().to_string()),
            RequestTokenError::Request(cause) => SignInError::Unavailable(cause.to_string()),
            RequestTokenError::Parse(cause, _) => SignInError::Token(cause.to_string()),
            RequestTokenError::Other(cause) => SignInError::Unavailable(cause),
        })?;
        let token = answer.id_token().ok_or_else(|| SignInError::Token("there is none".to_owned()))?;
        let nonce = attempt.nonce();
        if let Ok(claims) = token.claims(&client.id_token_verifier(), &nonce) {
            return self.named(claims);
        }
        // signed with a key that is newer than what is known, perhaps
        let client = self.client(ASKED_AGAIN_AFTER).await?;
        let claims = token.claims(&client.id_token_verifier(), &nonce);
        self.named(claims.map_err(|cause| SignInError::Token(cause.to_string()))?)
    }

    fn named(&self, claims: &CoreIdTokenClaims) -> Result<String, SignInError> {
        match self.config.claim {
            OpenIdClaim::Sub => Ok(claims.subject().as_str().to_owned()),
            // anybody may write any address into their profile
            OpenIdClaim::Email if claims.email_verified() != Some(true) => {
                Err(SignInError::Claim("the e-mail address is not verified"))
            }
            OpenIdClaim::Email => {
                let email = claims.email().ok_or(SignInError::Claim("there is no e-mail address"))?;
                Ok(email.as_str().to_lowercase())
            }
            OpenIdClaim::PreferredUsername => {
                let name = claims.preferred_username().ok_or(SignInError::Claim("there is no preferred user name"))?;
                Ok(name.as_str().to_owned())
            }
        }
    }

    async fn client(&self, known_for: Duration) -> Result<Client, SignInError> {
        let mut known = self.known.lock().await;
        let metadata = match known.metadata.as_ref().filter(|(at, _)| at.elapsed() < known_for) {
            Some((_, metadata)) => metadata.clone(),
            None => self.ask(&mut known).await?,
        };
        let client_id = ClientId::new(self.config.client_id.clone());
        let client = CoreClient::from_provider_metadata(metadata, client_id, self.secret.clone());
        Ok(client.set_redirect_uri(self.back.clone()))
    }

    /// What the provider says of itself.
    async fn ask(&self, known: &mut Known) -> Result<CoreProviderMetadata, SignInError> {
        if let Some((at, cause)) = &known.silent_since
            && at.elapsed() < PAUSE
        {
            return Err(SignInError::Unavailable(cause.clone()));
        }
        match CoreProviderMetadata::discover_async(self.issuer.clone(), &self.transport).await {
            Ok(metadata) => {
                *known = Known { metadata: Some((Instant::now(), metadata.clone())), silent_since: None };
                Ok(metadata)
            }
            Err(cause) => {
                known.silent_since = Some((Instant::now(), cause.to_string()));
                Err(SignInError::Unavailable(cause.to_string()))
            }
        }
    }
}
