//! The calls of operators and dispatchers beside lookup and delivery.

use super::*;
use channels::{CallError, Registered};
use mina::account::*;
use mina::authority::*;
use mina::forward::{ForwardDelivery, ForwardMessage};
use mina::notification::*;
use mina::{Body, Operation, SecureMessage, Sender, SupportInfo};

fn progress() -> SignatureAuthorizationResult {
    SignatureAuthorizationResult {
        id: Some(WireId::new(SWEDISH)),
        signed_by: vec![],
        status: Some(AuthorizationStatus::Complete),
        timestamp: None,
        text: None,
        possible_signers: vec![],
    }
}

fn register() -> Register {
    Register {
        account_request: AccountRequest {
            id: WireId::new(SWEDISH),
            request_type: AccountRequestType::Create,
            agreement_text: "Avtal".into(),
            timestamp: mina::XmlDate::parse("2026-01-15").unwrap(),
            service_supplier: OPERATOR.into(),
        },
        account_type: AccountType::Secure,
        signatures: vec![SignatureData {
            signature: b"s".to_vec(),
            certificate: "c".into(),
            nonce: None,
            encoding: None,
        }],
    }
}

async fn ask<O: Operation + Sync>(
    operation: &O,
    path: &str,
    reply: impl Fn() -> Reply + Send + Sync + 'static,
) -> Result<O::Answer, CallError> {
    let pki = Pki::new();
    let fake = Fake::start(&pki, move |_| reply()).await;
    let channel = open(&pki, &fake.url("/far"), &[]);
    let answer = channel.ask_register(&sender(), operation).await;
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].line, format!("POST /far/{path}"));
    assert_eq!(seen[0].body, operation.envelope());
    assert!(seen[0].head.contains("soapaction: \"\""));
    answer
}

#[tokio::test]
async fn the_register_is_asked_in_every_way() {
    let answer =
        ask(&register(), "Recipient/v3", || ok(RegisterResponse { result: progress() }.to_xml())).await;
    assert_eq!(answer.unwrap().result, progress());
    let change = ChangeServiceSupplier {
        id: WireId::new(SWEDISH),
        user: WireId::new(SWEDISH),
        service_supplier: OPERATOR.into(),
        agreement_text: "Byte".into(),
        signatures: register().signatures,
    };
    let answer =
        ask(&change, "Recipient/v3", || ok(ChangeServiceSupplierResponse { result: progress() }.to_xml()))
            .await;
    assert_eq!(answer.unwrap().result.status, Some(AuthorizationStatus::Complete));
    let accepted = IsSenderAccepted { recipient: WireId::new(SWEDISH) };
    let answer =
        ask(&accepted, "Authority", || ok(IsSenderAcceptedResponse { accepted: true }.to_xml())).await;
    assert!(answer.unwrap().accepted);
}

/// What changes something in the register must not be repeated blindly either.
#[tokio::test]
async fn a_call_without_usable_answer_says_whether_it_may_have_had_its_effect() {
    type Case = (fn() -> Reply, Code, bool, Option<u32>);
    let cases: [Case; 11] = [
        (|| Reply::Answer(500, fault(6005)), Code::DispatcherNotApproved, false, Some(6005)),
        (|| ok(fault(6007)), Code::NotInRegister, false, Some(6007)),
        (|| Reply::Close, Code::AnswerLost, true, None),
        (|| Reply::Silence, Code::AnswerLost, true, None),
        (|| Reply::Drip, Code::AnswerLost, true, None),
        (|| Reply::Answer(503, vec![]), Code::AnswerUnusable, true, None),
        (|| Reply::Answer(403, vec![]), Code::RegisterAccessDenied, false, None),
        (|| Reply::Answer(404, vec![]), Code::RegisterUnavailable, false, None),
        (|| ok(DeregisterResponse { result: progress() }.to_xml()), Code::AnswerUnusable, true, None),
        (|| ok("<!DOCTYPE a><a/>"), Code::AnswerUnusable, true, None),
        (
            || Reply::Answer(500, RegisterResponse { result: progress() }.to_xml()),
            Code::AnswerUnusable,
            true,
            None,
        ),
    ];
    for (reply, code, in_doubt, error_code) in cases {
        let error = ask(&register(), "Recipient/v3", reply).await.unwrap_err();
        assert_eq!((error.code, error.in_doubt, error.error_code), (code, in_doubt, error_code), "{error}");
        assert!(!party::find_personal_numbers(&error.to_string()), "{error}");
    }
    let pki = Pki::new();
    let channel = open(&pki, &format!("https://localhost:{}", closed_port().await), &[]);
    let error = channel.ask_register(&sender(), &GetSenders {}).await.unwrap_err();
    assert_eq!((error.code, error.in_doubt), (Code::RegisterUnavailable, false));
    let nobody = channel.ask_register(&SenderId("nobody".into()), &GetSenders {}).await.unwrap_err();
    assert_eq!((nobody.code, nobody.in_doubt), (Code::SenderNotAllowed, false));
}

fn notify() -> Notify {
    let message =
        SecureMessage::new("n-1", "Du har post", SupportInfo::text("Ring."), Body::plain("Logga in."));
    Notify {
        notification: NotificationDelivery {
            header: header(),
            message: NotificationMessage::new(message),
            email: None,
            sms: None,
        },
    }
}

