//! What is digested, with which algorithms, and whose key it is.

use super::common::{self, LETTER, MALLORY, signed_letter};
use super::tools::*;
use xmldsig::{VerifyOptions, sign_enveloped, verify_enveloped};

#[test]
fn transforms_and_references() {
    let signed = signed_letter();
    let reference = between(&signed, "<Reference ", "</Reference>").to_owned();
    let transforms = between(&signed, "<Transforms>", "</Transforms>").to_owned();
    let transform =
        |name: &str, inside: &str| format!("<Transform Algorithm=\"{name}\">{inside}</Transform>");
    let enveloped = transform(&format!("{DS}enveloped-signature"), "");
    let chain = |names: &[&str]| {
        format!("<Transforms>{}</Transforms>", names.iter().map(|n| transform(n, "")).collect::<String>())
    };
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    let filter = "http://www.w3.org/2002/06/xmldsig-filter2";
    let instead = |new: &str| resign(&signed, |info| info.replace(&transforms, new));
    let twice =
        |second: &str| resign(&signed, |info| info.replace(&reference, &format!("{reference}{second}")));
    all_refused(&[
        (
            "xpath",
            instead(&format!(
                "<Transforms>{enveloped}{}</Transforms>",
                transform(xpath, "<XPath>self::Header</XPath>")
            )),
            "transforms",
        ),
        (
            "xpath first",
            instead(&format!(
                "<Transforms>{}{enveloped}</Transforms>",
                transform(xpath, "<XPath>true()</XPath>")
            )),
            "transforms",
        ),
        (
            "filter",
            instead(&format!("<Transforms>{enveloped}{}</Transforms>", transform(filter, ""))),
            "transforms",
        ),
        ("xslt", instead(&chain(&["http://www.w3.org/TR/1999/REC-xslt-19991116"])), "transforms"),
        ("decryption", instead(&chain(&["http://www.w3.org/2002/07/decrypt#XML"])), "transforms"),
        ("wrong order", instead(&chain(&[exclusive, &format!("{DS}enveloped-signature")])), "transforms"),
        ("without enveloped", instead(&chain(&[exclusive])), "transforms"),
        (
            "three",
            instead(&chain(&[&format!("{DS}enveloped-signature"), exclusive, exclusive])),
            "transforms",
        ),
        ("none", instead("<Transforms></Transforms>"), "transforms"),
        (
            "an unknown element",
            instead(&format!("<Transforms>{enveloped}<x xmlns=\"\"/></Transforms>")),
            "shape",
        ),
        (
            "smuggled into the transform",
            instead(&format!(
                "<Transforms>{}</Transforms>",
                transform(&format!("{DS}enveloped-signature"), "<XPath>false()</XPath>")
            )),
            "transforms",
        ),
        (
            "with white space in the name",
            instead(&chain(&[&format!(" {DS}enveloped-signature")])),
            "transforms",
        ),
        ("two sets of transforms", instead(&format!("{transforms}{transforms}")), "shape"),
        ("the same reference twice", twice(&reference), "references"),
        ("an empty one besides", twice("<Reference/>"), "references"),
        (
            "one to elsewhere",
            twice(&reference.replace("URI=\"\"", "URI=\"http://169.254.169.254/\"")),
            "references",
        ),
        ("none at all", resign(&signed, |info| info.replace(&reference, "")), "references"),
        ("a manifest", resign(&signed, |info| info.replace(&reference, "<Manifest></Manifest>")), "shape"),
        (
            "through a file",
            resign(&signed, |info| info.replace("URI=\"\"", "URI=\"file:///etc/passwd\"")),
            "reference_uri",
        ),
        (
            "through xpointer",
            resign(&signed, |info| info.replace("URI=\"\"", "URI=\"#xpointer(/)\"")),
            "reference_uri",
        ),
        ("without a URI", resign(&signed, |info| info.replace(" URI=\"\"", "")), "reference_uri"),
    ]);
}

