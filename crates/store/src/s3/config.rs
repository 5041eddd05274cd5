//! Which bucket, and with which key.

use std::time::Duration;

/// A bucket and the credentials for it.
#[derive(Clone, Debug)]
pub struct S3Config {
    /// Scheme and host of the service, such as `https://s3.example.org`.
    pub endpoint: String,
    /// Region that signatures are made for.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// The bucket stands in the path (`https://host/bucket/…`) instead of the host (`https://bucket.host/…`).
    pub path_style: bool,
    /// Begins the name of every object; empty or ending in `/`.
    pub prefix: String,
    /// Access key id.
    pub access_key: String,
    /// Its secret.
    pub secret_key: std::sync::Arc<SecretText>,
    /// Patience with one call.
    pub timeout: Duration,
}

/// A secret text that does not show itself.
pub struct SecretText(zeroize::Zeroizing<String>);

impl SecretText {
    /// Takes a text over.
    pub fn new(text: impl Into<String>) -> SecretText {
        SecretText(zeroize::Zeroizing::new(text.into()))
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// Settings that name no bucket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("S3: {what}")]
pub struct S3Error {
    /// What is wrong, and what to do.
    pub what: String,
}
