//! Connections as they come in: how many at once, in all and from one address, and how long a request
//! may take to say what it wants. Knows nothing of what is asked.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use crate::Config;
use crate::tls::Tls;

const CONNECTIONS_MAX: u64 = 4_096;
/// For a request's head, and between two requests on one connection.
const HEAD_MAX: Duration = Duration::from_secs(10);
const HEAD_BYTES_MAX: usize = 64 << 10;
/// After a failed accept: it fails again at once while files are short.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// Open files kept for the store, children and the log.
const FILES_RESERVED: u64 = 128;

/// How many connections, and how patient with them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    connections: usize,
    per_address: usize,
    head: Duration,
}

impl Bounds {
    /// As many as this process may have files open for, which is first raised to what the system allows.
    pub(crate) fn of_this_process(config: &Config) -> Self {
        let wanted = CONNECTIONS_MAX + FILES_RESERVED;
        let files = rlimit::increase_nofile_limit(wanted).unwrap_or(wanted);
        let reserved = FILES_RESERVED.min(files / 2);
        let connections = CONNECTIONS_MAX.min(files - reserved);
        Self {
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            per_address: config.connections_per_address_max,
            head: HEAD_MAX,
        }
    }
}

/// Serves until `ending` becomes true, and then until every request under way is answered. Sockets
/// that have been upgraded are not waited for.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    router: Router,
    bounds: Bounds,
    mut ending: watch::Receiver<bool>,
) {
    let places = Places::new(bounds);
    let (open, mut closed) = mpsc::channel::<Infallible>(1);
    loop {
        let accepted = tokio::select! {
            accepted = places.accept(&listener) => accepted,
            () = ended(&mut ending) => break,
        };
        match accepted {
            Ok(Some((stream, address))) => {
                let (router, ending, open) = (router.clone(), ending.clone(), open.clone());
                let acceptor = tls.as_ref().map(|tls| tls.acceptor());
                tokio::spawn(async move {
                    greeted(stream, acceptor, address, router, bounds, ending).await;
                    drop(open);
                });
            }
            // too many from one address
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop((listener, open));
    // nothing is ever sent: this resolves when the last sender is gone
    let _all_closed = closed.recv().await;
}

/// First TLS, where there is any; whoever does not come through that in time is gone.
async fn greeted(
    stream: Counted,
    acceptor: Option<TlsAcceptor>,
    address: SocketAddr,
    router: Router,
    bounds: Bounds,
    mut ending: watch::Receiver<bool>,
) {
    let Some(acceptor) = acceptor else {
        return connection(stream, address, router, bounds, ending).await;
    };
    let greeting = tokio::time::timeout(bounds.head, acceptor.accept(stream));
    let greeting = tokio::select! {
        greeting = greeting => greeting,
        () = ended(&mut ending) => return,
    };
    match greeting {
        Ok(Ok(stream)) => connection(stream, address, router, bounds, ending).await,
        Ok(Err(error)) => tracing::debug!(%error, "a connection did not come to TLS"),
        Err(_late) => tracing::debug!("a connection did not come to TLS in time"),
    }
}

async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    address: SocketAddr,
    router: Router,
    bounds: Bounds,
    mut ending: watch::Receiver<bool>,
) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        let answer = router.clone().oneshot(request);
        async move { answer.await as Result<Response, Infallible> }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head).max_buf_size(HEAD_BYTES_MAX);
    let mut serving = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let served = tokio::select! {
        served = serving.as_mut() => served,
        () = ended(&mut ending) => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Resolves when the server ends.
async fn ended(ending: &mut watch::Receiver<bool>) {
    // an error means that the sender is gone: the same
    drop(ending.wait_for(|ending| *ending).await);
}

type Crowd = Arc<Mutex<BTreeMap<IpAddr, usize>>>;

/// Who is in, and whether there is room.
struct Places {
    all: Arc<Semaphore>,
    per_address: usize,
    crowd: Crowd,
}

impl Places {
    fn new(bounds: Bounds) -> Self {
        Self {
            all: Arc::new(Semaphore::new(bounds.connections)),
            per_address: bounds.per_address,
            crowd: Crowd::default(),
        }
    }

    /// The next connection once there is room at all; None for one that is turned away.
    async fn accept(&self, listener: &TcpListener) -> io::Result<Option<(Counted, SocketAddr)>> {
        let place = Arc::clone(&self.all).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, address) = listener.accept().await?;
        let Some(seat) = self.seat(address.ip()) else {
            return Ok(None);
        };
        // a keystroke is small, and must not wait for the next one
        let _as_well = stream.set_nodelay(true);
        let counted = Counted { stream, _place: place, _seat: seat };
        Ok(Some((counted, address)))
    }

    /// This machine's own addresses are not counted: a reverse proxy speaks for everybody.
    fn seat(&self, address: IpAddr) -> Option<Seat> {
        let limit = if address.is_loopback() { usize::MAX } else { self.per_address };
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        let here = crowd.entry(address).or_default();
        if *here >= limit {
            return None;
        }
        *here += 1;
        drop(crowd);
        Some(Seat { address, crowd: Arc::clone(&self.crowd) })
    }
}

/// One connection in the count of its address.
struct Seat {
    address: IpAddr,
    crowd: Crowd,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut crowd = self.crowd.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = crowd.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                crowd.remove(&self.address);
            }
        }
    }
}

/// A stream that keeps its place for as long as it lives, also when it has become a sync socket.
struct Counted {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
    _seat: Seat,
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

    async fn served(connections: usize) -> (SocketAddr, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let bounds = Bounds { connections, per_address: 2, head: Duration::from_millis(300) };
        let router = Router::new().route("/", get(async || "hello"));
        let (end, ending) = watch::channel(false);
        (address, end, tokio::spawn(serve(listener, None, router, bounds, ending)))
    }

    async fn asked(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(REQUEST).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn half_open_connections_make_room_again() {
        let (address, _end, _serving) = served(4).await;
        let mut silent = Vec::new();
        for number in 0..8 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            if number % 2 == 0 {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
            }
            silent.push(stream);
        }
        assert!(asked(address).await.ends_with("hello"));
        let mut rest = Vec::new();
        silent.remove(0).read_to_end(&mut rest).await.unwrap();
        assert!(!String::from_utf8_lossy(&rest).contains("hello"));
    }

    #[tokio::test]
    async fn the_end_waits_for_requests_and_takes_no_more() {
        let (address, end, serving) = served(4).await;
        let idle = TcpStream::connect(address).await.unwrap();
        assert!(asked(address).await.ends_with("hello"));
        end.send(true).unwrap();
        serving.await.unwrap();
        drop(idle);
        assert!(TcpStream::connect(address).await.is_err());
    }

    #[test]
    fn one_address_has_a_bounded_number_of_places_and_a_proxy_has_not() {
        let bounds = Bounds { connections: 9, per_address: 2, head: HEAD_MAX };
        let places = Places::new(bounds);
        let (crowded, other): (IpAddr, IpAddr) = ([10, 0, 0, 1].into(), [10, 0, 0, 2].into());
        let (first, second) = (places.seat(crowded), places.seat(crowded));
        assert!(first.is_some() && second.is_some() && places.seat(crowded).is_none());
        assert!(places.seat(other).is_some());
        drop(first);
        let third = places.seat(crowded);
        assert!(third.is_some());
        let proxy: IpAddr = [127, 0, 0, 1].into();
        let all: Vec<_> = (0..5).map(|_| places.seat(proxy)).collect();
        assert!(all.iter().all(Option::is_some));
        drop((second, third, all));
        assert!(places.crowd.lock().unwrap().is_empty());
    }
}
