//! The Swedish channel against TLS servers that play the register and an operator.
#![allow(missing_docs, clippy::unwrap_used)]

mod calls;
mod hostile;
mod lines;
#[path = "../support/mod.rs"]
mod support;

use catalogue::Code;
use channels::{Channel, Level, MinaMeddelanden, MinaMeddelandenConfig, SizeJob};
use letter::{ChannelKind, Endpoint, Lookup, Route, SenderId};
use mina::register::{AccountStatus, AccountType, ReachabilityRow, ServiceSupplier};
use mina::{DeliveryResult, Fault, Limits, ReceiveOptions, WireId};
use support::*;

const OPERATOR: &str = "165590000001";
const SENDER: &str = "162021004748";

fn config(pki: &Pki, register: &str, allowed: &[String]) -> MinaMeddelandenConfig {
    let (certificate, key) = pki.organisation("kommun", SENDER, 100);
    serde_json::from_value(serde_json::json!({
        "register_url": register, "allowed_hosts": allowed, "trust": path(&pki.trust()),
        "connect_timeout_ms": 1500, "read_timeout_ms": 700,
        "operators": [{"id": OPERATOR, "name": "Alfa", "repeat_is_safe": true}],
        "senders": [{"sender": "demo", "organisation_number": "202100-4748", "name": "Kommun A",
                     "certificate": path(&certificate), "key": path(&key)}],
    }))
    .unwrap()
}

fn open(pki: &Pki, register: &str, allowed: &[String]) -> MinaMeddelanden {
    MinaMeddelanden::open(config(pki, register, allowed)).unwrap()
}

fn sender() -> SenderId {
    SenderId("demo".into())
}

fn row(id: &WireId, address: &str) -> ReachabilityRow {
    let account = AccountStatus {
        recipient_id: id.clone(),
        account_type: AccountType::Secure,
        pending: false,
        supplier: Some(ServiceSupplier::new(OPERATOR, "Alfa", address)),
        last_registration: None,
    };
    ReachabilityRow { account, sender_accepted: true, last_sender_accept_change: None }
}

fn fault(code: u32) -> Vec<u8> {
    Fault::new(code, "about 19270517-8354", "call-000000000000000001").to_xml()
}

fn asked(request: &Request) -> Vec<WireId> {
    assert!(request.head.contains("soapaction: \"\"") && request.head.contains("content-type: text/xml"));
    mina::register::parse_is_reachable_request(&request.body, &Limits::default()).unwrap().recipients
}

/// Registers answer with what the closure makes of the numbers.
async fn look_up(
    numbers: &[&str],
    change: impl FnOnce(&mut MinaMeddelandenConfig),
    answer: impl Fn(Vec<WireId>) -> Reply + Send + Sync + 'static,
) -> (Vec<Lookup>, Vec<Request>) {
    let pki = Pki::new();
    let fake = Fake::start(&pki, move |request| answer(asked(request))).await;
    let mut config = config(
        &pki,
        &fake.url("/webservice"),
        &["operator.example:8443".to_owned(), "mm.example".to_owned(), "any.example:*".to_owned()],
    );
    change(&mut config);
    let recipients: Vec<_> = numbers.iter().map(|number| recipient(number)).collect();
    let found = MinaMeddelanden::open(config).unwrap().lookup(&sender(), &recipients).await;
    assert!(!party::find_personal_numbers(&format!("{found:?}")), "{found:?}");
    assert!(fake.seen().iter().all(|request| request.line == "POST /webservice/Recipient/v3"));
    (found, fake.seen())
}

fn short(lookup: &Lookup) -> (&'static str, Code) {
    let kind = match lookup {
        Lookup::Yes { .. } => "yes",
        Lookup::No { .. } => "no",
        Lookup::Unknown { .. } => "unknown",
    };
    (kind, lookup.reason())
}

