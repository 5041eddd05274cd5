//! Signed notes of where the audit chain stood. Kept away from the store, they show that its end was cut off.

use crate::sign::{Certificate, EvidenceKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where the chain stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Number of its last entry.
    pub n: u64,
    /// That entry's hash, hex.
    pub hash: String,
    /// When.
    pub at: Timestamp,
    /// Signature over [`Checkpoint::text`], base64.
    signature: String,
    /// The certificate of the key, PEM.
    certificate: String,
}

/// A checkpoint that proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not the JSON of a checkpoint.
    #[error("not a checkpoint: take the file that `brevdue audit checkpoint` wrote")]
    Unreadable,
    /// The signature is not right.
    #[error("the signature of the checkpoint is not right: it was changed")]
    Signature,
    /// Another installation's key signed it.
    #[error("another installation's key signed the checkpoint")]
    Foreign,
}

impl Checkpoint {
    /// Signs a checkpoint; nothing without randomness.
    pub fn sign(key: &EvidenceKey, n: u64, hash: &[u8; 32], at: Timestamp) -> Option<Checkpoint> {
        let hash = hex::encode(hash);
        let signature = base64_simd::STANDARD.encode_to_string(key.sign(text(n, &hash, at).as_bytes())?);
        Some(Checkpoint { n, hash, at, signature, certificate: key.certificate().to_pem() })
    }

    /// Reads a checkpoint that the key of this certificate must have signed.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn read(json: &[u8], by: &Certificate) -> Result<Checkpoint, CheckpointError> {
        let read: Checkpoint = serde_json::from_slice(json).map_err(|_| CheckpointError::Unreadable)?;
        let signer = Certificate::from_pem(&read.certificate).map_err(|_| CheckpointError::Unreadable)?;
        let signature = base64_simd::STANDARD.decode_to_vec(&read.signature);
        let signature = signature.map_err(|_| CheckpointError::Signature)?;
        if !signer.verifies(read.text().as_bytes(), &signature) {
            return Err(CheckpointError::Signature);
        }
        if signer != *by { Err(CheckpointError::Foreign) } else { Ok(read) }
    }

    /// What is signed: a line each for the words `brevdue checkpoint 1`, number, hash and time.
    pub fn text(&self) -> String {
        text(self.n, &self.hash, self.at)
    }
}

fn text(n: u64, hash: &str, at: Timestamp) -> String {
    format!("brevdue checkpoint 1\n{n}\n{hash}\n{at}\n")
}
