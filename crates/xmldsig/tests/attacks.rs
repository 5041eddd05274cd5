//! The known attacks on XML signatures, each refused with its word (E11 to E16, E19). The attacker has signed
//! documents of somebody trusted, a trusted certificate of their own for some of the cases, and any octets.

mod common;

use common::{ALICE, LETTER, MALLORY, signed_letter};
use xmldsig::{VerifyOptions, sign_enveloped, verify_enveloped, verify_enveloped_owned};

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The word of the refusal, the same for all three verifiers; or what a caller would read.
fn outcome(document: &str) -> Result<String, &'static str> {
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

fn all_refused(cases: &[(&str, String, &'static str)]) {
    for (name, document, word) in cases {
        assert_eq!(outcome(document), Err(*word), "{name}: {document}");
    }
}

/// What stands between two marks, with them.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap();
    &text[from..text[from..].find(end).unwrap() + from + end.len()]
}

/// A signed letter in pieces, by URI="" and by the root's Id.
struct Pieces {
    signed: String,
    /// The signed letter without its signature.
    plain: String,
    signature: String,
    /// A letter with other content in the place of the signed one, unsigned.
    forged: String,
}

fn pieces(id: bool) -> Pieces {
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
fn resign(signed: &str, change: impl Fn(&str) -> String) -> String {
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
fn inside(outer: &str, inner: &str) -> String {
    outer.replace("</SignedDelivery>", &format!("{inner}</SignedDelivery>"))
}

/// The signature with an Object before its end tag.
fn with_object(signature: &str, content: &str) -> String {
    signature.replace("</Signature>", &format!("<Object>{content}</Object></Signature>"))
}

#[test]
fn the_eight_wrappings() {
    for id in [false, true] {
        let Pieces { signed, plain, signature, forged } = pieces(id);
        // By Id the wrapped original keeps it, and the forged root has another, the same, or none.
        let other = forged.replace("Id=\"a1\"", "Id=\"a2\"");
        let none = forged.replace(" Id=\"a1\"", "");
        for forged in [&forged, &other, &none] {
            let same_id = forged.contains("\"a1\"");
            let digest = if id && !same_id { "reference_uri" } else { "digest" };
            let holding_forged = with_object(&signature, forged);
            let holding_plain = with_object(&signature, &plain);
            all_refused(&[
                // 1: the signature enveloping the original, in a forged root.
                ("xsw1", inside(forged, &holding_plain), "shape"),
                // 2: the original detached beside the signature.
                ("xsw2", inside(forged, &format!("{plain}{signature}")), digest),
                // 3: the forged element before the signed one, which keeps its signature.
                ("xsw3", format!("<Envelope>{forged}{signed}</Envelope>"), "no_signature"),
                ("xsw3 in the root", inside(forged, &signed), "no_signature"),
                // 4: the signed one inside the forged one.
                ("xsw4", forged.replace("<Delivery>", &format!("<Delivery>{signed}")), "no_signature"),
                // 5: the forged content keeps the signature, the original is appended.
                ("xsw5", inside(&inside(forged, &signature), &plain), "signature_not_last"),
                ("xsw5 before", inside(&inside(forged, &plain), &signature), digest),
                // 6: the original inside the signature inside the forged root.
                (
                    "xsw6",
                    inside(forged, &signature.replace("</KeyInfo>", &format!("{plain}</KeyInfo>"))),
                    digest,
                ),
                // 7: the forged one in an extension before the original.
                (
                    "xsw7",
                    format!("<Envelope><Extensions>{forged}</Extensions>{signed}</Envelope>"),
                    "no_signature",
                ),
                (
                    "xsw7 in the root",
                    inside(&inside(forged, &format!("<Extensions>{plain}</Extensions>")), &signature),
                    digest,
                ),
                // 8: the original in an Object of the signature of the forged one, and the other way round.
                (
                    "xsw8",
                    inside(
                        forged,
                        &signature.replace("<SignedInfo>", &format!("<Object>{plain}</Object><SignedInfo>")),
                    ),
                    "shape",
                ),
                ("xsw8 turned", inside(&plain, &holding_forged), "shape"),
            ]);
        }
    }
}

#[test]
fn duplicate_ids() {
    let Pieces { signed, plain, signature, forged } = pieces(true);
    let unsigned_inner = plain.replace("SignedDelivery", "x");
    all_refused(&[
        ("the id again inside", signed.replace("<Delivery>", "<Delivery Id=\"a1\">"), "digest"),
        (
            "the id on the signature",
            signed.replacen(" Id=\"a1\"", "", 1).replace("<Signature ", "<Signature Id=\"a1\" "),
            "reference_uri",
        ),
        ("the id twice on the root", signed.replacen("Id=\"a1\"", "Id=\"a1\" Id=\"a1\"", 1), "xml"),
        ("id and ID", signed.replacen("Id=\"a1\"", "ID=\"a1\"", 1), "reference_uri"),
        (
            "the id in another namespace",
            signed.replacen("Id=\"a1\"", "xmlns:u=\"urn:wsu\" u:Id=\"a1\"", 1),
            "reference_uri",
        ),
        (
            "the id in the content",
            inside(&inside(&forged.replace("a1", "a2"), &unsigned_inner), &signature),
            "reference_uri",
        ),
        ("both", inside(&inside(&forged, &unsigned_inner), &signature), "digest"),
    ]);
    // On the signature besides: it is not what is signed, and changes nothing.
    let besides = signed.replace("<Signature ", "<Signature Id=\"a1\" ");
    assert_eq!(outcome(&besides), outcome(&signed));
}

#[test]
fn comments_hide_nothing() {
    let signed = signed_letter();
    let original = outcome(&signed).unwrap();
    let number = "192705178354";
    // A reader that takes the first text node would read half; what the verifier hands out has no comments.
    for comment in ["<!-- -->", "<!---->", "<!-- </Recipient> -->"] {
        let split = signed.replace(number, &format!("1927{comment}05178354"));
        assert_ne!(split, signed);
        assert_eq!(outcome(&split).as_ref(), Ok(&original), "{comment}");
    }
    assert!(original.contains(number));
    // In what is read from the signature itself.
    let digest = between(&signed, "<DigestValue>", "</DigestValue>").to_owned();
    let commented = digest.replace("</", "<!-- x --></");
    assert_eq!(outcome(&signed.replace(&digest, &commented)).as_ref(), Ok(&original));
    all_refused(&[
        (
            "a signature in a comment",
            {
                let signature = between(&signed, "<Signature ", "</Signature>");
                signed.replace(signature, &format!("<!--{signature}-->"))
            },
            "no_signature",
        ),
        ("instructions change what is signed", signed.replace("<Delivery>", "<Delivery><?x y?>"), "digest"),
        ("a comment that does not end", signed.replace("<Delivery>", "<Delivery><!-- "), "xml"),
        ("two dashes in a comment", signed.replace("<Delivery>", "<Delivery><!-- -- -->"), "xml"),
    ]);
    // A CDATA section is text and nothing else.
    let subject = between(&signed, "<Subject>", "</Subject>").to_owned();
    let cdata = "<Subject><![CDATA[Beslut & \"villkor\" <å>]]></Subject>";
    assert_eq!(outcome(&signed.replace(&subject, cdata)).as_ref(), Ok(&original));
}

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
fn names_that_look_alike() {
    let Pieces { signed, signature, .. } = pieces(false);
    let instead = |new: &str| signed.replace(&signature, new);
    all_refused(&[
        (
            "another namespace",
            instead(&signature.replacen(DS, "http://www.w3.org/2000/09/xmldsig", 1)),
            "no_signature",
        ),
        (
            "no namespace",
            instead(&signature.replacen(&format!("xmlns=\"{DS}\""), "xmlns=\"\"", 1)),
            "no_signature",
        ),
        (
            "other letters",
            instead(&signature.replace("<Signature ", "<signature ").replace("</Signature>", "</signature>")),
            "no_signature",
        ),
        (
            "a prefix without declaration",
            instead(
                &signature
                    .replace("<Signature ", "<ds:Signature ")
                    .replace("</Signature>", "</ds:Signature>"),
            ),
            "xml",
        ),
        (
            "a part of it in another namespace",
            instead(&signature.replace("<Reference ", "<Reference xmlns=\"urn:x\" ")),
            "shape",
        ),
        ("text between its parts", instead(&signature.replace("<SignedInfo>", "x<SignedInfo>")), "shape"),
        (
            "an unknown attribute",
            instead(&signature.replace("<SignatureValue>", "<SignatureValue Encoding=\"x\">")),
            "signature_value",
        ),
        (
            "a document type",
            format!("<!DOCTYPE SignedDelivery [<!ATTLIST x Id ID #IMPLIED>]>{signed}"),
            "xml",
        ),
        (
            "utf-16",
            signed.replace("<SignedDelivery ", "<?xml version=\"1.0\" encoding=\"utf-16\"?><SignedDelivery "),
            "xml",
        ),
        ("nothing", String::new(), "xml"),
    ]);
    // The namespace by a character reference is the same namespace.
    let spelt = instead(&signature.replacen("xmldsig#", "xmldsi&#103;#", 1));
    assert_eq!(outcome(&spelt), outcome(&signed));
    // A prefix is a spelling too, where the signer signed it so.
    let prefixed = format!("<ds:Signature xmlns:ds=\"{DS}\"/>");
    assert_eq!(outcome(&inside(LETTER, &prefixed)), Err("shape"));
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