/// Rules C5, C6, C7, C8, C9, C10, C11.
#[tokio::test]
async fn every_row_has_its_meaning() {
    type Change = fn(&mut ReachabilityRow);
    let cases: [(Change, (&str, Code)); 10] = [
        (|_| {}, ("yes", Code::MailboxOpen)),
        (|r| r.account.account_type = AccountType::Not, ("no", Code::NotRegistered)),
        (|r| r.account.account_type = AccountType::Anonymous, ("no", Code::NotSecureAccount)),
        (|r| r.sender_accepted = false, ("no", Code::SenderNotAccepted)),
        (|r| r.account.pending = true, ("no", Code::AccountPending)),
        (|r| r.account.supplier = None, ("no", Code::NoServiceSupplier)),
        (
            |r| r.account.supplier.as_mut().unwrap().service_address = " ".into(),
            ("no", Code::BlankServiceAddress),
        ),
        (
            |r| r.account.supplier.as_mut().unwrap().service_address = "http://operator.example:8443/".into(),
            ("no", Code::InsecureServiceAddress),
        ),
        (
            |r| r.account.supplier.as_mut().unwrap().service_address = "https://operator.example/".into(),
            ("no", Code::UnsupportedSupplier),
        ),
        (|r| r.account.recipient_id = WireId::new("191212121212"), ("unknown", Code::RegisterAnswerUnusable)),
    ];
    for (change, expected) in cases {
        let (found, _) = look_up(
            &[SWEDISH],
            |_| {},
            move |ids| {
                let mut row = row(&ids[0], "https://operator.example:8443/service/v3");
                change(&mut row);
                ok(mina::register::is_reachable_response(&[row]))
            },
        )
        .await;
        assert_eq!(short(&found[0]), expected);
    }
}

/// Rules C10.
#[tokio::test]
async fn a_port_that_was_not_named_is_not_allowed() {
    for (address, expected) in [
        ("https://mm.example/service", ("yes", Code::MailboxOpen)),
        ("https://mm.example:443/service", ("yes", Code::MailboxOpen)),
        ("https://mm.example:22/service", ("no", Code::UnsupportedSupplier)),
        ("https://any.example:22/service", ("yes", Code::MailboxOpen)),
        ("https://any.example.evil.example:22/", ("no", Code::UnsupportedSupplier)),
    ] {
        let (found, _) = look_up(
            &[SWEDISH],
            |_| {},
            move |ids| ok(mina::register::is_reachable_response(&[row(&ids[0], address)])),
        )
        .await;
        assert_eq!(short(&found[0]), expected, "{address}");
    }
}

/// Rules C12, F17.
#[tokio::test]
async fn no_usable_answer_is_unknown() {
    let wrong_element = mina::register::is_registered_response(&[]);
    let cases: Vec<(Box<dyn Fn() -> Reply + Send + Sync>, Code)> = vec![
        (Box::new(|| Reply::Answer(503, b"down".to_vec())), Code::RegisterUnavailable),
        (Box::new(|| Reply::Answer(403, b"no".to_vec())), Code::RegisterAccessDenied),
        (Box::new(|| Reply::Close), Code::RegisterUnavailable),
        (Box::new(|| Reply::Silence), Code::RegisterUnavailable),
        (Box::new(|| Reply::Truncated), Code::RegisterUnavailable),
        (Box::new(|| Reply::Endless), Code::RegisterUnavailable),
        (Box::new(|| ok("<html/>")), Code::RegisterAnswerUnusable),
        (Box::new(|| ok("")), Code::RegisterAnswerUnusable),
        (Box::new(move || ok(wrong_element.clone())), Code::RegisterAnswerUnusable),
        (Box::new(|| ok(mina::register::is_reachable_response(&[]))), Code::RegisterAnswerUnusable),
        (Box::new(|| Reply::Answer(500, fault(5000))), Code::RegisterUnavailable),
        (Box::new(|| Reply::Answer(500, fault(5002))), Code::RegisterAccessDenied),
        (Box::new(|| ok(fault(6005))), Code::RegisterAccessDenied),
    ];
    for (answer, code) in cases {
        let (found, seen) = look_up(&[SWEDISH, "191212121212"], |_| {}, move |_| answer()).await;
        assert_eq!(short(&found[0]), ("unknown", code));
        assert_eq!(short(&found[1]), ("unknown", code));
        assert_eq!(seen.len(), 1, "a fault about nobody is not split");
    }
}

/// Rules B7, C13, C15.
#[tokio::test]
async fn a_fault_about_one_does_not_hide_the_others() {
    let protected = "191212121212";
    let numbers = [SWEDISH, protected, "198101052382", SENDER, SWEDISH, DANISH];
    let (found, seen) = look_up(
        &numbers,
        |_| {},
        move |ids| {
            if ids.iter().any(|id| id.reveal() == protected) {
                return Reply::Answer(500, fault(6006));
            }
            let rows: Vec<_> = ids.iter().rev().map(|id| row(id, "https://operator.example:8443/")).collect();
            ok(mina::register::is_reachable_response(&rows))
        },
    )
    .await;
    let reasons: Vec<_> = found.iter().map(Lookup::reason).collect();
    use Code::{MailboxOpen, NotAddressable, ProtectedIdentity};
    assert_eq!(
        reasons,
        [MailboxOpen, ProtectedIdentity, MailboxOpen, MailboxOpen, MailboxOpen, NotAddressable]
    );
    assert_eq!(asked(&seen[0]).len(), 4, "duplicates are asked once, foreign numbers never");
}