fn header() -> DeliveryHeader {
    DeliveryHeader {
        sender: Sender::new(WireId::new(SENDER), "Kommun A"),
        recipients: vec![WireId::new(SWEDISH)],
        reference: None,
        correlation_id: None,
        attention: None,
    }
}

/// Rules F14.
#[tokio::test]
async fn an_operator_is_notified_and_handed_deliveries_on() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |request| {
        if request.body.windows(14).any(|part| part == b"deliverForward") {
            let result = DeliveryResult::new("f-1", WireId::new(SWEDISH), true);
            return ok(mina::delivery_response(mina::DeliveryOperation::Forward, &result));
        }
        let outcome = NotificationOutcome { delivered: true, notified_by: vec![NotifiedBy::Sms] };
        let status = NotificationStatus { recipient: WireId::new(SWEDISH), outcome };
        ok(NotifyResponse { result: NotifyResult { transaction_id: "n".into(), statuses: vec![status] } }
            .to_xml())
    })
    .await;
    let mut config = config(&pki, "https://localhost:1", &[fake.host()]);
    (config.lines.failures, config.lines.rest_ms) = (1, 60_000);
    let channel = MinaMeddelanden::open(config).unwrap();
    let place = |address: &str| route(address).endpoint.unwrap();
    let here = place(&fake.url("/service/v3"));
    let told = channel.ask_operator(&sender(), &here, &notify()).await.unwrap();
    assert!(told.result.statuses[0].outcome.delivered);
    let original = mina::SealedDelivery::from_octets(sealed(&channel).await.to_vec()).unwrap();
    let forward = ForwardDelivery {
        header: header(),
        message: ForwardMessage { subject: "Vidare".into(), body: Body::plain("Se nedan.") },
        original,
        message_id: None,
    };
    let result = channel.ask_operator(&sender(), &here, &forward).await.unwrap();
    assert_eq!(result.outcome_for(&WireId::new(SWEDISH)), mina::Outcome::Delivered);
    assert_eq!(fake.seen()[1].body, forward.envelope());
    // C10: other hosts and plain http are never contacted; the register is not asked of an operator, nor the reverse.
    for (address, code) in [
        ("https://elsewhere.example/", Code::UnsupportedSupplier),
        ("http://localhost/", Code::InsecureServiceAddress),
    ] {
        let error = channel.ask_operator(&sender(), &place(address), &notify()).await.unwrap_err();
        assert_eq!((error.code, error.in_doubt), (code, false));
    }
    assert!(channel.ask_operator(&sender(), &here, &GetSenders {}).await.is_err());
    assert!(channel.ask_register(&sender(), &notify()).await.is_err());
    assert_eq!(fake.seen().len(), 2);
}

#[tokio::test]
async fn calls_share_the_line_with_deliveries() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |_| Reply::Answer(502, vec![])).await;
    let mut config = config(&pki, "https://localhost:1", &[fake.host()]);
    (config.lines.failures, config.lines.rest_ms) = (1, 60_000);
    let channel = MinaMeddelanden::open(config).unwrap();
    let here = route(&fake.url("/")).endpoint.unwrap();
    let error = channel.ask_operator(&sender(), &here, &notify()).await.unwrap_err();
    assert_eq!((error.code, error.in_doubt), (Code::AnswerUnusable, true));
    let error = channel.ask_operator(&sender(), &here, &notify()).await.unwrap_err();
    assert_eq!((error.code, error.in_doubt), (Code::OperatorPaused, false));
    assert!(channel.admits(&sender(), &route(&fake.url("/"))).is_err());
    assert_eq!(fake.seen().len(), 1);
}

/// C14, C15 for isRegistered: asked once each, split, the culprit found, the others answered.
#[tokio::test]
async fn accounts_are_asked_for_in_batches() {
    let pki = Pki::new();
    let fake = Fake::start(&pki, |request| {
        let ids = mina::register::parse_is_registered_request(&request.body, &Limits::default()).unwrap();
        if ids.iter().any(|id| id.reveal() == "191212121212") {
            return Reply::Answer(500, fault(6006));
        }
        let rows: Vec<_> = ids
            .iter()
            .rev()
            .filter(|id| id.reveal() != "200001102391")
            .map(|id| match id.reveal() {
                SENDER => AccountStatus::not_registered(id),
                _ => row(id, "https://x.example/").account,
            })
            .collect();
        ok(mina::register::is_registered_response(&rows))
    })
    .await;
    let channel = open(&pki, &fake.url("/Recipient/v3"), &[]);
    let numbers = [SWEDISH, "191212121212", SENDER, SWEDISH, DANISH, "200001102391"];
    let recipients: Vec<_> = numbers.iter().map(|number| recipient(number)).collect();
    let found = channel.is_registered(&sender(), &recipients).await;
    assert_eq!(
        found[..5],
        [
            Registered::Yes,
            Registered::No(Code::ProtectedIdentity),
            Registered::No(Code::NotRegistered),
            Registered::Yes,
            Registered::No(Code::NotAddressable)
        ]
    );
    assert!(matches!(found[5], Registered::Unknown { reason: Code::RegisterAnswerUnusable, .. }));
    let unknown = channel.is_registered(&SenderId("nobody".into()), &recipients[..1]).await;
    assert!(matches!(unknown[0], Registered::Unknown { reason: Code::SenderNotAllowed, .. }));
}
