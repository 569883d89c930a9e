//! What the configuration says of a provider, and whom it may let in.

use std::path::PathBuf;

use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_protocol::DraftId;
use openidconnect::IssuerUrl;
use serde::Deserialize;

use super::OpenIdError;
use crate::people::checked_name;

/// Which claim of a token says who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenIdClaim {
    /// The provider's own name for somebody: never changes.
    Sub,
    /// Only where the provider says that it is verified.
    Email,
    PreferredUsername,
}

/// The provider, and whom it may let in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OpenIdConfig {
    /// As the provider names itself.
    pub issuer: String,
    pub client_id: String,
    /// A file that holds the client's secret, for providers that give one.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// What is asked for besides `openid`.
    #[serde(default = "email")]
    pub scopes: Vec<String>,
    #[serde(default = "by_email")]
    pub claim: OpenIdClaim,
    /// What the page calls the provider.
    #[serde(default)]
    pub label: Option<String>,
    /// Who comes in. Whoever is not here does not.
    #[serde(default)]
    pub people: Vec<OpenIdPerson>,
}

fn email() -> Vec<String> {
    vec!["email".to_owned()]
}

fn by_email() -> OpenIdClaim {
    OpenIdClaim::Email
}

/// One person's place in one draft.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OpenIdPerson {
    /// What the claim says.
    pub who: String,
    pub draft: String,
    pub role: Role,
    /// As others read it.
    pub name: String,
    #[serde(default)]
    pub seat: Option<String>,
}

impl OpenIdConfig {
    /// Tokens and codes go there: over TLS, or not off this machine.
    pub(super) fn checked_issuer(&self) -> Result<IssuerUrl, OpenIdError> {
        let wrong = || OpenIdError::Issuer(self.issuer.clone());
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|_| wrong())?;
        let own = matches!(issuer.url().host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if issuer.url().scheme() == "https" || own { Ok(issuer) } else { Err(wrong()) }
    }

    pub(super) fn secret(&self) -> Result<Option<String>, OpenIdError> {
        let Some(path) = &self.client_secret_file else { return Ok(None) };
        let unread = |cause| OpenIdError::Secret { file: path.display().to_string(), cause };
        Ok(Some(std::fs::read_to_string(path).map_err(unread)?.trim().to_owned()))
    }

    pub(super) fn check_people(&self) -> Result<(), OpenIdError> {
        for OpenIdPerson { who, draft, name, .. } in &self.people {
            let who = || who.clone();
            if draft.parse::<DraftId>().is_err() {
                return Err(OpenIdError::Draft { who: who(), draft: draft.clone() });
            }
            checked_name(name).map_err(|cause| OpenIdError::Name { who: who(), cause })?;
        }
        Ok(())
    }

    /// The places of whoever the provider says this is.
    pub(crate) fn places(&self, who: &str) -> Vec<(DraftId, Person)> {
        let same = |person: &&OpenIdPerson| match self.claim {
            OpenIdClaim::Email => person.who.to_lowercase() == who,
            OpenIdClaim::Sub | OpenIdClaim::PreferredUsername => person.who == who,
        };
        let place = |person: &OpenIdPerson| {
            let member = Person { name: person.name.clone(), role: person.role, seat: person.seat.clone() };
            Some((person.draft.parse().ok()?, member))
        };
        self.people.iter().filter(same).filter_map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use crate::openid::OpenId;

    const DRAFT: DraftId = DraftId::from_bytes([7; 16]);

    fn config(change: impl FnOnce(&mut OpenIdConfig)) -> OpenIdConfig {
        let person = OpenIdPerson {
            who: "Chair@Example.org".into(),
            draft: DRAFT.to_string(),
            role: Role::Moderator,
            name: "Chair".into(),
            seat: None,
        };
        let mut config = OpenIdConfig {
            issuer: "https://login.example.org".into(),
            client_id: "maslahat".into(),
            client_secret_file: None,
            scopes: email(),
            claim: OpenIdClaim::Email,
            label: None,
            people: vec![person],
        };
        change(&mut config);
        config
    }

    fn refused(public_url: Option<&str>, change: impl FnOnce(&mut OpenIdConfig)) -> String {
        let public_url = public_url.map(str::to_owned);
        let config = Config { openid: Some(config(change)), public_url, ..Config::default() };
        OpenId::of(&config).unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_meant_is_refused_at_the_start_with_a_remedy() {
        let here = Some("https://drafts.example.org");
        let plain = refused(here, |config| config.issuer = "http://login.example.org".into());
        assert!(plain.contains("https address"), "{plain}");
        assert!(refused(here, |config| config.issuer = "login".into()).contains("login"));
        assert!(refused(None, |_| {}).contains("public-url"));
        let secret = refused(here, |config| config.client_secret_file = Some("/nowhere/secret".into()));
        assert!(secret.contains("/nowhere/secret"), "{secret}");
        let draft = refused(here, |config| config.people[0].draft = "the draft".into());
        assert!(draft.contains("the draft") && draft.contains("Chair@Example.org"), "{draft}");
        let name = refused(here, |config| config.people[0].name = "Chair\u{202e}".into());
        assert!(name.contains("name") && name.contains("Chair@Example.org"), "{name}");
    }

    #[test]
    fn addresses_are_compared_without_capitals_and_names_as_they_are() {
        let by_email = config(|_| {});
        assert_eq!(by_email.places("chair@example.org").len(), 1);
        assert_eq!(by_email.places("chairs@example.org"), []);
        let by_sub = config(|config| config.claim = OpenIdClaim::Sub);
        assert_eq!(by_sub.places("chair@example.org"), []);
        assert_eq!(by_sub.places("Chair@Example.org")[0].0, DRAFT);
    }

    #[test]
    fn a_file_may_say_it() {
        let text = "issuer = \"https://login.example.org\"\nclient-id = \"m\"\nclaim = \"sub\"";
        let read: OpenIdConfig = toml::from_str(text).unwrap();
        assert_eq!((read.claim, read.scopes, read.people.len()), (OpenIdClaim::Sub, email(), 0));
        assert!(toml::from_str::<OpenIdConfig>("issuer = \"x\"\nclient-id = \"m\"\npeple = []").is_err());
    }
}
