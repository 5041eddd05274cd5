//! How a client is built: one per certificate, with nothing left to defaults.

use crate::config::ConfigError;
use crate::identity::Identity;
use reqwest::redirect::Policy;
use std::path::Path;
use std::time::Duration;

/// A connection that was idle longer than this is not used again. A receiver that closes idle connections after
/// five seconds or more (all common servers) then never closes one under a request, which would leave the letter
/// in doubt.
const IDLE: Duration = Duration::from_secs(4);
const IDLE_CONNECTIONS_PER_HOST: usize = 16;
const USER_AGENT: &str = concat!("brevdue/", env!("CARGO_PKG_VERSION"));

/// How all senders of a channel connect.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    /// PEM file of the roots to trust instead of the system's.
    pub(crate) trust: Option<&'a Path>,
    /// Time for name, connection and TLS together.
    pub(crate) connect_timeout_ms: u64,
}

impl Line<'_> {
    /// One sender's certificate and key, and the client that shows them.
    pub(crate) fn open(
        &self,
        certificate: &Path,
        key: &Path,
    ) -> Result<(Identity, reqwest::Client), ConfigError> {
        let identity = Identity::load(certificate, key)?;
        let client = self.client(&identity)?;
        Ok((identity, client))
    }

    /// A client that shows this certificate: https only, HTTP/1.1, no proxy, no redirect, no retry of its own.
    pub(crate) fn client(&self, identity: &Identity) -> Result<reqwest::Client, ConfigError> {
        let identity = reqwest::Identity::from_pem(identity.tls_pem()).map_err(|_| {
            ConfigError::new(
                "certificate",
                "the TLS library cannot use this certificate and key",
                "give PEM files",
            )
        })?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_rustls()
            .identity(identity)
            .https_only(true)
            .http1_only()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .user_agent(USER_AGENT)
            .tcp_nodelay(true)
            .connect_timeout(Duration::from_millis(self.connect_timeout_ms))
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(IDLE_CONNECTIONS_PER_HOST);
        if let Some(path) = self.trust {
            builder = builder.tls_certs_only(roots(path)?);
        }
        builder.build().map_err(|error| {
            let cause = super::failure::innermost(&error);
            ConfigError::new("trust", &cause, "check the certificates and the file of trusted roots")
        })
    }
}

fn roots(path: &Path) -> Result<Vec<reqwest::Certificate>, ConfigError> {
    let pem = crate::config::read_file("trust", path)?;
    let roots = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if roots.is_empty() {
        let problem = format!("there is no certificate in {}", path.display());
        return Err(ConfigError::new("trust", &problem, "give a PEM file with the root certificates"));
    }
    Ok(roots)
}
