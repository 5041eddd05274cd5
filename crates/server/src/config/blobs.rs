//! Where large blobs lie.

use super::ConfigError;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{S3Config, SecretText};

/// `[blobs]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blobs {
    /// Files in the data directory, or a bucket.
    #[serde(default)]
    pub place: Place,
    /// Scheme and host of the S3-compatible service.
    pub endpoint: Option<String>,
    /// Region for signatures.
    #[serde(default = "region")]
    pub region: String,
    /// Bucket.
    pub bucket: Option<String>,
    /// Begins the names of all objects.
    #[serde(default)]
    pub prefix: String,
    /// The bucket stands in the path, not in the host.
    #[serde(default)]
    pub path_style: bool,
    /// File with the access key id in its first line and its secret in the second; else the environment variables
    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    pub credentials_file: Option<PathBuf>,
    /// Patience with one call, milliseconds.
    #[serde(default = "timeout_ms")]
    pub timeout_ms: u64,
}

/// The places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Files in the data directory.
    #[default]
    Files,
    /// A bucket.
    S3,
}

fn region() -> String {
    "us-east-1".to_owned()
}

const fn timeout_ms() -> u64 {
    60_000
}

impl Blobs {
    pub(super) fn anchor(&mut self, folder: &Path) {
        if let Some(file) = self.credentials_file.as_mut().filter(|file| file.is_relative()) {
            *file = folder.join(&*file);
        }
    }

    /// The bucket, if blobs lie in one.
    ///
    /// # Errors
    /// [`ConfigError::Meaning`] names the setting that is missing.
    pub fn s3(&self) -> Result<Option<S3Config>, ConfigError> {
        if self.place == Place::Files {
            return Ok(None);
        }
        let needed = |name: &str, value: &Option<String>| {
            let missing = || ConfigError::Meaning(format!("blobs.{name} is needed with place = \"s3\""));
            value.clone().filter(|value| !value.is_empty()).ok_or_else(missing)
        };
        let (access_key, secret_key) = self.credentials()?;
        Ok(Some(S3Config {
            endpoint: needed("endpoint", &self.endpoint)?,
            region: self.region.clone(),
            bucket: needed("bucket", &self.bucket)?,
            path_style: self.path_style,
            prefix: self.prefix.clone(),
            access_key,
            secret_key: Arc::new(secret_key),
            timeout: Duration::from_millis(self.timeout_ms),
        }))
    }

    fn credentials(&self) -> Result<(String, SecretText), ConfigError> {
        let Some(file) = &self.credentials_file else {
            let variable = |name: &str| {
                std::env::var(name).map_err(|_| {
                    ConfigError::Meaning(format!("blobs.credentials_file: absent, and {name} is not set"))
                })
            };
            let secret = SecretText::new(variable("AWS_SECRET_ACCESS_KEY")?);
            return Ok((variable("AWS_ACCESS_KEY_ID")?, secret));
        };
        let wrong = |what: String| ConfigError::Meaning(format!("blobs.credentials_file: {what}"));
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| wrong(format!("{}: {error}", file.display())))?;
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        match (lines.next(), lines.next()) {
            (Some(id), Some(secret)) => Ok((id.to_owned(), SecretText::new(secret))),
            _ => Err(wrong("it must hold the access key id and, in the next line, its secret".to_owned())),
        }
    }
}
