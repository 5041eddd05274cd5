//! Keys in a security module: SoftHSM, with certificates on the token and in files.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use common::{installed, make, now, open, run, shown_in_tls, signs};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, CertificateType, ObjectClass};
use cryptoki::session::UserType;
use cryptoki::types::AuthPin;
use keystore::{NoKey, SecretSource, TokenSecret};
use rustls_pki_types::{CertificateDer, pem::PemObject};

/// Tells the inner run from the outer one: the module reads its configuration from the environment of the process.
const FOLDER: &str = "BREVDUE_TOKEN_TEST";

/// The module of the Debian package, or a printed reason why the test does nothing.
#[allow(clippy::print_stderr)]
fn module() -> Option<PathBuf> {
    let found = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
    ]
    .iter()
    .map(PathBuf::from)
    .find(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: SoftHSM is not installed");
    }
    found
}

/// Runs one test of this file again, with the environment that the module needs.
fn again(test: &str, folder: &Path) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("SOFTHSM2_CONF", folder.join("softhsm2.conf"))
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let said = [output.stdout.as_slice(), b"\n", &output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// A token "brevdue" with PIN kastanje and the keys `a` and `b`.
fn prepare(folder: &Path) {
    fs::create_dir(folder.join("tokens")).unwrap();
    let tokens = folder.join("tokens");
    let conf = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
        tokens.display()
    );
    fs::write(folder.join("softhsm2.conf"), conf).unwrap();
    fs::write(folder.join("pin"), "kastanje\n").unwrap();
    fs::write(folder.join("wrong"), "0815\n").unwrap();
    for name in ["a", "b", "c"] {
        make(folder, name, 300);
    }
    let tool = |arguments: &[&str]| {
        let output = Command::new("softhsm2-util")
            .args(arguments)
            .env("SOFTHSM2_CONF", folder.join("softhsm2.conf"))
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    tool(&["--init-token", "--free", "--label", "brevdue", "--so-pin", "1234", "--pin", "kastanje"]);
    for (name, id) in [("a", "01"), ("b", "02")] {
        let key = format!("{name}.key");
        tool(&["--import", &key, "--token", "brevdue", "--label", name, "--id", id, "--pin", "kastanje"]);
    }
}

/// Writes a certificate to the token, as vendors' tools do.
fn write_certificate(module: &Path, folder: &Path, name: &str, label: &str, id: u8) {
    let context = Pkcs11::new(module).unwrap();
    // The keystore may have done so already.
    let _ = context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
    let slots = context.get_slots_with_token().unwrap();
    let slot =
        slots.into_iter().find(|slot| context.get_token_info(*slot).unwrap().label() == "brevdue").unwrap();
    let session = context.open_rw_session(slot).unwrap();
    let _ = session.login(UserType::User, Some(&AuthPin::from("kastanje")));
    let pem = fs::read(folder.join(format!("{name}.pem"))).unwrap();
    let der = CertificateDer::from_pem_slice(&pem).unwrap();
    session
        .create_object(&[
            Attribute::Class(ObjectClass::CERTIFICATE),
            Attribute::CertificateType(CertificateType::X_509),
            Attribute::Token(true),
            Attribute::Label(label.into()),
            Attribute::Id(vec![id]),
            Attribute::Subject(vec![0x30, 0]),
            Attribute::Value(der.to_vec()),
        ])
        .unwrap();
}

#[test]
fn keys_in_a_token_sign_and_open_connections() {
    let Some(module) = module() else { return };
    let Some(folder) = std::env::var_os(FOLDER) else {
        if installed("softhsm2-util") && installed("openssl") {
            let folder = tempfile::tempdir().unwrap();
            prepare(folder.path());
            again("keys_in_a_token_sign_and_open_connections", folder.path());
        }
        return;
    };
    let folder = PathBuf::from(folder);
    let source = |label: &str, pin: &str, more: &str| {
        let module = module.display();
        format!(
            "pkcs11 = {{ module = '{module}', token = 'brevdue', label = '{label}', pin_file = '{pin}'{more} }}"
        )
    };
    // While anybody in the process is logged in, every PIN will do: wrong ones come first.
    let error = open(&folder, &source("a", "wrong", ", certificate = 'a.pem'")).unwrap_err();
    assert_eq!(error.key, "pkcs11.pin_file", "{error}");
    assert!(!format!("{error} {error:?}").contains("0815"));
    // A refused PIN is not tried again until its file changes: tokens lock after a few.
    fs::copy(folder.join("wrong"), folder.join("changing")).unwrap();
    let both = format!(
        "certificate = 'c.pem'\nkey = 'c.key'\nkeys = [{{ {} }}]",
        source("a", "changing", ", certificate = 'a.pem'")
    );
    let ring = open(&folder, &both).unwrap();
    for _ in 0..50 {
        assert_eq!(ring.refresh(now()), []);
    }
    assert_eq!(ring.problems()[0].key, "keys[0].pkcs11.pin_file");
    fs::copy(folder.join("pin"), folder.join("changing")).unwrap();
    assert_eq!(ring.refresh(now()).len(), 1);
    assert_eq!((ring.problems(), ring.certificates().len()), (Vec::new(), 2));
    // No certificate on the token yet: named in a file.
    let toml = source("a", "pin", "");
    let error = open(&folder, &toml).unwrap_err();
    assert_eq!(
        (error.key.as_str(), error.problem.contains("no certificate")),
        ("pkcs11.label", true),
        "{error}"
    );
    let by_file = Arc::new(open(&folder, &source("a", "pin", ", certificate = 'a.pem'")).unwrap());
    signs(&by_file, &folder.join("a.pem"));
    // The certificate of another key.
    let error = open(&folder, &source("a", "pin", ", certificate = 'b.pem'")).unwrap_err();
    assert_eq!(error.key, "pkcs11.label");
    // On the token, found by the key's id or by the label.
    write_certificate(&module, &folder, "a", "something else", 1);
    write_certificate(&module, &folder, "b", "b", 9);
    for name in ["a", "b"] {
        let ring = Arc::new(open(&folder, &source(name, "pin", "")).unwrap());
        signs(&ring, &folder.join(format!("{name}.pem")));
        let pem = fs::read(folder.join(format!("{name}.pem"))).unwrap();
        let der = CertificateDer::from_pem_slice(&pem).unwrap();
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            assert_eq!(shown_in_tls(&ring, version), der.as_ref(), "{version:?}");
        }
        let shown = format!("{ring:?} {:?}", ring.current(now()).unwrap().tls());
        assert!(!shown.contains("kastanje"), "{shown}");
    }
    // Many at a time: more threads than sessions are kept.
    let ring = Arc::new(open(&folder, &source("a", "pin", "")).unwrap());
    std::thread::scope(|scope| {
        for _ in 0..24 {
            scope.spawn(|| (0..4).for_each(|_| signs(&ring, &folder.join("a.pem"))));
        }
    });
    for (toml, setting) in [
        (source("c", "pin", ""), "pkcs11.label"),
        (source("a", "nowhere", ""), "pkcs11.pin_file"),
        (source("a", "pin", "").replace("'brevdue'", "'other'"), "pkcs11.token"),
        (source("a", "pin", "").replace("libsofthsm2", "nowhere"), "pkcs11.module"),
        (source("a", "pin", ", certificate = 'a.key'"), "pkcs11.certificate"),
    ] {
        let error = open(&folder, &toml).unwrap_err();
        assert_eq!(error.key, setting, "{error}");
        assert!(!error.remedy.is_empty(), "{error}");
    }
    // A key that leaves the token is not used any more, and comes back when it is there again.
    let ring = open(&folder, &source("b", "pin", ", certificate = 'moving.pem'"));
    assert!(ring.is_err());
    fs::copy(folder.join("b.pem"), folder.join("moving.pem")).unwrap();
    let ring = open(&folder, &source("b", "pin", ", certificate = 'moving.pem'")).unwrap();
    fs::remove_file(folder.join("moving.pem")).unwrap();
    assert_eq!(ring.refresh(now()).len(), 1);
    assert!(matches!(ring.signing_key(now()), Err(NoKey::Unavailable(_))));
    fs::copy(folder.join("b.pem"), folder.join("moving.pem")).unwrap();
    assert_eq!(ring.refresh(now()).len(), 1);
    signs(&ring, &folder.join("b.pem"));
}