/// Rules C14.
#[tokio::test]
async fn long_lists_are_split() {
    let unique = ["192705178354", "191212121212", "198101052382", SENDER];
    let (found, seen) = look_up(
        &unique,
        |config| config.lookup_batch = 3,
        |ids| {
            ok(mina::register::is_reachable_response(
                &ids.iter().map(|id| row(id, "https://operator.example:8443/")).collect::<Vec<_>>(),
            ))
        },
    )
    .await;
    assert!(found.iter().all(|lookup| lookup.reason() == Code::MailboxOpen));
    assert_eq!(seen.iter().map(|request| asked(request).len()).collect::<Vec<_>>(), [3, 1]);
}

#[tokio::test]
async fn the_route_knows_who_recognises_a_repeat() {
    let pki = Pki::new();
    let channel = open(&pki, "https://localhost:1", &[]);
    let yes = |operator: &str| Lookup::Yes {
        reason: Code::MailboxOpen,
        endpoint: Some(Endpoint {
            address: "https://a/".into(),
            operator_id: operator.into(),
            operator_name: "A".into(),
        }),
    };
    assert!(
        channel.route(&yes(OPERATOR)).repeat_is_safe && !channel.route(&yes("165590000002")).repeat_is_safe
    );
    assert!(!channel.route(&yes(OPERATOR)).can_ask);
}

async fn sealed(channel: &MinaMeddelanden) -> bytes::Bytes {
    let document = pdf();
    let letter = letter(SWEDISH, &[("beslut.pdf", document.as_slice())]);
    channel.compose(compose_job(letter, vec![document.clone()])).await.unwrap().bytes
}

/// Rules A13, B4.
#[tokio::test]
async fn a_sealed_letter_verifies_at_the_operator() {
    let pki = Pki::new();
    let channel = open(&pki, "https://localhost:1", &[]);
    let bytes = sealed(&channel).await;
    let evidence = mina::SealedDelivery::from_octets(bytes.to_vec()).unwrap();
    let envelope = mina::deliver_secure_envelope(&evidence);
    let received = mina::parse_deliver_secure(&envelope, &ReceiveOptions::default()).unwrap();
    let text = format!("{received:?}");
    assert!(!text.contains("19270517") || text.contains("1927****"), "{text}");
    let report = mina::check(&bytes, &mina::CheckOptions::default());
    assert!(report.valid, "{:?}", report.findings);
    assert!(String::from_utf8_lossy(&bytes).contains(">2026-01-15</ReceivedTime>"));
    // The municipality stands on the wire; the unit stays inside the house.
    assert_eq!(
        (received.delivery.sender.id.reveal(), received.delivery.sender.name.as_str()),
        (SENDER, "Kommun A")
    );
    assert!(!String::from_utf8_lossy(&bytes).contains("Førskole øst"));
    assert!(String::from_utf8_lossy(&bytes).contains("0192a7c4-0000-7000-8000-00000000002a"));
}

