//! Bytes and their digests.

use aws_lc_rs::digest::{Context, SHA256, digest};
use letter::Digest;
use std::sync::Arc;

/// Blobs up to this size, in bytes, are rows and share the transaction of the letter they belong to; larger
/// ones are files.
pub const ROW_LIMIT_BYTES: usize = 32 * 1024;

/// Bytes with their digest; cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob {
    digest: [u8; 32],
    bytes: Arc<Vec<u8>>,
}

impl Blob {
    /// Computes the digest of `bytes`.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Blob {
        let bytes = bytes.into();
        Blob { digest: sha256(&bytes), bytes: Arc::new(bytes) }
    }

    /// The address of the bytes.
    pub fn digest(&self) -> Digest {
        shown(&self.digest)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, shared and not copied.
    pub fn to_bytes(&self) -> bytes::Bytes {
        bytes::Bytes::from_owner(Shared(self.bytes.clone()))
    }

    /// Number of bytes.
    pub fn size_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    pub(crate) const fn key(&self) -> &[u8; 32] {
        &self.digest
    }

    pub(crate) fn shared(&self) -> Arc<Vec<u8>> {
        self.bytes.clone()
    }

    pub(crate) fn is_row(&self) -> bool {
        self.bytes.len() <= ROW_LIMIT_BYTES
    }
}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blob({}, {} bytes)", self.digest(), self.bytes.len())
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Blob {
        Blob::new(bytes)
    }
}

/// A blob as the database notes it.
#[derive(Clone)]
pub(crate) struct Kept {
    /// What it is found by: its digest, or a keyed one.
    pub(crate) name: [u8; 32],
    /// Its clear size.
    pub(crate) size_bytes: u64,
    /// The bytes of a small one, sealed or not.
    pub(crate) row: Option<Arc<Vec<u8>>>,
    /// Whose it is, if it is sealed.
    pub(crate) letter: Option<uuid::Uuid>,
}

/// The digest under which the store keeps `bytes`.
pub fn digest_of(bytes: &[u8]) -> Digest {
    shown(&sha256(bytes))
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    into_array(&digest(&SHA256, bytes))
}

fn into_array(digest: &aws_lc_rs::digest::Digest) -> [u8; 32] {
    let mut array = [0; 32];
    // SHA-256 is 32 bytes long; `zip` cannot panic if it were not.
    for (to, from) in array.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    array
}

/// SHA-256 of several parts, each preceded by its length so that no two lists of parts look alike.
pub(crate) fn sha256_of_parts(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finish()
}

/// SHA-256 of a stream.
pub(crate) struct Hasher(Context);

impl Hasher {
    pub(crate) fn new() -> Hasher {
        Hasher(Context::new(&SHA256))
    }
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    pub(crate) fn finish(self) -> [u8; 32] {
        into_array(&self.0.finish())
    }
}

pub(crate) fn shown(digest: &[u8; 32]) -> Digest {
    Digest(hex::encode(digest))
}

/// The bytes of a digest; nothing if it is not 64 lower-case hex digits (and so can name no blob).
pub(crate) fn parse(digest: &Digest) -> Option<[u8; 32]> {
    if digest.0.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(&digest.0, &mut bytes).ok().map(|()| bytes)
}