#[test]
fn files_open_connections_too() {
    if !installed("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    make(folder, "a", 300);
    make(folder, "b", 300);
    run(
        folder,
        "openssl",
        &[
            "pkcs12", "-export", "-legacy", "-in", "b.pem", "-inkey", "b.key", "-passout", "pass:", "-out",
            "b.p12",
        ],
    );
    fs::copy(folder.join("a.pem"), folder.join("use.pem")).unwrap();
    fs::copy(folder.join("a.key"), folder.join("use.key")).unwrap();
    let der =
        |name: &str| CertificateDer::from_pem_slice(&fs::read(folder.join(name)).unwrap()).unwrap().to_vec();
    let pem = Arc::new(open(folder, "certificate = 'use.pem'\nkey = 'use.key'").unwrap());
    let pkcs12 = Arc::new(open(folder, "pkcs12 = { file = 'b.p12' }").unwrap());
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        assert_eq!(shown_in_tls(&pem, version), der("a.pem"));
        assert_eq!(shown_in_tls(&pkcs12, version), der("b.pem"));
    }
    // Replaced while we run: the next connection shows the new one.
    fs::copy(folder.join("b.pem"), folder.join("use.pem")).unwrap();
    fs::copy(folder.join("b.key"), folder.join("use.key")).unwrap();
    pem.refresh(now());
    assert_eq!(shown_in_tls(&pem, &rustls::version::TLS13), der("b.pem"));
}

