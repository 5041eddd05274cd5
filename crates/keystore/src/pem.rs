//! PEM files: PKCS #8, PKCS #1, encrypted PKCS #8.

use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::error::KeystoreError;

/// The certificates of a PEM text, the leaf first.
pub(crate) fn chain(setting: &str, text: &str) -> Result<Vec<CertificateDer<'static>>, KeystoreError> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(text.as_bytes()).filter_map(Result::ok).collect();
    if chain.is_empty() {
        let remedy = "give a PEM file with the certificate first, then its chain";
        return Err(KeystoreError::new(setting, "there is no certificate in the PEM text", remedy));
    }
    Ok(chain)
}

const ENCRYPTED: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

/// The private key of a PEM text.
pub(crate) fn private_key(
    text: &str,
    password: Option<&str>,
) -> Result<PrivateKeyDer<'static>, KeystoreError> {
    if text.contains("Proc-Type: 4,ENCRYPTED") {
        let remedy = "convert it: openssl pkcs8 -topk8 -in old.pem -out key.pem";
        return Err(KeystoreError::new("key", "the key is encrypted in OpenSSL's own old form", remedy));
    }
    if let Some(start) = text.find(ENCRYPTED) {
        return decrypt(text.get(start..).unwrap_or_default(), password);
    }
    PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| {
        let remedy = "give the PEM file of a private key (PKCS #8 or PKCS #1)";
        KeystoreError::new("key", "there is no private key in the PEM text", remedy)
    })
}

fn decrypt(text: &str, password: Option<&str>) -> Result<PrivateKeyDer<'static>, KeystoreError> {
    let unreadable = |_| {
        let remedy = "give an encrypted PKCS #8 key with PBES2, as openssl pkcs8 -topk8 writes it";
        KeystoreError::new("key", "the encrypted key cannot be read", remedy)
    };
    let Some(password) = password else {
        let remedy = "name the file with its password in key_password_file, or give an unencrypted key";
        return Err(KeystoreError::new("key", "the key is encrypted", remedy));
    };
    // What follows the first block is not of interest.
    const END: &str = "-----END ENCRYPTED PRIVATE KEY-----";
    let end = text.find(END).map_or(text.len(), |at| at + END.len());
    let (_, document) = pkcs8::SecretDocument::from_pem(text.get(..end).unwrap_or_default())
        .map_err(|e| unreadable(e.to_string()))?;
    let encrypted =
        EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|e| unreadable(e.to_string()))?;
    let plain = encrypted.decrypt(password).map_err(|_| {
        let remedy =
            "check key_password_file; keys encrypted with DES or RC2 must be converted: openssl pkcs8 -topk8";
        KeystoreError::new("key_password_file", "the password is wrong", remedy)
    })?;
    Ok(PrivatePkcs8KeyDer::from(plain.as_bytes().to_vec()).into())
}
