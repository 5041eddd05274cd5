//! TLS of the machine interfaces: our server certificate, client certificates of our authority asked for, and the
//! handshakes that go wrong on demand.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use tokio::sync::OnceCell;
use tokio_rustls::TlsAcceptor;

use crate::error::SandboxError;
use crate::faults::FaultKind;
use crate::pki::{Issued, Pki};

/// What the server shows in a handshake.
pub(crate) struct Handshakes {
    good: TlsAcceptor,
    /// Made when they are first needed.
    expired: OnceCell<TlsAcceptor>,
    stranger: OnceCell<TlsAcceptor>,
    folder: PathBuf,
    address: Option<std::net::IpAddr>,
}

impl Handshakes {
    pub(crate) fn new(
        pki: &Pki,
        folder: PathBuf,
        address: Option<std::net::IpAddr>,
    ) -> Result<Self, SandboxError> {
        let good = acceptor(pki, &pki.server(address)?)?;
        Ok(Self { good, expired: OnceCell::new(), stranger: OnceCell::new(), folder, address })
    }

    /// The one to use when this has struck.
    pub(super) async fn acceptor(&self, struck: Option<FaultKind>) -> Result<&TlsAcceptor, SandboxError> {
        let (folder, address) = (self.folder.clone(), self.address);
        let made = |make: fn(PathBuf, Option<std::net::IpAddr>) -> Result<TlsAcceptor, SandboxError>| async move {
            let made = tokio::task::spawn_blocking(move || make(folder, address)).await;
            made.map_err(|error| SandboxError::certificate("server", error))?
        };
        match struck {
            Some(FaultKind::Expired) => self.expired.get_or_try_init(|| made(expired)).await,
            Some(FaultKind::Stranger) => self.stranger.get_or_try_init(|| made(stranger)).await,
            _ => Ok(&self.good),
        }
    }
}

fn expired(folder: PathBuf, address: Option<std::net::IpAddr>) -> Result<TlsAcceptor, SandboxError> {
    let pki = Pki::open(&folder)?;
    acceptor(&pki, &pki.expired_server(address)?)
}

/// Another authority altogether, with the same names.
fn stranger(folder: PathBuf, address: Option<std::net::IpAddr>) -> Result<TlsAcceptor, SandboxError> {
    let pki = Pki::open(&folder.join("stranger"))?;
    acceptor(&pki, &pki.server(address)?)
}

fn acceptor(pki: &Pki, server: &Issued) -> Result<TlsAcceptor, SandboxError> {
    Ok(TlsAcceptor::from(Arc::new(server_config(pki, server)?)))
}

/// A certificate of another authority fails the handshake; none at all is let through, for each route to judge.
fn server_config(pki: &Pki, server: &Issued) -> Result<ServerConfig, SandboxError> {
    let pem = |what: &'static str| {
        move |error: rustls_pki_types::pem::Error| SandboxError::certificate(what, format!("{error:?}"))
    };
    let ca = CertificateDer::from_pem_slice(pki.ca_pem().as_bytes()).map_err(pem("ca.pem"))?;
    let chain = vec![
        CertificateDer::from_pem_slice(server.cert_pem.as_bytes()).map_err(pem("server.pem"))?,
        ca.clone(),
    ];
    let key = PrivateKeyDer::from_pem_slice(server.key_pem.as_bytes()).map_err(pem("server.key"))?;
    let mut roots = RootCertStore::empty();
    roots.add(ca)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .allow_unauthenticated()
        .build()
        .map_err(|error| SandboxError::certificate("client verifier", error))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
