//! Enveloped XML signatures the way Mina meddelanden uses them: canonical form, sign, strict verify.
//!
//! Four operations, all on slices, none with clock, network or file access:
//!
//! * [`canonicalize`]: C14N 1.0, inclusive or exclusive, without comments.
//! * [`sign_enveloped`]: one reference to the whole document, the signature becomes the root's last child (E1 to E6).
//! * [`verify_enveloped`]: accepts exactly the shape above and the few older forms in use (E11 to E16);
//!   returns the octets that were digested, and callers read nothing else.
//! * [`stand_alone`]: cuts one element out of a larger document and drops prefixes, so that a signature made
//!   over the stand-alone form verifies again after transport (E10).
//!
//! Rule ids are those of the Mina meddelanden checklist. Every input is treated as hostile: document type
//! declarations and entities are refused, and depth, size, attributes and namespaces are limited (E19).

mod c14n;
mod certificate;
mod chars;
mod constraints;
mod der;
mod distinguished_name;
mod escape;
mod fault;
mod issuer;
mod key;
mod limits;
mod output;
mod render;
mod revocation;
mod scan;
mod scope;
mod sign;
mod signature;
mod signed_info;
mod signer;
mod stand_alone;
mod tag;
mod trust;
mod verify;
mod verify_error;
mod walk;

pub use c14n::{Form, canonicalize};
pub use certificate::{Certificate, CertificateError};
pub use fault::{XmlError, XmlFault};
pub use key::{KeyError, SigningKey};
pub use limits::Limits;
pub use revocation::{Revocation, RevocationError, RevocationStatus};
pub use sign::{SignError, sign_enveloped, sign_enveloped_owned};
pub use signer::{Signer, SignerError};
pub use stand_alone::{StandAloneError, stand_alone};
pub use trust::{TrustAnchors, TrustError};
pub use verify::{
    Verified, VerifiedDigest, VerifyOptions, verify_enveloped, verify_enveloped_digest_only,
    verify_enveloped_owned,
};
pub use verify_error::VerifyError;

/// Namespace of XML signatures.
pub const DSIG_NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
