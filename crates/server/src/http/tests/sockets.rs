//! Who one says one is on a socket.

use futures_util::{SinkExt as _, StreamExt as _};
use maslahat_protocol::wire::{self, Frame};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use super::*;

/// Greets by this peer id; the socket if the server greets back.
async fn greet(address: &str, token: &str, peer: &str) -> Option<WebSocketStream<TcpStream>> {
    let stream = TcpStream::connect(address).await.unwrap();
    let url = format!("ws://{address}/sync?token={token}");
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
    socket.send(Message::Binary(wire::join(peer).into())).await.unwrap();
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Binary(bytes) => match wire::decode(&bytes).unwrap() {
                Frame::Peer { .. } => return Some(socket),
                Frame::Error { .. } => {}
                frame => panic!("unexpected: {frame:?}"),
            },
            Message::Close(close) => {
                assert_eq!(close.unwrap().reason.as_str(), "impersonation");
                return None;
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn nobody_is_heard_under_a_name_that_is_taken() {
    let world = World::new().await;
    let (alice, bob) = (world.token(Role::Expert).await, world.token(Role::Expert).await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = tokio::spawn(axum::serve(listener, world.router.clone()).into_future());

    let mut first = greet(&address, &alice, "peer-victim").await.unwrap();
    assert!(greet(&address, &bob, "peer-victim").await.is_none());
    assert!(greet(&address, &alice, "peer-victim").await.is_some());
    let server = format!("server-{}", "0".repeat(32));
    for name in [server.as_str(), "__proto__.x", "constructor.x", "a.b"] {
        assert!(greet(&address, &bob, name).await.is_none(), "{name}");
    }
    assert!(greet(&address, &bob, "peer-other").await.is_some());

    // free again once its last connection is gone
    first.close(None).await.unwrap();
    let mut tries = 0;
    while greet(&address, &bob, "peer-victim").await.is_none() {
        tries += 1;
        assert!(tries < 500, "the name stays taken");
        tokio::task::yield_now().await;
    }
    serving.abort();
}
