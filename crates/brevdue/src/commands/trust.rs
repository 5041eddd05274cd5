//! Options of every command that verifies signatures.

use std::path::PathBuf;

use jiff::Timestamp;
use xmldsig::{TrustAnchors, VerifyOptions};

use crate::exit::Failure;
use crate::input::read_text;
use crate::when::moment;

/// Whom to trust, and when.
#[derive(Debug, clap::Args)]
pub(crate) struct TrustArgs {
    /// Certificates of trusted issuers, PEM; without it only integrity is checked
    #[arg(long, value_name = "PEM")]
    trust: Option<PathBuf>,
    /// Certificates must be valid at this time (RFC 3339, a date, or `now`)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    /// Accept the retired SHA-1 algorithms
    #[arg(long)]
    allow_sha1: bool,
}

impl TrustArgs {
    /// Issuers that were named.
    pub(crate) fn anchors(&self) -> Result<Option<TrustAnchors>, Failure> {
        let Some(path) = &self.trust else { return Ok(None) };
        let anchors = TrustAnchors::from_pem(&read_text(path, 16 << 20)?);
        anchors.map(Some).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
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

/// The last part of an algorithm's URI, such as `rsa-sha256`.
pub(crate) fn short(algorithm: &str) -> &str {
    algorithm.rsplit(['#', '/']).next().unwrap_or(algorithm)
}
