//! Signatures of issuers: over certificates, revocation lists and OCSP answers.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    UnparsedPublicKey, VerificationAlgorithm,
};
use x509_parser::oid_registry::OID_PKCS1_RSAENCRYPTION;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::signature_algorithm::SignatureAlgorithm;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

/// How issuers sign: algorithm, the hash of RSASSA-PSS, the curve of elliptic keys. SHA-1 is not among them.
struct Method {
    id: &'static str,
    hash: Option<&'static str>,
    curve: Option<&'static str>,
    algorithm: &'static dyn VerificationAlgorithm,
}

const fn method(id: &'static str, algorithm: &'static dyn VerificationAlgorithm) -> Method {
    Method { id, hash: None, curve: None, algorithm }
}

const PSS: &str = "1.2.840.113549.1.1.10";
const SHA256: &str = "2.16.840.1.101.3.4.2.1";
const SHA384: &str = "2.16.840.1.101.3.4.2.2";
const SHA512: &str = "2.16.840.1.101.3.4.2.3";

static METHODS: [Method; 8] = [
    method("1.2.840.113549.1.1.11", &RSA_PKCS1_2048_8192_SHA256),
    method("1.2.840.113549.1.1.12", &RSA_PKCS1_2048_8192_SHA384),
    method("1.2.840.113549.1.1.13", &RSA_PKCS1_2048_8192_SHA512),
    Method { hash: Some(SHA256), ..method(PSS, &RSA_PSS_2048_8192_SHA256) },
    Method { hash: Some(SHA384), ..method(PSS, &RSA_PSS_2048_8192_SHA384) },
    Method { hash: Some(SHA512), ..method(PSS, &RSA_PSS_2048_8192_SHA512) },
    Method { curve: Some("1.2.840.10045.3.1.7"), ..method("1.2.840.10045.4.3.2", &ECDSA_P256_SHA256_ASN1) },
    Method { curve: Some("1.3.132.0.34"), ..method("1.2.840.10045.4.3.3", &ECDSA_P384_SHA384_ASN1) },
];

/// Whether the holder of `key` signed `message`. The salt of RSASSA-PSS must be as long as its hash, and its mask
/// must use the same hash: the library checks the first and would fail on the second.
pub(crate) fn verifies(
    key: &SubjectPublicKeyInfo<'_>,
    algorithm: &AlgorithmIdentifier<'_>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let id = algorithm.algorithm.to_id_string();
    let hash = match SignatureAlgorithm::try_from(algorithm) {
        Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) => {
            Some(parameters.hash_algorithm_oid().to_id_string())
        }
        _ => None,
    };
    let kind = &key.algorithm.algorithm;
    let curve = if *kind == OID_PKCS1_RSAENCRYPTION || kind.to_id_string() == PSS {
        None
    } else {
        // No method has the empty curve.
        let parameter = key.algorithm.parameters.as_ref().and_then(|p| p.as_oid().ok());
        Some(parameter.map(|oid| oid.to_id_string()).unwrap_or_default())
    };
    let method =
        METHODS.iter().find(|m| m.id == id && m.hash == hash.as_deref() && m.curve == curve.as_deref());
    method.is_some_and(|m| {
        let public = UnparsedPublicKey::new(m.algorithm, key.subject_public_key.data.as_ref());
        public.verify(message, signature).is_ok()
    })
}

/// As [`verifies`], for an algorithm identifier in DER form.
pub(crate) fn verifies_der(
    key: &SubjectPublicKeyInfo<'_>,
    algorithm: &[u8],
    message: &[u8],
    signature: &[u8],
) -> bool {
    AlgorithmIdentifier::from_der(algorithm)
        .is_ok_and(|(rest, algorithm)| rest.is_empty() && verifies(key, &algorithm, message, signature))
}

/// Whether `issuer` signed `certificate`.
pub(crate) fn signed(issuer: &X509Certificate<'_>, certificate: &X509Certificate<'_>) -> bool {
    let signature = certificate.signature_value.data.as_ref();
    let tbs = certificate.tbs_certificate.as_ref();
    verifies(issuer.public_key(), &certificate.signature_algorithm, tbs, signature)
}
