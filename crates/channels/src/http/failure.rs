//! What a failed exchange means: did anything leave the house that can have had an effect?

use crate::scrub;
use std::error::Error;

/// A failed exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Certainly without effect (F9).
    NotSent(Cause, String),
    /// The whole request may have been read, and there is no whole answer (F8).
    AnswerLost(String),
}

/// Why nothing left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Name not found, connection refused, no answer to it, TLS not agreed.
    Unreachable,
    /// They refused our certificate.
    CertificateRefused,
    /// The connection broke before the request was complete.
    Incomplete,
}

impl Failure {
    /// Technical detail, without addresses and personal numbers.
    pub(crate) fn detail(&self) -> &str {
        match self {
            Failure::NotSent(_, detail) | Failure::AnswerLost(detail) => detail,
        }
    }

    /// Whether they refused our certificate.
    pub(crate) fn is_certificate_refused(&self) -> bool {
        matches!(self, Failure::NotSent(Cause::CertificateRefused, _))
    }
}

/// Sorts a client's error. `complete`: the whole request was handed to the connection.
pub(super) fn classify(error: &reqwest::Error, complete: bool) -> Failure {
    let cause = innermost(error);
    if let Some(alert) = certificate_alert(error) {
        // In TLS 1.3 the client has finished before the server looks at its certificate: the alert comes as an
        // answer to the request. A server that refuses the certificate has read none of it.
        return Failure::NotSent(Cause::CertificateRefused, format!("they refuse our certificate ({alert})"));
    }
    if error.is_builder() {
        return Failure::NotSent(Cause::Unreachable, format!("request not possible: {cause}"));
    }
    if error.is_connect() {
        let step = if error.is_timeout() {
            "no connection in time".to_owned()
        } else {
            format!("no connection: {cause}")
        };
        return Failure::NotSent(Cause::Unreachable, step);
    }
    if complete {
        Failure::AnswerLost(format!("connection lost after sending: {cause}"))
    } else {
        Failure::NotSent(Cause::Incomplete, format!("connection lost while sending: {cause}"))
    }
}

/// The alert by which a server refuses a certificate, if that is what happened.
fn certificate_alert(error: &reqwest::Error) -> Option<String> {
    use rustls::AlertDescription as Alert;
    const REFUSALS: &[Alert] = &[
        Alert::BadCertificate,
        Alert::UnsupportedCertificate,
        Alert::CertificateRevoked,
        Alert::CertificateExpired,
        Alert::CertificateUnknown,
        Alert::UnknownCA,
        Alert::AccessDenied,
        Alert::CertificateRequired,
        Alert::NoCertificate,
        // Handshake only, both: the record layer has alerts of its own.
        Alert::DecryptError,
        Alert::HandshakeFailure,
    ];
    let mut found = None;
    walk(error, &mut |part| {
        if let Some(rustls::Error::AlertReceived(alert)) = part.downcast_ref::<rustls::Error>()
            && REFUSALS.contains(alert)
        {
            found = Some(format!("{alert:?}"));
        }
    });
    found
}

/// The text of the innermost cause; the outer ones name the URL, which may hold a personal number.
pub(super) fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut depth = 0;
    walk(error, &mut |part| {
        depth += 1;
        if depth > 1 {
            text = part.to_string();
        }
    });
    // Some causes end with the address of a manual.
    let text = text.split("http").next().unwrap_or_default().trim_end_matches([':', ' ']);
    scrub(if text.is_empty() { "no cause given" } else { text })
}

/// Visits an error and its causes, also those inside I/O errors, which `source` passes over.
fn walk(error: &(dyn Error + 'static), visit: &mut dyn FnMut(&(dyn Error + 'static))) {
    const DEEPEST: usize = 16;
    let mut next = Some(error);
    for _ in 0..DEEPEST {
        let Some(part) = next else { return };
        visit(part);
        let inside = part.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = match inside {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => part.source(),
        };
    }
}
