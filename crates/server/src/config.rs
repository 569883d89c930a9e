//! How a server is set up beyond its command line: the file given by `--config`.

use std::path::PathBuf;

use serde::Deserialize;

use crate::openid::OpenIdConfig;

/// Settings, each with a default that suits one machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Where people reach the server, such as `https://drafts.example.org`: what invitation links
    /// begin with. Without it, what the request says.
    pub public_url: Option<String>,
    /// A reverse proxy of ours stands in front: believe its `X-Forwarded-Proto`, `-Host` and `-For`.
    pub trust_proxy: bool,
    /// The server's own TLS, for where no reverse proxy does it: its certificate with the chain, in PEM.
    pub tls_certificate: Option<PathBuf>,
    /// The key that belongs to it, in PEM.
    pub tls_key: Option<PathBuf>,
    /// A provider that people may sign in with, besides by invitations.
    pub openid: Option<OpenIdConfig>,
    /// The largest JSON body, in bytes.
    pub json_bytes_max: usize,
    /// The largest draft that may be imported, in bytes.
    pub import_bytes_max: usize,
    /// How long a request's body may take to arrive, in seconds.
    pub body_seconds_max: u64,
    /// How often somebody may ask.
    pub limits: RateLimits,
    /// Connections at once from one address; everyone in a hall may share it.
    pub connections_per_address_max: usize,
}

/// How often something may be done, and how much of it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rate {
    /// In the long run; 0: as often as one likes.
    pub per_minute: u32,
    /// After a pause.
    pub burst: u32,
}

/// How often somebody may ask before they are told to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateLimits {
    /// Each address, whoever asks. This machine's own are not counted.
    pub address: Rate,
    /// Each person, from all their devices.
    pub person: Rate,
    /// Each person's requests that change something.
    pub changes: Rate,
    /// Each person's requests that make a file or read a whole history.
    pub costly: Rate,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            // two hundred people in a hall, one address, and all open the page at once
            address: Rate { per_minute: 12_000, burst: 12_000 },
            person: Rate { per_minute: 3_000, burst: 3_000 },
            changes: Rate { per_minute: 1_200, burst: 1_200 },
            costly: Rate { per_minute: 120, burst: 120 },
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            trust_proxy: false,
            tls_certificate: None,
            tls_key: None,
            openid: None,
            json_bytes_max: 1 << 20,
            import_bytes_max: 16 << 20,
            body_seconds_max: 30,
            limits: RateLimits::default(),
            connections_per_address_max: 2_048,
        }
    }
}
