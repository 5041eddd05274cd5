//! Whatever comes in, nothing panics; whatever goes out, comes back.

use mina::register::*;
use mina::*;
use proptest::prelude::*;

use crate::support::*;

/// Text of any allowed characters, those that need escaping among them.
fn text(min: usize, max: usize) -> impl Strategy<Value = String> {
    let any = prop_oneof![
        4 => proptest::char::range('a', 'z'),
        2 => prop::sample::select(vec!['&', '<', '>', '"', '\'', ']', '\n', '\t', ' ', 'å', 'Ö', '€', '\u{1F4EC}']),
        1 => any::<char>().prop_filter("XML", |c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')),
    ];
    prop::collection::vec(any, min..=max).prop_map(|chars| chars.into_iter().collect())
}

/// Text that is not only white space, so that rule D5 and D4 let it pass.
fn words(max: usize) -> impl Strategy<Value = String> {
    text(0, max - 1).prop_map(|rest| format!("x{rest}"))
}

fn deliveries() -> impl Strategy<Value = Delivery> {
    let optional = || prop::option::of(words(30));
    let files = prop::collection::vec((prop::collection::vec(any::<u8>(), 0..200), 0..99_u8), 0..3);
    (
        words(250),
        words(1000),
        text(0, 500),
        files,
        (optional(), optional(), optional()),
        prop::collection::vec(text(0, 20), 0..3),
    )
        .prop_map(|(subject, support, body, files, (reference, attention, phone), metadata)| {
            let mut delivery = sample();
            (delivery.reference, delivery.attention) = (reference, attention);
            let message = &mut delivery.messages[0];
            (message.subject, message.support.text, message.body) = (subject, support, Body::plain(body));
            message.support.phone_number = phone;
            message.metadata =
                metadata.into_iter().map(|value| Metadata { tag: "t".into(), value }).collect();
            message.attachments = files
                .into_iter()
                .map(|(bytes, n)| {
                    Attachment::pdf(format!("å & {n}.pdf"), [b"%PDF-".to_vec(), bytes].concat())
                })
                .collect();
            delivery
        })
}

fn any_reader_survives(xml: &[u8]) {
    let limits = Limits::default();
    let _ = check(xml, &CheckOptions::default());
    let _ = parse_deliver_secure(xml, &ReceiveOptions::default());
    let _ = parse_is_reachable_request(xml, &limits);
    let _ = parse_is_registered_request(xml, &limits);
    let _ = parse_fault(xml, &limits);
    let _ = authority::TestNewSigner::parse_strictly(xml, &limits);
    let _ = authority::GetSenders::read_answer(xml, &limits);
    let _ = account::GetPendingAccountRequest::read_answer(xml, &limits);
    for expected in [
        None,
        Expected::parse("is_reachable"),
        Expected::parse("is_registered"),
        Expected::parse("deliver_secure"),
    ] {
        let answer = read_answer(xml, expected, Some(&id(RECIPIENT)), &ReadOptions::default());
        serde_json::to_string(&answer).unwrap();
    }
    if let Ok(text) = std::str::from_utf8(xml) {
        let _ = RawXml::parse(text, &limits);
        let _ = XmlDate::parse(text);
        let _ = check_address(text, Some(&[]));
    }
}

/// Real documents to cut and stir.
fn documents() -> Vec<Vec<u8>> {
    let row = ReachabilityRow::new(
        AccountStatus {
            supplier: Some(ServiceSupplier::new("165568402266", "Kivra", "https://mm.kivra.com/")),
            account_type: AccountType::Secure,
            ..AccountStatus::not_registered(id(RECIPIENT))
        },
        true,
    );
    vec![
        deliver_secure_envelope(&sealed(&sample())),
        is_reachable_response(std::slice::from_ref(&row)),
        is_reachable_request(id(SENDER), [id(RECIPIENT)]).unwrap(),
        is_registered_response(&[row.account]),
        deliver_secure_response(&DeliveryResult::new("t", id(RECIPIENT), true)),
        Fault::new(5001, "x", "0123456789abcdef0123").to_xml(),
        authority::GetSendersResponse { senders: vec![Sender::new(id(SENDER), "Kommun A")] }.to_xml(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn deliveries_round_trip(delivery in deliveries()) {
        let sealed = seal_unjudged(&delivery);
        let received = parse_deliver_secure(&deliver_secure_envelope(&sealed), &ReceiveOptions::default());
        let mut back = received.map_err(|e| TestCaseError::fail(e.to_string()))?.delivery;
        for file in &mut back.messages[0].attachments {
            file.received_checksum = None;
        }
        prop_assert_eq!(back, delivery);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        any_reader_survives(&bytes);
    }

    #[test]
    fn no_markup_makes_a_reader_panic(markup in "(<[a-z:]{1,4}( [a-z:]{1,3}='[^<]{0,3}')?/?>|</[a-z:]{1,4}>|&[a-z#0-9]{0,4};|[ -~åß]{0,5}|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?x){0,40}") {
        any_reader_survives(markup.as_bytes());
    }

    #[test]
    fn no_damage_makes_a_reader_panic(which in 0..7_usize, at in any::<prop::sample::Index>(), cut in 0..30_usize, put in "[<>&/=\"'a-zå\u{0}]{0,6}") {
        let documents = documents();
        let document = &documents[which];
        let at = at.index(document.len());
        let end = (at + cut).min(document.len());
        let damaged = [&document[..at], put.as_bytes(), &document[end..]].concat();
        any_reader_survives(&damaged);
        if which == 0 && damaged != *document && check(&damaged, &CheckOptions::default()).accept {
            // Outside the signed part, or the same document written differently: the evidence must be the same.
            let open = |xml: &[u8]| parse_deliver_secure(xml, &ReceiveOptions::default()).map(|r| r.delivery);
            prop_assert_eq!(open(&damaged).ok(), open(document).ok());
        }
    }

    #[test]
    fn html_never_panics(html in "(<[a-z!/]{0,6}( [a-z]{1,5}=?[\"']?[^>]{0,5})?>?|[ -~å]{0,6}){0,30}") {
        let mut delivery = sample();
        delivery.messages[0].body = Body::html(html);
        judge(&delivery, &ContentRules::default());
    }
}
