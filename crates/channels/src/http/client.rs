//! How a client is built: one per certificate, with nothing left to defaults.

use crate::config::ConfigError;
use crate::identity::Identity;
use keystore::KeyConfig;
use reqwest::redirect::Policy;
use rustls::client::Resumption;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use rustls_platform_verifier::BuilderVerifierExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A connection that was idle longer than this is not used again. A receiver that closes idle connections after
/// five seconds or more (all common servers) then never closes one under a request, which would leave the letter
/// in doubt.
const IDLE: Duration = Duration::from_secs(4);
/// As many as letters are usually worked on at a time: a connection more costs a handshake with both certificates.
const IDLE_CONNECTIONS_PER_HOST: usize = 128;
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
    /// One sender's keys, and the client that shows their certificate.
    pub(crate) fn open(&self, keys: &KeyConfig) -> Result<(Identity, reqwest::Client), ConfigError> {
        let identity = Identity::load(keys)?;
        let client = self.client(&identity)?;
        Ok((identity, client))
    }

    /// A client that shows this certificate: https only, HTTP/1.1, no proxy, no redirect, no retry of its own.
    pub(crate) fn client(&self, identity: &Identity) -> Result<reqwest::Client, ConfigError> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls(identity)?)
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
        builder.build().map_err(|error| {
            let cause = super::failure::innermost(&error);
            ConfigError::new("trust", &cause, "check the certificates and the file of trusted roots")
        })
    }

    /// TLS with the certificate that the identity gives at each new connection.
    pub(crate) fn tls(&self, identity: &Identity) -> Result<ClientConfig, ConfigError> {
        let unusable = |error: rustls::Error| {
            let remedy = "check the file of trusted roots, or install the system's root certificates";
            ConfigError::new("trust", &error.to_string(), remedy)
        };
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unusable)?;
        let builder = match self.trust {
            Some(path) => builder.with_root_certificates(roots(path)?),
            None => builder.with_platform_verifier().map_err(unusable)?,
        };
        let mut config = builder.with_client_cert_resolver(identity.tls_resolver());
        // A session taken up again would go on under the certificate that it began with, also after that one was
        // replaced.
        config.resumption = Resumption::disabled();
        Ok(config)
    }
}

fn roots(path: &Path) -> Result<RootCertStore, ConfigError> {
    let pem = crate::config::read_file("trust", path)?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok));
    if roots.is_empty() {
        let problem = format!("there is no certificate in {}", path.display());
        return Err(ConfigError::new("trust", &problem, "give a PEM file with the root certificates"));
    }
    Ok(roots)
}
