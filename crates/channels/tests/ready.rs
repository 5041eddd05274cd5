//! Messages that came ready-made, through the Swedish channel: sealed or passed on, and what the answers mean.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use catalogue::Code;
use channels::{Channel, ComposeJob, MinaMeddelanden, Standing};
use letter::{ChannelKind, Digest, Endpoint, Ready, ReadyForm, Route, SenderId};
use mina::authority::{Dispatcher, GetDispatchersResponse};
use mina::notification::{
    DeliveryHeader, NotificationDelivery, NotificationMessage, NotificationOutcome, NotificationStatus,
    NotifiedBy, Notify, NotifyResponse, NotifyResult, SmsHeader, SmsMessage,
};
use mina::{Body, Fault, Limits, SecureMessage, Sender, SupportInfo, WireId};
use support::*;

const OPERATOR: &str = "165590000001";
const SENDER: &str = "162021004748";

fn open(pki: &Pki, register: &str, allowed: &[String]) -> MinaMeddelanden {
    let (certificate, key) = pki.organisation("kommun", SENDER, 100);
    let config = serde_json::json!({
        "register_url": register, "allowed_hosts": allowed, "trust": path(&pki.trust()),
        "connect_timeout_ms": 1500, "read_timeout_ms": 700,
        "senders": [{"sender": "demo", "organisation_number": SENDER, "name": "Kommun A",
                     "certificate": path(&certificate), "key": path(&key)}],
    });
    MinaMeddelanden::open(serde_json::from_value(config).unwrap()).unwrap()
}

fn message() -> SecureMessage {
    SecureMessage::new(
        "sms-1",
        "Påminnelse",
        SupportInfo::text("Ring oss."),
        Body::plain("Kom ihåg din tid."),
    )
}

/// What the gateway keeps of a notification: everything but its recipients.
fn template(sender: &str) -> Vec<u8> {
    let header = DeliveryHeader {
        sender: Sender::new(WireId::new(sender), "Kommun A"),
        recipients: Vec::new(),
        reference: None,
        correlation_id: None,
        attention: None,
    };
    let sms = SmsMessage { header: SmsHeader { from: "KommunA".into() }, text: "Kom ihåg din tid.".into() };
    let message = NotificationMessage::new(message());
    Notify { notification: NotificationDelivery { header, message, email: None, sms: Some(sms) } }.to_xml()
}

fn job(form: ReadyForm, octets: Vec<u8>) -> ComposeJob {
    let mut letter = letter(SWEDISH, &[]);
    letter.ready = Some(Ready { form, digest: Digest("0".repeat(64)), size_bytes: octets.len() as u64 });
    ComposeJob { ready: Some(octets.into()), ..compose_job(letter, Vec::new()) }
}

fn answer(rows: &[(&str, bool)]) -> Vec<u8> {
    let statuses = rows.iter().map(|(number, delivered)| NotificationStatus {
        recipient: WireId::new(number),
        outcome: NotificationOutcome {
            delivered: *delivered,
            notified_by: if *delivered { vec![NotifiedBy::Sms] } else { Vec::new() },
        },
    });
    let result = NotifyResult { transaction_id: "tx-9".into(), statuses: statuses.collect() };
    NotifyResponse { result }.to_xml()
}

fn route(address: &str) -> Route {
    let endpoint =
        Endpoint { address: address.into(), operator_id: OPERATOR.into(), operator_name: "Alfa".into() };
    Route { endpoint: Some(endpoint), ..Route::to(ChannelKind::MinaMeddelanden) }
}

