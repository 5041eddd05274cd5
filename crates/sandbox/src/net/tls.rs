//! TLS of the machine interfaces: our server certificate, client certificates of our authority asked for.

use std::sync::Arc;

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::SandboxError;
use crate::pki::{Issued, Pki};

/// A certificate of another authority fails the handshake; none at all is let through, for each route to judge.
pub(crate) fn server_config(pki: &Pki, server: &Issued) -> Result<ServerConfig, SandboxError> {
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
