//! The command line, as `maslahat --help` explains it. Part of the outside contract: it changes only
//! with a version.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use maslahat_server::DatabaseUrl;

use crate::place::{DatabaseUrlParser, Place};

/// Where a server listens unless told otherwise.
pub(crate) const LISTEN_DEFAULT: &str = "127.0.0.1:8080";

/// Negotiate a text together: co-edit it in the browser, freeze what is agreed, export the result.
#[derive(Debug, Parser)]
#[command(
    name = "maslahat",
    version,
    after_help = "\
Examples:
  maslahat serve --demo                                    try it, with a draft and links to sign in
  maslahat import draft.json                               make a draft; prints its id
  maslahat invite DRAFT --role moderator --name 'A. Chair' print a link for one person
  maslahat serve --listen 127.0.0.1:8080 --data /srv/maslahat
  maslahat export DRAFT --format pdf --lang en -o draft.pdf
  maslahat backup /backups/today.maslahat --data /srv/maslahat
  maslahat serve --database-url postgres://maslahat@db.internal/maslahat

Every command but serve works beside a running server. Exit status: 0 done, 1 failed, 2 wrong usage."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(ServeArgs),
    Import(ImportArgs),
    Export(ExportArgs),
    Invite(InviteArgs),
    Verify(VerifyArgs),
    Backup(BackupArgs),
    Restore(RestoreArgs),
    /// Sets one PDF from a job on stdin; the server starts this as a child.
    #[command(name = "render-pdf", hide = true)]
    RenderPdf,
}

/// Serve drafts to browsers until SIGTERM or Ctrl-C.
///
/// Logs go to stderr; RUST_LOG sets how much, such as RUST_LOG=debug.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  maslahat serve --demo
  maslahat serve --listen 127.0.0.1:0 --ready-json --demo
  maslahat serve --config /etc/maslahat.toml
  maslahat serve --database-url postgres://maslahat@db.internal/maslahat

Several servers may share one PostgreSQL database: people on different servers see each other. It keeps
everything, the key of the certificates included; it is backed up by pg_dump. The role needs CREATE on the
database once, for the schema \"maslahat\".

A configuration file (TOML; what the command line says wins), every line optional:
  listen = \"127.0.0.1:8080\"
  data = \"/srv/maslahat\"
  database-url = \"postgres://…\"            instead of data; not both
  public-url = \"https://drafts.example.org\"   what invitation links begin with
  trust-proxy = true                          a reverse proxy of yours stands in front
  tls-certificate = \"/etc/maslahat/fullchain.pem\"   with tls-key: the server does TLS itself; SIGHUP reads
  tls-key = \"/etc/maslahat/privkey.pem\"             both again
  [openid]                                    sign-in by a provider: docs/deploy.md
  [limits]                                    how often an address or a person may ask: docs/deploy.md")]
pub(crate) struct ServeArgs {
    /// Address and port; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// A configuration file (TOML), see below
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Serve the demonstration draft, with links that may be used again and again
    #[arg(long)]
    pub(crate) demo: bool,
    /// Print one line of JSON on stdout once requests are served: url, drafts, invitations
    #[arg(long)]
    pub(crate) ready_json: bool,
}

/// Make a draft of a file; prints its id.
///
/// What was taken, and what was not, is told on stderr. Goes through the server if one runs on the
/// data directory.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  maslahat import draft.json --data /srv/maslahat")]
pub(crate) struct ImportArgs {
    /// A draft in the JSON format of the export (or, one day, DOCX)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Write a draft to a file, as it stands now.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  maslahat export DRAFT --format pdf --lang en -o draft.pdf
  maslahat export DRAFT --format json -o - | less")]
pub(crate) struct ExportArgs {
    /// The draft's id, as import printed it
    #[arg(value_name = "DRAFT")]
    pub(crate) draft: String,
    /// pdf, docx, html, md, akn, json or bundle
    #[arg(long, value_name = "FORMAT", value_parser = ["pdf", "docx", "html", "md", "akn", "json", "bundle"])]
    pub(crate) format: String,
    /// One language, such as en; without it, what the format holds
    #[arg(long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where to write; - for stdout. The file is there whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

/// Print a link that lets one person into a draft, once, within thirty days.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  maslahat invite DRAFT --role expert --name 'Expert, Delegation 16' --seat D16
  maslahat invite DRAFT --role observer --name 'Press room'")]
pub(crate) struct InviteArgs {
    /// The draft's id, as import printed it
    #[arg(value_name = "DRAFT")]
    pub(crate) draft: String,
    /// observer reads; expert edits; moderator also freezes; secretariat also invites
    #[arg(long, value_name = "ROLE", value_parser = ["observer", "expert", "moderator", "secretariat"])]
    pub(crate) role: String,
    /// The person's name as others see it
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// The code of the delegation the person speaks for
    #[arg(long, value_name = "CODE")]
    pub(crate) seat: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
    /// The server's configuration file, for its data or database, and its public-url
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Check that files are what they were. Needs no server and no network.
///
/// A bundle; a certificate with the files it names; a ledger exported as JSON lines; a backup, or a data
/// directory, beside a running server or not. What does not fit is named by its place.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  maslahat verify draft.bundle
  maslahat verify certificate.json draft.pdf
  maslahat verify ledger.jsonl certificate.json    does the ledger lead to what was certified
  maslahat verify /backups/today.maslahat
  maslahat verify /srv/maslahat
  maslahat verify --database-url postgres://maslahat@db.internal/maslahat")]
pub(crate) struct VerifyArgs {
    #[arg(value_name = "FILE", required_unless_present = "database_url")]
    pub(crate) files: Vec<PathBuf>,
    /// A PostgreSQL database, every hash of it
    #[arg(long, value_name = "postgres://USER@HOST/DATABASE", value_parser = DatabaseUrlParser)]
    pub(crate) database_url: Option<DatabaseUrl>,
}

/// Copy all data to one new file, while a server runs or not, and prove the copy.
///
/// For a data directory; a PostgreSQL database has its own: pg_dump --schema=maslahat, and pg_restore.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  maslahat backup /backups/today.maslahat --data /srv/maslahat")]
pub(crate) struct BackupArgs {
    /// The new file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Make a backup the data of a directory that is new or empty.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  maslahat restore /backups/today.maslahat --data /srv/maslahat-restored")]
pub(crate) struct RestoreArgs {
    /// What backup wrote
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The new data directory
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}
