//! `maslahat serve`.

use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};

use maslahat_server::serve::{Options, Ready, serve};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::Level;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::args::{LISTEN_DEFAULT, ServeArgs};
use crate::failure::Failure;
use crate::{file_config, output};

pub(crate) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let file = file_config::read(args.config.as_deref())?;
    log();

    let location = args.place.location_or(file.data, file.database_url)?;
    let options = Options {
        listen: args.listen.or(file.listen).unwrap_or_else(|| LISTEN_DEFAULT.to_owned()),
        location,
        demo: args.demo,
        config: file.server,
    };
    let json = args.ready_json;
    let stop = stop_signal()?;
    serve(options, move |ready| announce(ready, json), stop).await?;
    Ok(())
}

/// Logs to stderr, as much as RUST_LOG says.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let ansi = coloured(io::stderr().is_terminal(), std::env::var_os("NO_COLOR").as_deref());
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(ansi);
    let discreet = filter_fn(|about| may_be_logged(about.target(), *about.level()));
    tracing_subscriber::registry().with(lines.with_filter(discreet).with_filter(filter)).init();
}

/// Libraries show whole frames and headers at their most talkative: of them, only what went wrong is told.
fn may_be_logged(target: &str, level: Level) -> bool {
    target.starts_with("maslahat") || level <= Level::WARN
}

/// Colours are for eyes: a file or a log collector gets plain lines.
fn coloured(terminal: bool, no_color: Option<&OsStr>) -> bool {
    terminal && no_color.is_none_or(OsStr::is_empty)
}

fn announce(ready: &Ready, json: bool) {
    if json {
        if let Ok(line) = serde_json::to_string(ready) {
            output::line(&line);
        }
        return;
    }
    eprintln!("Maslahat is ready: {}", ready.url);
    let links = &ready.invitations;
    let roles = [
        ("secretariat", &links.secretariat),
        ("moderator", &links.moderator),
        ("expert", &links.expert),
        ("observer", &links.observer),
    ];
    for (role, links) in roles {
        for link in links {
            eprintln!("  {role:<12} {link}");
        }
    }
}

/// Resolves at SIGTERM or Ctrl-C.
fn stop_signal() -> Result<impl Future<Output = ()> + Send, Failure> {
    let listen = |kind: SignalKind| -> Result<Signal, Failure> {
        signal(kind)
            .map_err(|cause| Failure::new(format!("signals cannot be received ({cause})"), "start the server again"))
    };
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_terminal_gets_colours() {
        assert!(coloured(true, None));
        assert!(!coloured(true, Some(OsStr::new("1"))));
        assert!(!coloured(false, None));
    }

    #[test]
    fn libraries_tell_only_what_went_wrong() {
        assert!(may_be_logged("maslahat_server::http::trace", Level::TRACE));
        assert!(may_be_logged("hyper", Level::WARN));
        assert!(!may_be_logged("tungstenite::protocol", Level::INFO));
    }
}
