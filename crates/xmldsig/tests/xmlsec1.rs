//! Beside xmlsec1 in both directions (E4 to E6, E12).

mod common;

use std::path::Path;
use std::process::Command;

use common::{ALICE, LETTER, installed, signed_letter};
use xmldsig::{VerifyError, VerifyOptions, verify_enveloped};

fn xmlsec(arguments: &[&str], file: &Path) -> bool {
    let output = Command::new("xmlsec1").args(arguments).arg(file).output().unwrap();
    output.status.success()
}

#[test]
fn xmlsec_accepts_ours_and_refuses_it_changed() {
    if !installed("xmlsec1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (cert, file) = (folder.path().join("cert.pem"), folder.path().join("signed.xml"));
    std::fs::write(&cert, &ALICE.cert_pem).unwrap();
    let cert = cert.to_str().unwrap();
    let invoice = LETTER.replace(
        "<Empty></Empty>",
        "<?pi x?><!-- gone --><Empty/> <x xmlns=\"\" b='\"' a='&#9;'>\r\n<![CDATA[<&>]]></x>",
    );
    for document in [LETTER, &invoice, "<r/>", "<?xml version='1.0'?><r xml:lang='sv'>å</r>\n"] {
        let signed = xmldsig::sign_enveloped(document.as_bytes(), &ALICE.key()).unwrap();
        verify_enveloped(&signed, &ALICE.trusting()).unwrap();
        std::fs::write(&file, &signed).unwrap();
        assert!(xmlsec(&["--verify", "--pubkey-cert-pem", cert], &file), "{document}");
        assert!(xmlsec(&["--verify", "--trusted-pem", cert], &file), "{document}");
    }
    std::fs::write(&file, signed_letter().replace("Rad ett", "Rad två")).unwrap();
    assert!(!xmlsec(&["--verify", "--pubkey-cert-pem", cert], &file));
}

const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// A signature template as xmlsec1 fills it in.
fn template(prefix: &str, c14n: &str, transforms: &[&str], sha: &str) -> String {
    let (method, digest) = match sha {
        "sha1" => ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"),
        _ => ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
    };
    let transforms: String = transforms.iter().map(|t| format!("<Transform Algorithm='{t}'/>\n")).collect();
    let plain = format!(
        "<Signature>\n <SignedInfo>\n<!-- c --><CanonicalizationMethod Algorithm='{c14n}'/><SignatureMethod Algorithm='{method}'/>\
         <Reference URI=\"\"><Transforms>{transforms}</Transforms><DigestMethod Algorithm='{digest}'/><DigestValue/></Reference>\
         </SignedInfo><SignatureValue/><KeyInfo><X509Data><X509SubjectName/><X509Certificate/></X509Data></KeyInfo></Signature>"
    );
    let namespace = "http://www.w3.org/2000/09/xmldsig#";
    if prefix.is_empty() {
        plain.replacen("<Signature>", &format!("<Signature xmlns='{namespace}'>"), 1)
    } else {
        let named = plain
            .replace('<', &format!("<{prefix}:"))
            .replace(&format!("<{prefix}:/"), &format!("</{prefix}:"));
        let named = named.replace(&format!("<{prefix}:!--"), "<!--");
        named.replacen(
            &format!("<{prefix}:Signature>"),
            &format!("<{prefix}:Signature xmlns:{prefix}='{namespace}'>"),
            1,
        )
    }
}

/// What the signature stands in; `@` marks its place.
const HOLDERS: &[&str] = &[
    "<r>x@</r>",
    "<r xml:lang='sv' xml:space='preserve' xmlns='urn:d' xmlns:unused='urn:u'><x xmlns=''/>@\n</r>",
    "<?pi a?><!-- c --><p:r xmlns:p='urn:1' xmlns:q='urn:2' q:a='&#9;\t\n&#10;' b='\"'><!-- c --><q:x xmlns:p='urn:1'><p:y xmlns:q='urn:3' q:z=''/></q:x><![CDATA[<&>]]>&#13;\r\n@</p:r>\n<?pi b?>",
    "<r xmlns:a='urn:1' xmlns:b='urn:1'><a:x b:y='1'/><Signature xmlns='urn:other'/><s><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></s>@</r>",
];

#[test]
fn ours_accepts_what_xmlsec_signs() {
    if !installed("xmlsec1") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("cert.pem"), &ALICE.cert_pem).unwrap();
    std::fs::write(path("key.pem"), &ALICE.key_pem).unwrap();
    let keys = format!("{},{}", path("key.pem").display(), path("cert.pem").display());
    let mut accepted = 0;
    for holder in HOLDERS {
        for prefix in ["", "ds"] {
            for c14n in [EXCLUSIVE, INCLUSIVE] {
                for transforms in [&[ENVELOPED][..], &[ENVELOPED, EXCLUSIVE]] {
                    for sha in ["sha256", "sha1"] {
                        let document = holder.replace('@', &template(prefix, c14n, transforms, sha));
                        std::fs::write(path("template.xml"), &document).unwrap();
                        let output = path("signed.xml");
                        // The last Signature is the one to fill in where another stands before it.
                        let node = "/*/*[local-name()='Signature' and namespace-uri()='http://www.w3.org/2000/09/xmldsig#']";
                        let arguments = [
                            "--sign",
                            "--privkey-pem",
                            &keys,
                            "--node-xpath",
                            node,
                            "--output",
                            output.to_str().unwrap(),
                        ];
                        assert!(xmlsec(&arguments, &path("template.xml")), "{document}");
                        let signed = std::fs::read(&output).unwrap();
                        let options = VerifyOptions { allow_sha1: sha == "sha1", ..ALICE.trusting() };
                        let verified = verify_enveloped(&signed, &options);
                        assert!(
                            verified.is_ok(),
                            "{:?}: {}",
                            verified.err(),
                            String::from_utf8_lossy(&signed)
                        );
                        accepted += 1;
                        if sha == "sha1" {
                            let refused = verify_enveloped(&signed, &ALICE.trusting()).unwrap_err();
                            assert_eq!((refused, refused.rule()), (VerifyError::Sha1, "E13"));
                        }
                        let changed =
                            String::from_utf8(signed).unwrap().replacen("\u{3C}x", "\u{3C}x z='1'", 1);
                        if changed.contains("z='1'") {
                            assert!(verify_enveloped(changed.as_bytes(), &options).is_err());
                        }
                    }
                }
            }
        }
    }
    assert_eq!(accepted, 64);
}
