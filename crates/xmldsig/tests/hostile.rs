//! Everything that must be refused (E11 to E14, E19), and that nothing slips through by accident.

mod common;

use common::{ALICE, LETTER, MALLORY, signed_letter};
use proptest::prelude::*;
use rcgen::RsaKeySize;
use xmldsig::{
    Limits, SignError, StandAloneError, VerifyError, VerifyOptions, XmlFault, sign_enveloped,
    sign_enveloped_owned, stand_alone, verify_enveloped, verify_enveloped_owned,
};

const M3: &str = "http://minameddelanden.gov.se/schema/Message/v3";

/// Borrowed and owned must agree, so every case of this file tries both.
fn verify(document: &str) -> Result<Vec<u8>, VerifyError> {
    let owned = verify_enveloped_owned(document.as_bytes().to_vec(), &ALICE.trusting());
    let owned = owned.map(|v| v.signed_octets);
    assert_eq!(owned, verify_enveloped(document.as_bytes(), &ALICE.trusting()).map(|v| v.signed_octets));
    owned
}

fn refused(document: &str) -> VerifyError {
    match verify(document) {
        Ok(_) => panic!("accepted: {document}"),
        Err(error) => error,
    }
}

/// Replaces exactly one occurrence.
fn swap(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap();
    let to = text[from..].find(end).unwrap() + from + end.len();
    &text[from..to]
}

fn signature_of(signed: &str) -> &str {
    between(signed, "<Signature ", "</Signature>")
}

#[test]
fn every_changed_octet_is_refused_or_means_the_same() {
    let signed = signed_letter();
    let original = verify(&signed).unwrap();
    let subject = {
        let text = between(&signed, "<X509SubjectName>", "</X509SubjectName>");
        let start = signed.find(text).unwrap() + "<X509SubjectName>".len();
        start..start + text.len() - "<X509SubjectName></X509SubjectName>".len()
    };
    // The digit in `&#xA;` may be written small.
    let digit = signed.find("&#xA;").unwrap() + 3;
    let mut same = 0;
    for at in 0..signed.len() {
        for change in [[0x01, 0x20], [0x04, 0x80], [0x02, 0x10]][at % 3] {
            let mut changed = signed.clone().into_bytes();
            changed[at] ^= change;
            if let Ok(verified) = verify_enveloped(&changed, &ALICE.trusting()) {
                assert_eq!(verified.signed_octets, original, "octet {at}");
                // Otherwise only the name that nobody reads may differ.
                let near = || signed.get(at.saturating_sub(20)..at + 5);
                assert!(subject.contains(&at) || at == digit, "octet {at}: {:?}", near());
                same += 1;
            }
        }
    }
    assert!(same > 0 && same <= subject.len() * 2);
    for at in (0..signed.len()).filter(|at| signed.is_char_boundary(*at)) {
        for extra in [[" ", "x"], ["\n", "<"], ["&#32;", "="]][at % 3] {
            let mut changed = signed.clone();
            changed.insert_str(at, extra);
            if let Ok(octets) = verify(&changed) {
                assert_eq!(octets, original, "{extra:?} at {at}");
            }
        }
    }
}

#[test]
fn white_space_between_elements_is_content() {
    let signed = signed_letter();
    for (from, to) in [
        ("<Delivery><Header>", "<Delivery> <Header>"),
        ("</Delivery><Signature", "</Delivery>\n<Signature"),
        ("</Signature></SignedDelivery>", "</Signature>\n</SignedDelivery>"),
        ("<Empty></Empty>", "<Empty> </Empty>"),
    ] {
        assert_eq!(refused(&swap(&signed, from, to)), VerifyError::Digest, "{to}");
    }
    // Comments, empty-element tags and the order of attributes are not.
    for (from, to) in [
        ("<Empty></Empty>", "<Empty/>"),
        ("<Delivery><Header>", "<Delivery><!-- c --><Header>"),
        ("<Text a=\"1\" b=\"x&#xA;y\">", "<Text b='x&#10;y'  a='1'>"),
    ] {
        assert_eq!(verify(&swap(&signed, from, to)).unwrap(), verify(&signed).unwrap(), "{to}");
    }
}