/// Makes a generic secret key on the token, as `pkcs11-tool --keygen --key-type GENERIC:32` does.
fn make_secret(module: &Path, label: &str) {
    let context = Pkcs11::new(module).unwrap();
    let _ = context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK));
    let slots = context.get_slots_with_token().unwrap();
    let slot =
        slots.into_iter().find(|slot| context.get_token_info(*slot).unwrap().label() == "brevdue").unwrap();
    let session = context.open_rw_session(slot).unwrap();
    let _ = session.login(UserType::User, Some(&AuthPin::from("kastanje")));
    let template = [
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Label(label.into()),
        Attribute::ValueLen(32.into()),
    ];
    session.generate_key(&Mechanism::GenericSecretKeyGen, &template).unwrap();
}

#[test]
fn secret_keys_hash_in_the_token_and_stay_there() {
    let Some(module) = module() else { return };
    let Some(folder) = std::env::var_os(FOLDER) else {
        if installed("softhsm2-util") && installed("openssl") {
            let folder = tempfile::tempdir().unwrap();
            prepare(folder.path());
            again("secret_keys_hash_in_the_token_and_stay_there", folder.path());
        }
        return;
    };
    let folder = PathBuf::from(folder);
    make_secret(&module, "master-2026");
    make_secret(&module, "master-2027");
    let source = |labels: &[&str], pin: &str| SecretSource {
        module: module.clone(),
        token: "brevdue".to_owned(),
        labels: labels.iter().map(|&label| label.to_owned()).collect(),
        pin_file: folder.join(pin),
    };
    let keys = TokenSecret::open(&source(&["master-2027", "master-2026"], "pin")).unwrap();
    let hashes: Vec<_> = keys.iter().map(|key| key.hash(b"uppsala").unwrap()).collect();
    assert_ne!(hashes[0], hashes[1]);
    assert_ne!(keys[0].hash(b"lund").unwrap(), hashes[0]);
    // The same key gives the same hash, also when it is opened again.
    let again = TokenSecret::open(&source(&["master-2026"], "pin")).unwrap();
    assert_eq!(again[0].hash(b"uppsala").unwrap(), hashes[1]);
    assert_eq!(format!("{:?}", again[0]), "TokenSecret { label: \"master-2026\", .. }");
    let missing = TokenSecret::open(&source(&["a"], "pin")).unwrap_err();
    assert!(missing.to_string().contains("no generic secret key"), "{missing}");
    make_secret(&module, "master-2026");
    let several = TokenSecret::open(&source(&["master-2026"], "pin")).unwrap_err();
    assert!(several.to_string().contains("several keys"), "{several}");
}
