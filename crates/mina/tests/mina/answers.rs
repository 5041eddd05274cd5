//! Answers of the register and the operators: what we write, what others write, and what must not be believed.

use crate::support::*;
use catalogue::{Code, Owner};
use mina::register::*;
use mina::*;

const LIMITS: Limits =
    Limits { max_bytes: 4_000_000, max_depth: 64, max_elements: 100_000, max_attributes: 64 };

fn supplier(address: &str) -> ServiceSupplier {
    ServiceSupplier::new("165568402266", "Kivra", address)
}

fn account(
    recipient: &str,
    account_type: AccountType,
    pending: bool,
    address: Option<&str>,
) -> AccountStatus {
    AccountStatus {
        account_type,
        pending,
        supplier: address.map(supplier),
        ..AccountStatus::not_registered(id(recipient))
    }
}

const GOOD: &str = "https://mm.kivra.com/service/v3";

fn reachable() -> ReachabilityRow {
    ReachabilityRow::new(account(RECIPIENT, AccountType::Secure, false, Some(GOOD)), true)
}

#[test]
fn requests_and_answers_meet_the_official_schemas_and_come_back() {
    let recipient = [(ns::R3, "my-messages/schema/v3/Recipient.xsd")];
    let request = is_reachable_request(id(SENDER), [id(RECIPIENT), id(OTHER), id(RECIPIENT)]).unwrap();
    xmllint(&request, &recipient);
    let read = parse_is_reachable_request(&request, &LIMITS).unwrap();
    assert_eq!((read.sender, read.recipients), (id(SENDER), vec![id(RECIPIENT), id(OTHER)]));

    let request = is_registered_request([id(RECIPIENT)]).unwrap();
    xmllint(&request, &recipient);
    assert_eq!(parse_is_registered_request(&request, &LIMITS).unwrap(), [id(RECIPIENT)]);

    let full = ServiceSupplier {
        logo: Some("https://x.example/l.png".into()),
        ui_address: Some("https://x.example/".into()),
        ..supplier(GOOD)
    };
    let mut row = reachable();
    row.account.supplier = Some(full);
    row.account.last_registration = Some("2024-01-02T03:04:05+01:00".into());
    row.last_sender_accept_change = Some("2024-01-02T03:04:05Z".into());
    let rows = vec![row.clone(), ReachabilityRow::new(AccountStatus::not_registered(id(OTHER)), false)];
    let answer = is_reachable_response(&rows);
    xmllint(&answer, &recipient);
    xmllint(&is_reachable_response(&[]), &recipient);
    assert_eq!(parse_is_reachable_response(&answer, &LIMITS).unwrap().rows, rows);

    let rows = vec![row.account, AccountStatus::not_registered(id(OTHER))];
    let answer = is_registered_response(&rows);
    xmllint(&answer, &recipient);
    assert_eq!(parse_is_registered_response(&answer, &LIMITS).unwrap().rows, rows);
}

#[test]
fn lookups_that_would_fail_are_not_asked() {
    let many: Vec<WireId> = (0..1001).map(|n| id(&format!("16556000{n:04}"))).collect();
    assert_eq!(is_reachable_request(id(SENDER), &many), Err(RequestError::TooMany { count: 1001 }));
    assert!(is_reachable_request(id(SENDER), &many[..1000]).is_ok());
    assert_eq!(is_registered_request(Vec::<WireId>::new()), Err(RequestError::Nobody));
    let bad = [id(RECIPIENT), id("8101052382")];
    assert_eq!(is_reachable_request(id(SENDER), bad), Err(RequestError::Malformed { index: 1 }));
    assert_eq!(is_reachable_request(id(RECIPIENT), [id(OTHER)]), Err(RequestError::Sender));
    let party = party::PartyId::parse(party::Country::Se, RECIPIENT).unwrap();
    assert!(is_reachable_request(id(SENDER), [&party]).is_ok());
}