#[test]
fn line_breaks_in_base64_do_no_harm() {
    let signed = signed_letter();
    let value = between(&signed, "<SignatureValue>", "</SignatureValue>");
    let certificate = between(&signed, "<X509Certificate>", "</X509Certificate>");
    let fold = |element: &str| {
        let (start, rest) = element.split_at(element.find('>').unwrap() + 1);
        let (text, end) = rest.split_at(rest.find('<').unwrap());
        let lines: Vec<&str> = text.as_bytes().chunks(76).map(|c| std::str::from_utf8(c).unwrap()).collect();
        format!("{start}\n{}\r\n{end}", lines.join("&#13;\n\t"))
    };
    let folded = signed.replace(value, &fold(value)).replace(certificate, &fold(certificate));
    assert_ne!(folded, signed);
    verify(&folded).unwrap();
}

#[test]
fn wrapping() {
    let signed = signed_letter();
    let signature = signature_of(&signed).to_owned();
    let root_start = between(&signed, "<SignedDelivery", ">").to_owned();
    let forged = signed.replace(&signature, "").replace("Beslut", "Bedrag");
    let body = |document: &str| document.replace(&root_start, "").replace("</SignedDelivery>", "");
    let cases = [
        // The signed document hidden inside a forged one, its signature kept, moved out or copied.
        (format!("{root_start}{}{}</SignedDelivery>", body(&forged), signed), VerifyError::NoSignature),
        (
            format!(
                "{root_start}{}{}{signature}</SignedDelivery>",
                body(&forged),
                signed.replace(&signature, "")
            ),
            VerifyError::Digest,
        ),
        (format!("{root_start}{}{}{signature}</SignedDelivery>", body(&forged), signed), VerifyError::Digest),
        (
            forged.replace("</SignedDelivery>", &format!("<x>{signature}</x></SignedDelivery>")),
            VerifyError::NoSignature,
        ),
        // The signature in other places.
        (forged.replace("<Delivery>", &format!("{signature}<Delivery>")), VerifyError::SignatureNotLast),
        (
            swap(&signed, "</Signature></SignedDelivery>", "</Signature><Delivery/></SignedDelivery>"),
            VerifyError::SignatureNotLast,
        ),
        (signed.replace(&signature, &format!("{signature}{signature}")), VerifyError::SecondSignature),
        (signed.replace(&signature, &format!("{signature}<x/>{signature}")), VerifyError::SignatureNotLast),
        (signed.replace("<Delivery>", &format!("<Delivery>{signature}")), VerifyError::Digest),
        (signed.replace(&signature, ""), VerifyError::NoSignature),
        (signature.clone(), VerifyError::NoSignature),
        (signed.replace(&signature, &signature.replace("xmldsig#\"", "xmldsig\"")), VerifyError::NoSignature),
        // Another root, or the same under another name.
        (format!("<Envelope>{signed}</Envelope>"), VerifyError::NoSignature),
        (signed.replace("SignedDelivery", "SealedDelivery"), VerifyError::Digest),
        (signed.replace(M3, &M3.replace("v3", "v2")), VerifyError::Digest),
    ];
    for (document, expected) in cases {
        assert_eq!(refused(&document), expected, "{document}");
    }
}

/// Signs whatever `SignedInfo` says, as an attacker with a trusted key would.
fn resigned(signed: &str, change: impl Fn(&str) -> String) -> String {
    use aws_lc_rs::signature::RSA_PKCS1_SHA256;
    use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
    let info = between(signed, "<SignedInfo>", "</SignedInfo>");
    let info_changed = change(info);
    let octets =
        swap(&info_changed, "<SignedInfo>", "<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">");
    let octets =
        xmldsig::canonicalize(octets.as_bytes(), xmldsig::Form::Exclusive, &Limits::default()).unwrap();
    let der = PrivatePkcs8KeyDer::from_pem_slice(ALICE.key_pem.as_bytes()).unwrap();
    let pair = aws_lc_rs::rsa::KeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    let mut value = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &aws_lc_rs::rand::SystemRandom::new(), &octets, &mut value).unwrap();
    let old = between(signed, "<SignatureValue>", "</SignatureValue>");
    let new = format!("<SignatureValue>{}</SignatureValue>", base64_simd::STANDARD.encode_to_string(value));
    signed.replace(info, &info_changed).replace(old, &new)
}

const TRANSFORM: &str =
    "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></Transform>";

