//! A server from its start to its end: the address, the store, the people, the sockets; and an end in
//! which nothing that was acknowledged is lost.

mod demo;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use maslahat_export::bundle::Signer;
use maslahat_protocol::DraftId;
use maslahat_storage::{AnyStore, Location, Store, StoreError};
use maslahat_sync_core::Limits;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::accept::{self, Bounds};
use crate::control::Control;
use crate::exports::Exports;
use crate::openid::{OpenId, OpenIdError};
use crate::people::{People, SecretName};
use crate::rooms::Rooms;
use crate::setup::{Setup, SetupError, cause_and_remedy};
use crate::tls::{Tls, TlsError};
use crate::{AppState, Config, PeopleError, neighbours};

/// After the rooms have ended, for requests that are still being answered.
const REQUESTS_MAX: Duration = Duration::from_secs(5);
/// When sessions were last used is written down so often, and at the end.
const USED_EVERY: Duration = Duration::from_secs(900);
/// How long the end waits for that.
const USED_MAX: Duration = Duration::from_secs(1);

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address and port; port 0 takes a free one.
    pub listen: String,
    pub location: Location,
    /// Serve the fixture draft, with links that may be used again and again.
    pub demo: bool,
    pub config: Config,
}

/// What a script needs to know once requests are served.
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    pub url: String,
    pub drafts: Vec<ReadyDraft>,
    pub invitations: Links,
}

/// A draft on the list.
#[derive(Debug, Clone, Serialize)]
pub struct ReadyDraft {
    pub id: DraftId,
    pub title: String,
}

/// The demonstration's links, by role.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Links {
    pub secretariat: Vec<String>,
    pub moderator: Vec<String>,
    pub expert: Vec<String>,
    pub observer: Vec<String>,
}

/// Why a server does not start, or ends.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(
        "{listen} is in use by another program: stop that one, or choose another port, such as --listen 127.0.0.1:0 for a free one"
    )]
    PortInUse { listen: String },
    #[error(
        "{listen} cannot be listened on ({cause}): give an address of this machine and a port you may use, such as --listen 127.0.0.1:8080"
    )]
    Listen { listen: String, cause: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    People(#[from] PeopleError),
    #[error(transparent)]
    Setup(#[from] SetupError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    OpenId(#[from] OpenIdError),
    #[error("the control socket in {} cannot be opened ({cause}): make the directory writable for this user", directory.display())]
    Control { directory: PathBuf, cause: io::Error },
    #[error(
        "the store has failed ({0}), and the server ended so that nothing is acknowledged that is not on disk: check the disk, then start it again"
    )]
    StoreFailed(String),
    #[error("requests can no longer be served ({0}): start the server again")]
    Serving(io::Error),
}

impl ServeError {
    /// Cause and remedy, as the command line shows them.
    pub fn parts(&self) -> (String, String) {
        cause_and_remedy(&self.to_string())
    }
}