/// Rules E18.
#[tokio::test]
async fn what_cannot_be_sealed_is_said_so() {
    let pki = Pki::new();
    let compose = async |change: &dyn Fn(&mut MinaMeddelandenConfig, &mut letter::Letter)| {
        let document = pdf();
        let mut letter = letter(SWEDISH, &[("beslut.pdf", document.as_slice())]);
        let mut config = config(&pki, "https://localhost:1", &[]);
        change(&mut config, &mut letter);
        let documents = letter.documents.iter().map(|_| document.clone()).collect();
        let result = MinaMeddelanden::open(config).unwrap().compose(compose_job(letter, documents)).await;
        result.map(|message| message.bytes.len()).map_err(|error| {
            assert!(!party::find_personal_numbers(&error.to_string()), "{error}");
            error.code
        })
    };
    assert!(compose(&|_, _| {}).await.is_ok());
    let code = |expected| Err::<usize, _>(expected);
    assert_eq!(compose(&|c, _| c.max_envelope_bytes = 3_000).await, code(Code::MessageTooLargeToSend));
    assert_eq!(
        compose(&|c, _| c.senders[0].organisation_number = "2021003898".into()).await,
        code(Code::CertificateMismatch)
    );
    assert!(
        compose(&|c, _| {
            c.senders[0].organisation_number = "2021003898".into();
            c.senders[0].dispatcher_number = Some("2021004748".into());
        })
        .await
        .is_ok()
    );
    let expired = pki.organisation("expired", SENDER, -3);
    let expired = &expired;
    assert_eq!(
        compose(&|c, _| (c.senders[0].keys.certificate, c.senders[0].keys.key) = some(expired.clone())).await,
        code(Code::CertificateExpired)
    );
    assert_eq!(compose(&|_, l| l.contact.text.clear()).await, code(Code::ContactMissing));
    assert_eq!(
        compose(&|_, l| l.documents[0].name = "19270517-8354.pdf".into()).await,
        code(Code::DocumentNameRefused)
    );
    // No text of its own: the standing sentence names the attachment.
    assert!(compose(&|_, l| l.body = None).await.is_ok());
    assert_eq!(
        compose(&|_, l| {
            l.body = None;
            l.documents.clear();
        })
        .await,
        code(Code::TextMissing)
    );
}

#[tokio::test]
async fn the_estimate_is_never_too_small() {
    let pki = Pki::new();
    let mut config = config(&pki, "https://localhost:1", &[]);
    let document = pdf();
    let job = compose_job(letter(SWEDISH, &[("beslut.pdf", document.as_slice())]), vec![document.clone()]);
    let sealed = MinaMeddelanden::open(config.clone()).unwrap().compose(job.clone()).await.unwrap().bytes;
    let real = sealed.len() as u64;
    config.max_envelope_bytes = real;
    let letter = &job.letter;
    let text = letter.subject.len() + letter.body.as_ref().unwrap().text.len() + letter.contact.text.len();
    let size = SizeJob { document_sizes: vec![document.len() as u64], text_size: text as u64 };
    let too_large = MinaMeddelanden::open(config).unwrap().check_size(&size).unwrap_err();
    assert!(too_large.size_bytes > real && too_large.size_bytes < real + 40 * 1024, "{too_large:?} {real}");
}

fn route(address: &str) -> Route {
    let endpoint =
        Endpoint { address: address.into(), operator_id: OPERATOR.into(), operator_name: "Alfa".into() };
    Route {
        tells: false,
        channel: ChannelKind::MinaMeddelanden,
        endpoint: Some(endpoint),
        repeat_is_safe: true,
        can_ask: false,
    }
}

/// Delivers to an operator that gives this reply.
async fn deliver(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (&'static str, Option<Code>, String) {
    let pki = Pki::new();
    let fake = Fake::start(&pki, move |_| reply()).await;
    let channel = open(&pki, "https://localhost:1", &[fake.host()]);
    let bytes = sealed(&channel).await;
    let delivery =
        channel.deliver(deliver_job(SWEDISH, route(&fake.url("/service/v3")), bytes.clone())).await;
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].line, "POST /service/v3");
    let evidence = mina::SealedDelivery::from_octets(bytes.to_vec()).unwrap();
    assert_eq!(seen[0].body, mina::deliver_secure_envelope(&evidence));
    told(&delivery)
}

