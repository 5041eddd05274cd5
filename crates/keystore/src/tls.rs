//! The organisation's certificate in TLS.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rustls::SignatureScheme;
use rustls::client::ResolvesClientCert;
use rustls::sign::CertifiedKey;

use crate::ring::KeyRing;

#[derive(Debug)]
struct Resolver(Arc<KeyRing>);

impl KeyRing {
    /// Presents the ring's current key to servers: each new connection uses what is current then, so that a
    /// replaced certificate needs no restart.
    pub fn tls_resolver(self: &Arc<Self>) -> Arc<dyn ResolvesClientCert> {
        Arc::new(Resolver(self.clone()))
    }
}

impl ResolvesClientCert for Resolver {
    fn resolve(&self, _hints: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
        let entry = self.0.to_show(i64::try_from(now).unwrap_or(i64::MAX))?;
        entry.tls().key.choose_scheme(schemes).map(|_| entry.tls().clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}
