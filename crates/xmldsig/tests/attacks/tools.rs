//! What the attacker works with.
#![allow(unreachable_pub)]

use super::common::{ALICE, LETTER};
use xmldsig::{sign_enveloped, verify_enveloped, verify_enveloped_owned};

pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The word of the refusal, the same for all three verifiers; or what a caller would read.
pub fn outcome(document: &str) -> Result<String, &'static str> {
    let options = ALICE.trusting();
    let borrowed = verify_enveloped(document.as_bytes(), &options);
    let owned = verify_enveloped_owned(document.as_bytes().to_vec(), &options);
    let only = xmldsig::verify_enveloped_digest_only(document.as_bytes(), &options);
    assert_eq!(borrowed.as_ref().err(), owned.as_ref().err());
    assert_eq!(borrowed.as_ref().err(), only.as_ref().err());
    borrowed.map(|v| String::from_utf8(v.signed_octets).unwrap()).map_err(|error| {
        assert!(!error.rule().is_empty() && !error.to_string().is_empty());
        error.word()
    })
}

pub fn all_refused(cases: &[(&str, String, &'static str)]) {
    for (name, document, word) in cases {
        assert_eq!(outcome(document), Err(*word), "{name}: {document}");
    }
}

/// What stands between two marks, with them.
pub fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap();
    &text[from..text[from..].find(end).unwrap() + from + end.len()]
}

/// A signed letter in pieces, by URI="" and by the root's Id.
pub struct Pieces {
    pub signed: String,
    /// The signed letter without its signature.
    pub plain: String,
    pub signature: String,
    /// A letter with other content in the place of the signed one, unsigned.
    pub forged: String,
}

pub fn pieces(id: bool) -> Pieces {
    let letter =
        if id { LETTER.replace("<SignedDelivery ", "<SignedDelivery Id=\"a1\" ") } else { LETTER.to_owned() };
    let signed = String::from_utf8(sign_enveloped(letter.as_bytes(), &ALICE.key()).unwrap()).unwrap();
    let signed = if id { resign(&signed, |info| info.replace("URI=\"\"", "URI=\"#a1\"")) } else { signed };
    outcome(&signed).unwrap();
    let signature = between(&signed, "<Signature ", "</Signature>").to_owned();
    let plain = signed.replace(&signature, "");
    let forged = plain.replace("Beslut", "Bedrag");
    assert_ne!(forged, plain);
    Pieces { forged, plain, signature, signed }
}

/// Signs a changed `SignedInfo` with Alice's own key: what a careless signer would do.
pub fn resign(signed: &str, change: impl Fn(&str) -> String) -> String {
    use aws_lc_rs::signature::RSA_PKCS1_SHA256;
    use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
    let info = between(signed, "<SignedInfo>", "</SignedInfo>");
    let changed = change(info);
    let alone = changed.replacen("<SignedInfo>", &format!("<SignedInfo xmlns=\"{DS}\">"), 1);
    let limits = xmldsig::Limits::default();
    let octets = xmldsig::canonicalize(alone.as_bytes(), xmldsig::Form::Exclusive, &limits).unwrap();
    let der = PrivatePkcs8KeyDer::from_pem_slice(ALICE.key_pem.as_bytes()).unwrap();
    let pair = aws_lc_rs::rsa::KeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    let mut value = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &aws_lc_rs::rand::SystemRandom::new(), &octets, &mut value).unwrap();
    let old = between(signed, "<SignatureValue>", "</SignatureValue>");
    let new = format!("<SignatureValue>{}</SignatureValue>", base64_simd::STANDARD.encode_to_string(value));
    signed.replace(info, &changed).replace(old, &new)
}

/// A document before the end tag of another's root.
pub fn inside(outer: &str, inner: &str) -> String {
    outer.replace("</SignedDelivery>", &format!("{inner}</SignedDelivery>"))
}

/// The signature with an Object before its end tag.
pub fn with_object(signature: &str, content: &str) -> String {
    signature.replace("</Signature>", &format!("<Object>{content}</Object></Signature>"))
}
