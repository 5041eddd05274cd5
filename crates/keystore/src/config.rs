//! Where the keys of an organisation lie, as the configuration says it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::KeystoreError;

/// The keys of one organisation. These settings stand beside others of a sender:
///
/// ```toml
/// # PEM files …
/// certificate = "keys/sundsvall.crt.pem"
/// key = "keys/sundsvall.key.pem"
/// key_password_file = "keys/sundsvall.password"   # only for an encrypted key
///
/// # … or a PKCS #12 file …
/// pkcs12 = { file = "keys/sundsvall.p12", password_file = "keys/sundsvall.password" }
///
/// # … or a key in a security module …
/// pkcs11 = { module = "/usr/lib/softhsm/libsofthsm2.so", token = "brevdue", label = "sundsvall", pin_file = "keys/pin" }
///
/// # … or several of them, the old one and its successor.
/// keys = [
///     { certificate = "keys/2025.crt.pem", key = "keys/2025.key.pem" },
///     { pkcs12 = { file = "keys/2026.p12", password_file = "keys/2026.password" } },
/// ]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct KeyConfig {
    /// PEM file with the certificate first, then its chain.
    pub certificate: Option<PathBuf>,
    /// PEM file with the certificate's private key.
    pub key: Option<PathBuf>,
    /// File with the password of an encrypted private key.
    pub key_password_file: Option<PathBuf>,
    /// A PKCS #12 file with certificate, chain and key.
    pub pkcs12: Option<Pkcs12Source>,
    /// A key in a security module.
    pub pkcs11: Option<Pkcs11Source>,
    /// More keys: the newest valid one of all is used (R51).
    pub keys: Vec<KeySource>,
}

/// Where one key lies: exactly one of the three kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeySource {
    /// As in [`KeyConfig`].
    pub certificate: Option<PathBuf>,
    /// As in [`KeyConfig`].
    pub key: Option<PathBuf>,
    /// As in [`KeyConfig`].
    pub key_password_file: Option<PathBuf>,
    /// As in [`KeyConfig`].
    pub pkcs12: Option<Pkcs12Source>,
    /// As in [`KeyConfig`].
    pub pkcs11: Option<Pkcs11Source>,
}

/// A PKCS #12 file (`.p12`, `.pfx`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pkcs12Source {
    /// The file.
    pub file: PathBuf,
    /// File that holds its password in the first line; without it the password is empty.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
}

/// A private key in a security module (PKCS #11). It never leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pkcs11Source {
    /// The module: a shared library of the vendor.
    pub module: PathBuf,
    /// Label of the token.
    pub token: String,
    /// Label of the private key.
    pub label: String,
    /// File that holds the user PIN in the first line.
    pub pin_file: PathBuf,
    /// PEM file with the certificate, then its chain; without it the certificates of that label on the token.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
}

/// Secret keys in a security module (PKCS #11). They never leave it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretSource {
    /// The module: a shared library of the vendor.
    pub module: PathBuf,
    /// Label of the token.
    pub token: String,
    /// Labels of generic secret keys.
    pub labels: Vec<String>,
    /// File that holds the user PIN in the first line.
    pub pin_file: PathBuf,
}

impl KeyConfig {
    /// A certificate and its unencrypted key in PEM files.
    pub fn pem(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> KeyConfig {
        KeyConfig { certificate: Some(certificate.into()), key: Some(key.into()), ..KeyConfig::default() }
    }

    /// Lets relative paths begin at `base`, the folder of the configuration file.
    pub fn resolve_paths(&mut self, base: &Path) {
        let mut own = self.first();
        own.resolve_paths(base);
        let KeySource { certificate, key, key_password_file, pkcs12, pkcs11 } = own;
        self.keys.iter_mut().for_each(|source| source.resolve_paths(base));
        let keys = std::mem::take(&mut self.keys);
        *self = KeyConfig { certificate, key, key_password_file, pkcs12, pkcs11, keys };
    }

    /// The keys with the name of the setting that each stands in; empty for the one beside the list.
    pub(crate) fn sources(&self) -> Result<Vec<(String, KeySource)>, KeystoreError> {
        let own = self.first();
        let mut sources = Vec::with_capacity(self.keys.len() + 1);
        if own != KeySource::default() {
            sources.push((String::new(), own));
        }
        let listed = self.keys.iter().enumerate().map(|(n, source)| (format!("keys[{n}]"), source.clone()));
        sources.extend(listed);
        for (setting, source) in &sources {
            source.check().map_err(|error| if setting.is_empty() { error } else { error.inside(setting) })?;
        }
        if sources.is_empty() {
            let remedy = "give certificate and key (PEM), pkcs12, pkcs11, or a list of keys";
            return Err(KeystoreError::new("certificate", "no key is given", remedy));
        }
        Ok(sources)
    }

    fn first(&self) -> KeySource {
        KeySource {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            key_password_file: self.key_password_file.clone(),
            pkcs12: self.pkcs12.clone(),
            pkcs11: self.pkcs11.clone(),
        }
    }
}

impl KeySource {
    fn resolve_paths(&mut self, base: &Path) {
        let mut paths: Vec<&mut PathBuf> = Vec::new();
        paths.extend(
            [&mut self.certificate, &mut self.key, &mut self.key_password_file].into_iter().flatten(),
        );
        if let Some(pkcs12) = &mut self.pkcs12 {
            paths.push(&mut pkcs12.file);
            paths.extend(&mut pkcs12.password_file);
        }
        if let Some(pkcs11) = &mut self.pkcs11 {
            paths.push(&mut pkcs11.pin_file);
            paths.extend(&mut pkcs11.certificate);
            // A bare name is looked for where the system keeps its libraries.
            if pkcs11.module.components().count() > 1 {
                paths.push(&mut pkcs11.module);
            }
        }
        for path in paths.into_iter().filter(|path| path.is_relative()) {
            *path = base.join(&*path);
        }
    }

    /// Exactly one kind, and whole.
    fn check(&self) -> Result<(), KeystoreError> {
        let pem = self.certificate.is_some() || self.key.is_some() || self.key_password_file.is_some();
        let kinds =
            usize::from(pem) + usize::from(self.pkcs12.is_some()) + usize::from(self.pkcs11.is_some());
        if kinds != 1 {
            let problem = if kinds == 0 { "no key is given" } else { "more than one kind of key is given" };
            let remedy =
                "keep one of: certificate with key, pkcs12, pkcs11; several keys go into the list keys";
            return Err(KeystoreError::new("certificate", problem, remedy));
        }
        for (setting, missing) in [("certificate", self.certificate.is_none()), ("key", self.key.is_none())] {
            if pem && missing {
                return Err(KeystoreError::new(
                    setting,
                    "is missing",
                    "give certificate and key, both as PEM files",
                ));
            }
        }
        Ok(())
    }
}
