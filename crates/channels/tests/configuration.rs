//! The examples of the configuration's documentation are configurations, and unknown settings are refused.
#![allow(missing_docs, clippy::unwrap_used)]

use channels::{
    AddressPolicy, DigitalPostConfig, Environment, KombiConfig, KombiMode, MemoVersion,
    MinaMeddelandenConfig, PrintConfig, Section,
};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// The example in the documentation of a source file.
fn example(file: &str) -> String {
    let source =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)).unwrap();
    let (_, rest) = source.split_once("/// ```toml\n").unwrap();
    let (text, _) = rest.split_once("/// ```\n").unwrap();
    text.lines().map(|line| line.trim_start_matches("///").trim_start().to_owned() + "\n").collect()
}

fn read<T: DeserializeOwned>(file: &str) -> T {
    let text = example(file);
    assert!(toml::from_str::<T>(&format!("nonsense = 1\n{text}")).is_err(), "{file}");
    toml::from_str(&text).unwrap()
}

#[test]
fn digital_post() {
    let mut config: DigitalPostConfig = read("digital_post/config.rs");
    assert_eq!((config.connect_timeout_ms, config.read_timeout_ms), (5_000, 120_000));
    assert_eq!((config.max_message_bytes, config.max_attachments), (99_500_000, 10));
    assert_eq!(config.environment, Environment::Test);
    let sender = &config.senders[0];
    assert_eq!((sender.memo_version, sender.post_type.as_str()), (MemoVersion::V1_2, "MYNDIGHEDSPOST"));
    config.settle(Path::new("/etc/brevdue"), Environment::Test);
    assert_eq!(config.senders[0].keys.key, Some(PathBuf::from("/etc/brevdue/keys/eksempel.key.pem")));
    assert_eq!(config.senders[0].api_token_file, Some(PathBuf::from("/etc/brevdue/keys/eksempel.token")));
}

/// Rules F16.
#[test]
fn kombi() {
    let mut config: KombiConfig = read("kombi/config.rs");
    assert_eq!((config.connect_timeout_ms, config.read_timeout_ms), (5_000, 120_000));
    assert_eq!((config.mode, config.print_without_mailbox), (KombiMode::AutomatiskValg, false));
    assert_eq!(
        (config.push_client_header.as_str(), config.allowed_push_clients.len()),
        ("x-client-subject", 1)
    );
    config.settle(Path::new("/etc/brevdue"), Environment::Production);
    assert_eq!(config.environment, Environment::Production);
    assert_eq!(config.senders[0].keys.certificate, Some(PathBuf::from("/etc/brevdue/keys/eksempel.crt.pem")));
}

#[test]
fn mina_meddelanden() {
    let mut config: MinaMeddelandenConfig = read("mina_meddelanden/config.rs");
    assert_eq!((config.connect_timeout_ms, config.read_timeout_ms), (5_000, 120_000));
    assert_eq!((config.max_envelope_bytes, config.lookup_batch), (2_097_152, 1_000));
    assert_eq!(config.language, "svSE");
    config.settle(Path::new("/etc/brevdue"), Environment::Test);
    assert_eq!(
        config.senders[0].keys.certificate,
        Some(PathBuf::from("/etc/brevdue/keys/sundsvall.crt.pem"))
    );
}

#[test]
fn print() {
    let mut config: PrintConfig = read("print/config.rs");
    assert_eq!((config.address, config.colour, config.duplex), (AddressPolicy::Required, false, true));
    config.settle(Path::new("/var/brevdue"), Environment::Test);
    assert_eq!(config.hot_folder, PathBuf::from("/var/brevdue/print"));
}
