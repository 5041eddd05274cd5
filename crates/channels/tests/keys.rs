//! Keys of the channels: letters wait for one that may sign, and a replaced one is taken over (R51, E18).

mod support;

use catalogue::Code;
use channels::{Channel, Environment, Level, MinaMeddelanden, MinaMeddelandenConfig, Section as _};
use letter::{Lookup, SenderId};
use mina::register::{
    AccountStatus, AccountType, ReachabilityRow, ServiceSupplier, is_reachable_response,
    parse_is_reachable_request,
};
use mina::{Limits, WireId};
use std::path::Path;
use support::*;

const SENDER: &str = "162021004748";

/// The settings of one sender, as they stand in the file.
fn config(pki: &Pki, url: &str, keys: &str) -> Result<MinaMeddelandenConfig, toml::de::Error> {
    let mut config: MinaMeddelandenConfig = toml::from_str(&format!(
        "register_url = '{url}'\nallowed_hosts = ['mm.example']\nread_timeout_ms = 2000\ntrust = '{}'\n\
         [[senders]]\nsender = 'demo'\norganisation_number = '202100-4748'\nname = 'Kommun A'\n{keys}\n",
        pki.trust().display()
    ))?;
    config.settle(pki.dir.path(), Environment::Sandbox);
    Ok(config)
}

fn open(pki: &Pki, url: &str, keys: &str) -> MinaMeddelanden {
    MinaMeddelanden::open(config(pki, url, keys).unwrap()).unwrap()
}

/// A register that has a mailbox for everybody.
async fn register(pki: &Pki) -> Fake {
    Fake::start(pki, |request| {
        let asked = parse_is_reachable_request(&request.body, &Limits::default()).unwrap();
        let row = |id: &WireId| ReachabilityRow {
            account: AccountStatus {
                recipient_id: id.clone(),
                account_type: AccountType::Secure,
                pending: false,
                supplier: Some(ServiceSupplier::new("165590000001", "Alfa", "https://mm.example/")),
                last_registration: None,
            },
            sender_accepted: true,
            last_sender_accept_change: None,
        };
        ok(is_reachable_response(&asked.recipients.iter().map(row).collect::<Vec<_>>()))
    })
    .await
}

async fn ask(channel: &MinaMeddelanden) -> Lookup {
    channel.lookup(&SenderId("demo".into()), &[recipient(SWEDISH)]).await.remove(0)
}

fn copy(folder: &Path, from: &str, to: &str) {
    for kind in ["crt", "key"] {
        std::fs::copy(folder.join(format!("{from}.{kind}")), folder.join(format!("{to}.{kind}"))).unwrap();
    }
}

const USE: &str = "certificate = 'use.crt'\nkey = 'use.key'";

#[tokio::test]
async fn letters_wait_for_a_key_that_may_sign() {
    let pki = Pki::new();
    let folder = pki.dir.path();
    pki.organisation("expired", SENDER, -3);
    pki.organisation("fresh", SENDER, 100);
    copy(folder, "expired", "use");
    let fake = register(&pki).await;
    let channel = open(&pki, &fake.url("/"), USE);
    let Lookup::Unknown { reason, detail } = ask(&channel).await else { panic!("not unknown") };
    assert_eq!(
        (reason, detail.as_deref()),
        (Code::CertificateExpired, Some("the certificate has expired (E18)"))
    );
    assert!(fake.seen().is_empty(), "nobody is asked with an expired certificate");
    let findings = channel.look_at_keys().await;
    assert_eq!((findings.len(), findings[0].level), (1, Level::Error));
    // The files are replaced while the gateway runs: the next question is asked, under the new certificate.
    copy(folder, "fresh", "use");
    let findings = channel.look_at_keys().await;
    assert_eq!((findings.len(), findings[0].level), (1, Level::Ok), "{findings:?}");
    assert!(matches!(ask(&channel).await, Lookup::Yes { .. }));
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn a_successor_that_is_ready_silences_the_warning() {
    let pki = Pki::new();
    let folder = pki.dir.path();
    pki.organisation("ending", SENDER, 20);
    pki.organisation("fresh", SENDER, 300);
    let alone = "certificate = 'ending.crt'\nkey = 'ending.key'";
    let levels = |findings: Vec<channels::Finding>| findings.iter().map(|f| f.level).collect::<Vec<_>>();
    assert_eq!(levels(open(&pki, "https://localhost:1/", alone).look_at_keys().await), [Level::Warning]);
    let both = format!("{alone}\nkeys = [{{ certificate = 'next.crt', key = 'next.key' }}]");
    let channel = open(&pki, "https://localhost:1/", &both);
    let findings = channel.look_at_keys().await;
    assert_eq!(levels(findings.clone()), [Level::Warning, Level::Warning], "{findings:?}");
    assert!(findings[1].found.starts_with("keys[0].certificate: "), "{findings:?}");
    copy(folder, "fresh", "next");
    let findings = channel.look_at_keys().await;
    assert_eq!(levels(findings.clone()), [Level::Ok], "{findings:?}");
}

#[test]
fn settings_are_read_strictly() {
    let pki = Pki::new();
    pki.organisation("kommun", SENDER, 100);
    let good = "certificate = 'kommun.crt'\nkey = 'kommun.key'";
    assert!(config(&pki, "https://localhost:1/", good).is_ok());
    for unknown in
        ["certificat = 'x'", "pkcs12 = { fil = 'x' }", "keys = [{ certifikat = 'x' }]", "Key = 'x'"]
    {
        let error =
            config(&pki, "https://localhost:1/", &format!("{good}\n{unknown}")).unwrap_err().to_string();
        assert!(error.contains("unknown field"), "{unknown}: {error}");
    }
    let refused = |keys: &str| {
        MinaMeddelanden::open(config(&pki, "https://localhost:1/", keys).unwrap()).err().expect("refused").key
    };
    assert_eq!(refused(""), "mina_meddelanden.senders[0].certificate");
    assert_eq!(refused("pkcs12 = { file = 'kommun.crt' }"), "mina_meddelanden.senders[0].pkcs12.file");
    assert_eq!(
        refused(&format!("{good}\npkcs12 = {{ file = 'x' }}")),
        "mina_meddelanden.senders[0].certificate"
    );
    assert_eq!(refused("keys = [{ certificate = 'kommun.crt' }]"), "mina_meddelanden.senders[0].keys[0].key");
}
