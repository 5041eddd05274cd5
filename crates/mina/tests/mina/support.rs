//! What the tests share: reference files, keys, samples, tools.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use mina::{Attachment, Body, Delivery, SealedDelivery, SecureMessage, Sender, SupportInfo, WireId, XmlDate};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_RSA_SHA256};
use xmldsig::SigningKey;

pub(crate) const SENDER: &str = "162021004748";
pub(crate) const DISPATCHER: &str = "162021003898";
pub(crate) const RECIPIENT: &str = "192705178354";
pub(crate) const OTHER: &str = "198101052382";

/// A file or folder of the official reference, or `None` with the reason printed.
pub(crate) fn reference(path: &str) -> Option<PathBuf> {
    let root = std::env::var("BREVDUE_REFERENCE").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"),
        PathBuf::from,
    );
    let file = root.join("sweden").join(path);
    if file.exists() {
        return Some(file.canonicalize().unwrap());
    }
    eprintln!("skipped: {} is not here; set BREVDUE_REFERENCE", file.display());
    None
}

pub(crate) fn vector(name: &str) -> Option<Vec<u8>> {
    reference(&format!("vectors/{name}")).map(|path| std::fs::read(path).unwrap())
}

/// Whether a tool is installed; prints why the test is skipped when not.
pub(crate) fn tool(name: &str) -> bool {
    let there = Command::new(name).arg("--version").output().is_ok();
    if !there {
        eprintln!("skipped: {name} is not installed");
    }
    there
}

/// A key with its PEM texts, for tools that read files.
pub(crate) struct TestKey {
    pub(crate) key: SigningKey,
    pub(crate) key_pem: String,
    pub(crate) certificate_pem: String,
}

fn key_for(serial: &str) -> TestKey {
    let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, "SE");
    params.distinguished_name.push(DnType::OrganizationName, "Exempelkommun & Co TEST");
    params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 5]), serial);
    params.distinguished_name.push(DnType::CommonName, "gateway.test.invalid");
    let certificate = params.self_signed(&pair).unwrap();
    let (key_pem, certificate_pem) = (pair.serialize_pem(), certificate.pem());
    TestKey { key: SigningKey::from_pem(&key_pem, &certificate_pem).unwrap(), key_pem, certificate_pem }
}

pub(crate) static SENDER_TEST_KEY: LazyLock<TestKey> = LazyLock::new(|| key_for(SENDER));
pub(crate) static SENDER_KEY: LazyLock<SigningKey> = LazyLock::new(|| SENDER_TEST_KEY.key.clone());
pub(crate) static DISPATCHER_KEY: LazyLock<SigningKey> = LazyLock::new(|| key_for(DISPATCHER).key);

pub(crate) fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
        .to_vec()
}

pub(crate) fn id(number: &str) -> WireId {
    WireId::new(number)
}

pub(crate) fn sample() -> Delivery {
    let support = SupportInfo {
        text: "Frågor?\nRing växeln.".into(),
        url: Some("https://kommun.example/kontakt?a=1&b=2".into()),
        phone_number: Some("+46701740605".into()),
        email_address: Some("post@kommun.example".into()),
    };
    let mut message = SecureMessage::new(
        "3f1c0f0e-5c1e-4f55-9a0e-8b1d7a9f0001",
        "Beslut om förskoleplats: <Ärende 12> & \"villkor\"",
        support,
        Body::plain("Hej! Här är ditt beslut."),
    );
    message.attachments.push(Attachment::pdf("beslut.pdf", pdf()));
    let mut delivery = Delivery::new(Sender::new(id(SENDER), "Exempelkommun & Co"), id(RECIPIENT), message);
    delivery.correlation_id = Some("vector-1".into());
    delivery
}

pub(crate) fn received() -> XmlDate {
    XmlDate::parse("2026-01-15+01:00").unwrap()
}

/// Signed and sealed by the sender itself, as in all recorded samples.
pub(crate) fn sealed(delivery: &Delivery) -> SealedDelivery {
    seal_by(delivery, &SENDER_KEY, &SENDER_KEY)
}

pub(crate) fn seal_by(delivery: &Delivery, inner: &SigningKey, outer: &SigningKey) -> SealedDelivery {
    mina::seal(&mina::sign_delivery(delivery, inner).unwrap(), outer, received()).unwrap()
}

