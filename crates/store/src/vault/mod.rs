//! Encryption at rest. Each letter has a data key, wrapped by the key of its sender, which is wrapped by the
//! master key. The master key is never in the store, so a copy of the store alone tells nothing of a letter's
//! content, and rotating it rewraps a handful of keys. Without a letter's wrapped key its content is gone.

mod forget;
mod keys;
mod letter_key;
mod master;
mod module;
mod rotate;
mod seal;
mod stream;

pub use forget::ForgetError;
pub(crate) use keys::{Found, Vault};
pub(crate) use letter_key::{KeyRow, LetterKey};
pub use master::{FileKeys, KeyId, MasterKey, MasterKeyError, Secret};
pub use module::{KeyedHash, ModuleKeys};
pub use rotate::Rotated;
pub use seal::open_stored_event;
pub(crate) use seal::{Purpose, is_sealed, is_sealed_text};
pub(crate) use stream::{SEGMENT_BYTES, Sealer, Segments, StreamError, open_stream, seal_stream};

/// The installation's own key, for what belongs to no letter yet: raw receipts, signing keys.
pub(crate) const INSTALLATION: &str = "~";
