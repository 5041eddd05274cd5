//! PKCS #12 files, as certification authorities, Windows, Java and OpenSSL write them.

use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::entry::{KeyEntry, Private};
use crate::error::KeystoreError;

/// Every key of the file that has its certificate there, with the chain as far as the file holds it.
pub(crate) fn open(file: &[u8], password: &str) -> Result<Vec<KeyEntry>, KeystoreError> {
    let archive = Pkcs12Archive::from_pkcs12(file, password).map_err(|error| match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => KeystoreError::new(
            "pkcs12.password_file",
            "the password is wrong",
            "write the file's password into the first line",
        ),
        Error::DerError(_) | Error::InvalidVersion | Error::InvalidLength => {
            KeystoreError::new("pkcs12.file", "the file is not a PKCS #12 file", "give the .p12 or .pfx file")
        }
        other => KeystoreError::new(
            "pkcs12.file",
            format!("the file cannot be opened: {other}"),
            "write it anew with openssl pkcs12 -export",
        ),
    })?;
    let certificates: Vec<CertificateDer<'static>> =
        archive.certs.iter().map(|bag| CertificateDer::from(bag.cert.as_der().to_vec())).collect();
    let mut entries = Vec::new();
    for bag in &archive.keys {
        for leaf in &certificates {
            let private = Private::Here(PrivatePkcs8KeyDer::from(bag.key.as_der().to_vec()).into());
            // Names and ids in the file are often missing or wrong: the keys themselves tell what belongs together.
            entries.extend(KeyEntry::new(private, chain(leaf, &certificates)));
        }
    }
    if entries.is_empty() {
        let problem =
            if archive.keys.is_empty() { "holds no private key" } else { "holds no certificate of its key" };
        let remedy = "export certificate and private key together";
        return Err(KeystoreError::new("pkcs12.file", format!("the file {problem}"), remedy));
    }
    Ok(entries)
}

/// Longest chain that is followed.
const LONGEST: usize = 8;

/// A certificate and its issuers as far as they are there, without the root: peers have it.
fn chain(leaf: &CertificateDer<'static>, all: &[CertificateDer<'static>]) -> Vec<CertificateDer<'static>> {
    let names = |der: &CertificateDer<'_>| {
        let (_, parsed) = X509Certificate::from_der(der).ok()?;
        Some((parsed.subject().as_raw().to_vec(), parsed.issuer().as_raw().to_vec()))
    };
    let mut chain = vec![leaf.clone()];
    while chain.len() < LONGEST {
        let Some((_, issuer)) = chain.last().and_then(names) else { break };
        let above = all.iter().find(|der| {
            names(der).is_some_and(|(subject, its)| subject == issuer && its != subject)
                && !chain.contains(der)
        });
        let Some(above) = above else { break };
        chain.push(above.clone());
    }
    chain
}
