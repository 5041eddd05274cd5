//! Evidence of a letter in one file, and checkpoints of the audit chain. Nothing here touches a file or a clock.
//!
//! A pack is a TAR archive: `manifest.json` names every other file with its SHA-256, `manifest.sig` is an ECDSA
//! signature over it (P-256, SHA-256, DER), `certificate.pem` its certificate. `docs/EVIDENCE.md` has the whole format.

mod checkpoint;
mod pack;
mod read;
mod sign;
mod tar;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use pack::{AuditFile, AuditLine, Contents, Manifest, ManifestFile, ReceiptFile, write};
pub use read::{Pack, PackError};
pub use sign::{Certificate, EvidenceKey, KeyError};
pub use tar::{MOST_BYTES, MOST_FILES};
pub use verify::{Check, Outcome, digests, verify};