/// Rules F1, F2, F3, F4, F5, E20.
#[tokio::test]
async fn the_operators_answer_decides() {
    let result = |number: &str, delivered| {
        mina::deliver_secure_response(&DeliveryResult::new("tx-1", WireId::new(number), delivered))
    };
    let (ours, others, not) = (result(SWEDISH, true), result("191212121212", true), result(SWEDISH, false));
    let wrong_status = ours.clone();
    assert_eq!(deliver(move || ok(ours.clone())).await, ("delivered", None, "tx-1".to_owned()));
    type Case = (Box<dyn Fn() -> Reply + Send + Sync>, &'static str, Code);
    let cases: Vec<Case> = vec![
        (Box::new(move || ok(not.clone())), "not_delivered", Code::OperatorRefused),
        (Box::new(move || ok(others.clone())), "in_doubt", Code::AnswerForSomeoneElse),
        (Box::new(move || Reply::Answer(500, wrong_status.clone())), "in_doubt", Code::AnswerUnusable),
        (
            Box::new(|| {
                ok(mina::deliver_secure_response(&DeliveryResult { transaction_id: None, statuses: vec![] }))
            }),
            "in_doubt",
            Code::AnswerUnusable,
        ),
        (Box::new(|| ok("<html/>")), "in_doubt", Code::AnswerUnusable),
        (Box::new(|| Reply::Answer(202, Vec::new())), "in_doubt", Code::AnswerUnusable),
        (Box::new(|| Reply::Answer(503, b"busy".to_vec())), "in_doubt", Code::AnswerUnusable),
        (Box::new(|| Reply::With(503, "retry-after: 30", Vec::new())), "retry", Code::OperatorBusy),
        (Box::new(|| Reply::Answer(429, Vec::new())), "retry", Code::OperatorBusy),
        (Box::new(|| Reply::Answer(404, Vec::new())), "retry", Code::OperatorUnavailable),
        (Box::new(|| Reply::Answer(403, Vec::new())), "retry", Code::AccessDenied),
        (Box::new(|| Reply::Answer(413, Vec::new())), "refused", Code::MaximumExceeded),
        (Box::new(|| Reply::Close), "in_doubt", Code::AnswerLost),
        (Box::new(|| Reply::Silence), "in_doubt", Code::AnswerLost),
        (Box::new(|| Reply::Truncated), "in_doubt", Code::AnswerLost),
    ];
    for (reply, kind, code) in cases {
        let (found, problem, detail) = deliver(reply).await;
        assert_eq!((found, problem), (kind, Some(code)), "{detail}");
    }
}

/// Rules F6, F7, H4.
#[tokio::test]
async fn every_fault_has_its_outcome() {
    for (code, kind, problem) in [
        (1, "retry", Code::NationalSystemError),
        (5000, "retry", Code::NationalSystemError),
        (5017, "retry", Code::NationalSystemError),
        (5001, "refused", Code::InputRefused),
        (5002, "refused", Code::AccessDenied),
        (5004, "in_doubt", Code::AnswerUnusable),
        (5005, "refused", Code::MaximumExceeded),
        (5011, "refused", Code::OperatorRejected),
        (5012, "refused", Code::SignatureRefused),
        (5013, "in_doubt", Code::AnswerUnusable),
        (5014, "refused", Code::SenderUnknown),
        (5019, "refused", Code::MimeTypeRefused),
        (6004, "not_delivered", Code::CompanyFormUnsupported),
        (6005, "refused", Code::DispatcherNotApproved),
        (6006, "not_delivered", Code::ProtectedIdentity),
        (6007, "not_delivered", Code::NotInRegister),
        (8002, "not_delivered", Code::AccountMissing),
        (8004, "not_delivered", Code::AccountMissing),
        (7777, "refused", Code::OperatorRejected),
    ] {
        // F6: the status does not matter.
        for status in [500, 200] {
            let (found, code_found, detail) = deliver(move || Reply::Answer(status, fault(code))).await;
            assert_eq!((found, code_found), (kind, Some(problem)), "{code}: {detail}");
            assert_eq!(detail, format!("fault {code}; about …; call call-000000000000000001"));
        }
    }
    let bare = |code: &str| {
        format!(
            r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:{code}</faultcode><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>"#
        )
    };
    let (server, client) = (bare("Server"), bare("Client"));
    assert_eq!(deliver(move || Reply::Answer(500, server.clone().into_bytes())).await.0, "in_doubt");
    assert_eq!(deliver(move || Reply::Answer(500, client.clone().into_bytes())).await.0, "refused");
}

/// Rules F9.
#[tokio::test]
async fn nothing_is_sent_where_it_is_not_allowed() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |_| ok("")).await;
    let channel = open(&pki, "https://localhost:1", &["operator.example".to_owned()]);
    let bytes = sealed(&channel).await;
    for (address, code) in [
        (fake.url("/"), Code::UnsupportedSupplier),
        (fake.url("/").replace("https", "http"), Code::InsecureServiceAddress),
    ] {
        let told = told(&channel.deliver(deliver_job(SWEDISH, route(&address), bytes.clone())).await);
        assert_eq!((told.0, told.1), ("refused", Some(code)));
    }
    let mut nowhere = route("");
    nowhere.endpoint = None;
    assert_eq!(
        told(&channel.deliver(deliver_job(SWEDISH, nowhere, bytes)).await).1,
        Some(Code::NoServiceSupplier)
    );
    let allowed = open(&pki, "https://localhost:1", &[fake.host()]);
    let damaged = allowed.deliver(deliver_job(SWEDISH, route(&fake.url("/")), "not sealed")).await;
    assert_eq!(told(&damaged).1, Some(Code::BlobDamaged));
    assert!(fake.seen().is_empty());

    let closed = format!("localhost:{}", closed_port().await);
    let channel = open(&pki, "https://localhost:1", std::slice::from_ref(&closed));
    let bytes = sealed(&channel).await;
    let refused = channel.deliver(deliver_job(SWEDISH, route(&format!("https://{closed}/")), bytes)).await;
    assert_eq!((told(&refused).0, told(&refused).1), ("retry", Some(Code::OperatorUnavailable)));
}

