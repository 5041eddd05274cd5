//! Our certificate and key: for TLS, for signatures, and how long they still last (E15, E18).

use crate::channel::{Finding, Level};
use crate::config::{ConfigError, read_text};
use jiff::Timestamp;
use std::fmt;
use std::path::Path;
use xmldsig::Certificate;

/// Days before the end at which a certificate is spoken of, each time more urgently (E18).
const WARNING_DAYS: [i64; 4] = [60, 30, 14, 7];
const DAY_SECONDS: i64 = 86_400;

/// A certificate (with its chain) and its private key. Never printed.
#[derive(Clone)]
pub(crate) struct Identity {
    certificate: Certificate,
    certificate_pem: String,
    key_pem: String,
    tls_pem: Vec<u8>,
}

impl Identity {
    /// Reads both files.
    pub(crate) fn load(certificate: &Path, key: &Path) -> Result<Identity, ConfigError> {
        let certificate_pem = read_text("certificate", certificate)?;
        let key_pem = read_text("key", key)?;
        let parsed = Certificate::from_pem(&certificate_pem).map_err(|error| {
            let problem = format!("{}: {error}", certificate.display());
            ConfigError::new(
                "certificate",
                &problem,
                "give a PEM file with the certificate first, then its chain",
            )
        })?;
        let mut tls_pem = certificate_pem.clone().into_bytes();
        tls_pem.push(b'\n');
        tls_pem.extend_from_slice(key_pem.as_bytes());
        Ok(Identity { certificate: parsed, certificate_pem, key_pem, tls_pem })
    }

    pub(crate) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Certificate, chain and key in one PEM text, as the TLS client takes it.
    pub(crate) fn tls_pem(&self) -> &[u8] {
        &self.tls_pem
    }

    /// The key for signatures.
    pub(crate) fn signing_key(&self) -> Result<xmldsig::SigningKey, ConfigError> {
        xmldsig::SigningKey::from_pem(&self.key_pem, &self.certificate_pem).map_err(|error| {
            ConfigError::new("key", &error.to_string(), "give the unencrypted RSA key of the certificate")
        })
    }

    /// Every value in the certificate's subject that names the holder.
    pub(crate) fn subject_values(&self) -> Vec<String> {
        use x509_parser::prelude::{FromDer, X509Certificate};
        let Ok((_, parsed)) = X509Certificate::from_der(self.certificate.der()) else { return Vec::new() };
        let values = parsed.subject().iter_attributes().filter_map(|attribute| attribute.as_str().ok());
        values.map(str::to_owned).collect()
    }

    /// How long the certificate still lasts.
    pub(crate) fn validity(&self, subject: &str, now: Timestamp) -> Finding {
        let subject = format!("{subject} certificate");
        let second = now.as_second();
        let days = (self.certificate.not_after() - second).div_euclid(DAY_SECONDS);
        let until = Timestamp::from_second(self.certificate.not_after())
            .map_or_else(|_| "an impossible date".to_owned(), |end| end.strftime("%F").to_string());
        let renew = "renew it, register the new one with the receiver, then replace the files";
        let (level, found, remedy) = if second < self.certificate.not_before() {
            (
                Level::Error,
                "not valid yet".to_owned(),
                "check the clock, or use the certificate that is valid now",
            )
        } else if second > self.certificate.not_after() {
            (Level::Error, format!("expired on {until}"), renew)
        } else if let Some(limit) = WARNING_DAYS.iter().rev().find(|limit| days < **limit) {
            (Level::Warning, format!("{days} days left (until {until}), less than {limit}"), renew)
        } else {
            (Level::Ok, format!("{days} days left (until {until})"), "")
        };
        Finding { level, subject, found, remedy: remedy.to_owned() }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}
