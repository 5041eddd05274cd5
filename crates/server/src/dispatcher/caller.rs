//! Which system calls: by API key, or by the certificate that the TLS proxy has seen.

use super::{Dispatcher, DispatcherClient};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use std::net::IpAddr;
use xmldsig::Certificate;

/// Longest certificate header: a chain of several certificates stays below.
const HEADER_MAX_BYTES: usize = 32 * 1024;

/// A calling system that is known.
pub(super) enum Caller {
    /// By its key.
    Key(Actor),
    /// By the organisation number in its certificate.
    Certificate(String),
}

impl Caller {
    /// The system's name, kept with each letter.
    pub(super) fn name(&self) -> String {
        match self {
            Caller::Key(key) => key.name.clone(),
            Caller::Certificate(organisation) => format!("certificate {organisation}"),
        }
    }

    /// Whether it may act for this client's sender, whose organisation number is given.
    pub(super) fn may_act_for(&self, client: &DispatcherClient, sender_number: &str) -> bool {
        match self {
            Caller::Key(key) => key.may_for(Right::Send, &client.sender, None),
            Caller::Certificate(organisation) => client.may_sign(sender_number, organisation),
        }
    }
}

/// Recognises the caller, and notes that it was heard. A certificate counts only out of the configured header, and only from a proxy.
pub(super) async fn recognise(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    headers: &HeaderMap,
    peer: IpAddr,
) -> Option<Caller> {
    let caller = known(gateway, dispatcher, headers, peer).await?;
    gateway.traffic.heard(&caller.name(), headers, Timestamp::now());
    Some(caller)
}

async fn known(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    headers: &HeaderMap,
    peer: IpAddr,
) -> Option<Caller> {
    if let Some(text) = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        let key = gateway.authenticate(&key_of(text)?).await?;
        return key.may(Right::Send).then_some(Caller::Key(key));
    }
    let name = dispatcher.config.client_certificate_header.as_deref()?;
    if !dispatcher.config.proxies.contains(&peer.to_canonical()) {
        return None;
    }
    let mut values = headers.get_all(name).iter();
    let (value, None) = (values.next()?.to_str().ok()?, values.next()) else { return None };
    let certificate = certificate_of(value)?;
    dispatcher.trust.check(&certificate, Some(Timestamp::now().as_second())).ok()?;
    certificate.subject_serial_number().map(Caller::Certificate)
}

/// The key in `Bearer key` or in the password of `Basic`, which is all that many SOAP clients can send.
fn key_of(authorization: &str) -> Option<String> {
    let (scheme, rest) = authorization.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = base64_simd::STANDARD.decode_to_vec(rest.trim().as_bytes()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':').map(|(_, password)| password.to_owned())
}

/// The first certificate of a header value, in the ways proxies write one.
fn certificate_of(value: &str) -> Option<Certificate> {
    if value.len() > HEADER_MAX_BYTES {
        return None;
    }
    let text = percent_decoded(value)?;
    let inside = match text.split_once("-----BEGIN CERTIFICATE-----") {
        Some((_, rest)) => rest.split_once("-----END CERTIFICATE-----")?.0,
        None => text.split(',').next()?,
    };
    // Some proxies fold the lines of the PEM into blanks or tabs.
    let base64: String = inside.chars().filter(|c| !c.is_whitespace()).collect();
    Certificate::from_der(base64_simd::STANDARD.decode_to_vec(base64.as_bytes()).ok()?).ok()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_as_bearer_or_as_password() {
        assert_eq!(key_of("Bearer k-1").as_deref(), Some("k-1"));
        assert_eq!(key_of("basic eDprLTE=").as_deref(), Some("k-1"));
        for wrong in ["", "Bearer", "Basic eDprLTE", "Basic eA==", "Digest x"] {
            assert_eq!(key_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn certificates_come_in_the_ways_of_nginx_apache_and_traefik() {
        let made = a_certificate();
        let pem = made.replace('\n', " ");
        let escaped = made.replace('\n', "%0A").replace(' ', "%20").replace('+', "%2B").replace('=', "%3D");
        let bare: String = made.lines().filter(|line| !line.starts_with('-')).collect();
        let chain = format!("{bare},{bare}");
        for value in [pem.as_str(), &escaped, &bare, &chain] {
            assert!(certificate_of(value).is_some(), "{value}");
        }
        for wrong in
            ["", "%", "%zz", "-----BEGIN CERTIFICATE-----", "AAAA", &"A".repeat(HEADER_MAX_BYTES + 4)]
        {
            assert!(certificate_of(wrong).is_none());
        }
    }

    fn a_certificate() -> String {
        let key = rcgen::KeyPair::generate().unwrap();
        rcgen::CertificateParams::default().self_signed(&key).unwrap().pem()
    }
}
