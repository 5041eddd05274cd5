//! Certificates with their private keys: from PEM files, PKCS #12 files and PKCS #11 modules, for signatures and
//! for TLS, with rollover while the gateway runs (R50, R51, E17, E18).
//!
//! * [`KeyConfig`] is what stands in the configuration.
//! * [`KeyRing`] holds the keys of one organisation. [`KeyRing::refresh`] looks at the files again;
//!   [`KeyRing::signing_key`] gives the newest key that is valid now and refuses all others.
//! * [`KeyRing::tls_resolver`] presents the same certificate in TLS.
//! * [`TokenSecret`] hashes with a secret key that stays in a token.
//! * [`expiry`] says how long a certificate still lasts.
//!
//! Nothing here is printed: keys, passwords and PINs appear in no error and no debug output.

mod config;
mod entry;
mod error;
pub mod expiry;
mod pem;
mod pkcs12;
mod read;
mod ring;
mod tls;
mod token;

pub use config::{KeyConfig, KeySource, Pkcs11Source, Pkcs12Source, SecretSource};
pub use entry::KeyEntry;
pub use error::KeystoreError;
pub use ring::{Change, KeyRing, NoKey};
pub use token::TokenSecret;