#[test]
fn resigning_itself_is_sound() {
    let signed = signed_letter();
    verify(&resigned(&signed, str::to_owned)).unwrap();
    // The one allowed addition (E14).
    let two = format!("{TRANSFORM}<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>");
    verify(&resigned(&signed, |info| swap(info, TRANSFORM, &two))).unwrap();
}

#[test]
fn unusual_shapes_are_refused_even_if_the_signature_over_them_holds() {
    let signed = signed_letter();
    let reference = between(&signed, "<Reference ", "</Reference>").to_owned();
    let transforms = format!("<Transforms>{TRANSFORM}</Transforms>");
    let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    let rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    let exclusive = "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></CanonicalizationMethod>";
    let transform = |inside: &str| format!("{TRANSFORM}{inside}");
    let xpath = "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>false()</XPath></Transform>";
    let xslt = "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><x xmlns=\"urn:x\"/></Transform>";
    let base64 = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>";
    let prefixes = "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"a\"/></Transform>";
    let comments = "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"/>";
    let cases: Vec<(&str, String, VerifyError)> = vec![
        (&reference, format!("{reference}{reference}"), VerifyError::References),
        (&reference, String::new(), VerifyError::References),
        (&reference, format!("{reference}<Manifest/>"), VerifyError::References),
        ("URI=\"\"", "URI=\"#x\"".into(), VerifyError::ReferenceUri),
        ("URI=\"\"", "URI=\"#\"".into(), VerifyError::ReferenceUri),
        ("URI=\"\"", "URI=\"#xpointer(/)\"".into(), VerifyError::ReferenceUri),
        ("URI=\"\"", "URI=\"file:///etc/passwd\"".into(), VerifyError::ReferenceUri),
        (" URI=\"\"", String::new(), VerifyError::ReferenceUri),
        ("URI=\"\"", "URI=\"\" Type=\"urn:x\"".into(), VerifyError::Shape),
        (TRANSFORM, transform(xpath), VerifyError::Transforms),
        (TRANSFORM, xpath.into(), VerifyError::Transforms),
        (TRANSFORM, transform(xslt), VerifyError::Transforms),
        (TRANSFORM, transform(base64), VerifyError::Transforms),
        (TRANSFORM, transform(prefixes), VerifyError::Transforms),
        (TRANSFORM, transform(comments), VerifyError::Transforms),
        (TRANSFORM, transform(TRANSFORM), VerifyError::Transforms),
        (TRANSFORM, String::new(), VerifyError::Transforms),
        (&transforms, String::new(), VerifyError::Transforms),
        (sha256, "http://www.w3.org/2001/04/xmlenc#sha512".into(), VerifyError::DigestMethod),
        (sha256, "http://www.w3.org/2001/04/xmldsig-more#md5".into(), VerifyError::DigestMethod),
        (sha256, "http://www.w3.org/2000/09/xmldsig#sha1".into(), VerifyError::Sha1),
        (rsa, "http://www.w3.org/2000/09/xmldsig#rsa-sha1".into(), VerifyError::Sha1),
        (rsa, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256".into(), VerifyError::SignatureMethod),
        (rsa, "http://www.w3.org/2000/09/xmldsig#hmac-sha1".into(), VerifyError::SignatureMethod),
        (rsa, "none".into(), VerifyError::SignatureMethod),
        (rsa, String::new(), VerifyError::SignatureMethod),
        (
            "</SignatureMethod>",
            "<HMACOutputLength>0</HMACOutputLength></SignatureMethod>".into(),
            VerifyError::SignatureMethod,
        ),
        ("xml-exc-c14n#\"", "xml-exc-c14n#WithComments\"".into(), VerifyError::CanonicalizationMethod),
        (exclusive, exclusive.replace("xml-exc-c14n#", "other"), VerifyError::CanonicalizationMethod),
        (exclusive, String::new(), VerifyError::Shape),
        ("<DigestValue>", "x<DigestValue>".into(), VerifyError::Shape),
        ("<DigestValue>", "<?pi?><DigestValue>".into(), VerifyError::Shape),
        ("<DigestValue>", "<DigestValue>AAAA".into(), VerifyError::Digest),
    ];
    for (from, to, expected) in cases {
        let document = resigned(&signed, |info| swap(info, from, &to));
        let error = refused(&document);
        assert_eq!(error, expected, "{from} -> {to}");
        assert!(["E11", "E12", "E13", "E14", "E16", "E19"].contains(&error.rule()));
    }
}

#[test]
fn key_info() {
    let signed = signed_letter();
    let info = between(&signed, "<KeyInfo>", "</KeyInfo>").to_owned();
    let certificate = between(&signed, "<X509Certificate>", "</X509Certificate>").to_owned();
    let other = format!("<X509Certificate>{}</X509Certificate>", MALLORY.key().certificate().to_base64());
    let key_value =
        "<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue>";
    for (from, to, expected) in [
        (&info, String::new(), VerifyError::NoCertificate),
        (&info, format!("<KeyInfo>{key_value}</KeyInfo>"), VerifyError::NoCertificate),
        (&info, "<KeyInfo/>".to_owned(), VerifyError::NoCertificate),
        (&info, format!("{info}<Object/>"), VerifyError::Shape),
        (&info, format!("{info}{info}"), VerifyError::Shape),
        (&certificate, other.clone(), VerifyError::Value),
        (&certificate, "<X509Certificate>AAAA</X509Certificate>".to_owned(), VerifyError::Certificate),
        (&certificate, "<X509Certificate>A</X509Certificate>".to_owned(), VerifyError::Certificate),
        (&certificate, "<X509Certificate/>".to_owned(), VerifyError::Certificate),
        (&certificate, certificate.repeat(9), VerifyError::Shape),
    ] {
        assert_eq!(refused(&swap(&signed, from, &to)), expected, "{to}");
    }
    // Several certificates: the one whose key fits is the signer.
    let several = swap(&signed, &certificate, &format!("{other}{certificate}"));
    let verified = verify_enveloped(several.as_bytes(), &ALICE.trusting()).unwrap();
    assert_eq!(&verified.certificate, ALICE.key().certificate());
    let several = swap(&signed, &info, &info.replace("<X509Data>", &format!("{key_value}<X509Data>")));
    verify(&several).unwrap();

    let by_mallory = sign_enveloped(LETTER.as_bytes(), &MALLORY.key()).unwrap();
    verify_enveloped(&by_mallory, &VerifyOptions::default()).unwrap();
    assert_eq!(refused(std::str::from_utf8(&by_mallory).unwrap()).rule(), "E16");
}

#[test]
fn short_keys_neither_sign_nor_verify() {
    // Keys below 2,048 bits cannot even be generated here, so one made elsewhere stands in.
    let pem = "-----BEGIN PRIVATE KEY-----\nMIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAK\n-----END PRIVATE KEY-----";
    assert!(xmldsig::SigningKey::from_pem(pem, &ALICE.cert_pem).is_err());
    let mismatch = xmldsig::SigningKey::from_pem(&MALLORY.key_pem, &ALICE.cert_pem).unwrap_err();
    assert_eq!(mismatch, xmldsig::KeyError::Mismatch);
    let long = common::rsa_key(RsaKeySize::_3072);
    let cert = rcgen::CertificateParams::default().self_signed(&long).unwrap().pem();
    let key = xmldsig::SigningKey::from_pem(&long.serialize_pem(), &cert).unwrap();
    let signed = sign_enveloped(LETTER.as_bytes(), &key).unwrap();
    verify_enveloped(&signed, &VerifyOptions::default()).unwrap();
}

#[test]
fn id_games() {
    let with_id = LETTER.replace("<SignedDelivery ", "<SignedDelivery Id=\"a1\" ");
    let signed = String::from_utf8(sign_enveloped(with_id.as_bytes(), &ALICE.key()).unwrap()).unwrap();
    verify(&signed).unwrap();
    let by_id = resigned(&signed, |info| swap(info, "URI=\"\"", "URI=\"#a1\""));
    assert_eq!(verify(&by_id).unwrap(), verify(&signed).unwrap());
    let instruction = format!("<?pi x?>{by_id}");
    assert_eq!(verify(&instruction).unwrap(), verify(&signed).unwrap(), "outside the element that is signed");
    assert_eq!(refused(&format!("<?pi x?>{signed}")), VerifyError::Digest);
    // The Id of something inside, in another case, or in another namespace is not the root's.
    for id in ["#a2", "#A1", "#xpointer(id('a1'))", "a1"] {
        let document = resigned(&signed, |info| swap(info, "URI=\"\"", &format!("URI=\"{id}\"")));
        assert_eq!(refused(&document), VerifyError::ReferenceUri, "{id}");
    }
    for id in ["ID=\"a1\"", "id=\"a1\"", "xml:id=\"a1\""] {
        let document = by_id.replace("Id=\"a1\"", id);
        assert_eq!(refused(&document), VerifyError::ReferenceUri, "{id}");
    }
    let inside = by_id.replace(" Id=\"a1\"", "").replace("<Delivery>", "<Delivery Id=\"a1\">");
    assert_eq!(refused(&inside), VerifyError::ReferenceUri);
}

fn fault(document: &str) -> XmlFault {
    match refused(document) {
        VerifyError::Xml(error) => error.fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn bombs() {
    let signed = signed_letter();
    assert_eq!(fault(&format!("<!DOCTYPE x>{signed}")), XmlFault::Doctype);
    let lol = "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>";
    assert_eq!(fault(&format!("{lol}{}", signed.replace("Rad ett", "&c;"))), XmlFault::Doctype);
    let xxe = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    assert_eq!(fault(&format!("{xxe}{}", signed.replace("Rad ett", "&x;"))), XmlFault::Doctype);
    assert_eq!(fault(&signed.replace("Rad ett", "&x;")), XmlFault::Entity);

    assert_eq!(fault(&"<a>".repeat(100_000)), XmlFault::TooDeep);
    let nested = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(fault(&nested), XmlFault::TooDeep);
    let attributes: String = (0..1_000_000).map(|i| format!(" a{i}=''")).collect();
    assert_eq!(fault(&format!("<r{attributes}/>")), XmlFault::TooManyAttributes);
    let namespaces: String = (0..100).map(|i| format!(" xmlns:n{i}='urn:{i}'")).collect();
    let declared = format!("<r{namespaces}><x{}/></r>", namespaces.replace(":n", ":m"));
    assert_eq!(fault(&declared), XmlFault::TooManyNamespaces);
    let huge = format!("<r>{}</r>", "x".repeat(17 << 20));
    assert_eq!(fault(&huge), XmlFault::TooLarge);
    let error = XmlFault::Syntax;
    assert!(!error.to_string().is_empty());
}

#[test]
fn work_grows_no_faster_than_the_document() {
    // As much as the limits allow of what costs most: namespaces in scope, and sorted attributes.
    let namespaces: String = (0..127).map(|i| format!(" xmlns:n{i}='urn:{i}'")).collect();
    let attributes: String = (0..127).map(|i| format!(" n{i}:a=''")).collect();
    for element in
        [format!("<n0:x{attributes}/>"), "<n0:x/>".to_owned(), "<x a='&lt;'>]&gt;\r</x>".to_owned()]
    {
        let time = |octets: usize| {
            let document = format!("<r{namespaces}>{}</r>", element.repeat(octets / element.len()));
            let start = std::time::Instant::now();
            xmldsig::canonicalize(document.as_bytes(), xmldsig::Form::Exclusive, &Limits::default()).unwrap();
            start.elapsed().as_secs_f64()
        };
        // Sixteen times the size: quadratic work would take 256 times as long.
        let (small, large) = (time(20_000).max(0.001), time(320_000));
        assert!(large < small * 100.0, "{small} {large}");
    }
}

#[test]
fn signing_an_owned_document_gives_the_same() {
    for xml in [
        LETTER,
        "<r/>",
        "<r></r>",
        "<r/>\n",
        "<r a='1'/>",
        "<r><!-- c --></r>",
        "<?xml version='1.0'?><r></r>",
        "<r></r>\n",
        &format!("<r>{0}</r>{0}", " \n".repeat(70_000)),
    ] {
        let owned = sign_enveloped_owned(xml.as_bytes().to_vec(), &ALICE.key()).unwrap();
        assert_eq!(owned, sign_enveloped(xml.as_bytes(), &ALICE.key()).unwrap(), "{xml}");
        verify(std::str::from_utf8(&owned).unwrap()).unwrap();
    }
}

#[test]
fn what_is_not_signed() {
    let sign = |xml: &str| sign_enveloped(xml.as_bytes(), &ALICE.key()).unwrap_err();
    assert_eq!(sign(&signed_letter()), SignError::AlreadySigned);
    assert_eq!(sign("<p:r xmlns:p='urn:1'/>"), SignError::Prefixes);
    assert_eq!(sign("<r><x xmlns:p='urn:1'/></r>"), SignError::Prefixes);
    assert_eq!(sign("<?pi?><r/>"), SignError::OutsideRoot);
    assert!(matches!(sign("<r>"), SignError::Xml(e) if e.fault == XmlFault::Truncated));
    let Err(SignError::Xml(error)) = sign_enveloped(b"<r>\n  <x>\n&y;</x></r>", &ALICE.key()) else {
        panic!()
    };
    assert_eq!((error.line, error.column), (3, 1));
    assert_eq!(
        error.to_string(),
        "only the five predefined entities and character references are allowed (line 3, column 1)"
    );
}

#[test]
fn cutting_out() {
    let cut = |xml: &str, path: &[(&str, &str)]| stand_alone(xml.as_bytes(), path, None, &Limits::default());
    let text = |xml: &str, path: &[(&str, &str)]| String::from_utf8(cut(xml, path).unwrap()).unwrap();
    let path = [("urn:1", "r"), ("urn:2", "x")];
    assert_eq!(
        text("<r xmlns='urn:1' xmlns:p='urn:2'><y/><p:x p='1'><q/></p:x></r>", &path),
        "<x xmlns=\"urn:2\" p=\"1\"><q xmlns=\"urn:1\"></q></x>"
    );
    assert_eq!(
        text("<r xmlns='urn:1' xml:lang='sv'><x xmlns='urn:2'><x><x/></x></x></r>", &path),
        "<x xmlns=\"urn:2\"><x><x></x></x></x>"
    );
    let none = [("urn:1", "r"), ("", "x")];
    assert_eq!(
        text("<p:r xmlns:p='urn:1'><x><p:y/><z/></x></p:r>", &none),
        "<x><y xmlns=\"urn:1\"></y><z></z></x>"
    );
    assert_eq!(cut("<r xmlns='urn:1'><x/></r>", &path), Err(StandAloneError::NotFound));
    assert_eq!(cut("<r xmlns='urn:1'><y><x xmlns='urn:2'/></y></r>", &path), Err(StandAloneError::NotFound));
    assert_eq!(cut("<y xmlns='urn:1'><r><x xmlns='urn:2'/></r></y>", &path), Err(StandAloneError::NotFound));
    assert_eq!(
        cut("<r xmlns='urn:1' xmlns:p='urn:2'><p:x/><p:x/></r>", &path),
        Err(StandAloneError::Ambiguous)
    );
    assert_eq!(
        cut("<r xmlns='urn:1' xmlns:p='urn:2'><p:x><y p:a=''/></p:x></r>", &path),
        Err(StandAloneError::PrefixedAttribute)
    );
    assert_eq!(cut("<r xmlns='urn:1'><x xmlns='urn:2'/><broken></r>", &path).unwrap_err().rule(), "E19");
    // The same element twice under two parents of one name.
    let twice = "<e xmlns='urn:1'><r><x xmlns='urn:2'/></r><r><x xmlns='urn:2'/></r></e>";
    assert_eq!(
        cut(twice, &[("urn:1", "e"), ("urn:1", "r"), ("urn:2", "x")]),
        Err(StandAloneError::Ambiguous)
    );
}

proptest! {
    #[test]
    fn random_octets_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = verify_enveloped(&bytes, &VerifyOptions::default());
        let _ = stand_alone(&bytes, &[("", "r")], None, &Limits::default());
        let _ = xmldsig::Certificate::from_der(bytes.clone());
        let _ = xmldsig::Certificate::from_pem(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn spoiled_signatures_never_panic_and_never_pass(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, any::<prop::sample::Index>()), 1..4)) {
        let signed = signed_letter();
        let original = verify(&signed).unwrap();
        let mut bytes = signed.into_bytes();
        for (from, length, to) in cuts {
            let from = from.index(bytes.len());
            let end = (from + length).min(bytes.len());
            let piece: Vec<u8> = bytes.drain(from..end).collect();
            let to = to.index(bytes.len());
            bytes.splice(to..to, piece);
        }
        if let Ok(verified) = verify_enveloped(&bytes, &ALICE.trusting()) {
            prop_assert_eq!(verified.signed_octets, original);
        }
    }
}