#[test]
fn requests_are_read_as_strictly_as_the_schema_has_them() {
    let good = String::from_utf8(is_reachable_request(id(SENDER), [id(RECIPIENT)]).unwrap()).unwrap();
    for (from, to) in [
        (RECIPIENT, "8101052382"),
        (SENDER, "2021004748"),
        ("isReachable", "isRegistered"),
        ("recipientId", "recipientID"),
        ("schema/Recipient/v3", "schema/Recipient/v2"),
    ] {
        let bad = good.replace(from, to);
        assert!(parse_is_reachable_request(bad.as_bytes(), &LIMITS).is_err(), "{from} -> {to}");
    }
}

/// Every row of rules C5 to C10, twice where there are two ways.
#[test]
fn rows_are_judged_in_order() {
    use AccountType::{Anonymous, Not, Secure};
    let hosts = ["mm.kivra.com".to_owned()];
    let row = |kind, pending, address, accepted| {
        ReachabilityRow::new(account(RECIPIENT, kind, pending, address), accepted)
    };
    let cases = [
        (row(Secure, false, Some(GOOD), true), None),
        (row(Not, false, None, false), Some(Code::NotRegistered)),
        (row(Not, true, Some(GOOD), true), Some(Code::NotRegistered)),
        (row(Anonymous, false, Some(GOOD), true), Some(Code::NotSecureAccount)),
        (row(Anonymous, true, None, false), Some(Code::NotSecureAccount)),
        (row(Secure, false, Some(GOOD), false), Some(Code::SenderNotAccepted)),
        (row(Secure, true, None, false), Some(Code::SenderNotAccepted)),
        (row(Secure, true, Some(GOOD), true), Some(Code::AccountPending)),
        (row(Secure, false, None, true), Some(Code::NoServiceSupplier)),
        (row(Secure, false, Some(""), true), Some(Code::BlankServiceAddress)),
        (row(Secure, false, Some(" \n"), true), Some(Code::BlankServiceAddress)),
        (row(Secure, false, Some("http://mm.kivra.com/"), true), Some(Code::InsecureServiceAddress)),
        (row(Secure, false, Some("ftp://mm.kivra.com/"), true), Some(Code::InsecureServiceAddress)),
        (row(Secure, false, Some("https://169.254.169.254/"), true), Some(Code::UnsupportedSupplier)),
        (row(Secure, false, Some("https://kivra.example/"), true), Some(Code::UnsupportedSupplier)),
    ];
    for (row, reason) in cases {
        assert_eq!(reachability(&row, Some(&hosts)).reason(), reason, "{row:?}");
        let answer =
            parse_is_reachable_response(&is_reachable_response(std::slice::from_ref(&row)), &LIMITS).unwrap();
        assert_eq!(answer.decide(&id(RECIPIENT), Some(&hosts)).reason(), reason, "{row:?}");
    }
}

const FOREIGN: &str = r#"<?xml version="1.0"?>
<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header/><S:Body>
 <ns4:isReachableResponse xmlns:ns2="http://minameddelanden.gov.se/schema/Recipient" xmlns:ns4="http://minameddelanden.gov.se/schema/Recipient/v3" xmlns:x="urn:x">
  <ns4:return><ns2:AccountStatus><ns2:RecipientId>198101052382</ns2:RecipientId><ns2:Type>Not</ns2:Type><ns2:Pending>0</ns2:Pending></ns2:AccountStatus><ns2:SenderAccepted>0</ns2:SenderAccepted></ns4:return>
  <ns4:return><x:new>1</x:new><ns2:AccountStatus><ns2:RecipientId>192705178354</ns2:RecipientId><ns2:Type>Secure</ns2:Type><ns2:Pending>false</ns2:Pending>
   <ns2:ServiceSupplier><ns2:Id>165568402266</ns2:Id><ns2:Name>Kivra</ns2:Name><ns2:ServiceAdress> https://mm.kivra.com/service/v3
   </ns2:ServiceAdress><ns2:InternalServiceAdress/></ns2:ServiceSupplier><x:SenderAccepted>false</x:SenderAccepted></ns2:AccountStatus><ns2:SenderAccepted>1</ns2:SenderAccepted></ns4:return>
 </ns4:isReachableResponse></S:Body></S:Envelope>"#;

