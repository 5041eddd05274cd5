//! Evidence of letters, and checkpoints of the audit chain, signed by the installation's own key.

use crate::gateway::random_32;
use evidence::{Checkpoint, Contents, EvidenceKey, digests};
use jiff::Timestamp;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use std::collections::BTreeSet;
use store::{History, Store, StoreError};

/// Secret and setting that hold the key and its certificate; both are made at the first start.
const KEY: &str = "evidence_key";
const CERTIFICATE: &str = "evidence_certificate";

/// Why there is no evidence.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The installation's evidence key is damaged or cannot be made.
    #[error("the evidence key cannot be used: {0}")]
    Key(String),
    /// A message or answer of the letter cannot be read.
    #[error(transparent)]
    Blob(#[from] store::BlobError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The installation's evidence key. It is made at the first start; a store that is only looked at must have it.
///
/// # Errors
/// [`EvidenceError`].
pub async fn evidence_key(store: &Store) -> Result<EvidenceKey, EvidenceError> {
    let failed = |error: &dyn std::fmt::Display| EvidenceError::Key(error.to_string());
    let (pkcs8, certificate) = match (store.secret(KEY).await?, store.get_setting(CERTIFICATE).await?) {
        (Some(pkcs8), Some(certificate)) => (pkcs8, certificate),
        (known, _) => {
            let new = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(|error| failed(&error))?;
            let first = known.unwrap_or_else(|| new.serialize_der());
            // Another node may be quicker: what is stored counts, and its certificate is made from it.
            let pkcs8 = store.secret_or(KEY, &first).await?;
            let made = self_signed(&pkcs8).map_err(|error| failed(&error))?;
            let certificate = store.setting_or(CERTIFICATE, &made).await?;
            (pkcs8, certificate)
        }
    };
    EvidenceKey::new(&pkcs8, &certificate).map_err(|error| failed(&error))
}

fn self_signed(pkcs8: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
    let key = KeyPair::try_from(pkcs8)?;
    let mut params = CertificateParams::new(Vec::new())?;
    let mut name = DistinguishedName::new();
    let number = store::digest_of(key.der_bytes()).0;
    name.push(DnType::CommonName, format!("Brevdue evidence {}", number.get(..16).unwrap_or_default()));
    params.distinguished_name = name;
    params.serial_number = Some(random_32().get(..16).unwrap_or_default().to_vec().into());
    Ok(params.self_signed(&key)?.der().to_vec())
}

/// The evidence pack of a letter, as it stands now.
///
/// # Errors
/// [`EvidenceError`].
pub async fn pack(store: &Store, history: &History, now: Timestamp) -> Result<Vec<u8>, EvidenceError> {
    let key = evidence_key(store).await?;
    let id = history.letter.id;
    let wanted: BTreeSet<&str> = history
        .events
        .iter()
        .flat_map(|recorded| digests(&recorded.event))
        .map(|digest| digest.0.as_str())
        .collect();
    let mut contents = Vec::with_capacity(wanted.len());
    for digest in wanted {
        contents.push((digest.to_owned(), store.blob(id, &letter::Digest::from(digest)).await?));
    }
    let receipts = store.receipts_of(id).await?;
    let receipts = receipts
        .into_iter()
        .map(|receipt| (receipt.channel.as_str().to_owned(), receipt.received_at, receipt.raw));
    let contents = Contents {
        letter: history.letter.clone(),
        events: history.events.clone(),
        audit: store.audit_proof(id).await?,
        contents,
        receipts: receipts.collect(),
    };
    evidence::write(&contents, &key, now).ok_or_else(|| EvidenceError::Key("no randomness".to_owned()))
}

/// A signed note of where the audit chain stands.
///
/// # Errors
/// [`EvidenceError`].
pub async fn checkpoint(store: &Store, now: Timestamp) -> Result<Checkpoint, EvidenceError> {
    let key = evidence_key(store).await?;
    let head = store.audit_head().await?;
    Checkpoint::sign(&key, head.n, &head.hash, now)
        .ok_or_else(|| EvidenceError::Key("no randomness".to_owned()))
}
