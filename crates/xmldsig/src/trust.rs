//! Whom to believe: from a leaf certificate up to an issuer that is trusted.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::prelude::{X509Certificate, X509Extension};

use crate::certificate::{Certificate, CertificateError};
use crate::revocation::{Revocation, RevocationStatus};
use crate::{constraints, issuer};

/// Why a certificate is not trusted. Rule E16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// After its validity at the time asked for.
    #[error("the certificate had expired at that time")]
    Expired,
    /// Before its validity at the time asked for.
    #[error("the certificate was not valid yet at that time")]
    NotYetValid,
    /// The issuer is outside its validity at the time asked for.
    #[error("the issuer's certificate is not valid at that time")]
    IssuerNotValid,
    /// Neither the certificate nor its issuer is among the trusted ones.
    #[error("the certificate was issued by nobody who is trusted")]
    UnknownIssuer,
    /// An issuer signed it that may not issue certificates: no CA flag, or a key usage without it.
    #[error("the issuer's certificate does not allow issuing certificates")]
    IssuerNotAuthority,
    /// More issuers follow one another than one of them allows, or than are looked at.
    #[error("the chain of issuers is longer than allowed")]
    PathLength,
    /// An issuer may not vouch for a name in the certificate.
    #[error("an issuer may not vouch for a name in the certificate")]
    NameConstraints,
    /// The certificate is not meant for signatures, or has a critical extension that is not understood.
    #[error("the certificate's key usage does not allow signatures")]
    Usage,
    /// The issuer has revoked it.
    #[error("the issuer has revoked the certificate")]
    Revoked,
    /// Revocation shall be checked, and none of the files says anything about the certificate.
    #[error("none of the revocation files says whether the certificate was revoked")]
    RevocationUnknown,
    /// What the files say about it is too old for the time asked for.
    #[error("what the revocation files say is too old: fetch new ones")]
    RevocationStale,
}

impl TrustError {
    /// One word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            TrustError::Expired => "expired",
            TrustError::NotYetValid => "not_yet_valid",
            TrustError::IssuerNotValid => "issuer_not_valid",
            TrustError::UnknownIssuer => "unknown_issuer",
            TrustError::IssuerNotAuthority => "issuer_not_authority",
            TrustError::PathLength => "path_length",
            TrustError::NameConstraints => "name_constraints",
            TrustError::Usage => "key_usage",
            TrustError::Revoked => "revoked",
            TrustError::RevocationUnknown => "revocation_unknown",
            TrustError::RevocationStale => "revocation_stale",
        }
    }
}

/// Trusted certificates: issuers, roots as well as intermediate ones, and single certificates trusted as such.
/// With them, if wanted, what is known about revocation.
#[derive(Debug, Clone, Default)]
pub struct TrustAnchors {
    anchors: Vec<Certificate>,
    revocation: Option<Revocation>,
}

/// Critical extensions that are looked at here or mean nothing to a signature (RFC 5280: any other forbids the use).
const UNDERSTOOD: [&str; 6] = [
    "2.5.29.15", // keyUsage
    "2.5.29.17", // subjectAltName
    "2.5.29.19", // basicConstraints
    "2.5.29.30", // nameConstraints
    "2.5.29.32", // certificatePolicies
    "2.5.29.37", // extKeyUsage
];

/// Certificates in one chain, the leaf included.
const LONGEST_CHAIN: usize = 8;

/// Chains looked at: names that many issuers share must not cost much.
const MOST_CHAINS: usize = 64;

impl TrustAnchors {
    /// Reads every certificate of a PEM bundle.
    ///
    /// # Errors
    /// There is none, or one of them cannot be read.
    pub fn from_pem(bundle: &str) -> Result<Self, CertificateError> {
        let anchors = CertificateDer::pem_slice_iter(bundle.as_bytes())
            .map(|der| Certificate::from_der(der.map_err(|_| CertificateError::NoPem)?.to_vec()))
            .collect::<Result<Vec<_>, _>>()?;
        if anchors.is_empty() { Err(CertificateError::NoPem) } else { Ok(TrustAnchors::new(anchors)) }
    }

    /// Trusts these certificates.
    pub fn new(anchors: Vec<Certificate>) -> Self {
        TrustAnchors { anchors, revocation: None }
    }

    /// Trusts a certificate only if these lists and answers say that its issuer has not revoked it (E16).
    #[must_use]
    pub fn with_revocation(mut self, revocation: Revocation) -> Self {
        self.revocation = Some(revocation);
        self
    }

    /// The certificates trusted.
    pub fn certificates(&self) -> &[Certificate] {
        &self.anchors
    }