/// Serves until `stop` resolves or the store fails; calls `ready` once requests are served.
///
/// # Errors
/// The server cannot start, and has then changed nothing; or the store has failed.
pub async fn serve(
    options: Options,
    ready: impl FnOnce(&Ready),
    stop: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    // first, so that a port in use leaves the data alone
    let listener = listen(&options.listen).await?;
    let address = listener.local_addr().map_err(ServeError::Serving)?;
    let tls = Tls::of(&options.config)?;
    let openid = OpenId::of(&options.config)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{}", reachable(address));
    let base_url = options.config.public_url.as_deref().unwrap_or(&url).trim_end_matches('/').to_owned();

    let store = AnyStore::open(&options.location).await?;
    let people = People::load(store.clone()).await?;
    let rooms = Rooms::new(store.clone(), Limits::default());
    let setup = Setup { people: people.clone(), rooms: rooms.clone(), base_url };
    let invitations = if options.demo { demo::prepare(&setup).await? } else { Links::default() };
    let control = control(&options.location, &setup)?;
    let neighbours = neighbours::follow(store.clone(), people.clone(), rooms.clone());
    let neighbours = Running(tokio::spawn(neighbours));
    let used = Running(tokio::spawn(keep_used(people.clone())));

    let drafts = people.drafts().into_iter().map(|entry| ReadyDraft { id: entry.id, title: entry.title }).collect();
    let signer = Signer::from_seed(&people.secret(SecretName::CertificateKey).await?);
    let mut state = AppState::new(store.clone(), people.clone(), rooms.clone(), options.config);
    state.exports = Exports::new(Some(signer));
    state.openid = openid;
    let (ending, ended) = watch::channel(false);
    let bounds = Bounds::of_this_process(&state.config);
    let renewal = tls.clone().map(renewal).transpose().map_err(ServeError::Serving)?;
    let serving = accept::serve(listener, tls, crate::http::router(state), bounds, ended);
    let mut serving = tokio::spawn(serving);
    tracing::info!(%address, "serving");
    ready(&Ready { url, drafts, invitations });

    let outcome = tokio::select! {
        () = stop => Ok(()),
        cause = store.failed() => Err(ServeError::StoreFailed(cause)),
        result = &mut serving => Err(ServeError::Serving(result.err().map_or_else(|| io::Error::other("it ended"), io::Error::other))),
    };
    tracing::info!("ending");
    drop((control, neighbours, renewal, used));
    let _listening = ending.send(true);
    if outcome.is_ok() {
        rooms.end().await;
        if tokio::time::timeout(REQUESTS_MAX, serving).await.is_err() {
            tracing::warn!("some requests were not answered in time");
        }
        let _in_time = tokio::time::timeout(USED_MAX, write_used(&people)).await;
    }
    outcome
}

/// Writes down now and then when sessions were last used.
async fn keep_used(people: People) {
    loop {
        tokio::time::sleep(USED_EVERY).await;
        write_used(&people).await;
    }
}

async fn write_used(people: &People) {
    if let Err(cause) = people.keep_used().await {
        tracing::debug!(%cause, "when sessions were last used was not written down");
    }
}

async fn listen(listen: &str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(listen).await.map_err(|cause| match cause.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortInUse { listen: listen.to_owned() },
        _ => ServeError::Listen { listen: listen.to_owned(), cause },
    })
}

/// An address that a browser on this machine can open.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    address
}

/// Something that runs beside; ends when dropped.
struct Running(tokio::task::JoinHandle<()>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Reads certificate and key again at each SIGHUP.
fn renewal(tls: Arc<Tls>) -> io::Result<Running> {
    let mut told = signal(SignalKind::hangup())?;
    Ok(Running(tokio::spawn(async move {
        while told.recv().await.is_some() {
            match tls.renew() {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => tracing::error!(%error, "the certificate stays the one before"),
            }
        }
    })))
}

fn control(location: &Location, setup: &Setup) -> Result<Option<Running>, ServeError> {
    let Location::Directory(directory) = location else {
        return Ok(None);
    };
    let control =
        Control::open(directory).map_err(|cause| ServeError::Control { directory: directory.clone(), cause })?;
    Ok(Some(Running(tokio::spawn(control.run(setup.clone())))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_named_with_a_remedy() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let error = listen(&taken.local_addr().unwrap().to_string()).await.unwrap_err();
        let (cause, remedy) = error.parts();
        assert!(cause.ends_with("is in use by another program"), "{cause}");
        assert!(remedy.contains("choose another port"), "{remedy}");
        assert!(matches!(listen("nowhere:http").await, Err(ServeError::Listen { .. })));
    }

    #[test]
    fn an_address_for_everybody_is_opened_by_the_local_one() {
        let everybody: SocketAddr = "0.0.0.0:8080".parse().unwrap();
        assert_eq!(reachable(everybody).to_string(), "127.0.0.1:8080");
    }
}
