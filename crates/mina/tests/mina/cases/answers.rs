//! Answers of the register and of operators.

use mina::register::*;
use mina::*;

use super::signatures::{part, replaced};
use crate::support::*;

/// An answer, how it is asked for, and what `mina read` says about it: JSON pointer and value.
pub(super) type Read =
    (&'static str, &'static str, fn() -> Vec<u8>, Option<&'static str>, &'static str, &'static str);

const GOOD: &str = "https://mm.kivra.com/service/v3";

fn row(account_type: AccountType, pending: bool, accepted: bool, address: Option<&str>) -> Vec<u8> {
    let supplier = address.map(|address| ServiceSupplier::new("165568402266", "Kivra", address));
    let account =
        AccountStatus { account_type, pending, supplier, ..AccountStatus::not_registered(id(RECIPIENT)) };
    is_reachable_response(&[ReachabilityRow::new(account, accepted)])
}

fn text(xml: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    replaced(std::str::from_utf8(&xml).unwrap(), from, to).into_bytes()
}

fn result(number: &str, delivered: bool) -> Vec<u8> {
    deliver_secure_response(&DeliveryResult::new("t-1", id(number), delivered))
}

fn fault(code: u32) -> Vec<u8> {
    Fault::new(code, "nej", "0123456789abcdef0123").to_xml()
}

const SECURE: AccountType = AccountType::Secure;
const REASON: &str = "/rows/0/reason";

pub(super) const ANSWERS: &[Read] = &[
    ("C5", "no account", || row(AccountType::Not, false, false, None), None, REASON, "not_registered"),
    (
        "C5",
        "no account, though everything else says yes",
        || row(AccountType::Not, false, true, Some(GOOD)),
        None,
        REASON,
        "not_registered",
    ),
    (
        "C6",
        "an anonymous account",
        || row(AccountType::Anonymous, false, true, Some(GOOD)),
        None,
        REASON,
        "not_secure_account",
    ),
    (
        "C6",
        "an anonymous account that declines",
        || row(AccountType::Anonymous, false, false, None),
        None,
        REASON,
        "not_secure_account",
    ),
    (
        "C7",
        "the sender is declined",
        || row(SECURE, false, false, Some(GOOD)),
        None,
        REASON,
        "sender_not_accepted",
    ),
    ("C7", "declined while pending", || row(SECURE, true, false, None), None, REASON, "sender_not_accepted"),
    ("C8", "not active yet", || row(SECURE, true, true, Some(GOOD)), None, REASON, "account_pending"),
    (
        "C8",
        "not active yet, in figures",
        || text(row(SECURE, true, true, None), ">true</Pending>", ">1</Pending>"),
        None,
        REASON,
        "account_pending",
    ),
    ("C9", "no operator", || row(SECURE, false, true, None), None, REASON, "no_service_supplier"),
    (
        "C9",
        "an operator without address",
        || row(SECURE, false, true, Some(" ")),
        None,
        REASON,
        "blank_service_address",
    ),
    (
        "C10",
        "an address without TLS",
        || row(SECURE, false, true, Some("http://mm.kivra.com/")),
        None,
        REASON,
        "insecure_service_address",
    ),
    (
        "C10",
        "an unknown host",
        || row(SECURE, false, true, Some("https://kivra.example/")),
        None,
        REASON,
        "unsupported_supplier",
    ),
    (
        "C11",
        "no row of ours",
        || text(row(SECURE, false, true, Some(GOOD)), RECIPIENT, OTHER),
        None,
        "/decision",
        "unknown",
    ),
    ("C11", "no rows", || is_reachable_response(&[]), None, "/reason", "register_answer_unusable"),
    (
        "C11",
        "a row that cannot be read",
        || text(row(SECURE, false, true, Some(GOOD)), ">Secure<", ">Sicher<"),
        None,
        "/decision",
        "unknown",
    ),
    ("C12", "a fault", || fault(5000), Some("is_reachable"), "/kind", "fault"),
    ("C12", "a web page", || b"<html/>".to_vec(), Some("is_reachable"), "/kind", "unknown"),
    (
        "C13",
        "another's row first",
        || {
            let other = ReachabilityRow::new(AccountStatus::not_registered(id(OTHER)), false);
            let ours = String::from_utf8(row(SECURE, false, true, Some(GOOD))).unwrap();
            let theirs = String::from_utf8(is_reachable_response(&[other])).unwrap();
            ours.replacen("<return>", &format!("{}<return>", part(&theirs, "<return>", "</return>")), 1)
                .into_bytes()
        },
        None,
        "/decision",
        "yes",
    ),
    (
        "C13",
        "other prefixes",
        || {
            let text = String::from_utf8(row(SECURE, false, true, Some(GOOD))).unwrap();
            text.replace("soap:", "q7:").replace(":soap=", ":q7=").into_bytes()
        },
        None,
        "/decision",
        "yes",
    ),
    (
        "C15",
        "one malformed number spoils the call",
        || fault(5001),
        Some("is_reachable"),
        "/code",
        "input_refused",
    ),
    (
        "C15",
        "the same in the words of another stack",
        || text(fault(5001), "soap:Client", "soap:Server"),
        Some("is_reachable"),
        "/code",
        "input_refused",
    ),
    ("F2", "somebody else's row", || result(OTHER, true), None, "/outcome", "in_doubt"),
    (
        "F2",
        "no row",
        || deliver_secure_response(&DeliveryResult { transaction_id: None, statuses: vec![] }),
        None,
        "/outcome",
        "in_doubt",
    ),
    (
        "F2",
        "an unknown element",
        || text(result(RECIPIENT, true), "deliverSecureResponse", "deliverOpenResponse"),
        Some("deliver_secure"),
        "/outcome",
        "in_doubt",
    ),
    ("F3", "delivered", || result(RECIPIENT, true), None, "/outcome", "delivered"),
    ("F3", "its transaction is the receipt", || result(RECIPIENT, true), None, "/transaction_id", "t-1"),
    ("F4", "not delivered", || result(RECIPIENT, false), None, "/outcome", "not_delivered"),
    (
        "F4",
        "not delivered, in figures",
        || text(result(RECIPIENT, false), ">false<", ">0<"),
        None,
        "/outcome",
        "not_delivered",
    ),
    (
        "F5",
        "delivered, in figures",
        || text(result(RECIPIENT, true), ">true<", ">1<"),
        None,
        "/outcome",
        "delivered",
    ),
    (
        "F5",
        "any text as transaction",
        || text(result(RECIPIENT, true), ">t-1<", ">å/1 2<"),
        None,
        "/transaction_id",
        "å/1 2",
    ),
    ("F6", "a fault of version 3", || fault(6007), None, "/code", "not_in_register"),
    (
        "F6",
        "a fault of version 1",
        || Fault::new(6007, "nej", "0123456789abcdef0123").to_xml_v1(ns::AUTHORITY_SERVICE, "getSenders"),
        None,
        "/code",
        "not_in_register",
    ),
    ("F6", "its call id", || fault(6007), None, "/call_id", "0123456789abcdef0123"),
    ("F7", "a system error may pass", || fault(5000), None, "/code", "national_system_error"),
    ("F7", "a bad signature does not", || fault(5012), None, "/owner", "operations"),
    ("F8", "no answer at all", Vec::new, Some("deliver_secure"), "/outcome", "in_doubt"),
    (
        "F8",
        "an answer that broke off",
        || result(RECIPIENT, true)[..200].to_vec(),
        Some("deliver_secure"),
        "/outcome",
        "in_doubt",
    ),
    (
        "F17",
        "isRegistered's answer to isReachable",
        || is_registered_response(&[AccountStatus::not_registered(id(RECIPIENT))]),
        Some("is_reachable"),
        "/kind",
        "unknown",
    ),
    (
        "F17",
        "isReachable's answer to isRegistered",
        || row(SECURE, false, true, Some(GOOD)),
        Some("is_registered"),
        "/kind",
        "unknown",
    ),
];

#[test]
fn answers_are_judged() {
    let options = ReadOptions { allowed_hosts: Some(vec!["mm.kivra.com".into()]), ..Default::default() };
    for (rule, what, make, call, pointer, value) in ANSWERS {
        let call = call.map(|name| Expected::parse(name).unwrap());
        let answer = read_answer(&make(), call, Some(&id(RECIPIENT)), &options);
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json.pointer(pointer).and_then(|v| v.as_str()), Some(*value), "{rule} {what}: {json}");
    }
}