    /// Checks a leaf certificate: it is trusted itself, or a chain of trusted issuers ends with it. Certificates
    /// that came with a signature play no part; who uses an intermediate issuer puts it into the bundle. It is
    /// then trusted in its own right, unless its own issuer stands in the bundle too: then that one must hold as
    /// well. `at`: seconds since 1970; `None` leaves validity out.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub fn check(&self, leaf: &Certificate, at: Option<i64>) -> Result<(), TrustError> {
        check_validity(leaf, at)?;
        let parsed = leaf.parsed().ok_or(TrustError::UnknownIssuer)?;
        let usage = parsed.key_usage().map_err(|_| TrustError::Usage)?;
        if usage.is_some_and(|u| !u.value.digital_signature() && !u.value.non_repudiation())
            || !understood(&parsed)
        {
            return Err(TrustError::Usage);
        }
        let pinned = self.anchors.contains(leaf);
        if pinned && self.revocation.is_none() {
            return Ok(());
        }
        match self.chain(leaf, at) {
            // Trusted as such, whatever is known of its issuer, unless that one has revoked it.
            Err(error) if pinned && error != TrustError::Revoked => Ok(()),
            found => found,
        }
    }

    /// Looks for a chain that holds. The refusal is that of the chain that came closest.
    fn chain(&self, leaf: &Certificate, at: Option<i64>) -> Result<(), TrustError> {
        let mut refusal = TrustError::UnknownIssuer;
        let mut open = vec![vec![leaf]];
        for _ in 0..MOST_CHAINS {
            let Some(path) = open.pop() else { break };
            let Some(top) = path.last() else { break };
            let mut ends = path.len() > 1;
            for issuer in self.anchors.iter().filter(|a| a.subject() == top.issuer() && !path.contains(a)) {
                match self.step(&path, issuer, at) {
                    Ok(()) => {
                        ends = false;
                        open.push([path.as_slice(), &[issuer]].concat());
                    }
                    Err(None) => {}
                    Err(Some(error)) => {
                        ends = false;
                        refusal = error;
                    }
                }
            }
            // A root, or an intermediate issuer whose own issuer is not in the bundle.
            if ends {
                match self.revoked(&path, at) {
                    Ok(()) => return Ok(()),
                    Err(error) => refusal = error,
                }
            }
        }
        Err(refusal)
    }

    /// Whether `issuer`, whose name fits, may stand above `path`. `Err(None)`: it is somebody else of that name.
    fn step(
        &self,
        path: &[&Certificate],
        issuer: &Certificate,
        at: Option<i64>,
    ) -> Result<(), Option<TrustError>> {
        let below = path.last().and_then(|c| c.parsed()).ok_or(None)?;
        let above = issuer.parsed().ok_or(None)?;
        if !issuer::signed(&above, &below) {
            return Err(None);
        }
        if at.is_some_and(|at| !issuer.is_valid_at(at)) {
            return Err(Some(TrustError::IssuerNotValid));
        }
        let basic = above.basic_constraints().ok().flatten().filter(|b| b.value.ca);
        let may_sign = above.key_usage().is_ok_and(|usage| usage.is_none_or(|u| u.value.key_cert_sign()));
        let Some(basic) = basic.filter(|_| may_sign && understood(&above)) else {
            return Err(Some(TrustError::IssuerNotAuthority));
        };
        // Issuers between this one and the leaf; those that issued themselves do not count.
        let between = path.iter().skip(1).filter(|c| c.subject() != c.issuer()).count();
        let allowed = basic.value.path_len_constraint.is_none_or(|most| between <= most as usize);
        if !allowed || path.len() >= LONGEST_CHAIN {
            return Err(Some(TrustError::PathLength));
        }
        let constraints = above.name_constraints().map_err(|_| Some(TrustError::NameConstraints))?;
        if let Some(constraints) = constraints {
            let bound =
                |c: &&Certificate| c.parsed().is_some_and(|c| constraints::allow(constraints.value, &c));
            if !path.iter().all(bound) {
                return Err(Some(TrustError::NameConstraints));
            }
        }
        Ok(())
    }

    /// The leaf must be known not to be revoked; issuers must not be known to be.
    fn revoked(&self, path: &[&Certificate], at: Option<i64>) -> Result<(), TrustError> {
        let Some(revocation) = &self.revocation else { return Ok(()) };
        for (number, pair) in path.windows(2).enumerate() {
            let [certificate, issuer] = pair else { continue };
            match revocation.status(certificate, issuer, at) {
                RevocationStatus::Revoked { .. } => return Err(TrustError::Revoked),
                RevocationStatus::Stale if number == 0 => return Err(TrustError::RevocationStale),
                RevocationStatus::Unknown if number == 0 => return Err(TrustError::RevocationUnknown),
                RevocationStatus::Stale | RevocationStatus::Unknown | RevocationStatus::Good => {}
            }
        }
        Ok(())
    }
}

/// The validity of the certificate itself.
pub(crate) fn check_validity(certificate: &Certificate, at: Option<i64>) -> Result<(), TrustError> {
    match at {
        Some(at) if at > certificate.not_after() => Err(TrustError::Expired),
        Some(at) if at < certificate.not_before() => Err(TrustError::NotYetValid),
        _ => Ok(()),
    }
}

fn understood(certificate: &X509Certificate<'_>) -> bool {
    let foreign = |e: &X509Extension<'_>| {
        e.critical
            && (e.parsed_extension().unsupported() || !UNDERSTOOD.contains(&e.oid.to_id_string().as_str()))
    };
    !certificate.iter_extensions().any(foreign)
}
