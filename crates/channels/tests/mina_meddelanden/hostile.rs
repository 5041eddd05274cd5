//! Answers nobody should send, through the real channel: what cannot be told stays unknown or in doubt (C11, C12, F2, F8).

use super::*;

/// isReachable as another stack writes it: prefixes, white space, rows out of order, figures for booleans, elements that no
/// contract knows.
fn foreign(ids: &[WireId], address: &str) -> String {
    let rows: String = ids.iter().rev().map(|id| format!(
        "<x:new a='1'><x:SenderAccepted>0</x:SenderAccepted></x:new>\n<q:return><p:AccountStatus><p:RecipientId> {} </p:RecipientId><p:Type>Secure</p:Type><p:Pending> 0 </p:Pending>\
         <p:ServiceSupplier><p:Id>{OPERATOR}</p:Id><p:Name>Alfa</p:Name><p:ServiceAdress>\n{address}\n</p:ServiceAdress><p:InternalServiceAdress/></p:ServiceSupplier><x:new/></p:AccountStatus>\
         <p:SenderAccepted>1</p:SenderAccepted></q:return>", id.reveal())).collect();
    format!(
        "<?xml version='1.0'?>\n<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header><x xmlns='urn:x'/></e:Header><e:Body>\
         <q:isReachableResponse xmlns:q='http://minameddelanden.gov.se/schema/Recipient/v3' xmlns:p='http://minameddelanden.gov.se/schema/Recipient' xmlns:x='urn:x'>{rows}\
         </q:isReachableResponse></e:Body></e:Envelope>"
    )
}

const PLACE: &str = "https://operator.example:8443/service/v3";

#[tokio::test]
async fn other_stacks_are_understood() {
    let numbers = [SWEDISH, "191212121212", "198101052382"];
    let (found, _) = look_up(&numbers, |_| {}, |ids| ok(foreign(&ids, PLACE))).await;
    for lookup in &found {
        let Lookup::Yes { endpoint: Some(endpoint), .. } = lookup else { panic!("{lookup:?}") };
        assert_eq!((endpoint.address.as_str(), endpoint.operator_id.as_str()), (PLACE, OPERATOR));
    }
}

#[tokio::test]
async fn rows_that_are_missing_doubled_or_anothers_are_unknown_for_their_number_alone() {
    type Change = fn(Vec<WireId>) -> String;
    let cases: [(&str, Change); 5] = [
        ("missing", |ids| foreign(&ids[1..], PLACE)),
        ("somebody else's", |ids| foreign(&[WireId::new("200001102391"), ids[1].clone()], PLACE)),
        ("contradicting", |ids| {
            let other = foreign(&ids[..1], PLACE).replace("> 0 <", "> 1 <");
            let row =
                other.split_once("<q:return>").unwrap().1.split_once("</q:isReachable").unwrap().0.to_owned();
            foreign(&ids, PLACE).replace("</q:isReachable", &format!("<q:return>{row}</q:isReachable"))
        }),
        ("without a boolean", |ids| {
            let text = foreign(&ids, PLACE);
            let at = text.rfind("<p:SenderAccepted>1").unwrap();
            format!("{}<p:SenderAccepted>ja{}", &text[..at], &text[at + "<p:SenderAccepted>1".len()..])
        }),
        ("of another type", |ids| {
            let text = foreign(&ids, PLACE);
            let at = text.rfind("Secure").unwrap();
            format!("{}Sicher{}", &text[..at], &text[at + "Secure".len()..])
        }),
    ];
    for (what, change) in cases {
        // Rows stand in reverse, so that the last one of the text is the first number's.
        let (found, _) = look_up(&[SWEDISH, "191212121212"], |_| {}, move |ids| ok(change(ids))).await;
        assert_eq!(short(&found[0]), ("unknown", Code::RegisterAnswerUnusable), "{what}");
        assert_eq!(short(&found[1]), ("yes", Code::MailboxOpen), "{what}");
    }
}

/// Bodies that are no answer, whoever asked.
fn garbage() -> Vec<(&'static str, Vec<u8>)> {
    let doctype =
        "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;&c;</a>";
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let wide = format!("<a {}/>", (0..10_000).map(|n| format!("a{n}='1' ")).collect::<String>());
    let soap = |inside: &str| {
        format!("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>{inside}</s:Envelope>")
    };
    vec![
        ("nothing", Vec::new()),
        ("no XML", b"Internal server error".to_vec()),
        ("a web page", b"<html><body>Logga in</body></html>".to_vec()),
        ("a DTD", doctype.into()),
        ("too deep", deep.into()),
        ("too many attributes", wide.into()),
        (
            "cut off",
            b"<?xml version='1.0'?><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/env".to_vec(),
        ),
        ("not UTF-8", vec![0xff, 0xfe, 0x00, 0x3c]),
        ("an empty envelope", soap("").into()),
        ("an empty body", soap("<s:Body/>").into()),
        ("two bodies", soap("<s:Body><a/></s:Body><s:Body><b/></s:Body>").into()),
        ("another element", soap("<s:Body><hello/></s:Body>").into()),
        (
            "the request itself",
            mina::register::is_reachable_request(WireId::new(SENDER), [WireId::new(SWEDISH)]).unwrap(),
        ),
        (
            "another call's answer",
            mina::register::is_registered_response(&[AccountStatus::not_registered(WireId::new(SWEDISH))]),
        ),
        ("an authority's answer", mina::authority::IsSenderAcceptedResponse { accepted: true }.to_xml()),
    ]
}

