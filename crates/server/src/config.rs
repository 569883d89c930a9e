//! How a server is set up beyond its command line: the file given by `--config`.

use serde::Deserialize;

/// Settings, each with a default that suits one machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Where people reach the server, such as `https://drafts.example.org`: what invitation links
    /// begin with. Without it, what the request says.
    pub public_url: Option<String>,
    /// A reverse proxy of ours stands in front: believe its `X-Forwarded-Proto`, `-Host` and `-For`.
    pub trust_proxy: bool,
    /// The largest JSON body, in bytes.
    pub json_bytes_max: usize,
    /// The largest draft that may be imported, in bytes.
    pub import_bytes_max: usize,
    /// How long a request's body may take to arrive, in seconds.
    pub body_seconds_max: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            trust_proxy: false,
            json_bytes_max: 1 << 20,
            import_bytes_max: 16 << 20,
            body_seconds_max: 30,
        }
    }
}
