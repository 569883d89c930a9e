//! A real PostgreSQL server in a directory of its own, for one test.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use maslahat_storage::{DatabaseUrl, PostgresStore};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use crate::contract::Place;

const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Server {
    directory: TempDir,
    programs: PathBuf,
    /// Whom the server runs as: it refuses to be root.
    user: Option<(u32, u32)>,
    settings: Vec<String>,
    process: Child,
    databases: AtomicU32,
}

impl Server {
    /// `None`, with the reason printed, where PostgreSQL is not installed.
    pub(crate) async fn start() -> Option<Self> {
        Self::start_as(|_| Vec::new()).await
    }

    /// One that also listens on a port of this machine, there over TLS only, with `server.pem` and
    /// `server.key`, which are put into its directory.
    pub(crate) async fn start_with_tls(port: u16, certify: impl FnOnce(&Path)) -> Option<Self> {
        Self::start_as(|directory| {
            certify(directory);
            let place = |name: &str| directory.join(name).display().to_string();
            let access = place("access.conf");
            fs::write(&access, "local all all trust\nhostssl all all 127.0.0.1/32 trust\n").unwrap();
            let file = |setting: &str, name: &str| format!("{setting}={}", place(name));
            let mut settings = vec!["listen_addresses=127.0.0.1".to_owned(), "ssl=on".to_owned()];
            settings.extend([file("ssl_cert_file", "server.pem"), file("ssl_key_file", "server.key")]);
            settings.extend([format!("port={port}"), file("hba_file", "access.conf")]);
            settings
        })
        .await
    }

    async fn start_as(set: impl FnOnce(&Path) -> Vec<String>) -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("skipped: no PostgreSQL server is installed (Debian: apt install postgresql)");
            return None;
        };
        let directory = TempDir::new().unwrap();
        let user = unprivileged(directory.path());
        let data = directory.path().join("data");
        let mut initdb = command(&programs, "initdb", user);
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "-D"]).arg(&data);
        let made = initdb.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let settings = set(directory.path());
        owned(directory.path(), user);
        let process = postgres(&programs, directory.path(), user, &settings);
        let databases = AtomicU32::new(0);
        let server = Self { directory, programs, user, settings, process, databases };
        server.admin().await;
        Some(server)
    }

    /// Stops it as a power cut would, leaving recovery to the next start, and starts it.
    pub(crate) async fn crash(&mut self) {
        self.stop();
        self.process = postgres(&self.programs, self.directory.path(), self.user, &self.settings);
        self.admin().await;
    }

    fn stop(&mut self) {
        let mut stop = command(&self.programs, "pg_ctl", self.user);
        stop.args(["stop", "-m", "immediate", "-D"]).arg(self.directory.path().join("data"));
        // Failing that, the process is ended by its id.
        if !stop.output().is_ok_and(|done| done.status.success()) {
            self.process.kill().ok();
        }
        self.process.wait().ok();
    }

    fn parameters(&self, database: &str) -> String {
        let port = self.settings.iter().find(|setting| setting.starts_with("port=")).map_or("", String::as_str);
        format!("{} {port}", parameters(self.socket_directory(), database))
    }

    pub(crate) fn socket_directory(&self) -> &Path {
        self.directory.path()
    }

    /// A connection of the test's own, as soon as the server answers.
    pub(crate) async fn admin(&self) -> Client {
        self.connect("postgres").await
    }

    pub(crate) async fn connect(&self, database: &str) -> Client {
        let started = Instant::now();
        loop {
            match tokio_postgres::connect(&self.parameters(database), NoTls).await {
                Ok((client, connection)) => {
                    tokio::spawn(connection);
                    return client;
                }
                Err(error) => assert!(started.elapsed() < PATIENCE, "the server does not answer: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A new, empty database.
    pub(crate) async fn database(&self) -> Database {
        let name = format!("d{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.admin().await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let url = self.parameters(&name).parse().unwrap();
        Database { name, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) url: DatabaseUrl,
}

impl Database {
    /// The same database by another way.
    pub(crate) fn by_way_of(&self, socket_directory: &Path) -> DatabaseUrl {
        parameters(socket_directory, &self.name).parse().unwrap()
    }
}

fn parameters(socket_directory: &Path, database: &str) -> String {
    format!("host={} user=postgres dbname={database}", socket_directory.display())
}

impl Place for Database {
    type Store = PostgresStore;
    async fn open(&self) -> PostgresStore {
        PostgresStore::open(&self.url).await.expect("opens")
    }
}

/// The directory of the newest installed server's programs.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    versions.sort_by_key(|path| path.parent().and_then(|it| it.file_name()?.to_str()?.parse::<u32>().ok()));
    let found = |path: &PathBuf| path.join("initdb").is_file() && path.join("postgres").is_file();
    versions.into_iter().rev().chain(std::env::split_paths(&on_path)).find(found)
}

/// Gives the directory to the user `postgres` if we are root.
fn unprivileged(directory: &Path) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    if fs::metadata(directory).unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:")).expect("there is a user postgres");
    let ids: Vec<u32> = line.split(':').skip(2).take(2).map(|id| id.parse().unwrap()).collect();
    chown(directory, Some(ids[0]), Some(ids[1])).unwrap();
    Some((ids[0], ids[1]))
}

/// Gives what lies in the directory to the server's user.
fn owned(directory: &Path, user: Option<(u32, u32)>) {
    let Some((user, group)) = user else { return };
    for file in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        chown(file, Some(user), Some(group)).unwrap();
    }
}

fn command(programs: &Path, name: &str, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(programs.join(name));
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command
}

/// Listens on a socket in the directory only. No test cuts the power, so the disk need not be waited for.
fn postgres(programs: &Path, directory: &Path, user: Option<(u32, u32)>, settings: &[String]) -> Child {
    let mut server = command(programs, "postgres", user);
    server.arg("-D").arg(directory.join("data")).arg("-k").arg(directory);
    server.args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "log_min_messages=fatal"]);
    settings.iter().for_each(|setting| {
        server.args(["-c", setting]);
    });
    server.stderr(Stdio::null()).spawn().unwrap()
}