#[tokio::test]
async fn garbage_is_unknown_to_a_lookup() {
    for (what, body) in garbage() {
        let (found, seen) = look_up(&[SWEDISH], |_| {}, move |_| ok(body.clone())).await;
        assert_eq!(short(&found[0]), ("unknown", Code::RegisterAnswerUnusable), "{what}");
        assert_eq!(seen.len(), 1, "{what}");
    }
}

#[tokio::test]
async fn garbage_leaves_a_delivery_in_doubt() {
    for (what, body) in garbage() {
        let (found, problem, _) = deliver(move || ok(body.clone())).await;
        assert_eq!((found, problem), ("in_doubt", Some(Code::AnswerUnusable)), "{what}");
    }
}

#[tokio::test]
async fn deliveries_are_matched_by_their_recipient_in_any_form() {
    let answer = |rows: &str| {
        format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><a:deliverSecureResponse xmlns:a='http://minameddelanden.gov.se/schema/Service/v3' \
             xmlns:b='http://minameddelanden.gov.se/schema/Service' xmlns:x='urn:x'><x:new/><a:return><b:TransId>id &amp; more</b:TransId>{rows}<x:new/></a:return></a:deliverSecureResponse></e:Body></e:Envelope>"
        )
    };
    let row = |number: &str, value: &str| {
        format!(
            "<b:Status><b:RecipientId>{number}</b:RecipientId><b:Delivered>{value}</b:Delivered></b:Status>"
        )
    };
    for (rows, expected) in [
        (row(SWEDISH, "1"), ("delivered", None)),
        (row(SWEDISH, " true "), ("delivered", None)),
        (row(SWEDISH, "0"), ("not_delivered", Some(Code::OperatorRefused))),
        (row("191212121212", "0") + &row(SWEDISH, "1"), ("delivered", None)),
        (row("191212121212", "1") + &row(SWEDISH, "0"), ("not_delivered", Some(Code::OperatorRefused))),
        (row(SWEDISH, "1") + &row(SWEDISH, "0"), ("in_doubt", Some(Code::AnswerUnusable))),
        (row("191212121212", "1"), ("in_doubt", Some(Code::AnswerForSomeoneElse))),
        (row(SWEDISH, "ja"), ("in_doubt", Some(Code::AnswerUnusable))),
        (row(SWEDISH, ""), ("in_doubt", Some(Code::AnswerUnusable))),
        ("<b:Status/>".to_owned(), ("in_doubt", Some(Code::AnswerUnusable))),
        (String::new(), ("in_doubt", Some(Code::AnswerUnusable))),
    ] {
        let body = answer(&rows);
        let (found, problem, _) = deliver(move || ok(body.clone())).await;
        assert_eq!((found, problem), expected, "{rows}");
    }
}

#[tokio::test]
async fn huge_and_slow_answers_end() {
    let filler = "<x xmlns='urn:x'/>".repeat(600_000);
    let huge = String::from_utf8(mina::register::is_reachable_response(&[])).unwrap();
    let huge = huge.replace("</soap:Body>", &format!("{filler}</soap:Body>"));
    let body = huge.clone();
    let (found, _) = look_up(&[SWEDISH], |_| {}, move |_| ok(body.clone())).await;
    assert_eq!(short(&found[0]), ("unknown", Code::RegisterUnavailable));
    let (found, problem, detail) = deliver(move || ok(huge.clone())).await;
    assert_eq!((found, problem), ("in_doubt", Some(Code::AnswerLost)), "{detail}");
    assert!(detail.contains("exceeds"), "{detail}");
    let (found, _) = look_up(&[SWEDISH], |_| {}, |_| Reply::Drip).await;
    assert_eq!(short(&found[0]), ("unknown", Code::RegisterUnavailable));
    let (found, problem, detail) = deliver(|| Reply::Drip).await;
    assert_eq!((found, problem), ("in_doubt", Some(Code::AnswerLost)));
    assert!(detail.contains("too slowly"), "{detail}");
}