async fn notify(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (&'static str, Option<Code>, String) {
    let pki = Pki::new();
    let fake = Fake::start(&pki, move |_| reply()).await;
    let channel = open(&pki, "https://localhost:1", &[fake.host()]);
    let composed = channel.compose(job(ReadyForm::Notification, template(SENDER))).await.unwrap();
    let delivery =
        channel.deliver(deliver_job(SWEDISH, route(&fake.url("/service/v3")), composed.bytes)).await;
    let seen = fake.seen();
    let [asked] = seen.as_slice() else { panic!("{seen:?}") };
    let sent = Notify::parse_strictly(&asked.body, &Limits::default()).unwrap().notification;
    assert_eq!(sent.header.recipients, [WireId::new(SWEDISH)]);
    assert_eq!(sent.message.message().subject, "Påminnelse");
    told(&delivery)
}

#[tokio::test]
async fn the_operators_answer_to_a_notification_decides() {
    let replies = [
        (vec![(SWEDISH, true)], "delivered", None),
        (vec![("191212121212", true), (SWEDISH, true)], "delivered", None),
        (vec![(SWEDISH, false)], "not_delivered", Some(Code::OperatorRefused)),
        (vec![("191212121212", true)], "in_doubt", Some(Code::AnswerUnusable)),
        (vec![(SWEDISH, true), (SWEDISH, false)], "in_doubt", Some(Code::AnswerUnusable)),
    ];
    for (rows, wanted, code) in replies {
        let xml = answer(&rows);
        let (found, why, _) = notify(move || ok(xml.clone())).await;
        assert_eq!((found, why), (wanted, code), "{rows:?}");
    }
    let fault = || Fault::new(5003, "no such recipient", "call-000000000000000001").to_xml();
    for (reply, wanted) in [
        (Box::new(move || Reply::Answer(500, fault())) as Box<dyn Fn() -> Reply + Send + Sync>, "refused"),
        (Box::new(|| Reply::Silence), "in_doubt"),
        (Box::new(|| Reply::Close), "in_doubt"),
        (Box::new(|| ok("<html/>")), "in_doubt"),
        (Box::new(|| Reply::Answer(429, b"busy".to_vec())), "retry"),
        (Box::new(|| Reply::Answer(500, answer(&[(SWEDISH, true)]))), "in_doubt"),
    ] {
        assert_eq!(notify(reply).await.0, wanted);
    }
}

#[tokio::test]
async fn what_is_kept_is_held_against_the_configuration_again() {
    let pki = Pki::new();
    let channel = open(&pki, "https://localhost:1", &[]);
    let compose = async |form, octets| channel.compose(job(form, octets)).await.map_err(|error| error.code);
    assert_eq!(
        compose(ReadyForm::Notification, template("162021003898")).await.unwrap_err(),
        Code::SenderNotAllowed
    );
    assert_eq!(compose(ReadyForm::Notification, b"<x/>".to_vec()).await.unwrap_err(), Code::ComposeFailed);
    // A delivery whose signature does not hold any more is not sealed: SignaturesOK would be a lie (E9).
    let (certificate, key) = pki.organisation("kommun", SENDER, 100);
    let read = |path: &std::path::Path| std::fs::read_to_string(path).unwrap();
    let key = xmldsig::SigningKey::from_pem(&read(&key), &read(&certificate)).unwrap();
    let delivery =
        mina::Delivery::new(Sender::new(WireId::new(SENDER), "Kommun A"), WireId::new(SWEDISH), message());
    let signed = mina::sign_delivery(&delivery, &key).unwrap().octets().to_vec();
    let changed = String::from_utf8(signed.clone()).unwrap().replace("sms-1", "sms-2").into_bytes();
    assert_eq!(compose(ReadyForm::SignedDelivery, changed).await.unwrap_err(), Code::ComposeFailed);
    let sealed = compose(ReadyForm::SignedDelivery, signed.clone()).await.unwrap().bytes;
    // The sender's octets stand in the sealed document as they were handed in, but for the namespace they inherit.
    let inside = String::from_utf8(signed).unwrap();
    let inside = inside.split_once('>').unwrap().1.to_owned();
    assert!(String::from_utf8(sealed.to_vec()).unwrap().contains(&inside));
}

#[tokio::test]
async fn the_register_says_who_dispatches_for_whom() {
    let dispatcher = |id: &str, senders: &[&str]| Dispatcher {
        id: WireId::new(id),
        name: "Någon".into(),
        senders: senders.iter().map(|number| WireId::new(number)).collect(),
    };
    let standing = async |reply: Box<dyn Fn() -> Reply + Send + Sync>| {
        let pki = Pki::new();
        let fake = Fake::start(&pki, move |_| reply()).await;
        let found = open(&pki, &fake.url("/far"), &[]).standing(&SenderId("demo".into())).await;
        assert_eq!(fake.seen()[0].line, "POST /far/Authority");
        found
    };
    let rows = |rows: Vec<Dispatcher>| -> Box<dyn Fn() -> Reply + Send + Sync> {
        Box::new(move || ok(GetDispatchersResponse { dispatchers: rows.clone() }.to_xml()))
    };
    let other = dispatcher("162021003898", &[SENDER]);
    assert_eq!(
        standing(rows(vec![other.clone(), dispatcher(SENDER, &[SENDER])])).await,
        Standing::Registered
    );
    for missing in [vec![], vec![other], vec![dispatcher(SENDER, &["162021003898"])]] {
        assert!(matches!(standing(rows(missing)).await, Standing::NotRegistered(_)));
    }
    // An outage is not a "no".
    let fault = || Fault::new(5000, "later", "call-000000000000000001").to_xml();
    let outages: [Box<dyn Fn() -> Reply + Send + Sync>; 4] = [
        Box::new(|| Reply::Close),
        Box::new(|| Reply::Silence),
        Box::new(move || Reply::Answer(500, fault())),
        Box::new(|| Reply::Answer(503, Vec::new())),
    ];
    for outage in outages {
        assert!(matches!(standing(outage).await, Standing::Unknown(_)));
    }
}