#[test]
fn digests_and_values() {
    let signed = signed_letter();
    let digest = between(&signed, "<DigestValue>", "</DigestValue>").to_owned();
    let value = between(&signed, "<SignatureValue>", "</SignatureValue>").to_owned();
    let inner =
        |element: &str| element[element.find('>').unwrap() + 1..element.rfind("</").unwrap()].to_owned();
    let base64 = |octets: &[u8]| base64_simd::STANDARD.encode_to_string(octets);
    let raw = base64_simd::STANDARD.decode_to_vec(inner(&digest)).unwrap();
    let number = base64_simd::STANDARD.decode_to_vec(inner(&value)).unwrap();
    let digest_is = |text: &str| {
        resign(&signed, |info| info.replace(&digest, &format!("<DigestValue>{text}</DigestValue>")))
    };
    let value_is = |text: &str| signed.replace(&value, &format!("<SignatureValue>{text}</SignatureValue>"));
    let mut wide = vec![0];
    wide.extend(&number);
    all_refused(&[
        ("empty digest", digest_is(""), "digest"),
        ("blank digest", digest_is(" \n"), "digest"),
        ("half a digest", digest_is(&base64(&raw[..16])), "digest"),
        ("a longer digest", digest_is(&base64(&[&raw[..], &[0]].concat())), "digest"),
        ("a megabyte of digest", digest_is(&"A".repeat(1 << 20)), "digest"),
        ("not base64", digest_is("%%%"), "digest"),
        ("url alphabet", digest_is("-_-_"), "digest"),
        ("no padding", digest_is(inner(&digest).trim_end_matches('=')), "digest"),
        ("elements in the digest", digest_is("<x xmlns=\"\"/>"), "digest"),
        (
            "the digest as attribute",
            resign(&signed, |info| info.replace(&digest, "<DigestValue value=\"x\"></DigestValue>")),
            "digest",
        ),
        ("empty value", value_is(""), "signature_value"),
        ("zeros", value_is(&base64(&[0; 256])), "signature_value"),
        ("one", value_is(&base64(&[&[0; 255][..], &[1]].concat())), "signature_value"),
        ("a value too long", value_is(&base64(&wide)), "signature_value"),
        ("a value too short", value_is(&base64(&number[..255])), "signature_value"),
        ("a value of a megabyte", value_is(&"A".repeat(1 << 20)), "signature_value"),
        ("two values", signed.replace(&value, &format!("{value}{value}")), "shape"),
    ]);
}

