//! What a handler may know of the connection, and how it ends one without an answer.

use axum::response::{IntoResponse, Response};

use crate::enrol::sha256_hex;

/// The other side of a connection. Every request of the HTTPS port carries one as an extension.
#[derive(Clone, Debug, Default)]
pub(crate) struct Peer {
    /// SHA-256 of the client certificate, hex. `None`: the client showed none.
    pub(crate) fingerprint: Option<String>,
}

impl Peer {
    pub(super) fn from_chain(chain: Option<&[rustls_pki_types::CertificateDer<'_>]>) -> Self {
        Self { fingerprint: chain.and_then(<[_]>::first).map(|der| sha256_hex(der)) }
    }
}

/// Answer of a handler that gives no answer: the connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

impl IntoResponse for HangUp {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
