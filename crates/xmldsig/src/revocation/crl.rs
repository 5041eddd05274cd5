//! Certificate revocation lists (RFC 5280, 5).

use std::sync::OnceLock;

use x509_parser::extensions::{DistributionPointName, GeneralName, ParsedExtension};
use x509_parser::prelude::{CertificateRevocationList, FromDer, X509Certificate, X509Extension};

use super::{RevocationError, Said};
use crate::certificate::Certificate;
use crate::{der, issuer};

/// A list, read once.
pub(super) struct List {
    octets: Vec<u8>,
    issuer: Vec<u8>,
    this_update: i64,
    next_update: i64,
    /// Serial numbers without leading zeros and since when they are revoked, sorted.
    revoked: Vec<(Vec<u8>, i64)>,
    scope: Scope,
    /// The certificate that is known to have signed the list: found once, asked for often.
    signer: OnceLock<Certificate>,
}

/// Of which certificates the list is complete.
#[derive(Default)]
struct Scope {
    /// Not of those of people and organisations.
    authorities_only: bool,
    /// Only of those that name one of these addresses; of all if there is none.
    addresses: Vec<String>,
}

const DELTA: &str = "2.5.29.27";
const ISSUING_POINT: &str = "2.5.29.28";
const UNDERSTOOD: [&str; 3] = ["2.5.29.20", "2.5.29.35", ISSUING_POINT];
/// Of one entry: reason and date.
const ENTRY_UNDERSTOOD: [&str; 2] = ["2.5.29.21", "2.5.29.24"];

impl List {
    pub(super) fn read(octets: &[u8]) -> Result<List, RevocationError> {
        let (rest, list) = CertificateRevocationList::from_der(octets).map_err(|_| RevocationError::List)?;
        if !rest.is_empty() {
            return Err(RevocationError::List);
        }
        let scope = scope(list.extensions())?;
        let mut revoked = Vec::new();
        for entry in list.iter_revoked_certificates() {
            // An entry that speaks for another issuer, for one.
            if entry.extensions().iter().any(|e| e.critical && !ENTRY_UNDERSTOOD.contains(&oid(e).as_str())) {
                return Err(RevocationError::NotComplete);
            }
            let date = entry.revocation_date.timestamp();
            let suspect = entry.invalidity_date().map_or(date, |(_, since)| since.timestamp());
            revoked.push((der::trimmed(entry.raw_serial()).to_vec(), date.min(suspect)));
        }
        revoked.sort();
        let this_update = list.last_update().timestamp();
        Ok(List {
            issuer: list.issuer().as_raw().to_vec(),
            this_update,
            next_update: list.next_update().map_or(this_update, |next| next.timestamp()),
            revoked,
            scope,
            signer: OnceLock::new(),
            octets: octets.to_vec(),
        })
    }

    /// `None`: it says nothing about this certificate.
    pub(super) fn says(&self, certificate: &Certificate, issuer: &Certificate) -> Option<Said> {
        if self.issuer != certificate.issuer() || !self.signed_by(issuer) {
            return None;
        }
        let found = self.revoked.partition_point(|(serial, _)| serial.as_slice() < certificate.serial());
        let entry = self.revoked.get(found).filter(|(serial, _)| serial.as_slice() == certificate.serial());
        if entry.is_none() && !self.is_complete_for(certificate) {
            return None;
        }
        Some(Said { revoked: entry.map(|(_, since)| *since), good_until: self.next_update })
    }

    fn is_complete_for(&self, certificate: &Certificate) -> bool {
        // Certificates that have ended leave the list.
        if self.this_update > certificate.not_after() {
            return false;
        }
        let Some(parsed) = certificate.parsed() else { return false };
        let authority = parsed.basic_constraints().ok().flatten().is_some_and(|b| b.value.ca);
        let named = || addresses_of(&parsed).iter().any(|address| self.scope.addresses.contains(address));
        (authority || !self.scope.authorities_only) && (self.scope.addresses.is_empty() || named())
    }

    fn signed_by(&self, issuer: &Certificate) -> bool {
        if self.signer.get() == Some(issuer) {
            return true;
        }
        let check = || {
            let (_, list) = CertificateRevocationList::from_der(&self.octets).ok()?;
            let parsed = issuer.parsed()?;
            let may = parsed.key_usage().is_ok_and(|usage| usage.is_none_or(|u| u.value.crl_sign()));
            let (tbs, value) = (list.tbs_cert_list.as_ref(), list.signature_value.data.as_ref());
            let holds = issuer::verifies(parsed.public_key(), &list.signature_algorithm, tbs, value);
            let same = list.signature_algorithm == list.tbs_cert_list.signature;
            Some(may && same && issuer.subject() == self.issuer && holds)
        };
        let signed = check() == Some(true);
        if signed {
            // Whoever was first stays; another issuer of the same name is looked at each time.
            let _ = self.signer.set(issuer.clone());
        }
        signed
    }
}

fn oid(extension: &X509Extension<'_>) -> String {
    extension.oid.to_id_string()
}

fn scope(extensions: &[X509Extension<'_>]) -> Result<Scope, RevocationError> {
    let mut scope = Scope::default();
    for extension in extensions {
        let id = oid(extension);
        if id == DELTA || (extension.critical && !UNDERSTOOD.contains(&id.as_str())) {
            return Err(RevocationError::NotComplete);
        }
        if id != ISSUING_POINT {
            continue;
        }
        let ParsedExtension::IssuingDistributionPoint(point) = extension.parsed_extension() else {
            return Err(RevocationError::NotComplete);
        };
        if point.indirect_crl || point.only_contains_attribute_certs || point.only_some_reasons.is_some() {
            return Err(RevocationError::NotComplete);
        }
        scope.authorities_only = point.only_contains_ca_certs;
        if let Some(name) = &point.distribution_point {
            scope.addresses = addresses(name);
            if scope.addresses.is_empty() {
                return Err(RevocationError::NotComplete);
            }
        }
    }
    Ok(scope)
}

fn addresses(name: &DistributionPointName<'_>) -> Vec<String> {
    let DistributionPointName::FullName(names) = name else { return Vec::new() };
    let address = |name: &GeneralName<'_>| match name {
        GeneralName::URI(uri) => Some((*uri).to_owned()),
        _ => None,
    };
    names.iter().filter_map(address).collect()
}

/// Where the certificate says its revocation lists lie.
fn addresses_of(certificate: &X509Certificate<'_>) -> Vec<String> {
    let points = certificate.iter_extensions().filter_map(|e| match e.parsed_extension() {
        ParsedExtension::CRLDistributionPoints(points) => Some(points),
        _ => None,
    });
    points
        .flat_map(|points| points.iter())
        .filter_map(|point| point.distribution_point.as_ref())
        .flat_map(addresses)
        .collect()
}
