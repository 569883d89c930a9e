//! A real server that takes connections over TLS only, with certificates made here.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::*;

/// A certificate for `127.0.0.1`, beside its key.
fn certificate(directory: &Path, name: &str) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(directory.join(format!("{name}.pem")), made.cert.pem()).unwrap();
    let key = directory.join(format!("{name}.key"));
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    // the server refuses a key that others may read
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// How many of the server's connections by TCP are under TLS, and how many are not.
async fn lines(server: &Server, database: &str) -> (i64, i64) {
    let admin = server.connect(database).await;
    let counted = "SELECT count(*) FILTER (WHERE ssl), count(*) FILTER (WHERE NOT ssl) FROM pg_stat_ssl \
        JOIN pg_stat_activity USING (pid) WHERE client_addr IS NOT NULL";
    let row = admin.query_one(counted, &[]).await.unwrap();
    (row.get(0), row.get(1))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_url_that_asks_for_tls_gets_it_or_nothing() {
    let port = free_port();
    let Some(server) = Server::start_with_tls(port, |directory| certificate(directory, "server")).await else { return };
    let directory = server.socket_directory();
    certificate(directory, "foreign");
    let database = server.database().await;
    let url = |host: &str, mode: &str, roots: &str| {
        let roots = directory.join(roots);
        let text = format!(
            "postgres://postgres@{host}:{port}/{}?sslmode={mode}&sslrootcert={}",
            database.name,
            roots.display()
        );
        text.parse::<DatabaseUrl>().unwrap()
    };
    for mode in ["require", "verify-full"] {
        let store = PostgresStore::open(&url("127.0.0.1", mode, "server.pem")).await.unwrap();
        let kept = store.load(log(1)).await.unwrap().head.seq;
        store.append(one(EDIT, kept)).await.unwrap();
        assert_eq!(store.load(log(1)).await.unwrap().head.seq, kept + 1);
        // readers, committers, and whoever listens for hints
        let (under_tls, plain) = lines(&server, &database.name).await;
        assert!(under_tls >= 2 && plain == 0, "{under_tls} under TLS, {plain} not");
    }
    let refused = async |url: DatabaseUrl| {
        let error = PostgresStore::open(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
    };
    // not the certificate that is trusted; not the name that it is for
    refused(url("127.0.0.1", "require", "foreign.pem")).await;
    refused(url("localhost", "require", "server.pem")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hints_come_over_tls_too() {
    let port = free_port();
    let Some(server) = Server::start_with_tls(port, |directory| certificate(directory, "server")).await else { return };
    let database = server.database().await;
    let roots = server.socket_directory().join("server.pem");
    let url = format!(
        "postgres://postgres@127.0.0.1:{port}/{}?sslmode=require&sslrootcert={}",
        database.name,
        roots.display()
    );
    let url: DatabaseUrl = url.parse().unwrap();
    let (writer, reader) = (PostgresStore::open(&url).await.unwrap(), PostgresStore::open(&url).await.unwrap());
    // the first one says that it has begun to listen
    assert_eq!(reader.wake().await, None);
    writer.append(one(EDIT, 0)).await.unwrap();
    let woken = tokio::time::timeout(Duration::from_secs(60), reader.wake()).await.unwrap();
    assert_eq!(woken, Some(log(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_tls_is_not_spoken_to_when_it_is_asked_for() {
    let Some(server) = Server::start().await else { return };
    let database = server.database().await;
    let directory = server.socket_directory();
    certificate(directory, "any");
    let text = format!(
        "postgres:///{}?host={}&user=postgres&sslmode=require&sslrootcert={}",
        database.name,
        directory.display(),
        directory.join("any.pem").display()
    );
    let url: DatabaseUrl = text.parse().unwrap();
    assert!(matches!(PostgresStore::open(&url).await.unwrap_err(), StoreError::Unreachable { .. }));
}