#[test]
fn answers_of_others_are_matched_by_recipient() {
    let answer = parse_is_reachable_response(FOREIGN.as_bytes(), &LIMITS).unwrap();
    assert!(matches!(answer.decide(&id(RECIPIENT), None), Reachability::Deliverable(e) if e.address == GOOD));
    assert_eq!(answer.decide(&id(OTHER), None), Reachability::NotDeliverable(Code::NotRegistered));
    assert_eq!(answer.decide(&id("200001102391"), None), Reachability::Unknown(Code::RegisterAnswerUnusable));
}

/// Answers that say nothing about the recipient asked for: unknown, never yes and never no (rules C11, C12, F17).
#[test]
fn doubtful_answers_are_unknown() {
    let row = "<ns4:return><ns2:AccountStatus><ns2:RecipientId>192705178354</ns2:RecipientId><ns2:Type>Not</ns2:Type><ns2:Pending>0</ns2:Pending></ns2:AccountStatus><ns2:SenderAccepted>0</ns2:SenderAccepted></ns4:return>";
    let cases = [
        (
            "a contradicting second row",
            FOREIGN.replace("</ns4:isReachableResponse>", &format!("{row}</ns4:isReachableResponse>")),
        ),
        ("no boolean", FOREIGN.replace(">1</ns2:SenderAccepted>", ">yes</ns2:SenderAccepted>")),
        (
            "two booleans",
            FOREIGN.replace(
                "<ns2:SenderAccepted>1<",
                "<ns2:SenderAccepted>0</ns2:SenderAccepted><ns2:SenderAccepted>1<",
            ),
        ),
        ("an unknown type", FOREIGN.replace(">Secure<", ">Sicher<")),
        ("another namespace", FOREIGN.replace("schema/Recipient\"", "schema/Receiver\"")),
        (
            "two suppliers",
            FOREIGN.replace("<x:SenderAccepted>false</x:SenderAccepted>", "<ns2:ServiceSupplier/>"),
        ),
        ("our row missing", FOREIGN.replace(RECIPIENT, "200001102391")),
        ("no rows", String::from_utf8(is_reachable_response(&[])).unwrap()),
    ];
    for (what, answer) in cases {
        let answer = parse_is_reachable_response(answer.as_bytes(), &LIMITS).unwrap();
        let decision = answer.decide(&id(RECIPIENT), None);
        assert_eq!(decision, Reachability::Unknown(Code::RegisterAnswerUnusable), "{what}");
    }
    let registered = is_registered_response(&[reachable().account]);
    assert!(matches!(
        parse_is_reachable_response(&registered, &LIMITS),
        Err(AnswerError::WrongElement { .. })
    ));
    let reached = is_reachable_response(&[reachable()]);
    assert!(matches!(parse_is_registered_response(&reached, &LIMITS), Err(AnswerError::WrongElement { .. })));
    assert!(parse_is_reachable_response(b"<html><body>503</body></html>", &LIMITS).is_err());
    let fault = Fault::new(6006, "skyddad", "0123456789abcdef0123").to_xml();
    let Err(AnswerError::Fault(fault)) = parse_is_reachable_response(&fault, &LIMITS) else {
        panic!("no fault")
    };
    assert_eq!(fault.class().code, Code::ProtectedIdentity);
}

