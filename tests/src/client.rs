//! A person of the outside contract: signs in over HTTP, reads, acts, and opens sockets. Knows none of
//! the server's insides.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use maslahat_protocol::DocumentId;
use serde_json::{Value, json};

pub use crate::peer::{Peer, Presence};

/// How long anything may take on a busy machine before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The server's address, `http://127.0.0.1:PORT`.
    pub url: String,
    pub id: String,
    pub name: String,
    pub role: String,
    pub token: String,
}

/// An answer over HTTP.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// One request; any status is an answer.
pub async fn request(method: &'static str, url: String, token: Option<String>, body: Option<Value>) -> Result<Answer> {
    let asked = tokio::task::spawn_blocking(move || {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        let agent: ureq::Agent = config.build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = request.header("content-type", "application/json").body(body)?;
        let mut response = agent.run(request)?;
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec()?;
        anyhow::Ok(Answer { status: response.status().as_u16(), headers, body })
    });
    asked.await?
}

impl Person {
    /// Comes in by an invitation's link.
    pub async fn join(link: &str) -> Result<Self> {
        let (url, code) = link.split_once("/join/").context("not an invitation's link")?;
        let answer =
            request("POST", format!("{url}/api/v1/sessions"), None, Some(json!({ "invitation": code }))).await?;
        let body = answer.json();
        ensure!(answer.status == 201, "sign-in answers {}: {body}", answer.status);
        let text = |value: &Value| value.as_str().map(str::to_owned).context("a field is missing");
        let person = &body["person"];
        Ok(Self {
            url: url.to_owned(),
            id: text(&person["id"])?,
            name: text(&person["name"])?,
            role: text(&person["role"])?,
            token: text(&body["token"])?,
        })
    }

    /// Reads an address under the server's.
    pub async fn read(&self, path: &str) -> Result<Answer> {
        request("GET", format!("{}{path}", self.url), Some(self.token.clone()), None).await
    }

    /// Posts to an address under the server's.
    pub async fn post(&self, path: &str, body: Value) -> Result<Answer> {
        request("POST", format!("{}{path}", self.url), Some(self.token.clone()), Some(body)).await
    }

    /// Does an act in a draft.
    pub async fn act(&self, draft: &str, act: Value) -> Result<Answer> {
        self.post(&format!("/api/v1/drafts/{draft}/acts"), act).await
    }

    /// The document of a paragraph's text, as the API names it.
    pub async fn text(&self, draft: &str, paragraph: &str, lang: &str) -> Result<DocumentId> {
        let answer = self.read(&format!("/api/v1/drafts/{draft}")).await?;
        let body = answer.json();
        let paragraphs = body["paragraphs"].as_array().context("no paragraphs")?;
        let found = paragraphs.iter().find(|each| each["id"] == paragraph).context("no such paragraph")?;
        let url = found["texts"][lang]["url"].as_str().context("no such language")?;
        Ok(DocumentId::from_url(url)?)
    }

    /// Opens a socket under the peer id that our page would take.
    pub async fn connect(&self) -> Result<Peer> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|error| anyhow!("{error}"))?;
        Peer::open(&self.url, &self.token, &format!("{}.{}", self.id, hex::encode(bytes))).await
    }
}
