//! The socket under samod: binary messages as they come, and nothing else.

use std::io;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _, future};
use samod::{DialError, Dialer, Transport, Url};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::{Error, Message};

/// How long samod waits before it connects again.
pub(crate) const RETRY: Duration = Duration::from_millis(300);

/// Where to connect.
pub(crate) struct Socket {
    address: Url,
}

impl Socket {
    pub(crate) fn to(address: &str) -> Result<Self> {
        Ok(Self { address: address.parse()? })
    }
}

impl Dialer for Socket {
    type Error = io::Error;

    fn url(&self) -> Url {
        self.address.clone()
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Self::Error>>> {
        let address = self.address.to_string();
        async move {
            // as browsers do: a frame is sent at once, not when the one before is acknowledged
            let opened = connect_async_with_config(address, None, true).await;
            let (socket, _) = opened.map_err(DialError::transient)?;
            let (sink, stream) = socket.split();
            let stream = stream.filter_map(|message| {
                future::ready(match message {
                    Ok(Message::Binary(bytes)) => Some(Ok(bytes.to_vec())),
                    Ok(_) => None,
                    Err(error) => Some(Err(error)),
                })
            });
            let sink = sink.with(|bytes: Vec<u8>| future::ready(Ok::<_, Error>(Message::binary(bytes))));
            Ok(Transport::new(stream.boxed(), sink))
        }
        .boxed()
    }
}