#[test]
fn our_row_decides_what_became_of_a_delivery() {
    let row = |recipient: &str, delivered| DeliveryStatus { recipient_id: id(recipient), delivered };
    let cases = [
        (vec![row(RECIPIENT, true)], Outcome::Delivered),
        (vec![row(OTHER, false), row(RECIPIENT, true)], Outcome::Delivered),
        (vec![row(RECIPIENT, false)], Outcome::NotDelivered),
        (vec![row(RECIPIENT, true), row(RECIPIENT, true)], Outcome::Delivered),
        (vec![row(OTHER, true)], Outcome::InDoubt(Code::AnswerForSomeoneElse)),
        (vec![row(RECIPIENT, true), row(RECIPIENT, false)], Outcome::InDoubt(Code::AnswerUnusable)),
        (vec![], Outcome::InDoubt(Code::AnswerUnusable)),
    ];
    for (statuses, outcome) in cases {
        let result = DeliveryResult { transaction_id: Some("t".into()), statuses };
        let read = parse_deliver_secure_response(&deliver_secure_response(&result), &LIMITS).unwrap();
        assert_eq!(read, result);
        assert_eq!(read.outcome_for(&id(RECIPIENT)), outcome, "{result:?}");
    }
}

#[test]
fn numeric_booleans_and_blanks_are_read() {
    let xml = "<deliverSecureResponse xmlns='http://minameddelanden.gov.se/schema/Service/v3'><return>\
        <TransId xmlns='http://minameddelanden.gov.se/schema/Service'> </TransId>\
        <Status xmlns='http://minameddelanden.gov.se/schema/Service'><RecipientId> 192705178354 </RecipientId><Delivered> 1 </Delivered></Status>\
        </return></deliverSecureResponse>";
    let result = parse_deliver_secure_response(xml.as_bytes(), &LIMITS).unwrap();
    assert_eq!(result.outcome_for(&id(RECIPIENT)), Outcome::Delivered);
    assert_eq!(result.transaction_id, None);
}

/// Every code of the table (§6): class, whether to retry, whether operations are alarmed.
#[test]
fn fault_codes_have_their_class() {
    let cases = [
        (1, Code::NationalSystemError, true, false),
        (4999, Code::NationalSystemError, true, false),
        (5000, Code::NationalSystemError, true, false),
        (5001, Code::InputRefused, false, false),
        (5002, Code::AccessDenied, false, true),
        (5003, Code::OperatorRejected, false, false),
        (5004, Code::OperatorBusy, true, false),
        (5005, Code::MaximumExceeded, false, false),
        (5007, Code::OperatorRejected, false, false),
        (5011, Code::OperatorRejected, false, false),
        (5012, Code::SignatureRefused, false, true),
        (5014, Code::SenderUnknown, false, true),
        (5017, Code::NationalSystemError, true, false),
        (5018, Code::NationalSystemError, true, false),
        (5019, Code::MimeTypeRefused, false, false),
        (6004, Code::CompanyFormUnsupported, false, false),
        (6005, Code::DispatcherNotApproved, false, true),
        (6006, Code::ProtectedIdentity, false, false),
        (6007, Code::NotInRegister, false, false),
        (8002, Code::AccountMissing, false, false),
        (8003, Code::AccountMissing, false, false),
        (8004, Code::AccountMissing, false, false),
        (7777, Code::OperatorRejected, false, false),
    ];
    for (error_code, code, retryable, alarm) in cases {
        let fault = Fault::new(error_code, "beskrivning", "0123456789abcdef0123");
        let class = fault.class();
        assert_eq!((class.code, class.retryable, class.alarm), (code, retryable, alarm), "{error_code}");
        let v3 = fault.to_xml();
        xmllint(applied(&v3, "<detail>", "</detail>"), &[(ns::C3, "my-messages/schema/v3/Common.xsd")]);
        for xml in [v3, fault.to_xml_v1(ns::AUTHORITY_SERVICE, "getSenders")] {
            let read = parse_fault(&xml, &LIMITS).unwrap().unwrap();
            assert_eq!((read.error_code, read.description.as_str()), (Some(error_code), "beskrivning"));
            assert_eq!(read.call_id.as_deref(), Some("0123456789abcdef0123"));
            assert_eq!(read.class(), class);
        }
    }
}

