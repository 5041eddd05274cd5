//! Keys that somebody else holds: in a security module, in another process.

/// Makes signatures with one RSA key that never leaves its place (E17). An implementation holds files or
/// connections; this crate does not.
pub trait Signer: Send + Sync {
    /// The RSASSA-PKCS1-v1_5 signature over a SHA-256 digest, as long as the key's modulus.
    ///
    /// # Errors
    /// The key did not sign. Why is for the implementation to log.
    fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, SignerError>;
}

/// The key could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key's holder made no signature")]
pub struct SignerError;
