//! How to reach the server.

use crate::StoreError;
use crate::config::{DatabaseServer, DatabaseTls};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;

/// Looks at the settings without connecting.
///
/// # Errors
/// What is wrong, with the remedy.
pub(crate) fn check(server: &DatabaseServer) -> Result<(), String> {
    read(server).map(drop)
}

pub(super) fn options(server: &DatabaseServer) -> Result<PgConnectOptions, StoreError> {
    read(server).map_err(|detail| StoreError::Unavailable { detail })
}

fn read(server: &DatabaseServer) -> Result<PgConnectOptions, String> {
    let scheme =
        server.url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "postgres" | "postgresql"));
    let Some((_, rest)) = scheme else {
        return Err(
            "url must begin with postgres://, such as postgres://brevdue@db.example:5432/brevdue".to_owned()
        );
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    if user.contains(':') || rest.contains("password=") {
        return Err("url holds a password: put it into a file and name it in password_file".to_owned());
    }
    if rest.contains("ssl") {
        return Err("url holds a setting of TLS: use tls and ca_file".to_owned());
    }
    if user.is_empty() && !rest.contains("user=") {
        return Err("url names no user, as in postgres://brevdue@db.example/brevdue".to_owned());
    }
    let mut options: PgConnectOptions = server.url.parse().map_err(|error| format!("url: {error}"))?;
    if options.get_database().is_none_or(str::is_empty) {
        return Err("url names no database, as in postgres://brevdue@db.example/brevdue".to_owned());
    }
    if let Some(password) = &server.password {
        options = options.password(password);
    }
    let here = options.get_socket().is_some() || is_loopback(options.get_host());
    let verified = match server.tls {
        DatabaseTls::Auto => !here,
        DatabaseTls::Verify => true,
        DatabaseTls::Off => false,
    };
    options = options.ssl_mode(if verified { PgSslMode::VerifyFull } else { PgSslMode::Disable });
    if let Some(file) = &server.ca_file {
        options = options.ssl_root_cert(file);
    }
    Ok(options
        .application_name(&format!("brevdue {}", server.node_name))
        .statement_cache_capacity(512)
        .disable_statement_logging())
}

fn is_loopback(host: &str) -> bool {
    host.is_empty()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> DatabaseServer {
        DatabaseServer::new(url)
    }

    #[test]
    fn what_a_url_must_not_hold_is_told() {
        for (url, part) in [
            ("mysql://u@h/d", "begin with postgres://"),
            ("postgres://u:secret@h/d", "password_file"),
            ("postgres://u@h/d?password=secret", "password_file"),
            ("postgres://u@h/d?sslmode=disable", "use tls"),
            ("postgres://h/d", "names no user"),
            ("postgres://u@h", "names no database"),
            ("postgres://u@h:port/d", "url:"),
        ] {
            let problem = check(&server(url)).unwrap_err();
            assert!(problem.contains(part), "{url}: {problem}");
            assert!(!problem.contains("secret"), "{problem}");
        }
    }

    #[test]
    fn tls_is_left_out_on_this_machine_only() {
        let mode = |url: &str| read(&server(url)).unwrap().get_ssl_mode();
        for url in ["postgres://u@localhost/d", "postgres://u@[::1]/d", "postgres://u@%2Frun%2Fpg/d"] {
            assert!(matches!(mode(url), PgSslMode::Disable), "{url}");
        }
        assert!(matches!(mode("postgres://u@db.example/d"), PgSslMode::VerifyFull));
        assert!(matches!(mode("postgres://u@10.0.0.7/d"), PgSslMode::VerifyFull));
    }
}
