//! Options of every command that verifies signatures.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use xmldsig::{Revocation, RevocationError, TrustAnchors, VerifyOptions};

use crate::exit::Failure;
use crate::input::{Input, read_text};
use crate::when::moment;

/// No revocation list is larger.
const REVOCATION_LARGEST: u64 = 64 << 20;

/// Whom to trust, and when.
#[derive(Debug, clap::Args)]
pub(crate) struct TrustArgs {
    /// Certificates of trusted issuers, PEM; without it only integrity is checked
    #[arg(long, value_name = "PEM")]
    trust: Option<PathBuf>,
    /// Certificates must be valid at this time (RFC 3339, a date, or `now`)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    /// Revocation list of an issuer, PEM or DER; may be given several times
    #[arg(long, value_name = "FILE", requires = "trust", requires = "at")]
    crl: Vec<PathBuf>,
    /// Answer of an OCSP responder, DER; may be given several times
    #[arg(long, value_name = "FILE", requires = "trust", requires = "at")]
    ocsp: Vec<PathBuf>,
    /// Accept the retired SHA-1 algorithms
    #[arg(long)]
    allow_sha1: bool,
}

impl TrustArgs {
    /// Issuers that were named, with what is known about revocation.
    pub(crate) fn anchors(&self) -> Result<Option<TrustAnchors>, Failure> {
        let Some(path) = &self.trust else { return Ok(None) };
        let anchors = TrustAnchors::from_pem(&read_text(path, 16 << 20)?);
        let anchors = anchors.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        if self.crl.is_empty() && self.ocsp.is_empty() {
            return Ok(Some(anchors));
        }
        let mut revocation = Revocation::new();
        for path in &self.crl {
            take(path, |file| revocation.add_crl(file))?;
        }
        for path in &self.ocsp {
            take(path, |file| revocation.add_ocsp(file))?;
        }
        Ok(Some(anchors.with_revocation(revocation)))
    }

    /// Seconds since 1970 at which certificates must be valid.
    pub(crate) fn at(&self) -> Option<i64> {
        self.at.map(Timestamp::as_second)
    }

    /// Whether SHA-1 is accepted.
    pub(crate) fn allow_sha1(&self) -> bool {
        self.allow_sha1
    }

    /// The same for the verifier.
    pub(crate) fn options(&self) -> Result<VerifyOptions, Failure> {
        let (allow_sha1, trust, at) = (self.allow_sha1, self.anchors()?, self.at());
        Ok(VerifyOptions { allow_sha1, trust, at, ..VerifyOptions::default() })
    }
}

/// Reads a revocation file.
fn take(path: &Path, add: impl FnOnce(&[u8]) -> Result<(), RevocationError>) -> Result<(), Failure> {
    let file = Input::from(path.to_owned()).read(REVOCATION_LARGEST)?;
    add(&file).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// The last part of an algorithm's URI, such as `rsa-sha256`.
pub(crate) fn short(algorithm: &str) -> &str {
    algorithm.rsplit(['#', '/']).next().unwrap_or(algorithm)
}
