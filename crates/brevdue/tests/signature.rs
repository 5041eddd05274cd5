//! `signature sign` and `verify`, with xmlsec1 as the other side.

mod common;

use std::path::Path;
use std::process::{Command, Stdio};

use common::{installed, make_key, run, run_with_input};

const DOCUMENT: &str = "<Letter xmlns=\"urn:example\"><Text>Blåbærgrød &amp; smörgås</Text></Letter>";

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn signed_here_is_verified_here_and_by_xmlsec1() {
    let folder = tempfile::tempdir().unwrap();
    if !make_key(folder.path()) {
        return;
    }
    let (key, cert) = (path(folder.path(), "key.pem"), path(folder.path(), "cert.pem"));
    let (plain, signed) = (path(folder.path(), "plain.xml"), path(folder.path(), "signed.xml"));
    std::fs::write(&plain, DOCUMENT).unwrap();
    let made = run(["signature", "sign", &plain, "--key", &key, "--cert", &cert, "-o", &signed]).expect(0);
    assert_eq!(made.out, "");
    let piped = run(["signature", "sign", &plain, "--key", &key, "--cert", &cert]).expect(0);
    assert_eq!(piped.raw, std::fs::read(&signed).unwrap(), "the same octets either way");

    let verified = run(["signature", "verify", &signed, "--format", "json"]).expect(0).json().remove(0);
    assert_eq!((&verified["valid"], &verified["signer"]), (&true.into(), &"162021004748".into()));
    run(["signature", "verify", &signed, "--trust", &cert, "--at", "now"]).expect(0);
    let late =
        run(["signature", "verify", &signed, "--trust", &cert, "--at", "2099-01-01", "--format", "json"])
            .expect(1);
    assert_eq!(late.json()[0]["rule"], "E16");

    let changed = String::from_utf8(piped.raw).unwrap().replace("smörgås", "smorgas");
    let refused =
        run_with_input(["signature", "verify", "--format", "json", "-"], changed.as_bytes()).expect(1);
    assert_eq!((&refused.json()[0]["valid"], &refused.json()[0]["rule"]), (&false.into(), &"E12".into()));

    if installed("xmlsec1") {
        let status = Command::new("xmlsec1")
            .args(["--verify", "--trusted-pem", &cert, &signed])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    }
}

#[test]
fn signed_by_xmlsec1_is_verified_here() {
    let folder = tempfile::tempdir().unwrap();
    if !installed("xmlsec1") || !make_key(folder.path()) {
        return;
    }
    let template = "<Letter xmlns=\"urn:example\"><Text>Blåbær</Text>\
        <Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>\
        <CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
        <SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>\
        <Reference URI=\"\"><Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
        </Transforms><DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference>\
        </SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature></Letter>";
    let (file, signed) = (path(folder.path(), "template.xml"), path(folder.path(), "signed.xml"));
    std::fs::write(&file, template).unwrap();
    let pair = format!("{},{}", path(folder.path(), "key.pem"), path(folder.path(), "cert.pem"));
    let made = Command::new("xmlsec1")
        .args(["--sign", "--privkey-pem", &pair, "--output", &signed, &file])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let verified = run(["signature", "verify", &signed]).expect(0);
    assert!(verified.out.contains("valid"), "{verified:?}");
}

#[test]
fn wrong_documents_are_answers_and_wrong_keys_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    if !make_key(folder.path()) || !make_key(other.path()) {
        return;
    }
    let (key, cert) = (path(folder.path(), "key.pem"), path(folder.path(), "cert.pem"));
    let sign = |document: &[u8], key: &str, cert: &str| {
        run_with_input(["signature", "sign", "-", "--key", key, "--cert", cert], document)
    };
    for document in [b"".as_slice(), b"\x00\xff\xfe", b"<a", b"<p:a xmlns:p=\"urn:x\"/>", b"<!DOCTYPE a><a/>"]
    {
        let refused = sign(document, &key, &cert).expect(1);
        assert!(refused.raw.is_empty() && refused.err.contains("error: "), "{refused:?}");
    }
    sign(DOCUMENT.as_bytes(), &path(other.path(), "key.pem"), &cert).expect(2);
    sign(DOCUMENT.as_bytes(), &cert, &cert).expect(2);
    sign(DOCUMENT.as_bytes(), "/nowhere.pem", &cert).expect(2);
    run(["signature", "sign", "/nowhere.xml", "--key", &key, "--cert", &cert]).expect(2);
    // Not a place for a file: nothing may be left behind.
    let file = path(folder.path(), "plain.xml");
    std::fs::write(&file, DOCUMENT).unwrap();
    run(["signature", "sign", &file, "--key", &key, "--cert", &cert, "-o", "/nowhere/at/all.xml"]).expect(2);
    for document in [b"".as_slice(), b"<a/>", b"\xff\xff\xff\xff"] {
        let refused = run_with_input(["signature", "verify", "--format", "json", "-"], document).expect(1);
        assert_eq!(refused.json()[0]["valid"], false);
    }
    run(["signature", "verify", "/nowhere.xml"]).expect(2);
}
