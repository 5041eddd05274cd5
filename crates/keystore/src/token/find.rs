//! Finding keys and certificates on a token.

use std::sync::{Arc, Mutex};

use cryptoki::error::Error;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use rustls_pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;

use super::{Token, TokenKey, module};
use crate::config::Pkcs11Source;
use crate::entry::{KeyEntry, Private};
use crate::error::KeystoreError;
use crate::{pem, read};

/// A private key as the token shows it.
struct Found {
    handle: ObjectHandle,
    id: Vec<u8>,
    /// Without leading zeros; empty if it is not shown.
    modulus: Vec<u8>,
}

/// Every key of the label that has its certificate on the token, or in the file that is named.
pub(crate) fn open(source: &Pkcs11Source) -> Result<Vec<KeyEntry>, KeystoreError> {
    let pin = read::secret(super::PIN_SETTING, &source.pin_file)?;
    let token = module::token(&source.module, &source.token, &pin)?;
    let keys = token.with_session(|session| private_keys(session, &source.label))?;
    let chains = match &source.certificate {
        Some(path) => vec![pem::chain("pkcs11.certificate", &read::text("pkcs11.certificate", path)?)?],
        None => token.with_session(|session| certificates(session, &source.label, &keys))?,
    };
    let mut entries = Vec::new();
    for chain in chains {
        let Some(modulus) = chain.first().and_then(modulus_of) else { continue };
        let fits = |key: &&Found| key.modulus == modulus || (key.modulus.is_empty() && keys.len() == 1);
        let Some(key) = keys.iter().find(fits) else { continue };
        let key = TokenKey {
            token: token.clone(),
            handle: Mutex::new(key.handle),
            label: source.label.clone(),
            modulus: key.modulus.clone(),
        };
        entries.push(KeyEntry::new(Private::Token(Arc::new(key)), chain)?);
    }
    if entries.is_empty() {
        let (problem, remedy) = if keys.is_empty() {
            (
                "there is no RSA private key of this label",
                "give the key's label, as pkcs11-tool --list-objects --login shows it",
            )
        } else {
            (
                "there is no certificate for the key of this label",
                "write the certificate to the token, or name its file in pkcs11.certificate",
            )
        };
        return Err(KeystoreError::new("pkcs11.label", format!("\"{}\": {problem}", source.label), remedy));
    }
    Ok(entries)
}

/// Objects listed at most: a token holds the keys of one organisation.
const MOST_OBJECTS: usize = 1_000;

fn private_keys(session: &Session, label: &str) -> Result<Vec<Found>, Error> {
    let template = [
        Attribute::Class(ObjectClass::PRIVATE_KEY),
        Attribute::KeyType(cryptoki::object::KeyType::RSA),
        Attribute::Label(label.as_bytes().to_vec()),
    ];
    let mut found = Vec::new();
    for handle in session.find_objects(&template)?.into_iter().take(MOST_OBJECTS) {
        let mut key = Found { handle, id: Vec::new(), modulus: Vec::new() };
        for attribute in session.get_attributes(handle, &[AttributeType::Id, AttributeType::Modulus])? {
            match attribute {
                Attribute::Id(id) => key.id = id,
                Attribute::Modulus(modulus) => key.modulus = trimmed(&modulus).to_vec(),
                _ => {}
            }
        }
        found.push(key);
    }
    Ok(found)
}

/// Certificates of the label, or of the id of one of the keys.
fn certificates(
    session: &Session,
    label: &str,
    keys: &[Found],
) -> Result<Vec<Vec<CertificateDer<'static>>>, Error> {
    let template = [Attribute::Class(ObjectClass::CERTIFICATE)];
    let wanted = [AttributeType::Label, AttributeType::Id, AttributeType::Value];
    let mut found = Vec::new();
    for handle in session.find_objects(&template)?.into_iter().take(MOST_OBJECTS) {
        let (mut ours, mut der) = (false, None);
        for attribute in session.get_attributes(handle, &wanted)? {
            match attribute {
                Attribute::Label(name) => ours |= name == label.as_bytes(),
                Attribute::Id(id) => ours |= !id.is_empty() && keys.iter().any(|key| key.id == id),
                Attribute::Value(value) => der = Some(value),
                _ => {}
            }
        }
        found.extend(der.filter(|_| ours).map(|der| vec![CertificateDer::from(der)]));
    }
    Ok(found)
}

fn modulus_of(der: &CertificateDer<'_>) -> Option<Vec<u8>> {
    let (_, parsed) = X509Certificate::from_der(der).ok()?;
    match parsed.public_key().parsed().ok()? {
        PublicKey::RSA(key) => Some(trimmed(key.modulus).to_vec()),
        _ => None,
    }
}

fn trimmed(mut number: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = number {
        number = rest;
    }
    number
}

impl Token {
    /// Looks for a key again whose handle the module has forgotten.
    pub(super) fn find_again(
        &self,
        session: &Session,
        label: &str,
        modulus: &[u8],
    ) -> Result<ObjectHandle, Error> {
        let keys = private_keys(session, label)?;
        keys.iter().find(|key| key.modulus == modulus).map(|key| key.handle).ok_or(Error::NotSupported)
    }
}
