//! Where a command's data is: a directory or a PostgreSQL database, by the command line, the
//! environment or a configuration file. A URL may hold a password: it is never shown again.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Args, Command};
use maslahat_server::{DatabaseUrl, Location};

use crate::failure::Failure;

/// Where data is kept unless told otherwise.
const DATA_DEFAULT: &str = "maslahat-data";
/// A database URL for every command; unlike an argument it is not in the list of processes.
const DATABASE_VARIABLE: &str = "MASLAHAT_DATABASE_URL";

/// Where the data is.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The data directory [default: ./maslahat-data]
    #[arg(long, value_name = "DIR", conflicts_with = "database_url")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database instead of a directory; also in MASLAHAT_DATABASE_URL, where other users of
    /// the machine do not see its password. The connection is not encrypted: use a local one or a private network
    #[arg(long, value_name = "postgres://USER@HOST/DATABASE", value_parser = DatabaseUrlParser)]
    pub(crate) database_url: Option<DatabaseUrl>,
}

impl Place {
    /// What the command line says, else the environment, else the default.
    pub(crate) fn location(self) -> Result<Location, Failure> {
        self.location_or(None, None)
    }

    /// What the command line says, else the environment, else a configuration file, else the default.
    pub(crate) fn location_or(
        self,
        data: Option<PathBuf>,
        database_url: Option<DatabaseUrl>,
    ) -> Result<Location, Failure> {
        let variable = std::env::var(DATABASE_VARIABLE).ok().filter(|url| !url.is_empty());
        self.first_of(variable.as_deref(), data, database_url)
    }

    fn first_of(
        self,
        variable: Option<&str>,
        data: Option<PathBuf>,
        database_url: Option<DatabaseUrl>,
    ) -> Result<Location, Failure> {
        if let Some(data) = self.data {
            return Ok(Location::Directory(data));
        }
        if let Some(url) = self.database_url {
            return Ok(Location::Database(url));
        }
        if let Some(url) = variable {
            let failed = |cause: String| {
                let help = format!("correct {DATABASE_VARIABLE}: postgres://USER@HOST/DATABASE");
                Failure::new(format!("{DATABASE_VARIABLE} {cause}"), help)
            };
            return parse(url).map(Location::Database).map_err(failed);
        }
        Ok(match database_url {
            Some(url) => Location::Database(url),
            None => Location::Directory(data.unwrap_or_else(|| PathBuf::from(DATA_DEFAULT))),
        })
    }
}

/// Reads a database URL; the error does not repeat it.
pub(crate) fn parse(url: &str) -> Result<DatabaseUrl, String> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err("does not begin with postgres://".to_owned());
    }
    // what the URL's own parser says may hold a part of it
    url.parse().map_err(|_| "cannot be read as a database URL".to_owned())
}

/// The argument's parser: unlike the usual error, this one does not show what was given.
#[derive(Debug, Clone)]
pub(crate) struct DatabaseUrlParser;

impl TypedValueParser for DatabaseUrlParser {
    type Value = DatabaseUrl;

    fn parse_ref(&self, command: &Command, _: Option<&Arg>, value: &OsStr) -> Result<DatabaseUrl, clap::Error> {
        let parsed = value.to_str().ok_or_else(|| "is not UTF-8".to_owned()).and_then(parse);
        parsed.map_err(|cause| {
            let message = format!("the value of --database-url {cause}: write postgres://USER@HOST/DATABASE\n");
            clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "postgres://u:secret@127.0.0.1/drafts";

    fn place(data: Option<&str>, url: Option<&str>) -> Place {
        Place { data: data.map(PathBuf::from), database_url: url.map(|url| parse(url).unwrap()) }
    }

    #[test]
    fn the_command_line_wins_then_the_environment_then_the_file() {
        let directory = |name: &str| Ok(Location::Directory(PathBuf::from(name)));
        let database = || Ok(Location::Database(parse(URL).unwrap()));
        assert_eq!(place(Some("a"), None).first_of(Some(URL), Some("b".into()), None), directory("a"));
        assert_eq!(place(None, Some(URL)).first_of(Some("x"), Some("b".into()), None), database());
        assert_eq!(place(None, None).first_of(Some(URL), Some("b".into()), None), database());
        assert_eq!(place(None, None).first_of(None, Some("b".into()), None), directory("b"));
        assert_eq!(place(None, None).first_of(None, None, Some(parse(URL).unwrap())), database());
        assert_eq!(place(None, None).first_of(None, None, None), directory(DATA_DEFAULT));
    }

    #[test]
    fn a_bad_url_is_not_repeated() {
        for url in [
            "postgress://u:secret@h/db",
            "postgress://u:secret@h/db?x=y",
            "postgres://u:secret@h:port/db",
            "postgres://u:secret@h/db?nonsense=secret",
            "user=u password=secret host",
        ] {
            let error = place(None, None).first_of(Some(url), None, None).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
            let error = DatabaseUrlParser.parse_ref(&Command::new("x"), None, OsStr::new(url)).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_good_url_does_not_show_its_password() {
        assert!(!format!("{:?}", place(None, Some(URL))).contains("secret"));
    }
}