fn applied<'a>(xml: &'a [u8], from: &str, to: &str) -> &'a [u8] {
    let text = std::str::from_utf8(xml).unwrap();
    text.split_once(from).unwrap().1.split_once(to).unwrap().0.as_bytes()
}

#[test]
fn faults_without_detail_and_of_other_stacks_are_read() {
    let bare = |code: &str| {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>{code}</faultcode><faultstring>för 192705178354</faultstring></s:Fault></s:Body></s:Envelope>"
        )
    };
    let server = parse_fault(bare("s:Server").as_bytes(), &LIMITS).unwrap().unwrap();
    assert_eq!((server.error_code, server.class().retryable), (None, true));
    assert_eq!(server.safe_description(), "för ********");
    assert!(!format!("{server:?} {server}").contains(RECIPIENT));
    let client = parse_fault(bare("s:Client").as_bytes(), &LIMITS).unwrap().unwrap();
    assert!(!client.class().retryable);
    let v1 = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault><faultcode>e:Server</faultcode><faultstring>x</faultstring>\
        <detail><a:getSendersFault xmlns:a='http://minameddelanden.gov.se/Authority' xmlns:c='http://minameddelanden.gov.se/schema/Common'>\
        <c:ErrorCode> 5014 </c:ErrorCode><c:Description>okänd</c:Description><c:CallId>0123456789abcdef0123</c:CallId></a:getSendersFault></detail></e:Fault></e:Body></e:Envelope>";
    let v1 = parse_fault(v1.as_bytes(), &LIMITS).unwrap().unwrap();
    assert_eq!(
        (v1.error_code, v1.class().code, v1.class().owner),
        (Some(5014), Code::SenderUnknown, Owner::Operations)
    );
    let soap12 = "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>\
        <e:Reason><e:Text>nej</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>";
    let soap12 = parse_fault(soap12.as_bytes(), &LIMITS).unwrap().unwrap();
    assert_eq!((soap12.description.as_str(), soap12.client_fault), ("nej", true));
    assert_eq!(
        parse_fault(&deliver_secure_response(&DeliveryResult::new("t", id(OTHER), true)), &LIMITS),
        Ok(None)
    );
}

#[test]
fn the_authority_answers_in_no_namespace() {
    use mina::authority::*;
    let senders = [
        Sender::new(id(SENDER), "Kommun A"),
        Sender { attention: Some("x".into()), ..Sender::new(id(DISPATCHER), "Kommun B") },
    ];
    let answer = GetSendersResponse { senders: senders.to_vec() }.to_xml();
    assert!(String::from_utf8_lossy(&answer).contains("<return xmlns=\"\">"));
    assert_eq!(GetSendersResponse::parse(&answer, &LIMITS).unwrap().senders, senders);
    assert!(GetDispatchersResponse::parse(&answer, &LIMITS).is_err(), "F17");
    assert!(GetSenders::parse(&is_registered_request([id(RECIPIENT)]).unwrap(), &LIMITS).is_err());
    let configured = [id(SENDER), id("162120002411")];
    assert_eq!(missing_senders(&configured, &senders), [&id("162120002411")]);
    let row = |dispatcher: &str, senders: &[&str]| Dispatcher {
        id: id(dispatcher),
        name: "Kommun B".into(),
        senders: senders.iter().map(|sender| id(sender)).collect(),
    };
    // A15: a pair, a dispatcher for itself, nobody.
    assert!(is_registered_for(&[row(DISPATCHER, &[SENDER])], &id(DISPATCHER), &id(SENDER)));
    assert!(is_registered_for(&[row(SENDER, &[])], &id(SENDER), &id(SENDER)));
    assert!(!is_registered_for(&[row(DISPATCHER, &[])], &id(DISPATCHER), &id(SENDER)));
    assert!(!is_registered_for(&[row(SENDER, &[DISPATCHER])], &id(DISPATCHER), &id(SENDER)));
}

