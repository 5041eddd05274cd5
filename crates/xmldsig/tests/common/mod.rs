//! Shared by the tests of the public surface.
#![allow(dead_code, unreachable_pub, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize,
};
use xmldsig::{SigningKey, TrustAnchors, VerifyOptions};

/// The folder of signature vectors, or a printed reason why not.
pub fn vectors() -> Option<PathBuf> {
    let base = std::env::var_os("BREVDUE_REFERENCE")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"));
    let path = base.join("sweden/vectors");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: the reference material is not here");
    None
}

/// Whether a program is installed, or a printed reason why the test does nothing.
pub fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

/// Says why a test does nothing.
pub fn skipped(reason: &str) {
    eprintln!("skipped: {reason}");
}

/// A key with certificates, as PEM.
pub struct Identity {
    pub key_pem: String,
    pub cert_pem: String,
    /// The issuer's certificate, the same as `cert_pem` where self-signed.
    pub issuer_pem: String,
}

impl Identity {
    pub fn key(&self) -> SigningKey {
        SigningKey::from_pem(&self.key_pem, &self.cert_pem).unwrap()
    }

    pub fn trusting(&self) -> VerifyOptions {
        VerifyOptions { trust: Some(TrustAnchors::from_pem(&self.issuer_pem).unwrap()), ..Default::default() }
    }
}

pub fn subject(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, DnValue::PrintableString("SE".try_into().unwrap()));
    name.push(DnType::OrganizationName, "Exempelkommun, åäö & \"Co\" <TEST>");
    let serial = DnType::CustomDnType(vec![2, 5, 4, 5]);
    name.push(serial, DnValue::PrintableString("162021004748".try_into().unwrap()));
    name.push(DnType::CommonName, common_name);
    name
}

pub fn rsa_key(size: RsaKeySize) -> KeyPair {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, size).unwrap()
}

/// Self-signed, good as its own issuer.
pub fn self_signed(common_name: &str) -> Identity {
    let key = rsa_key(RsaKeySize::_2048);
    let mut params = CertificateParams::default();
    params.distinguished_name = subject(common_name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign];
    let cert = params.self_signed(&key).unwrap().pem();
    Identity { key_pem: key.serialize_pem(), issuer_pem: cert.clone(), cert_pem: cert }
}

/// A leaf issued by an authority; `change` may spoil either of the two.
pub fn issued(change: impl FnOnce(&mut CertificateParams, &mut CertificateParams)) -> Identity {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = subject("Authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let mut leaf = CertificateParams::default();
    leaf.distinguished_name = subject("Leaf");
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    change(&mut authority, &mut leaf);
    let authority_key = rsa_key(RsaKeySize::_2048);
    let issuer_pem = authority.self_signed(&authority_key).unwrap().pem();
    let key = rsa_key(RsaKeySize::_2048);
    let issuer = Issuer::from_params(&authority, &authority_key);
    let cert_pem = leaf.signed_by(&key, &issuer).unwrap().pem();
    Identity { key_pem: key.serialize_pem(), cert_pem, issuer_pem }
}

pub static ALICE: LazyLock<Identity> = LazyLock::new(|| self_signed("alice.test.invalid"));
pub static MALLORY: LazyLock<Identity> = LazyLock::new(|| self_signed("mallory.test.invalid"));

/// A small document in default-namespace form.
pub const LETTER: &str = concat!(
    r#"<SignedDelivery xmlns="http://minameddelanden.gov.se/schema/Message/v3"><Delivery><Header>"#,
    r#"<Recipient xmlns="http://minameddelanden.gov.se/schema/Message/v2">192705178354</Recipient></Header>"#,
    r#"<Message><Subject>Beslut &amp; "villkor" &lt;å&gt;</Subject><Text a="1" b="x&#xA;y">Rad ett"#,
    "\n",
    r#"rad två</Text><Empty></Empty></Message></Delivery></SignedDelivery>"#
);

pub fn signed_letter() -> String {
    String::from_utf8(xmldsig::sign_enveloped(LETTER.as_bytes(), &ALICE.key()).unwrap()).unwrap()
}