#[test]
fn algorithms() {
    let signed = signed_letter();
    let change = |from: &str, to: &str| resign(&signed, |info| info.replace(from, to));
    let rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    let sha = "http://www.w3.org/2001/04/xmlenc#sha256";
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    for (from, word, names) in [
        (
            rsa,
            "signature_method",
            vec![
                "",
                "none",
                "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
                "HTTP://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            ],
        ),
        (
            sha,
            "digest_method",
            vec![
                "",
                "http://www.w3.org/2001/04/xmldsig-more#md5",
                "http://www.w3.org/2001/04/xmlenc#sha512",
                "http://www.w3.org/2001/04/xmldsig-more#sha224",
                "urn:none",
            ],
        ),
        (
            exclusive,
            "canonicalization_method",
            vec![
                "",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/2006/12/xml-c14n11",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
                "urn:identity",
            ],
        ),
    ] {
        for name in names {
            assert_eq!(outcome(&change(from, name)), Err(word), "{name}");
        }
    }
    all_refused(&[
        ("sha1 digest", change(sha, "http://www.w3.org/2000/09/xmldsig#sha1"), "sha1"),
        ("sha1 signature", change(rsa, "http://www.w3.org/2000/09/xmldsig#rsa-sha1"), "sha1"),
        (
            "parameters",
            change("</SignatureMethod>", "<HMACOutputLength>8</HMACOutputLength></SignatureMethod>"),
            "signature_method",
        ),
        (
            "a prefix list",
            change(
                "</CanonicalizationMethod>",
                "<InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"a\"/></CanonicalizationMethod>",
            ),
            "canonicalization_method",
        ),
    ]);
}

#[test]
fn swapped_keys() {
    let signed = signed_letter();
    let info = between(&signed, "<KeyInfo>", "</KeyInfo>").to_owned();
    let certificate = between(&signed, "<X509Certificate>", "</X509Certificate>").to_owned();
    let mallory = MALLORY.key();
    let mallorys = format!("<X509Certificate>{}</X509Certificate>", mallory.certificate().to_base64());
    let forged = LETTER.replace("Beslut", "Bedrag");
    let by_mallory = String::from_utf8(sign_enveloped(forged.as_bytes(), &mallory).unwrap()).unwrap();
    let his = between(&by_mallory, "<X509Certificate>", "</X509Certificate>").to_owned();
    let his_info = between(&by_mallory, "<KeyInfo>", "</KeyInfo>").to_owned();
    let method = format!("<RetrievalMethod URI=\"#k\" Type=\"{DS}X509Data\"/>");
    all_refused(&[
        ("somebody else's signature", by_mallory.clone(), "unknown_issuer"),
        ("his value, her certificate", by_mallory.replace(&his, &certificate), "signature_value"),
        ("both certificates, hers first", by_mallory.replace(&his, &format!("{certificate}{his}")), "unknown_issuer"),
        ("both, his first", by_mallory.replace(&his, &format!("{his}{certificate}")), "unknown_issuer"),
        ("hers in a set of its own", by_mallory.replace(&his_info, &his_info.replace("</X509Data>", &format!("</X509Data><X509Data>{certificate}</X509Data>"))), "unknown_issuer"),
        ("her name, his certificate", by_mallory.replace(between(&by_mallory, "<X509SubjectName>", "</X509SubjectName>"), between(&signed, "<X509SubjectName>", "</X509SubjectName>")), "unknown_issuer"),
        ("his certificate under her signature", signed.replace(&certificate, &mallorys), "signature_value"),
        ("a bare key", signed.replace(&info, "<KeyInfo><KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue></KeyInfo>"), "no_certificate"),
        ("a name", signed.replace(&info, "<KeyInfo><KeyName>alice</KeyName></KeyInfo>"), "no_certificate"),
        ("a key elsewhere", signed.replace(&info, &format!("<KeyInfo>{method}</KeyInfo>")), "no_certificate"),
        ("no key information", signed.replace(&info, ""), "no_certificate"),
        ("two sets of key information", signed.replace(&info, &format!("{info}{info}")), "shape"),
        ("a certificate in another namespace", signed.replace("<X509Certificate>", "<X509Certificate xmlns=\"urn:x\">"), "no_certificate"),
        ("a certificate cut short", signed.replace(&certificate, &certificate.replacen("MII", "", 1)), "certificate"),
    ]);
    // The same certificate many times costs nothing and changes nothing, up to a limit.
    assert_eq!(outcome(&signed.replace(&certificate, &certificate.repeat(8))), outcome(&signed));
    assert_eq!(outcome(&signed.replace(&certificate, &certificate.repeat(9))), Err("shape"));
}

#[test]
fn short_keys_are_refused_in_certificates_of_others() {
    if !common::installed("openssl") || !common::installed("xmlsec1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let run = |program: &str, arguments: &[&str]| {
        let output = std::process::Command::new(program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let template = inside(
        LETTER,
        &format!(
            "<Signature xmlns=\"{DS}\"><SignedInfo><CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
             <SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/><Reference URI=\"\"><Transforms>\
             <Transform Algorithm=\"{DS}enveloped-signature\"/></Transforms><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
             <DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>"
        ),
    );
    std::fs::write(path("t.xml"), template).unwrap();
    for (bits, word) in [("1024", Err("key_size")), ("1536", Err("key_size")), ("2048", Ok(()))] {
        let new = format!("rsa:{bits}");
        run(
            "openssl",
            &[
                "req",
                "-x509",
                "-newkey",
                &new,
                "-nodes",
                "-subj",
                "/CN=x",
                "-keyout",
                &path("k"),
                "-out",
                &path("c"),
            ],
        );
        let pair = format!("{},{}", path("k"), path("c"));
        run("xmlsec1", &["--sign", "--privkey-pem", &pair, "--output", &path("s.xml"), &path("t.xml")]);
        let signed = std::fs::read(path("s.xml")).unwrap();
        let verdict = verify_enveloped(&signed, &VerifyOptions::default());
        assert_eq!(verdict.map(drop).map_err(|error| error.word()), word, "{bits}");
    }
}
