//! Options of commands that sign: where the key lies.

use std::path::PathBuf;

use jiff::Timestamp;
use keystore::{KeyConfig, KeyRing, Pkcs11Source, Pkcs12Source};
use xmldsig::SigningKey;

use crate::exit::Failure;

/// A private key with its certificate: PEM files, a PKCS #12 file, or a security module.
#[derive(Debug, clap::Args)]
pub(crate) struct KeyArgs {
    /// Private RSA key, PEM (PKCS #8, PKCS #1, or encrypted PKCS #8 with --password-file)
    #[arg(
        long,
        value_name = "PEM",
        requires = "cert",
        required_unless_present_any = ["pkcs12", "pkcs11"],
        conflicts_with_all = ["pkcs12", "pkcs11"]
    )]
    key: Option<PathBuf>,
    /// Certificate of the key, PEM; with --pkcs11 only if it is not on the token
    #[arg(long, value_name = "PEM", conflicts_with = "pkcs12")]
    cert: Option<PathBuf>,
    /// PKCS #12 file (.p12, .pfx) with certificate and key
    #[arg(long, value_name = "FILE", conflicts_with = "pkcs11")]
    pkcs12: Option<PathBuf>,
    /// PKCS #11 module of a security module; with --token, --label and --pin-file
    #[arg(long, value_name = "MODULE", requires_all = ["token", "label", "pin_file"])]
    pkcs11: Option<PathBuf>,
    /// File with the password of --key or --pkcs12 in its first line
    #[arg(long, value_name = "FILE", conflicts_with = "pkcs11")]
    password_file: Option<PathBuf>,
    /// Label of the token
    #[arg(long, requires = "pkcs11")]
    token: Option<String>,
    /// Label of the private key on the token
    #[arg(long, requires = "pkcs11")]
    label: Option<String>,
    /// File with the token's user PIN in its first line
    #[arg(long, value_name = "FILE", requires = "pkcs11")]
    pin_file: Option<PathBuf>,
    /// Sign even if the certificate has expired or is not valid yet
    #[arg(long)]
    allow_expired: bool,
}

impl KeyArgs {
    /// Opens the key. One whose certificate is not valid today is refused unless that was asked for (E18).
    pub(crate) fn open(self) -> Result<SigningKey, Failure> {
        let allow_expired = self.allow_expired;
        let ring = KeyRing::open(&self.config()).map_err(|error| Failure::new(option(&error)))?;
        let now = Timestamp::now().as_second();
        match ring.signing_key(now) {
            Ok(key) => Ok(key),
            Err(_) if allow_expired => {
                let last = ring.certificates().into_iter().map(|certificate| certificate.not_after()).max();
                let key = ring.signing_key(last.unwrap_or(now));
                key.map_err(|none| Failure::new(none.to_string()))
            }
            Err(none) => Err(Failure::new(format!("{none}; renew it, or sign with --allow-expired"))),
        }
    }

    fn config(self) -> KeyConfig {
        let pkcs12 = self.pkcs12.map(|file| Pkcs12Source { file, password_file: self.password_file.clone() });
        let parts = (self.pkcs11, self.token, self.label, self.pin_file);
        if let (Some(module), Some(token), Some(label), Some(pin_file)) = parts {
            let source = Pkcs11Source { module, token, label, pin_file, certificate: self.cert };
            return KeyConfig { pkcs11: Some(source), ..KeyConfig::default() };
        }
        let key_password_file = self.password_file.filter(|_| pkcs12.is_none());
        KeyConfig { certificate: self.cert, key: self.key, key_password_file, pkcs12, ..KeyConfig::default() }
    }
}

/// The options in place of the settings of the configuration file.
const OPTIONS: [(&str, &str); 9] = [
    ("key_password_file", "--password-file"),
    ("pkcs12.password_file", "--password-file"),
    ("pkcs12.file", "--pkcs12"),
    ("pkcs11.module", "--pkcs11"),
    ("pkcs11.token", "--token"),
    ("pkcs11.label", "--label"),
    ("pkcs11.pin_file", "--pin-file"),
    ("pkcs11.certificate", "--cert"),
    ("certificate", "--cert"),
];

fn option(error: &keystore::KeystoreError) -> String {
    let known = OPTIONS.iter().find(|(setting, _)| *setting == error.key);
    let name = known.map_or("--key", |(_, option)| *option);
    // Remedies name settings too; the plain word "certificate" is none.
    let settings = OPTIONS.iter().filter(|(setting, _)| setting.contains(['_', '.']));
    let remedy = settings.fold(error.remedy.clone(), |text, (setting, option)| text.replace(setting, option));
    format!("{name}: {}; {remedy}", error.problem)
}
