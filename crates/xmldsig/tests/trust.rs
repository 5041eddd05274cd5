//! Certificates, chains and validity (E15, E16).

mod common;

use common::{ALICE, Identity, LETTER, MALLORY, issued, subject};
use rcgen::{CertificateParams, DnType, DnValue, IsCa, KeyUsagePurpose};
use xmldsig::{Certificate, CertificateError, TrustAnchors, TrustError, VerifyError, VerifyOptions};

const YEAR: i64 = 31_556_952;

fn check(identity: &Identity, bundle: &str, at: Option<i64>) -> Result<(), TrustError> {
    let signed = xmldsig::sign_enveloped(LETTER.as_bytes(), &identity.key()).unwrap();
    let trust = Some(TrustAnchors::from_pem(bundle).unwrap());
    match xmldsig::verify_enveloped(&signed, &VerifyOptions { trust, at, ..Default::default() }) {
        Ok(_) => Ok(()),
        Err(VerifyError::Trust(error)) => Err(error),
        Err(other) => panic!("{other:?}"),
    }
}

fn between(year: i32, end: i32) -> impl FnOnce(&mut CertificateParams) {
    move |params| {
        params.not_before = rcgen::date_time_ymd(year, 1, 1);
        params.not_after = rcgen::date_time_ymd(end, 1, 1);
    }
}

#[test]
fn an_issuer_or_the_certificate_itself_is_trusted() {
    let leaf = issued(|_, _| {});
    assert_eq!(check(&leaf, &leaf.issuer_pem, None), Ok(()));
    assert_eq!(check(&leaf, &leaf.cert_pem, None), Ok(()));
    assert_eq!(check(&leaf, &format!("{}\n{}", MALLORY.cert_pem, leaf.issuer_pem), None), Ok(()));
    assert_eq!(check(&leaf, &MALLORY.cert_pem, None), Err(TrustError::UnknownIssuer));
    assert_eq!(check(&ALICE, &leaf.issuer_pem, None), Err(TrustError::UnknownIssuer));
    // An issuer of the same name with another key is somebody else.
    assert_eq!(check(&leaf, &issued(|_, _| {}).issuer_pem, None), Err(TrustError::UnknownIssuer));
}

#[test]
fn who_may_issue_and_sign() {
    let no_authority = issued(|authority, _| authority.is_ca = IsCa::ExplicitNoCa);
    assert_eq!(check(&no_authority, &no_authority.issuer_pem, None), Err(TrustError::IssuerNotAuthority));
    let no_issuing = issued(|authority, _| authority.key_usages = vec![KeyUsagePurpose::CrlSign]);
    assert_eq!(check(&no_issuing, &no_issuing.issuer_pem, None), Err(TrustError::IssuerNotAuthority));
    let no_signing = issued(|_, leaf| leaf.key_usages = vec![KeyUsagePurpose::KeyEncipherment]);
    assert_eq!(check(&no_signing, &no_signing.issuer_pem, None), Err(TrustError::Usage));
    assert_eq!(check(&no_signing, &no_signing.cert_pem, None), Err(TrustError::Usage));
}

#[test]
fn validity_at_signing_time() {
    let leaf = issued(|authority, leaf| {
        between(2020, 2025)(authority);
        between(2021, 2030)(leaf);
    });
    let certificate = Certificate::from_pem(&leaf.cert_pem).unwrap();
    assert_eq!(certificate.not_before(), 1_609_459_200);
    let at = |time| check(&leaf, &leaf.issuer_pem, Some(time));
    assert_eq!(at(certificate.not_before()), Ok(()));
    assert_eq!(at(certificate.not_before() - 1), Err(TrustError::NotYetValid));
    assert_eq!(at(certificate.not_before() + 5 * YEAR), Err(TrustError::IssuerNotValid));
    assert_eq!(at(certificate.not_after() + 1), Err(TrustError::Expired));
    assert_eq!(check(&leaf, &leaf.cert_pem, Some(certificate.not_after())), Ok(()));
    assert_eq!(check(&leaf, &leaf.cert_pem, Some(certificate.not_after() + 1)), Err(TrustError::Expired));
    // Without anchors the time still counts.
    let signed = xmldsig::sign_enveloped(LETTER.as_bytes(), &leaf.key()).unwrap();
    let late = VerifyOptions { at: Some(certificate.not_after() + 1), ..Default::default() };
    let error = xmldsig::verify_enveloped(&signed, &late).unwrap_err();
    assert_eq!((error, error.rule()), (VerifyError::Trust(TrustError::Expired), "E16"));
}

/// As openssl prints it, and as the test certificates of the infrastructure have it: serialNumber beside CN.
#[test]
fn serial_number_in_a_component_with_several_attributes() {
    if !common::installed("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let name = "/C=SE/O=A, B \\+ C/serialNumber=162021004748+CN= x";
    let arguments = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-multivalue-rdn",
        "-utf8",
        "-subj",
        name,
        "-keyout",
    ];
    let output = std::process::Command::new("openssl")
        .args(arguments)
        .args([path("k.pem"), "-out".into(), path("c.pem")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let certificate = Certificate::from_pem(&std::fs::read_to_string(path("c.pem")).unwrap()).unwrap();
    assert_eq!(certificate.subject_serial_number().as_deref(), Some("162021004748"));
    let text = certificate.subject_rfc2253();
    assert!(text.contains("2.5.4.5=#130c313632303231303034373438") && text.contains("CN=\\ x"), "{text}");
    assert_eq!(text.matches('+').count(), 2, "{text}");
    assert!(text.ends_with(",C=SE"), "{text}");
}

#[test]
fn reading_certificates() {
    assert_eq!(Certificate::from_pem("nothing"), Err(CertificateError::NoPem));
    assert_eq!(Certificate::from_der(vec![0x30, 0x00]), Err(CertificateError::Unreadable));
    let alice = Certificate::from_pem(&ALICE.cert_pem).unwrap();
    let mut longer = alice.der().to_vec();
    longer.push(0);
    assert_eq!(Certificate::from_der(longer), Err(CertificateError::Unreadable));
    assert_eq!(Certificate::from_der(alice.der().to_vec()), Ok(alice.clone()));
    assert!(TrustAnchors::from_pem("").is_err());
    let two = format!("{}{}", ALICE.cert_pem, MALLORY.cert_pem);
    assert_eq!(TrustAnchors::from_pem(&two).unwrap().certificates().len(), 2);
    // Neither keys nor names in debug output.
    for shown in [format!("{alice:?}"), format!("{:?}", ALICE.key())] {
        assert!(!shown.contains("alice") && !shown.contains("16202"), "{shown}");
    }
    let mut params = CertificateParams::default();
    params.distinguished_name = subject("x");
    params.distinguished_name.push(DnType::OrganizationalUnitName, DnValue::Utf8String("line\nbreak".into()));
    let cert = params.self_signed(&common::rsa_key(rcgen::RsaKeySize::_2048)).unwrap();
    let name = Certificate::from_pem(&cert.pem()).unwrap().subject_rfc2253();
    assert!(name.contains("OU=#0c0a6c696e650a627265616b"), "{name}");
    assert!(name.contains("O=Exempelkommun\\, åäö & \\\"Co\\\" \\<TEST\\>"), "{name}");
}