/// Rules A15, A16.
#[tokio::test]
async fn the_check_asks_who_is_connected() {
    let pki = Pki::new();
    let check = async |names: &'static [(&'static str, &'static str)], number: &str| -> Vec<Level> {
        let fake = Fake::start(&pki, move |request| {
            assert_eq!(request.line, "POST /Authority");
            let rows = names.iter();
            if request.body.windows(10).any(|part| part == b"getSenders") {
                let senders = rows.map(|(id, name)| mina::Sender::new(WireId::new(id), *name)).collect();
                return ok(mina::authority::GetSendersResponse { senders }.to_xml());
            }
            let dispatchers = rows.map(|(id, name)| {
                let id = WireId::new(id);
                mina::authority::Dispatcher { senders: vec![id.clone()], id, name: (*name).into() }
            });
            ok(mina::authority::GetDispatchersResponse { dispatchers: dispatchers.collect() }.to_xml())
        })
        .await;
        let mut config = config(&pki, &fake.url(""), &[]);
        config.senders[0].organisation_number = number.to_owned();
        let channel = MinaMeddelanden::open(config).unwrap();
        let levels = channel.check().await.into_iter().map(|finding| finding.level).collect::<Vec<_>>();
        // A16: what is missing stays visible without asking again.
        let missing = channel.conditions().iter().any(|finding| finding.subject.ends_with("connection"));
        assert_eq!(missing, levels[3] == Level::Error);
        levels
    };
    use Level::{Error, Ok, Warning};
    assert_eq!(check(&[(SENDER, "Kommun A")], "2021004748").await, [Ok, Ok, Ok, Ok, Ok]);
    assert_eq!(check(&[(SENDER, "A kommun")], "2021004748").await, [Ok, Ok, Ok, Warning, Ok]);
    // A15: neither connected nor is its dispatcher registered.
    assert_eq!(check(&[(SENDER, "Kommun A")], "2021003898").await, [Ok, Ok, Error, Error, Error]);
    let down = open(&pki, &format!("https://localhost:{}", closed_port().await), &[]).check().await;
    assert_eq!(down[0].level, Error);
}

/// Rules C24.
#[test]
fn wrong_configurations_do_not_open() {
    let pki = Pki::new();
    let good = config(&pki, "https://localhost:1/", &["a.example".to_owned()]);
    let refused = |change: &dyn Fn(&mut MinaMeddelandenConfig)| {
        let mut config = good.clone();
        change(&mut config);
        MinaMeddelanden::open(config).err().expect("refused").key
    };
    assert_eq!(refused(&|c| c.register_url = "http://localhost/".into()), "mina_meddelanden.register_url");
    assert_eq!(refused(&|c| c.allowed_hosts.push("mm.kivra.com".into())), "mina_meddelanden.allowed_hosts");
    assert_eq!(refused(&|c| c.allowed_hosts.push("a.example/path".into())), "mina_meddelanden.allowed_hosts");
    assert_eq!(refused(&|c| c.allowed_hosts.push("user@a.example".into())), "mina_meddelanden.allowed_hosts");
    for entry in ["*", "*.example", "a.example:1:*", ":*", ""] {
        assert_eq!(
            refused(&|c| c.allowed_hosts.push(entry.into())),
            "mina_meddelanden.allowed_hosts",
            "{entry}"
        );
    }
    assert_eq!(refused(&|c| c.operators[0].id = "123".into()), "mina_meddelanden.operators.id");
    assert_eq!(
        refused(&|c| c.senders[0].organisation_number = SWEDISH.into()),
        "mina_meddelanden.senders[0].organisation_number"
    );
    let other = pki.organisation("other", SENDER, 10).1;
    assert_eq!(refused(&|c| c.senders[0].keys.key = Some(other.clone())), "mina_meddelanden.senders[0].key");
}
