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

fn tool(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn keys_of_all_kinds_sign() {
    let folder = tempfile::tempdir().unwrap();
    if !make_key(folder.path()) {
        return;
    }
    let at = |name: &str| path(folder.path(), name);
    std::fs::write(at("plain.xml"), DOCUMENT).unwrap();
    std::fs::write(at("password"), "hemligt\n").unwrap();
    std::fs::write(at("wrong"), "fel\n").unwrap();
    let export = ["pkcs12", "-export", "-in", "cert.pem", "-inkey", "key.pem", "-passout", "file:password"];
    tool(folder.path(), "openssl", &[&export[..], &["-out", "new.p12"]].concat());
    tool(folder.path(), "openssl", &[&export[..], &["-legacy", "-out", "old.p12"]].concat());
    let topk8 = ["pkcs8", "-topk8", "-in", "key.pem", "-passout", "file:password", "-out", "encrypted.pem"];
    tool(folder.path(), "openssl", &topk8);
    let sign = |arguments: &[&str]| run([&["signature", "sign", &at("plain.xml")], arguments].concat());
    let expected = sign(&["--key", &at("key.pem"), "--cert", &at("cert.pem")]).expect(0).raw;
    for store in ["new.p12", "old.p12"] {
        let made = sign(&["--pkcs12", &at(store), "--password-file", &at("password")]).expect(0);
        assert_eq!(made.raw, expected, "{store}");
        let refused = sign(&["--pkcs12", &at(store), "--password-file", &at("wrong")]).expect(2);
        assert!(refused.err.contains("--password-file: the password is wrong"), "{refused:?}");
    }
    let encrypted = ["--key", &at("encrypted.pem"), "--cert", &at("cert.pem")];
    let made = sign(&[&encrypted[..], &["--password-file", &at("password")]].concat()).expect(0);
    assert_eq!(made.raw, expected);
    let refused = sign(&encrypted).expect(2);
    assert!(refused.err.contains("--password-file"), "{refused:?}");
    // Contradictions are told before anything is read.
    for wrong in [
        &[][..],
        &["--key", "a"],
        &["--cert", "a"],
        &["--pkcs12", "a", "--key", "b", "--cert", "c"],
        &["--pkcs12", "a", "--pkcs11", "b", "--token", "c", "--label", "d", "--pin-file", "e"],
        &["--pkcs11", "a", "--token", "b"],
        &["--token", "b", "--key", "a", "--cert", "c"],
    ] {
        sign(wrong).expect(2);
    }
}

#[test]
fn a_key_in_a_security_module_signs() {
    let folder = tempfile::tempdir().unwrap();
    let modules = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"];
    let Some(module) = modules.iter().find(|module| Path::new(module).exists()) else {
        common::skipped("SoftHSM is not installed");
        return;
    };
    if !installed("softhsm2-util") || !make_key(folder.path()) {
        return;
    }
    let at = |name: &str| path(folder.path(), name);
    std::fs::create_dir(at("tokens")).unwrap();
    std::fs::write(at("softhsm2.conf"), format!("directories.tokendir = {}\n", at("tokens"))).unwrap();
    std::fs::write(at("pin"), "4711\n").unwrap();
    std::fs::write(at("plain.xml"), DOCUMENT).unwrap();
    tool(folder.path(), "openssl", &["pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-out", "pkcs8.pem"]);
    let hsm = |arguments: &[&str]| {
        let output = Command::new("softhsm2-util")
            .args(arguments)
            .env("SOFTHSM2_CONF", at("softhsm2.conf"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    hsm(&["--init-token", "--free", "--label", "brevdue", "--so-pin", "1234", "--pin", "4711"]);
    let key = at("pkcs8.pem");
    hsm(&["--import", &key, "--token", "brevdue", "--label", "sundsvall", "--id", "01", "--pin", "4711"]);
    let signed = |label: &str| {
        Command::new(env!("CARGO_BIN_EXE_brevdue"))
            .args(["signature", "sign", &at("plain.xml"), "--pkcs11", module, "--token", "brevdue"])
            .args(["--label", label, "--pin-file", &at("pin"), "--cert", &at("cert.pem")])
            .env("SOFTHSM2_CONF", at("softhsm2.conf"))
            .output()
            .unwrap()
    };
    let made = signed("sundsvall");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let plain = ["signature", "sign", &at("plain.xml"), "--key", &at("key.pem"), "--cert", &at("cert.pem")];
    assert_eq!(made.stdout, run(plain).expect(0).raw, "the same signature as with the key in a file");
    let refused = signed("annan");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--label"));
}

#[test]
fn expired_certificates_do_not_sign_unless_told_to() {
    let folder = tempfile::tempdir().unwrap();
    if !make_key(folder.path()) {
        return;
    }
    let at = |name: &str| path(folder.path(), name);
    std::fs::write(at("plain.xml"), DOCUMENT).unwrap();
    tool(folder.path(), "openssl", &["req", "-new", "-key", "key.pem", "-subj", "/CN=x", "-out", "x.csr"]);
    let config = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\n\
        default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n";
    for (name, content) in [("c.cnf", config), ("index.txt", ""), ("serial", "01\n")] {
        std::fs::write(at(name), content).unwrap();
    }
    let ca = ["ca", "-config", "c.cnf", "-batch", "-notext", "-selfsign", "-keyfile", "key.pem"];
    let past = ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"];
    let files = ["-in", "x.csr", "-out", "expired.pem"];
    tool(folder.path(), "openssl", &[&ca[..], &past, &files].concat());
    let sign = ["signature", "sign", &at("plain.xml"), "--key", &at("key.pem"), "--cert", &at("expired.pem")];
    let refused = run(sign).expect(2);
    assert!(refused.raw.is_empty() && refused.err.contains("E18"), "{refused:?}");
    let signed = run([&sign[..], &["--allow-expired"]].concat()).expect(0);
    assert!(!signed.raw.is_empty());
}

#[test]
fn revocation_files() {
    let folder = tempfile::tempdir().unwrap();
    if !make_key(folder.path()) {
        return;
    }
    let at = |name: &str| path(folder.path(), name);
    let config = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ncrlnumber=serial\n\
        default_md=sha256\ndefault_days=300\ndefault_crl_days=7\npolicy=p\ncertificate=ca.pem\nprivate_key=ca.key\n\
        [p]\ncommonName=supplied\n[req]\ndistinguished_name=dn\nx509_extensions=e\n[dn]\n[e]\nbasicConstraints=CA:true\n";
    for (name, content) in [("c.cnf", config), ("index.txt", ""), ("serial", "01\n"), ("plain.xml", DOCUMENT)]
    {
        std::fs::write(at(name), content).unwrap();
    }
    let openssl = |arguments: &[&str]| tool(folder.path(), "openssl", arguments);
    openssl(&[
        "req", "-x509", "-config", "c.cnf", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ca", "-days",
        "900", "-keyout", "ca.key", "-out", "ca.pem",
    ]);
    openssl(&["req", "-new", "-config", "c.cnf", "-key", "key.pem", "-subj", "/CN=leaf", "-out", "leaf.csr"]);
    openssl(&["ca", "-config", "c.cnf", "-batch", "-notext", "-in", "leaf.csr", "-out", "leaf.pem"]);
    openssl(&["ca", "-config", "c.cnf", "-gencrl", "-out", "good.crl"]);
    openssl(&["ca", "-config", "c.cnf", "-revoke", "leaf.pem"]);
    openssl(&["ca", "-config", "c.cnf", "-gencrl", "-out", "revoked.crl"]);
    openssl(&["ocsp", "-issuer", "ca.pem", "-cert", "leaf.pem", "-reqout", "q.der", "-no_nonce"]);
    openssl(&[
        "ocsp",
        "-index",
        "index.txt",
        "-CA",
        "ca.pem",
        "-rsigner",
        "ca.pem",
        "-rkey",
        "ca.key",
        "-reqin",
        "q.der",
        "-respout",
        "revoked.der",
        "-ndays",
        "7",
    ]);
    openssl(&["crl", "-in", "good.crl", "-outform", "DER", "-out", "good.der"]);
    run([
        "signature",
        "sign",
        &at("plain.xml"),
        "--key",
        &at("key.pem"),
        "--cert",
        &at("leaf.pem"),
        "-o",
        &at("s.xml"),
    ])
    .expect(0);
    let soon = (jiff::Timestamp::now() + jiff::SignedDuration::from_mins(5)).to_string();
    let late = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 30)).to_string();
    let verify = |time: &str, more: &[&str]| {
        let fixed =
            ["signature", "verify", &at("s.xml"), "--trust", &at("ca.pem"), "--at", time, "--format", "json"];
        run([&fixed[..], more].concat())
    };
    verify(&soon, &[]).expect(0);
    for good in ["good.crl", "good.der"] {
        verify(&soon, &["--crl", &at(good)]).expect(0);
    }
    for (time, option, file, word) in [
        (&soon, "--crl", "revoked.crl", "revoked"),
        (&soon, "--ocsp", "revoked.der", "revoked"),
        (&late, "--crl", "good.crl", "revocation_stale"),
    ] {
        let refused = verify(time, &[option, &at(file)]).expect(1).json().remove(0);
        assert_eq!((&refused["word"], &refused["rule"]), (&word.into(), &"E16".into()), "{file}");
    }
    // Both: what is worse counts. And a file that is none is no answer about the document.
    let both = verify(&soon, &["--crl", &at("good.crl"), "--ocsp", &at("revoked.der")]).expect(1);
    assert_eq!(both.json()[0]["word"], "revoked");
    verify(&soon, &["--crl", &at("ca.key")]).expect(2);
    verify(&soon, &["--ocsp", &at("good.crl")]).expect(2);
    run(["signature", "verify", &at("s.xml"), "--crl", &at("good.crl")]).expect(2);
}
