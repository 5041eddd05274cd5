//! Where the gateway is and with which key: environment first, then the configuration file.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use reqwest::Url;
use toml::Table;

use crate::exit::Failure;
use crate::input::{cannot_read, read_text};
use crate::settings::Settings;

/// No key or configuration file is larger.
const LARGEST: u64 = 4 << 20;

/// Address and key.
pub(crate) struct ClientConfig {
    /// Base URL of the API, without `/v1`.
    pub(crate) url: Url,
    /// API key.
    pub(crate) key: Option<String>,
}

impl ClientConfig {
    /// Reads environment and file. Of the file only `[client]` and `listen` are looked at: the rest is the
    /// gateway's, and a client need not understand it.
    pub(crate) fn load(settings: &Settings) -> Result<ClientConfig, Failure> {
        let path = settings.config();
        let table = table(path, settings.config_is_named())?;
        let client = table.get("client").and_then(toml::Value::as_table);
        let entry = |name: &str| client.and_then(|client| client.get(name)).and_then(toml::Value::as_str);
        let url = match (variable("BREVDUE_URL"), entry("url")) {
            (Some(url), _) => parse(&url, "BREVDUE_URL")?,
            (None, Some(url)) => parse(url, &format!("{}: [client] url", path.display()))?,
            (None, None) => of_listen(table.get("listen").and_then(toml::Value::as_str), path)?,
        };
        let key = match (variable("BREVDUE_API_KEY"), entry("key_file")) {
            (Some(key), _) => Some(key),
            (None, Some(file)) => Some(read_key(path, file)?),
            (None, None) => None,
        };
        Ok(ClientConfig { url, key })
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn table(path: &Path, must_exist: bool) -> Result<Table, Failure> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => return Ok(Table::new()),
        Err(error) => return Err(cannot_read(path, &error)),
        Ok(_) => {}
    }
    let text = read_text(path, LARGEST)?;
    // The message alone: the excerpt that toml can add might show a secret.
    text.parse::<Table>().map_err(|error| {
        let line =
            error.span().map_or(1, |span| 1 + text.get(..span.start).unwrap_or("").matches('\n').count());
        Failure::new(format!("{}:{line}: {}", path.display(), error.message()))
            .fix("Mend the line; `brevdue config check` tells more.")
    })
}

fn parse(text: &str, origin: &str) -> Result<Url, Failure> {
    let refused = |why: &str| {
        Failure::new(format!("{origin}: {why}"))
            .fix("It looks like https://brevdue.example.dk or http://127.0.0.1:8080.")
    };
    let url = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() || url.host().is_none() {
        return Err(refused("not a web address"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("holds a password; the key belongs in BREVDUE_API_KEY or key_file"));
    }
    Ok(url)
}

/// The address that the gateway of the same file listens on; "every address" is called as this machine.
fn of_listen(listen: Option<&str>, path: &Path) -> Result<Url, Failure> {
    let listen = listen.unwrap_or("127.0.0.1:8080");
    let origin = format!("{}: listen", path.display());
    let mut address: SocketAddr = listen
        .parse()
        .map_err(|_| Failure::new(format!("{origin}: must be address:port, such as 127.0.0.1:8080")))?;
    if address.ip().is_unspecified() {
        let local =
            if address.is_ipv4() { IpAddr::from(Ipv4Addr::LOCALHOST) } else { Ipv6Addr::LOCALHOST.into() };
        address.set_ip(local);
    }
    parse(&format!("http://{address}"), &origin)
}

fn read_key(config: &Path, file: &str) -> Result<String, Failure> {
    let folder = config.parent().unwrap_or(Path::new(""));
    let path = folder.join(file);
    let key = read_text(&path, 64 * 1024)?.trim().to_owned();
    if key.is_empty() {
        return Err(Failure::new(format!("{}: holds no API key", path.display())));
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listen_becomes_a_url() {
        let url = |listen| of_listen(listen, Path::new("x")).map(|url| url.to_string()).ok();
        assert_eq!(url(None).as_deref(), Some("http://127.0.0.1:8080/"));
        assert_eq!(url(Some("0.0.0.0:9000")).as_deref(), Some("http://127.0.0.1:9000/"));
        assert_eq!(url(Some("[::]:9000")).as_deref(), Some("http://[::1]:9000/"));
        assert_eq!(url(Some("somewhere")), None);
    }

    #[test]
    fn odd_addresses_are_refused() {
        for text in ["", "ftp://x", "mailto:a@b", "http://", "https://u:p@host", "x"] {
            assert!(parse(text, "test").is_err(), "{text}");
        }
        assert!(parse("https://gateway.example/brevdue", "test").is_ok());
    }
}
