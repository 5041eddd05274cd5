//! Answers of OCSP responders (RFC 6960), as somebody fetched them.

use std::sync::OnceLock;

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};
use x509_parser::prelude::X509Certificate;

use super::{RevocationError, Said};
use crate::certificate::Certificate;
use crate::der::{self, Element, Reader};
use crate::issuer;

/// A basic response, read once.
pub(super) struct Answers {
    /// What is signed.
    tbs: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
    responder: Responder,
    produced_at: i64,
    /// Certificates that came along: one may be the responder's.
    certificates: Vec<Certificate>,
    single: Vec<Single>,
    /// The issuer for which the response is known to hold.
    issuer: OnceLock<Certificate>,
}

/// By what the response names its signer.
enum Responder {
    Name(Vec<u8>),
    /// SHA-1 of the public key.
    Key(Vec<u8>),
}

/// The answer about one certificate.
struct Single {
    hash: &'static Algorithm,
    issuer_name: Vec<u8>,
    issuer_key: Vec<u8>,
    serial: Vec<u8>,
    revoked: Option<i64>,
    this_update: i64,
    next_update: Option<i64>,
}

/// Most answers and certificates in one response.
const MOST: usize = 256;
/// Without a next update something newer is always to be had (RFC 6960, 4.2.2.1): the answer holds for a day.
const UNDATED_SECONDS: i64 = 86_400;

const BASIC: &[u8] = &[0x2B, 6, 1, 5, 5, 7, 48, 1, 1];
/// Only names here; nothing is signed with them.
const HASHES: [(&[u8], &Algorithm); 4] = [
    (&[0x2B, 14, 3, 2, 26], &SHA1_FOR_LEGACY_USE_ONLY),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], &SHA256),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], &SHA384),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], &SHA512),
];

impl Answers {
    pub(super) fn read(octets: &[u8]) -> Result<Answers, RevocationError> {
        let mut outer = Reader::new(octets);
        let frame = outer.enter(der::SEQUENCE).filter(|_| outer.is_empty());
        let mut frame = frame.ok_or(RevocationError::Answer)?;
        let status = frame.expect(der::ENUMERATED).ok_or(RevocationError::Answer)?;
        if status.content != [0] {
            return Err(RevocationError::NoAnswer);
        }
        read(frame).ok_or(RevocationError::Answer)
    }

    /// `None`: it says nothing about this certificate.
    pub(super) fn say(&self, certificate: &Certificate, issuer: &Certificate) -> Option<Said> {
        let parsed = issuer.parsed()?;
        let key = parsed.public_key().subject_public_key.data.as_ref();
        let about = |single: &&Single| {
            single.serial == certificate.serial()
                && digest(single.hash, certificate.issuer()).as_ref() == single.issuer_name
                && digest(single.hash, key).as_ref() == single.issuer_key
        };
        let single = self.single.iter().find(about)?;
        // A responder need not know certificates that have ended.
        let ended = single.this_update > certificate.not_after() && single.revoked.is_none();
        if ended || issuer.subject() != certificate.issuer() || !self.signed_for(issuer, &parsed) {
            return None;
        }
        let good_until = single.next_update.unwrap_or(single.this_update.saturating_add(UNDATED_SECONDS));
        Some(Said { revoked: single.revoked, good_until })
    }

    /// Whether the issuer signed the response, or a responder that it made for this purpose and that was valid
    /// when it answered.
    fn signed_for(&self, issuer: &Certificate, parsed: &X509Certificate<'_>) -> bool {
        if self.issuer.get() == Some(issuer) {
            return true;
        }
        let delegate = |certificate: &&Certificate| {
            certificate.issuer() == issuer.subject()
                && certificate.is_valid_at(self.produced_at)
                && certificate.parsed().is_some_and(|delegate| {
                    let purpose = delegate.extended_key_usage().ok().flatten();
                    purpose.is_some_and(|p| p.value.ocsp_signing) && issuer::signed(parsed, &delegate)
                })
        };
        let holds = self.is_signed_by(issuer)
            || self.certificates.iter().filter(delegate).any(|delegate| self.is_signed_by(delegate));
        if holds {
            // Whoever was first stays; others are looked at each time.
            let _ = self.issuer.set(issuer.clone());
        }
        holds
    }

    fn is_signed_by(&self, signer: &Certificate) -> bool {
        let Some(parsed) = signer.parsed() else { return false };
        let key = parsed.public_key();
        let named = match &self.responder {
            Responder::Name(name) => name == signer.subject(),
            Responder::Key(hash) => {
                digest(&SHA1_FOR_LEGACY_USE_ONLY, key.subject_public_key.data.as_ref()).as_ref() == hash
            }
        };
        named && issuer::verifies_der(key, &self.algorithm, &self.tbs, &self.signature)
    }
}

