//! The official signature vectors, octet by octet (E3 to E10).

mod common;

use common::vectors;
use xmldsig::{Certificate, Form, Limits, TrustAnchors, VerifyError, VerifyOptions};
use xmldsig::{canonicalize, stand_alone, verify_enveloped, verify_enveloped_digest_only};

const M3: &str = "http://minameddelanden.gov.se/schema/Message/v3";
const S3: &str = "http://minameddelanden.gov.se/schema/Service/v3";
const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const INSIDE: [(&str, &str); 4] =
    [(SOAP, "Envelope"), (SOAP, "Body"), (S3, "deliverSecure"), (S3, "deliverSecure")];
const DIGESTS: [(&str, &str); 2] = [
    ("1-signed-delivery", "dKPxEqyY+i0XqI5O1yQDO4eUiBlw6kqodm3e/inoCAo="),
    ("2-sealed-delivery", "ra3irCAVRdW43SYHPEfTTZXRR4yEW+EtnaJdCoka7sw="),
];

#[test]
fn reference_octets_and_digests() {
    let Some(folder) = vectors() else { return };
    let pem = std::fs::read_to_string(folder.join("certificate.pem")).unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap();
    let options = VerifyOptions {
        trust: Some(TrustAnchors::from_pem(&pem).unwrap()),
        at: Some(certificate.not_before() + 1),
        ..Default::default()
    };
    for (name, digest) in DIGESTS {
        let document = std::fs::read(folder.join(format!("{name}.xml"))).unwrap();
        let verified = verify_enveloped(&document, &options).unwrap();
        let expected = std::fs::read(folder.join(format!("{name}.reference-octets.bin"))).unwrap();
        assert_eq!(verified.signed_octets, expected, "{name}");
        assert_eq!(base64_simd::STANDARD.encode_to_string(&verified.digest), digest, "{name}");
        assert_eq!(verified.certificate, certificate);
        assert_eq!(verified.algorithm, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
        let short = verify_enveloped_digest_only(&document, &options).unwrap();
        assert_eq!((short.digest, short.certificate), (verified.digest, verified.certificate));
        for form in [Form::Inclusive, Form::Exclusive] {
            assert_eq!(canonicalize(&expected, form, &Limits::default()).unwrap(), expected, "{name}");
        }
    }
    assert_eq!(certificate.subject_serial_number().as_deref(), Some("162021004748"));
}

#[test]
fn the_wire_envelope_verifies_only_after_rewriting() {
    let Some(folder) = vectors() else { return };
    let envelope = std::fs::read(folder.join("3-wire-envelope.xml")).unwrap();
    let options = VerifyOptions::default();
    let limits = Limits::default();
    let sealed = stand_alone(&envelope, &INSIDE, Some((M3, "SealedDelivery")), &limits).unwrap();
    assert_eq!(sealed, std::fs::read(folder.join("2-sealed-delivery.xml")).unwrap());
    let outer = verify_enveloped(&sealed, &options).unwrap();
    let path = [(M3, "SealedDelivery"), (M3, "SignedDelivery")];
    let signed = stand_alone(&outer.signed_octets, &path, None, &limits).unwrap();
    assert_eq!(signed, std::fs::read(folder.join("1-signed-delivery.xml")).unwrap());
    verify_enveloped(&signed, &options).unwrap();

    let not_renamed = stand_alone(&envelope, &INSIDE, None, &limits).unwrap();
    assert_eq!(verify_enveloped(&not_renamed, &options).unwrap_err(), VerifyError::Digest);
    assert_eq!(verify_enveloped(&envelope, &options).unwrap_err(), VerifyError::NoSignature);
}

#[test]
fn any_prefixes_and_white_space_in_tags_on_the_wire_do_no_harm() {
    let Some(folder) = vectors() else { return };
    let envelope = std::fs::read_to_string(folder.join("3-wire-envelope.xml")).unwrap();
    let expected = std::fs::read(folder.join("2-sealed-delivery.xml")).unwrap();
    let others = [
        envelope
            .replace("m3:", "ns7:")
            .replace("xmlns:m3=", "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:ns7="),
        envelope
            .replace("</m3:Delivery>", "</m3:Delivery\n >")
            .replace("<m3:Header>", "<!-- c --><m3:Header\t>"),
        envelope.replace("vector-1", "<![CDATA[vector]]>&#45;1"),
        envelope.replace("<soap:Body>", "<soap:Header><srv:deliverSecure/></soap:Header>\r\n<soap:Body>"),
    ];
    for other in others {
        assert_ne!(other, envelope);
        let ours = stand_alone(other.as_bytes(), &INSIDE, Some((M3, "SealedDelivery")), &Limits::default());
        assert_eq!(String::from_utf8(ours.unwrap()), String::from_utf8(expected.clone()));
    }
}
