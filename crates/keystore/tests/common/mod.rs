//! Keys as people really have them: made by openssl and keytool.
#![allow(dead_code, unreachable_pub, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::Command;

use keystore::{KeyConfig, KeyRing, KeystoreError};

/// Whether a program is installed, or a printed reason why the test does nothing.
pub fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

/// Runs a program in a folder; it must succeed.
pub fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let said = [output.stdout.as_slice(), b"\n", &output.stderr].concat();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&said));
}

pub const PASSWORD: &str = "hemligt lösen";

/// A self-signed certificate with an unencrypted PKCS #8 key: `NAME.pem` and `NAME.key`, valid for `days`.
pub fn make(folder: &Path, name: &str, days: u32) {
    let (key, pem, days) = (format!("{name}.key"), format!("{name}.pem"), days.to_string());
    let subject = format!("/C=SE/O=Exempelkommun/serialNumber=162021004748/CN={name}");
    let leaf =
        "[req]\ndistinguished_name=dn\nx509_extensions=leaf\n[dn]\n[leaf]\nbasicConstraints=CA:FALSE\n";
    std::fs::write(folder.join("req.cnf"), leaf).unwrap();
    let new = [
        "req", "-config", "req.cnf", "-x509", "-newkey", "rsa:2048", "-nodes", "-utf8", "-subj", &subject,
        "-days", &days,
    ];
    run(folder, "openssl", &[&new[..], &["-keyout", &key, "-out", &pem]].concat());
}

/// The settings of a sender, read as they stand in the file, with paths in `folder`.
pub fn settings(folder: &Path, toml: &str) -> KeyConfig {
    let mut config: KeyConfig = toml::from_str(toml).unwrap();
    config.resolve_paths(folder);
    config
}

pub fn open(folder: &Path, toml: &str) -> Result<KeyRing, KeystoreError> {
    KeyRing::open(&settings(folder, toml))
}

/// Now, in seconds since 1970.
pub fn now() -> i64 {
    let passed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(passed.as_secs()).unwrap()
}

/// Signs with the ring's key and verifies with the certificate.
pub fn signs(ring: &KeyRing, certificate: &Path) {
    let key = ring.signing_key(now()).unwrap();
    let signed = xmldsig::sign_enveloped(b"<a>b</a>", &key).unwrap();
    let verified = xmldsig::verify_enveloped(&signed, &xmldsig::VerifyOptions::default()).unwrap();
    let pem = std::fs::read_to_string(certificate).unwrap();
    assert_eq!(verified.certificate, xmldsig::Certificate::from_pem(&pem).unwrap());
}

pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

/// A TLS handshake in memory: which certificate the server sees, under one version of TLS.
pub fn shown_in_tls(
    ring: &std::sync::Arc<KeyRing>,
    version: &'static rustls::SupportedProtocolVersion,
) -> Vec<u8> {
    use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
    use std::sync::Arc;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let server_key = rcgen::KeyPair::generate().unwrap();
    let server = rcgen::CertificateParams::new(vec!["server.example".to_owned()]).unwrap();
    let server = server.self_signed(&server_key).unwrap().der().clone();
    let mut clients = rustls::RootCertStore::empty();
    for certificate in ring.certificates() {
        clients.add(CertificateDer::from(certificate.der().to_vec())).unwrap();
    }
    let verifier =
        rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(clients), provider.clone());
    let server_config = rustls::ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[version])
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(
            vec![server.clone()],
            PrivateKeyDer::from_pem_slice(server_key.serialize_pem().as_bytes()).unwrap(),
        )
        .unwrap();
    let mut servers = rustls::RootCertStore::empty();
    servers.add(server).unwrap();
    let client_config = rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(servers)
        .with_client_cert_resolver(ring.tls_resolver());
    let name = ServerName::try_from("server.example").unwrap();
    let mut client = rustls::ClientConnection::new(Arc::new(client_config), name).unwrap();
    let mut server = rustls::ServerConnection::new(Arc::new(server_config)).unwrap();
    for _ in 0..8 {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets().unwrap();
        let mut wire = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets().unwrap();
    }
    assert!(!server.is_handshaking() && !client.is_handshaking());
    server.peer_certificates().unwrap()[0].to_vec()
}
