//! The configuration file. What the command line says wins.

use std::path::{Path, PathBuf};

use maslahat_server::{Config, DatabaseUrl};
use toml::{Table, Value};

use crate::failure::Failure;
use crate::place;

/// What a configuration file says.
#[derive(Debug, Default)]
pub(crate) struct FileConfig {
    pub(crate) listen: Option<String>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) database_url: Option<DatabaseUrl>,
    pub(crate) server: Config,
}

/// Reads the file, if there is one.
pub(crate) fn read(path: Option<&Path>) -> Result<FileConfig, Failure> {
    let Some(path) = path else {
        return Ok(FileConfig::default());
    };
    let text = std::fs::read_to_string(path).map_err(|cause| {
        Failure::new(
            format!("{} cannot be read ({cause})", path.display()),
            "name a configuration file that is there and readable",
        )
    })?;
    parse(&text).map_err(|cause| {
        let help = "correct the file; `maslahat serve --help` lists what it may say";
        Failure::new(format!("{} is no configuration: {cause}", path.display()), help)
    })
}

fn parse(text: &str) -> Result<FileConfig, String> {
    let mut table: Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    let listen = take(&mut table, "listen")?;
    let data = take(&mut table, "data")?.map(PathBuf::from);
    let database_url: Option<DatabaseUrl> = match take(&mut table, "database-url")? {
        Some(url) => Some(place::parse(&url).map_err(|cause| format!("its database-url {cause}"))?),
        None => None,
    };
    if data.is_some() && database_url.is_some() {
        return Err("it has both data and database-url".to_owned());
    }
    let server = table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
    Ok(FileConfig { listen, data, database_url, server })
}

fn take(table: &mut Table, key: &str) -> Result<Option<String>, String> {
    match table.remove(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{key} is to be a text in quotes")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_may_and_nothing_else() {
        let read =
            parse("listen = \"127.0.0.1:9000\"\npublic-url = \"https://drafts.example.org\"\ntrust-proxy = true")
                .unwrap();
        assert_eq!(read.listen.as_deref(), Some("127.0.0.1:9000"));
        assert_eq!(read.server.public_url.as_deref(), Some("https://drafts.example.org"));
        assert!(read.server.trust_proxy);
        assert!(parse("").unwrap().listen.is_none());
        assert!(parse("listn = \"x\"").unwrap_err().contains("listn"));
        assert!(parse("listen = 8080").unwrap_err().contains("quotes"));
        assert!(parse("listen = ").is_err());
        assert!(parse("data = \"a\"\ndatabase-url = \"postgres://h/b\"").is_err());
    }
}
