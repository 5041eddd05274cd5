//! Every operation of the register, the Authority and the operators: with zeep and the official contracts, and what they
//! change (G2, G3).

#![allow(clippy::print_stdout, reason = "a test that is skipped says why")]

mod common;

use std::path::PathBuf;
use std::sync::Arc;

use common::{SE_SENDER, delivery, number, sealed, soap, stage, stage_in};
use mina::account::*;
use mina::forward::{ForwardDelivery, ForwardMessage};
use mina::notification::DeliveryHeader;
use mina::register::{AccountType, is_reachable_request, parse_is_reachable_response};
use mina::{Body, Limits, Operation, SealedDelivery, Sender, WireId, XmlDate};
use sandbox::Outcome;
use tokio::process::Command;

fn contracts() -> Option<PathBuf> {
    let root = std::env::var_os("BREVDUE_REFERENCE").map(PathBuf::from);
    let root =
        root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"));
    Some(root.join("sweden/contracts")).filter(|path| path.exists())
}

/// Rules G2, G3.
#[tokio::test]
async fn zeep_drives_every_operation() {
    let Some(contracts) = contracts() else {
        return println!("skipped: no reference folder; set BREVDUE_REFERENCE");
    };
    let zeep = Command::new("python3").args(["-c", "import zeep"]).output().await;
    if !zeep.is_ok_and(|output| output.status.success()) {
        return println!("skipped: python3 with zeep is not installed");
    }
    let stage = stage("").await;
    let secure = sealed(&stage.se, &delivery(number("se-reachable-alfa"), "zeep-secure"));
    let key = xmldsig::SigningKey::from_pem(&stage.se.key_pem, &stage.se.cert_pem).unwrap();
    let original = delivery(number("se-company"), "zeep-original");
    let signed = mina::sign_delivery(&original, &key).unwrap();
    let original: SealedDelivery = mina::seal(&signed, &key, jiff::civil::date(2026, 11, 22)).unwrap();
    let forward = ForwardDelivery {
        header: DeliveryHeader {
            sender: Sender::new(WireId::new(SE_SENDER), "Kommun A"),
            recipients: ["se-reachable-alfa", "se-not-registered"].map(|a| WireId::new(number(a))).to_vec(),
            reference: None,
            correlation_id: None,
            attention: None,
        },
        message: ForwardMessage { subject: "Vidare".into(), body: Body::plain("Se nedan.") },
        original,
        message_id: None,
    };
    let file = |name: &str, content: &[u8]| {
        let path = stage.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let numbers = [
        "se-reachable-alfa",
        "se-reachable-beta",
        "se-not-registered",
        "se-company",
        "se-under-18",
        "se-protected",
    ];
    let numbers: serde_json::Map<_, _> =
        numbers.iter().map(|alias| ((*alias).to_owned(), number(alias).into())).collect();
    let output = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zeep_operations.py"))
        .arg(&contracts)
        .arg(stage.folder.path().join("sandbox.json"))
        .arg(&stage.se.folder)
        .arg(serde_json::Value::Object(numbers).to_string())
        .arg(file("secure.xml", &secure))
        .arg(file("forward.xml", &forward.envelope()))
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let called: Vec<String> = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(called.len(), 14 + 7 + 3, "{called:?}");
    // Handed on is in the mailbox beside the delivery, and no copy is counted as doubled.
    let deliveries = stage.running.deliveries();
    assert_eq!((deliveries.totals.unique, deliveries.totals.doubled), (2, 0));
}

async fn reach(stage: &common::Stage, alias: &str) -> mina::register::ReachabilityRow {
    let request = is_reachable_request(WireId::new(SE_SENDER), [WireId::new(number(alias))]).unwrap();
    let (_, body) = soap(&stage.swede(), &stage.running.urls().far, request).await.unwrap();
    parse_is_reachable_response(body.as_bytes(), &Limits::default()).unwrap().rows.remove(0)
}

fn account(alias: &str, kind: AccountRequestType) -> AccountRequest {
    AccountRequest {
        id: WireId::new(number(alias)),
        request_type: kind,
        agreement_text: "Avtal".into(),
        timestamp: XmlDate::parse("2026-11-22").unwrap(),
        service_supplier: "167696009997".into(),
    }
}

fn signatures(count: usize) -> Vec<SignatureData> {
    let one =
        SignatureData { signature: b"s".to_vec(), certificate: "c".into(), nonce: None, encoding: None };
    vec![one; count]
}

/// What the register was told outlives it; a request that waits too. No number is written down.
#[tokio::test]
async fn accounts_survive_a_restart() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let first = stage_in(Arc::clone(&folder), "").await;
    let far = first.running.urls().far.clone();
    let ask = async |operation: Vec<u8>| soap(&first.swede(), &far, operation).await.unwrap();
    let register = Register {
        account_request: account("se-not-registered", AccountRequestType::Create),
        account_type: AccountType::Secure,
        signatures: signatures(1),
    };
    assert_eq!(ask(register.envelope()).await.0, 200);
    let close = Deregister {
        deregister_account: account("se-company", AccountRequestType::Delete),
        signatures: signatures(1),
    };
    assert_eq!(ask(close.envelope()).await.0, 200);
    let preferences = StoreAccountPreferences {
        id: WireId::new(number("se-reachable-beta")),
        user: WireId::new(number("se-reachable-beta")),
        preferences: AccountPreferences {
            id: WireId::new(number("se-reachable-beta")),
            accepted_senders: vec![],
        },
        agreement_text: "Val".into(),
        signatures: signatures(1),
    };
    assert_eq!(ask(preferences.envelope()).await.0, 200);
    first.running.stop().await;
    let second = stage_in(Arc::clone(&folder), "").await;
    let row = reach(&second, "se-not-registered").await;
    assert!(row.sender_accepted && row.account.supplier.is_some_and(|s| s.id == "167696009997"));
    assert!(!reach(&second, "se-reachable-beta").await.sender_accepted);
    let pending = GetPendingAccountRequest {
        recipients: vec![WireId::new(number("se-company"))],
        user: WireId::new(number("se-reachable-alfa")),
    };
    let (_, body) = soap(&second.swede(), &second.running.urls().far, pending.envelope()).await.unwrap();
    let waiting = GetPendingAccountRequest::read_answer(body.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(waiting.pending.len(), 1);
    let journal = std::fs::read_to_string(folder.path().join("journal.jsonl")).unwrap();
    assert!(!party::contains_personal_number(&journal, &[party::Country::Se]), "{journal}");
    // What it is told to play wins.
    second.running.set_outcome("se-reachable-beta", Outcome::Reachable, None).unwrap();
    assert!(reach(&second, "se-reachable-beta").await.sender_accepted);
}

/// Malformed requests and strangers are told so in the words of the contract.
#[tokio::test]
async fn what_is_no_request_faults() {
    let stage = stage("").await;
    let urls = stage.running.urls();
    let code =
        |body: &str| mina::parse_fault(body.as_bytes(), &Limits::default()).unwrap().unwrap().error_code;
    let register = String::from_utf8(
        Register {
            account_request: account("se-not-registered", AccountRequestType::Create),
            account_type: AccountType::Secure,
            signatures: vec![],
        }
        .envelope(),
    )
    .unwrap();
    let notify = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><notify xmlns='http://minameddelanden.gov.se/schema/Service/v3'/></e:Body></e:Envelope>";
    for (url, body) in [
        (&urls.far, register.clone()),
        (&urls.authority, register),
        (&urls.alfa, notify.to_owned()),
        (&urls.alfa, notify.replace("notify", "deliverForward")),
        (&urls.authority, notify.to_owned()),
    ] {
        let (status, answer) = soap(&stage.swede(), url, body).await.unwrap();
        assert_eq!((status, code(&answer)), (500, Some(5001)), "{answer}");
    }
    let anonymous = common::client(None, &stage.se.ca_pem);
    for (url, request) in [
        (&urls.authority, mina::authority::GetSenders {}.envelope()),
        (&urls.alfa, notify.as_bytes().to_vec()),
    ] {
        let (_, answer) = soap(&anonymous, url, request).await.unwrap();
        assert_eq!(code(&answer), Some(6005), "{answer}");
    }
}