/// Signs and seals whatever stands in the delivery, the content rules left out.
pub(crate) fn seal_unjudged(delivery: &Delivery) -> SealedDelivery {
    seal_document(&mina::unsigned_delivery(delivery))
}

pub(crate) fn seal_document(unsigned: &[u8]) -> SealedDelivery {
    let signed = xmldsig::sign_enveloped(unsigned, &SENDER_KEY).unwrap();
    let signed = mina::SignedDelivery::from_document(&signed, &mina::Limits::default()).unwrap();
    mina::seal(&signed, &SENDER_KEY, received()).unwrap()
}

/// Validates the SOAP body of an envelope, or a bare document, against the official schemas with xmllint.
/// `imports` are namespace and schema file below the contract folder. `true` when it was really done.
pub(crate) fn xmllint(document: &[u8], imports: &[(&str, &str)]) -> bool {
    let Some(contracts) = reference("contracts") else { return false };
    if !tool("xmllint") {
        return false;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut driver = String::from("<schema xmlns=\"http://www.w3.org/2001/XMLSchema\">");
    for (namespace, file) in imports {
        let location = contracts.join(file);
        driver += &format!("<import namespace=\"{namespace}\" schemaLocation=\"{}\"/>", location.display());
    }
    driver += "</schema>";
    let (schema, file) = (dir.path().join("driver.xsd"), dir.path().join("document.xml"));
    std::fs::write(&schema, driver).unwrap();
    std::fs::write(&file, body(document)).unwrap();
    let run = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .args([&schema, &file])
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&run.stderr),
        String::from_utf8_lossy(document)
    );
    true
}

/// What stands in the SOAP body, cut by text: our envelopes declare nothing outside the body element.
pub(crate) fn body(document: &[u8]) -> &[u8] {
    let text = std::str::from_utf8(document).unwrap();
    match text.split_once("<soap:Body>") {
        Some((_, rest)) => rest.split_once("</soap:Body>").unwrap().0.as_bytes(),
        None => document,
    }
}

/// Verifies a stand-alone document with xmlsec1. `true` when it was really done.
pub(crate) fn xmlsec1(document: &[u8], certificate: &xmldsig::Certificate) -> bool {
    if !tool("xmlsec1") {
        return false;
    }
    let dir = tempfile::tempdir().unwrap();
    let (file, pem) = (dir.path().join("document.xml"), dir.path().join("certificate.pem"));
    std::fs::write(&file, document).unwrap();
    let encoded = certificate.to_base64();
    std::fs::write(&pem, format!("-----BEGIN CERTIFICATE-----\n{encoded}\n-----END CERTIFICATE-----\n"))
        .unwrap();
    // The signature that is the root's own child: without this the first one found, the inner one, would be taken.
    let run = Command::new("xmlsec1")
        .args(["--verify", "--enabled-key-data", "rsa", "--node-xpath", "/*/*[local-name()='Signature']"])
        .arg("--pubkey-cert-pem")
        .args([&pem, &file])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    true
}

/// Signs a document with xmlsec1: the algorithms given, the certificate in the signature, line breaks as it likes them.
pub(crate) fn xmlsec1_sign(document: &str, signature_method: &str, digest_method: &str) -> Option<String> {
    if !tool("xmlsec1") {
        return None;
    }
    let template = format!(
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <SignatureMethod Algorithm=\"{signature_method}\"/><Reference URI=\"\"><Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></Transforms>\
         <DigestMethod Algorithm=\"{digest_method}\"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>"
    );
    let at = document.rfind("</").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    std::fs::write(path("in.xml"), format!("{}{template}{}", &document[..at], &document[at..])).unwrap();
    std::fs::write(path("key.pem"), &SENDER_TEST_KEY.key_pem).unwrap();
    std::fs::write(path("cert.pem"), &SENDER_TEST_KEY.certificate_pem).unwrap();
    let keys = format!("{},{}", path("key.pem").display(), path("cert.pem").display());
    let run = Command::new("xmlsec1")
        .args([
            "--sign",
            "--node-xpath",
            "/*/*[local-name()='Signature']",
            "--privkey-pem",
            &keys,
            "--output",
        ])
        .args([path("out.xml"), path("in.xml")])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let signed = std::fs::read_to_string(path("out.xml")).unwrap();
    Some(signed.trim_start_matches("<?xml version=\"1.0\"?>").trim().to_owned())
}