/// What follows a status of success.
fn read(mut frame: Reader<'_>) -> Option<Answers> {
    let mut bytes = frame.enter(der::context(0))?.enter(der::SEQUENCE)?;
    bytes.expect(der::OID).filter(|oid| oid.content == BASIC)?;
    let basic = bytes.expect(der::OCTET_STRING)?;
    let mut basic = Reader::new(basic.content).enter(der::SEQUENCE)?;
    let tbs = basic.expect(der::SEQUENCE)?;
    let algorithm = basic.expect(der::SEQUENCE)?;
    let signature = basic.expect(der::BIT_STRING)?.content.strip_prefix(&[0])?;
    let mut certificates = Vec::new();
    if let Some(mut list) =
        basic.optional(der::context(0)).and_then(|c| Reader::new(c.content).enter(der::SEQUENCE))
    {
        while !list.is_empty() && certificates.len() < MOST {
            // One that cannot be read cannot be the signer's.
            certificates.extend(Certificate::from_der(list.any()?.whole.to_vec()));
        }
    }
    let mut data = Reader::new(tbs.content);
    data.optional(der::context(0));
    let responder = match data.any()? {
        Element { tag, content, .. } if tag == der::context(1) => Responder::Name(content.to_vec()),
        Element { tag, content, .. } if tag == der::context(2) => {
            Responder::Key(Reader::new(content).expect(der::OCTET_STRING)?.content.to_vec())
        }
        _ => return None,
    };
    let produced_at = der::generalized_time(data.expect(der::GENERALIZED_TIME)?.content)?;
    let mut responses = data.enter(der::SEQUENCE)?;
    let mut single = Vec::new();
    while !responses.is_empty() {
        if single.len() == MOST {
            return None;
        }
        single.extend(read_single(responses.enter(der::SEQUENCE)?)?);
    }
    if has_critical(data.optional(der::context(1)))? {
        return None;
    }
    Some(Answers {
        tbs: tbs.whole.to_vec(),
        algorithm: algorithm.whole.to_vec(),
        signature: signature.to_vec(),
        responder,
        produced_at,
        certificates,
        single,
        issuer: OnceLock::new(),
    })
}

/// One answer; the inner `None`: the responder does not know, or says it in a way that is not understood.
#[allow(clippy::option_option)]
fn read_single(mut response: Reader<'_>) -> Option<Option<Single>> {
    let mut id = response.enter(der::SEQUENCE)?;
    let hash = id.enter(der::SEQUENCE)?.expect(der::OID)?;
    let issuer_name = id.expect(der::OCTET_STRING)?.content.to_vec();
    let issuer_key = id.expect(der::OCTET_STRING)?.content.to_vec();
    let serial = der::trimmed(id.expect(der::INTEGER)?.content).to_vec();
    const GOOD: u8 = 0x80;
    const REVOKED: u8 = 0xA1;
    const UNKNOWN: u8 = 0x82;
    let status = response.any()?;
    let revoked = match status.tag {
        GOOD | UNKNOWN => None,
        REVOKED => {
            let time = Reader::new(status.content).expect(der::GENERALIZED_TIME)?;
            Some(der::generalized_time(time.content)?)
        }
        _ => return None,
    };
    let this_update = der::generalized_time(response.expect(der::GENERALIZED_TIME)?.content)?;
    let next_update = match response.optional(der::context(0)) {
        None => None,
        Some(next) => {
            Some(der::generalized_time(Reader::new(next.content).expect(der::GENERALIZED_TIME)?.content)?)
        }
    };
    let strange = has_critical(response.optional(der::context(1)))?;
    let hash = HASHES.iter().find(|(oid, _)| *oid == hash.content).map(|(_, hash)| *hash);
    let Some(hash) = hash.filter(|_| status.tag != UNKNOWN && !strange) else { return Some(None) };
    Some(Some(Single { hash, issuer_name, issuer_key, serial, revoked, this_update, next_update }))
}

/// Whether one of the extensions must be understood: none is.
fn has_critical(extensions: Option<Element<'_>>) -> Option<bool> {
    let Some(extensions) = extensions else { return Some(false) };
    let mut list = Reader::new(extensions.content).enter(der::SEQUENCE)?;
    let mut critical = false;
    while !list.is_empty() {
        let mut extension = list.enter(der::SEQUENCE)?;
        extension.expect(der::OID)?;
        critical |= extension.optional(der::BOOLEAN).is_some_and(|flag| flag.content != [0]);
    }
    Some(critical)
}
