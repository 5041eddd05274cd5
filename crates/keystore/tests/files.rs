//! PEM and PKCS #12 files of all makes.

mod common;

use std::fs;
use std::path::Path;

use common::{PASSWORD, installed, make, now, open, run, settings, signs};
use keystore::{KeyRing, NoKey};

/// A folder with a key and the password in a file; `None` where openssl is missing.
fn folder() -> Option<tempfile::TempDir> {
    if !installed("openssl") {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), "a", 300);
    fs::write(folder.path().join("password"), format!("{PASSWORD}\n")).unwrap();
    fs::write(folder.path().join("wrong"), "fel\r\n").unwrap();
    Some(folder)
}

fn problem(folder: &Path, toml: &str) -> (String, String) {
    let error = open(folder, toml).unwrap_err();
    assert!(!error.remedy.is_empty());
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(PASSWORD) && !shown.contains("fel\r") && !shown.contains("BEGIN"), "{shown}");
    (error.key, error.problem)
}

#[test]
fn pem_in_every_dress() {
    let Some(folder) = folder() else { return };
    let folder = folder.path();
    run(folder, "openssl", &["rsa", "-in", "a.key", "-traditional", "-out", "a.pkcs1"]);
    let encrypt = |name: &str, more: &[&str]| {
        let topk8 = ["pkcs8", "-topk8", "-in", "a.key", "-out", name, "-passout", "file:password"];
        run(folder, "openssl", &[&topk8[..], more].concat());
    };
    encrypt("a.aes", &[]);
    encrypt("a.aes128", &["-v2", "aes-128-cbc", "-iter", "5000"]);
    encrypt("a.des3", &["-v2", "des3"]);
    encrypt("a.sha512", &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"]);
    encrypt("a.scrypt", &["-scrypt", "-scrypt_N", "1024"]);
    encrypt("a.old", &["-v1", "PBE-SHA1-3DES"]);
    run(
        folder,
        "openssl",
        &["rsa", "-in", "a.key", "-traditional", "-aes128", "-passout", "file:password", "-out", "a.openssl"],
    );

    for key in ["a.key", "a.pkcs1"] {
        signs(
            &open(folder, &format!("certificate = 'a.pem'\nkey = '{key}'")).unwrap(),
            &folder.join("a.pem"),
        );
    }
    for key in ["a.aes", "a.aes128", "a.des3", "a.sha512", "a.scrypt"] {
        let with = |file: &str| format!("certificate = 'a.pem'\nkey = '{key}'\nkey_password_file = '{file}'");
        signs(&open(folder, &with("password")).unwrap(), &folder.join("a.pem"));
        assert_eq!(problem(folder, &with("wrong")).0, "key_password_file", "{key}");
        let without = problem(folder, &format!("certificate = 'a.pem'\nkey = '{key}'"));
        assert_eq!(without, ("key".into(), "the key is encrypted".into()));
    }
    for key in ["a.old", "a.openssl"] {
        let toml = format!("certificate = 'a.pem'\nkey = '{key}'\nkey_password_file = 'password'");
        assert!(open(folder, &toml).unwrap_err().remedy.contains("openssl pkcs8 -topk8"), "{key}");
    }
}

#[test]
fn pem_files_that_are_wrong() {
    let Some(folder) = folder() else { return };
    let folder = folder.path();
    make(folder, "b", 300);
    run(
        folder,
        "openssl",
        &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec.key"],
    );
    run(folder, "openssl", &["req", "-x509", "-key", "ec.key", "-subj", "/CN=ec", "-out", "ec.pem"]);
    fs::write(folder.join("empty"), "").unwrap();
    fs::write(folder.join("binary"), [0xFF; 40]).unwrap();
    fs::write(folder.join("large"), vec![b'a'; 2 << 20]).unwrap();
    for (certificate, key, setting) in [
        ("a.pem", "b.key", "key"),
        ("ec.pem", "a.key", "key"),
        ("a.pem", "ec.key", "key"),
        ("a.pem", "a.pem", "key"),
        ("a.key", "a.key", "certificate"),
        ("empty", "a.key", "certificate"),
        ("a.pem", "binary", "key"),
        ("a.pem", "large", "key"),
        ("nowhere", "a.key", "certificate"),
        ("a.pem", "nowhere", "key"),
    ] {
        let toml = format!("certificate = '{certificate}'\nkey = '{key}'");
        assert_eq!(problem(folder, &toml).0, setting, "{certificate} {key}");
    }
    // An elliptic key opens connections, but signs no letters.
    let ec = open(folder, "certificate = 'ec.pem'\nkey = 'ec.key'").unwrap();
    assert!(matches!(ec.signing_key(now()), Err(NoKey::Unfit(_))));
    assert!(ec.current(now()).is_ok());
}

#[test]
fn settings_that_contradict() {
    let here = Path::new("/nowhere");
    for (toml, setting) in [
        ("", "certificate"),
        ("certificate = 'a'", "key"),
        ("key = 'a'", "certificate"),
        ("certificate = 'a'\nkey = 'b'\npkcs12 = { file = 'c' }", "certificate"),
        ("keys = [{}]", "keys[0].certificate"),
        ("keys = [{ certificate = 'a' }]", "keys[0].key"),
        ("keys = [{ pkcs12 = { file = 'nowhere' } }]", "keys[0].pkcs12.file"),
    ] {
        assert_eq!(KeyRing::open(&settings(here, toml)).unwrap_err().key, setting, "{toml}");
    }
    for unknown in ["keys = [{ certifikat = 'a' }]", "pkcs12 = { fil = 'a' }", "pkcs11 = { module = 'a' }"] {
        assert!(toml::from_str::<keystore::KeyConfig>(unknown).is_err(), "{unknown}");
    }
    let config = settings(
        here,
        "certificate = 'c'\nkey = '/k'\nkeys = [{ pkcs12 = { file = 'p', password_file = 'w' } }, \
         { pkcs11 = { module = 'libx.so', token = 't', label = 'l', pin_file = 'n' } }]",
    );
    assert_eq!(config.certificate.as_deref(), Some(Path::new("/nowhere/c")));
    assert_eq!(config.key.as_deref(), Some(Path::new("/k")));
    let pkcs12 = config.keys[0].pkcs12.as_ref().unwrap();
    assert_eq!(pkcs12.password_file.as_deref(), Some(Path::new("/nowhere/w")));
    let pkcs11 = config.keys[1].pkcs11.as_ref().unwrap();
    // A bare library name is looked for by the system.
    assert_eq!(
        (pkcs11.module.as_path(), pkcs11.pin_file.as_path()),
        (Path::new("libx.so"), Path::new("/nowhere/n"))
    );
}

#[test]
fn pkcs12_of_openssl_old_and_new() {
    let Some(folder) = folder() else { return };
    let folder = folder.path();
    let export = |name: &str, more: &[&str]| {
        let plain = [
            "pkcs12",
            "-export",
            "-in",
            "a.pem",
            "-inkey",
            "a.key",
            "-passout",
            "file:password",
            "-out",
            name,
        ];
        run(folder, "openssl", &[&plain[..], more].concat());
    };
    export("new.p12", &[]);
    export("named.p12", &["-name", "Exempelkommun åäö"]);
    export("rc2.p12", &["-legacy"]);
    export("des3.p12", &["-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"]);
    export("plain-certificate.p12", &["-certpbe", "NONE"]);
    for name in ["new", "named", "rc2", "des3", "plain-certificate"] {
        let with =
            |password: &str| format!("pkcs12 = {{ file = '{name}.p12', password_file = '{password}' }}");
        signs(&open(folder, &with("password")).unwrap(), &folder.join("a.pem"));
        let wrong = problem(folder, &with("wrong"));
        assert_eq!(wrong, ("pkcs12.password_file".into(), "the password is wrong".into()), "{name}");
        let without = problem(folder, &format!("pkcs12 = {{ file = '{name}.p12' }}"));
        assert_eq!(without.0, "pkcs12.password_file", "{name}");
    }
    // With a chain; the key's certificate is found wherever it stands.
    make(folder, "ca", 900);
    run(folder, "openssl", &["req", "-new", "-key", "a.key", "-subj", "/CN=leaf", "-out", "leaf.csr"]);
    run(
        folder,
        "openssl",
        &[
            "x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "90", "-out",
            "leaf.pem",
        ],
    );
    let chain = [
        "pkcs12",
        "-export",
        "-in",
        "leaf.pem",
        "-inkey",
        "a.key",
        "-certfile",
        "ca.pem",
        "-passout",
        "pass:",
        "-out",
        "chain.p12",
    ];
    run(folder, "openssl", &chain);
    signs(&open(folder, "pkcs12 = { file = 'chain.p12' }").unwrap(), &folder.join("leaf.pem"));

    let only = ["pkcs12", "-export", "-nokeys", "-in", "a.pem", "-passout", "pass:", "-out", "only.p12"];
    run(folder, "openssl", &only);
    let (setting, text) = problem(folder, "pkcs12 = { file = 'only.p12' }");
    assert_eq!((setting.as_str(), text.contains("no private key")), ("pkcs12.file", true));
    for bad in ["a.pem", "wrong", "nowhere"] {
        assert_eq!(problem(folder, &format!("pkcs12 = {{ file = '{bad}' }}")).0, "pkcs12.file", "{bad}");
    }
    // Any octet changed: an error, never a panic, never another key.
    let whole = fs::read(folder.join("rc2.p12")).unwrap();
    for at in (0..whole.len()).step_by(61) {
        let mut changed = whole.clone();
        changed[at] ^= 0x11;
        fs::write(folder.join("changed.p12"), &changed).unwrap();
        let ring = open(folder, "pkcs12 = { file = 'changed.p12', password_file = 'password' }");
        if let Ok(ring) = ring {
            signs(&ring, &folder.join("a.pem"));
        }
    }
}

#[test]
fn pkcs12_of_java() {
    let Some(folder) = folder() else { return };
    let folder = folder.path();
    if !installed("keytool") {
        return;
    }
    // keytool takes no password from a file with letters beyond ASCII on every system.
    fs::write(folder.join("java"), "changeit").unwrap();
    let make = |store: &str, more: &[&str]| {
        let new = [
            "-genkeypair",
            "-alias",
            "Min nyckel",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "200",
            "-dname",
            "CN=java, O=Exempelkommun, C=SE",
            "-storetype",
            "PKCS12",
            "-keystore",
            store,
            "-storepass",
            "changeit",
        ];
        run(folder, "keytool", &[more, &new[..]].concat());
        let pem = format!("{store}.pem");
        let export = [
            "-exportcert",
            "-rfc",
            "-alias",
            "Min nyckel",
            "-keystore",
            store,
            "-storepass",
            "changeit",
            "-file",
            &pem,
        ];
        run(folder, "keytool", &export);
    };
    make("new.p12", &[]);
    make("old.p12", &["-J-Dkeystore.pkcs12.legacy"]);
    for store in ["new.p12", "old.p12"] {
        let with = |password: &str| format!("pkcs12 = {{ file = '{store}', password_file = '{password}' }}");
        signs(&open(folder, &with("java")).unwrap(), &folder.join(format!("{store}.pem")));
        assert_eq!(problem(folder, &with("wrong")).0, "pkcs12.password_file", "{store}");
    }
}