fn json(xml: &[u8], expected: Option<&str>, recipient: Option<&str>) -> serde_json::Value {
    let recipient = recipient.map(id);
    let expected = expected.map(|name| Expected::parse(name).unwrap());
    let options = ReadOptions { allowed_hosts: Some(vec!["mm.kivra.com".into()]), ..Default::default() };
    serde_json::to_value(read_answer(xml, expected, recipient.as_ref(), &options)).unwrap()
}

#[test]
fn mina_read_has_the_fixed_shape() {
    let rows = [reachable(), ReachabilityRow::new(AccountStatus::not_registered(id(OTHER)), false)];
    let answer = json(&is_reachable_response(&rows), None, Some(RECIPIENT));
    assert_eq!(answer["kind"], "is_reachable");
    assert_eq!(answer["decision"], "yes");
    let row = &answer["rows"][0];
    assert_eq!(row["recipient_id"], RECIPIENT);
    assert_eq!(
        (&row["type"], &row["pending"], &row["sender_accepted"]),
        (&"Secure".into(), &false.into(), &true.into())
    );
    assert_eq!((&row["supplier"], &row["service_address"]), (&"Kivra".into(), &GOOD.into()));
    assert_eq!((&row["deliverable"], row["reason"].is_null()), (&true.into(), true));
    assert_eq!(answer["rows"][1]["reason"], "not_registered");
    assert_eq!(json(&is_reachable_response(&rows), None, None)["decision"], "no");
    assert_eq!(json(&is_reachable_response(&rows), None, Some("200001102391"))["decision"], "unknown");

    let delivered = deliver_secure_response(&DeliveryResult::new("t-1", id(RECIPIENT), true));
    let answer = json(&delivered, Some("deliver_secure"), Some(RECIPIENT));
    assert_eq!((&answer["kind"], &answer["transaction_id"]), (&"deliver_secure".into(), &"t-1".into()));
    assert_eq!(
        (&answer["outcome"], &answer["statuses"][0]["delivered"]),
        (&"delivered".into(), &true.into())
    );
    assert_eq!(json(&delivered, None, Some(OTHER))["outcome"], "in_doubt");
    assert_eq!(json(&is_reachable_response(&rows), Some("deliver_secure"), None)["outcome"], "in_doubt");
    assert_eq!(json(b"not xml", Some("deliver_secure"), None)["outcome"], "in_doubt");

    let fault = Fault::new(5012, "signaturfel", "0123456789abcdef0123").to_xml();
    let answer = json(&fault, Some("is_reachable"), None);
    assert_eq!(answer["kind"], "fault");
    assert_eq!(
        (&answer["error_code"], &answer["retryable"], &answer["owner"]),
        (&5012.into(), &false.into(), &"operations".into())
    );

    assert_eq!(json(&is_reachable_response(&rows), Some("is_registered"), None)["kind"], "unknown");
    let registered = json(&is_registered_response(&[reachable().account]), None, Some(RECIPIENT));
    assert_eq!((&registered["kind"], &registered["decision"]), (&"is_registered".into(), &"yes".into()));
    assert_eq!(registered["rows"][0]["deliverable"], false);
}

#[test]
fn only_a_plain_yes_is_a_yes() {
    let options = ReadOptions::default();
    let yes = |xml: &[u8], recipient: Option<&str>| {
        read_answer(xml, None, recipient.map(id).as_ref(), &options).is_yes()
    };
    assert!(yes(&is_reachable_response(&[reachable()]), None));
    assert!(yes(&deliver_secure_response(&DeliveryResult::new("t", id(RECIPIENT), true)), Some(RECIPIENT)));
    assert!(!yes(&deliver_secure_response(&DeliveryResult::new("t", id(RECIPIENT), false)), Some(RECIPIENT)));
    assert!(!yes(&deliver_secure_response(&DeliveryResult::new("t", id(OTHER), true)), Some(RECIPIENT)));
    assert!(!yes(&Fault::new(5000, "x", "0123456789abcdef0123").to_xml(), None));
    assert!(!yes(&is_reachable_response(&[]), None));
    assert!(!yes(b"", None));
}
