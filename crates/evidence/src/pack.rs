//! Writing a pack.

use crate::sign::EvidenceKey;
use crate::tar;
use jiff::Timestamp;
use letter::{Letter, LetterId, Recorded};
use serde::{Deserialize, Serialize};

/// The first field of a manifest.
pub(crate) const FORMAT: &str = "brevdue evidence 1";

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `brevdue evidence 1`.
    pub format: String,
    /// The letter.
    pub letter: LetterId,
    /// When the pack was made.
    pub made_at: Timestamp,
    /// Every file but manifest, signature and certificate.
    pub files: Vec<ManifestFile>,
}

/// A file of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// `audit.json`: what the audit chain says of the letter's events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFile {
    /// Number of the last entry of the chain when the pack was made.
    pub head: u64,
    /// Its hash, hex.
    pub head_hash: String,
    /// Key that opens the stored events of this letter and nothing else, hex; none if they are stored in clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events_key: Option<String>,
    /// Its entries.
    pub entries: Vec<AuditLine>,
}

/// An entry of the chain about an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number.
    pub n: u64,
    /// Its time, unix microseconds.
    pub at_us: i64,
    /// Number of the event.
    pub seq: u32,
    /// The event as it is stored.
    pub stored: String,
    /// Hash of the entry before it, hex.
    pub previous: String,
    /// Its hash, hex.
    pub hash: String,
}

/// One line of `receipts.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFile {
    /// File of the raw receipt.
    pub file: String,
    /// Channel that it came over.
    pub channel: String,
    /// When.
    pub received_at: Timestamp,
}

/// What goes into a pack.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The letter, recipient in clear.
    pub letter: Letter,
    /// Its events.
    pub events: Vec<Recorded>,
    /// What the chain says of them.
    pub audit: store::Proof,
    /// Messages and answers that events name by digest: the digest in hex, the bytes.
    pub contents: Vec<(String, Vec<u8>)>,
    /// Raw receipts: channel, time, bytes.
    pub receipts: Vec<(String, Timestamp, Vec<u8>)>,
}

/// Writes and signs a pack; nothing without randomness.
pub fn write(what: &Contents, key: &EvidenceKey, now: Timestamp) -> Option<Vec<u8>> {
    let proof = &what.audit;
    let line = |entry: &store::ProofEntry| AuditLine {
        n: entry.n,
        at_us: entry.at_us,
        seq: entry.seq,
        stored: entry.stored.clone(),
        previous: hex::encode(entry.previous),
        hash: hex::encode(entry.hash),
    };
    let audit = AuditFile {
        head: proof.head.n,
        head_hash: hex::encode(proof.head.hash),
        events_key: proof.events_key.map(hex::encode),
        entries: proof.entries.iter().map(line).collect(),
    };
    let mut receipts = Vec::new();
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("letter.json".to_owned(), what.letter.to_stored().into_bytes()),
        ("events.json".to_owned(), serde_json::to_vec_pretty(&what.events).ok()?),
        ("audit.json".to_owned(), serde_json::to_vec_pretty(&audit).ok()?),
    ];
    for (digest, bytes) in &what.contents {
        files.push((format!("contents/{digest}"), bytes.clone()));
    }
    for (number, (channel, received_at, raw)) in what.receipts.iter().enumerate() {
        let file = format!("receipts/{:03}", number + 1);
        files.push((file.clone(), raw.clone()));
        receipts.push(ReceiptFile { file, channel: channel.clone(), received_at: *received_at });
    }
    files.push(("receipts.json".to_owned(), serde_json::to_vec_pretty(&receipts).ok()?));
    let named = |(name, bytes): &(String, Vec<u8>)| ManifestFile {
        name: name.clone(),
        bytes: bytes.len() as u64,
        sha256: store::digest_of(bytes).0,
    };
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        letter: what.letter.id,
        made_at: now,
        files: files.iter().map(named).collect(),
    };
    let manifest = serde_json::to_vec_pretty(&manifest).ok()?;
    let signature = key.sign(&manifest)?;
    let mut archive = Vec::new();
    let at = now.as_second();
    tar::append(&mut archive, "manifest.json", &manifest, at);
    tar::append(&mut archive, "manifest.sig", &signature, at);
    tar::append(&mut archive, "certificate.pem", key.certificate().to_pem().as_bytes(), at);
    for (name, bytes) in &files {
        tar::append(&mut archive, name, bytes, at);
    }
    tar::finish(&mut archive);
    Some(archive)
}
