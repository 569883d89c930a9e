//! A PostgreSQL server of its own for a test, where PostgreSQL is installed.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::client::PATIENCE;
use crate::skipped::not_tested;

/// A running server with one database; stopped when dropped.
pub struct Postgres {
    directory: PathBuf,
    programs: PathBuf,
    /// Whom the server runs as: it refuses to be root.
    user: Option<(u32, u32)>,
    settings: &'static [&'static str],
    process: Child,
}

impl Postgres {
    /// Starts one in an empty directory. Nobody cuts its power, so it does not wait for the disk. None, with the reason
    /// printed, where PostgreSQL is not installed.
    pub fn start(directory: &Path) -> Result<Option<Self>> {
        Self::start_with(directory, &["-c", "fsync=off"])
    }

    /// The same, but it waits for its disk.
    pub fn start_durable(directory: &Path) -> Result<Option<Self>> {
        Self::start_with(directory, &[])
    }

    fn start_with(directory: &Path, settings: &'static [&'static str]) -> Result<Option<Self>> {
        let Some(programs) = programs() else {
            not_tested("servers on PostgreSQL", "no PostgreSQL server is installed (Debian: apt install postgresql)");
            return Ok(None);
        };
        let user = unprivileged(directory)?;
        let mut initdb = command(&programs, "initdb", user);
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "-D"]);
        let made = initdb.arg(directory.join("data")).output()?;
        ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let process = serve(&programs, directory, user, settings)?;
        let directory = directory.to_owned();
        let server = Self { directory, programs, user, settings, process };
        server.answers()?;
        Ok(Some(server))
    }

    /// The database's URL, over the server's own socket.
    pub fn url(&self) -> String {
        let host = self.directory.to_string_lossy().replace('/', "%2F");
        format!("postgres://postgres@{host}/postgres")
    }

    /// The tables of ours as SQL, as an administrator would keep them.
    pub fn dump(&self) -> Result<String> {
        let mut dump = command(&self.programs, "pg_dump", self.user);
        dump.args(["--schema=maslahat", "--no-owner", "-U", "postgres", "-h"]).arg(&self.directory).arg("postgres");
        let done = dump.output()?;
        ensure!(done.status.success(), "pg_dump: {}", String::from_utf8_lossy(&done.stderr));
        Ok(String::from_utf8(done.stdout)?)
    }

    /// Runs SQL that an administrator would.
    pub fn run(&self, sql: &str) -> Result<()> {
        let mut psql = command(&self.programs, "psql", self.user);
        psql.args(["-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"]).arg(&self.directory).arg("postgres");
        let mut process = psql.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        process.stdin.take().context("no way in")?.write_all(sql.as_bytes())?;
        let done = process.wait_with_output()?;
        ensure!(done.status.success(), "psql: {}", String::from_utf8_lossy(&done.stderr));
        Ok(())
    }

    /// Stops it as a power cut would, leaving recovery to the next start.
    pub fn stop(&mut self) -> Result<()> {
        let mut stop = command(&self.programs, "pg_ctl", self.user);
        stop.args(["stop", "-m", "immediate", "-D"]).arg(self.directory.join("data"));
        if !stop.output().is_ok_and(|done| done.status.success()) {
            // failing that, the process is ended by its id
            self.process.kill()?;
        }
        self.process.wait()?;
        Ok(())
    }

    /// Starts it again.
    pub fn start_again(&mut self) -> Result<()> {
        self.process = serve(&self.programs, &self.directory, self.user, self.settings)?;
        self.answers()
    }

    fn answers(&self) -> Result<()> {
        let started = Instant::now();
        loop {
            let mut ready = command(&self.programs, "pg_isready", self.user);
            if ready.arg("-h").arg(&self.directory).output()?.status.success() {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "PostgreSQL does not answer");
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // nothing more can be done about it here
        let _stopped = self.stop();
    }
}

/// The directory of the newest installed server's programs.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|version| {
            let number = version.file_name().to_str()?.parse().ok()?;
            Some((number, version.path().join("bin")))
        })
        .collect();
    versions.sort();
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let newest_first = versions.into_iter().rev().map(|(_, path)| path);
    newest_first
        .chain(std::env::split_paths(&on_path))
        .find(|path| path.join("initdb").is_file() && path.join("postgres").is_file())
}

/// Gives the directory to the user `postgres` if we are root.
fn unprivileged(directory: &Path) -> Result<Option<(u32, u32)>> {
    if fs::metadata(directory)?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut ids = line.context("there is no user postgres")?.split(':').skip(2);
    let mut id = || -> Result<u32> { Ok(ids.next().context("no id")?.parse()?) };
    let (user, group) = (id()?, id()?);
    chown(directory, Some(user), Some(group))?;
    Ok(Some((user, group)))
}

fn command(programs: &Path, name: &str, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(programs.join(name));
    command.current_dir("/").stdin(Stdio::null());
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    command
}

/// On a socket in the directory only.
fn serve(programs: &Path, directory: &Path, user: Option<(u32, u32)>, settings: &[&str]) -> Result<Child> {
    let mut server = command(programs, "postgres", user);
    server.arg("-D").arg(directory.join("data")).arg("-k").arg(directory);
    server.args(["-c", "listen_addresses=", "-c", "log_min_messages=fatal"]).args(settings);
    Ok(server.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
}
