//! Algorithm names, and `SignedInfo` the way we write it.

use aws_lc_rs::digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA256};
use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters,
};

pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub(crate) const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// A hash function with its names in the two places where one is given.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hash {
    pub(crate) signature_method: &'static str,
    pub(crate) digest_method: &'static str,
    /// Only by setting (E13).
    pub(crate) legacy: bool,
    pub(crate) digest: &'static digest::Algorithm,
}

pub(crate) static SHA256_HASH: Hash = Hash {
    signature_method: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    digest_method: "http://www.w3.org/2001/04/xmlenc#sha256",
    legacy: false,
    digest: &SHA256,
};

pub(crate) static SHA1_HASH: Hash = Hash {
    signature_method: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    digest_method: "http://www.w3.org/2000/09/xmldsig#sha1",
    legacy: true,
    digest: &SHA1_FOR_LEGACY_USE_ONLY,
};

pub(crate) static HASHES: [&Hash; 2] = [&SHA256_HASH, &SHA1_HASH];

impl Hash {
    /// RSA with this hash; keys below 2,048 bits are refused by it.
    pub(crate) fn rsa(&self) -> &'static RsaParameters {
        if self.legacy { &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY } else { &RSA_PKCS1_2048_8192_SHA256 }
    }
}

/// The start tag of `SignedInfo` as it is signed; in the document the namespace stands on its parent.
pub(crate) const SIGNED_INFO_START: &str = r#"<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">"#;

/// What follows the start tag, up to the digest (E4).
pub(crate) const SIGNED_INFO_HEAD: &str = concat!(
    r#"<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></CanonicalizationMethod>"#,
    r#"<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>"#,
    r#"<Reference URI=""><Transforms>"#,
    r#"<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></Transform></Transforms>"#,
    r#"<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod><DigestValue>"#,
);

/// What follows the digest.
pub(crate) const SIGNED_INFO_TAIL: &str = "</DigestValue></Reference></SignedInfo>";

/// The octets that are signed, for a digest in base64.
pub(crate) fn signed_octets(digest: &str) -> Vec<u8> {
    [SIGNED_INFO_START, SIGNED_INFO_HEAD, digest, SIGNED_INFO_TAIL].concat().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::signed_octets;
    use crate::certificate::Certificate;
    use crate::key::key_info;

    /// `None` (with a note) where the reference material is not at hand.
    #[allow(clippy::print_stderr)]
    fn vector(name: &str) -> Option<Vec<u8>> {
        let base = std::env::var_os("BREVDUE_REFERENCE").map(Into::into).unwrap_or_else(|| {
            std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference")
        });
        let found = std::fs::read(base.join("sweden/vectors").join(name)).ok();
        if found.is_none() {
            eprintln!("skipped: the reference material is not here");
        }
        found
    }

    #[test]
    fn signed_info_and_key_info_are_those_of_the_vectors() {
        let digests =
            ["dKPxEqyY+i0XqI5O1yQDO4eUiBlw6kqodm3e/inoCAo=", "ra3irCAVRdW43SYHPEfTTZXRR4yEW+EtnaJdCoka7sw="];
        for (name, digest) in ["1-signed-delivery", "2-sealed-delivery"].into_iter().zip(digests) {
            let Some(expected) = vector(&format!("{name}.signedinfo-octets.bin")) else { return };
            assert_eq!(signed_octets(digest), expected, "{name}");
            let Some(pem) = vector("certificate.pem") else { return };
            let certificate = Certificate::from_pem(std::str::from_utf8(&pem).unwrap()).unwrap();
            let ours = String::from_utf8(key_info(&certificate)).unwrap();
            let document = String::from_utf8(vector(&format!("{name}.xml")).unwrap()).unwrap();
            assert!(document.contains(&ours), "{name}");
        }
    }
}
