//! The register and the operators, spoken to by the `mina` crate: two implementations that must agree.

mod common;

use catalogue::Code;
use common::{SE_SENDER, Stage, client, delivery, number, sealed, soap, stage, stage_in};
use mina::register::{
    is_reachable_request, is_registered_request, parse_is_reachable_response, parse_is_registered_response,
};
use mina::{Limits, WireId, parse_deliver_secure_response, parse_fault};
use sandbox::{Operator, Outcome, Pki, Sandbox, SenderEnrolment, Side};

async fn ask(stage: &Stage, ids: &[&str]) -> Option<(u16, String)> {
    let request = is_reachable_request(WireId::new(SE_SENDER), ids.iter().map(|id| WireId::new(id))).unwrap();
    soap(&stage.swede(), &stage.running.urls().far, request).await
}

async fn deliver(stage: &Stage, alias: &str, operator: Operator, message_id: &str) -> Option<(u16, String)> {
    let envelope = sealed(&stage.se, &delivery(number(alias), message_id));
    soap(&stage.swede(), stage.running.urls().operator(operator), envelope).await
}

/// What our own client would refuse to write.
fn raw_request(sender: &str, ids: &[&str]) -> String {
    let ids: String = ids.iter().map(|id| format!("<recipientId>{id}</recipientId>")).collect();
    format!(
        r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><isReachable xmlns="http://minameddelanden.gov.se/schema/Recipient/v3"><senderOrgNr>{sender}</senderOrgNr>{ids}</isReachable></s:Body></s:Envelope>"#
    )
}

fn fault_code(body: &str) -> u32 {
    parse_fault(body.as_bytes(), &Limits::default()).unwrap().unwrap().error_code.unwrap_or(0)
}

fn delivered(body: &str, alias: &str) -> mina::Outcome {
    let result = parse_deliver_secure_response(body.as_bytes(), &Limits::default()).unwrap();
    result.outcome_for(&WireId::new(number(alias)))
}

#[tokio::test]
async fn a_letter_arrives_and_is_counted_once_and_a_restart_forgets_nothing() {
    let stage = stage("").await;
    let (status, body) = deliver(&stage, "se-reachable-alfa", Operator::Alfa, "m-1").await.unwrap();
    assert_eq!(status, 200, "{body}");
    assert_eq!(delivered(&body, "se-reachable-alfa"), mina::Outcome::Delivered);
    // Alfa knows a repeat, Beta does not.
    let (_, again) = deliver(&stage, "se-reachable-alfa", Operator::Alfa, "m-1").await.unwrap();
    assert_eq!(again, body);
    deliver(&stage, "se-reachable-beta", Operator::Beta, "m-2").await.unwrap();
    deliver(&stage, "se-reachable-beta", Operator::Beta, "m-2").await.unwrap();
    let before = stage.running.deliveries();
    let totals = &before.totals;
    assert_eq!(
        (totals.unique, totals.doubled, totals.repeats_recognised, totals.mina_meddelanden),
        (2, 1, 1, 3)
    );

    let folder = stage.folder.clone();
    stage.running.set_outcome("se-declined", Outcome::Reachable, Operator::Beta).unwrap();
    stage.running.stop().await;
    // As if the process had been killed in the middle of a line.
    let journal = folder.path().join("journal.jsonl");
    let mut text = std::fs::read_to_string(&journal).unwrap();
    text.push_str("{\"entry\":\"delivered\",\"chan");
    std::fs::write(&journal, text).unwrap();

    let stage = stage_in(folder, "").await;
    assert_eq!(stage.running.deliveries(), before);
    let (_, after) = deliver(&stage, "se-reachable-alfa", Operator::Alfa, "m-1").await.unwrap();
    assert_eq!(after, body, "Alfa still knows the message");
    let (_, declined) = deliver(&stage, "se-declined", Operator::Beta, "m-3").await.unwrap();
    assert_eq!(delivered(&declined, "se-declined"), mina::Outcome::Delivered, "the override survived");
}

/// What the gateway's own rules read out of the register's answer.
/// Rules G4.
#[tokio::test]
async fn every_register_outcome_reads_as_the_rules_say() {
    let stage = stage("").await;
    let hosts = [stage.running.urls().host.clone()];
    let expected: &[(&str, Option<Outcome>, Option<Code>)] = &[
        ("se-reachable-alfa", None, None),
        ("se-reachable-beta", None, None),
        ("se-company", None, None),
        ("se-lost-alfa", None, None),
        ("se-register-down", Some(Outcome::RegisterSlow), None),
        ("se-not-registered", None, Some(Code::NotRegistered)),
        ("se-under-18", None, Some(Code::NotRegistered)),
        ("se-declined", None, Some(Code::SenderNotAccepted)),
        ("se-pending", None, Some(Code::AccountPending)),
        ("se-no-supplier", None, Some(Code::NoServiceSupplier)),
        ("se-no-supplier", Some(Outcome::BlankAddress), Some(Code::BlankServiceAddress)),
        ("se-bad-address", None, Some(Code::InsecureServiceAddress)),
        ("se-bad-address", Some(Outcome::UnsupportedOperator), Some(Code::UnsupportedSupplier)),
    ];
    for (alias, outcome, reason) in expected {
        if let Some(outcome) = outcome {
            stage.running.set_outcome(alias, *outcome, None).unwrap();
        }
        let (status, body) = ask(&stage, &[number(alias)]).await.unwrap();
        assert_eq!(status, 200, "{alias}");
        let answer = parse_is_reachable_response(body.as_bytes(), &Limits::default()).unwrap();
        let decision = answer.decide(&WireId::new(number(alias)), Some(&hosts));
        assert_eq!(decision.reason(), *reason, "{alias} {outcome:?}");
    }
}

#[tokio::test]
async fn broken_registers_give_nothing_that_could_be_taken_for_an_answer() {
    let stage = stage("").await;
    let alias = "se-register-down";
    let (status, _) = ask(&stage, &[number(alias)]).await.unwrap();
    assert_eq!(status, 503);
    stage.running.set_outcome(alias, Outcome::RegisterDropped, None).unwrap();
    assert!(ask(&stage, &[number(alias)]).await.is_none());
    stage.running.set_outcome(alias, Outcome::WrongElement, None).unwrap();
    let (_, body) = ask(&stage, &[number(alias)]).await.unwrap();
    assert!(parse_is_reachable_response(body.as_bytes(), &Limits::default()).is_err(), "{body}");
    stage.running.set_outcome(alias, Outcome::RowMissing, None).unwrap();
    let (_, body) = ask(&stage, &[number(alias), number("se-company")]).await.unwrap();
    assert_eq!(parse_is_reachable_response(body.as_bytes(), &Limits::default()).unwrap().rows.len(), 1);
}

/// Rules A11, G3.
#[tokio::test]
async fn the_register_faults_with_the_codes_of_the_infrastructure() {
    let stage = stage("").await;
    let far = stage.running.urls().far.clone();
    let swede = stage.swede();
    let fault = async |sender: &str, ids: &[&str]| {
        let (status, body) = soap(&swede, &far, raw_request(sender, ids)).await.unwrap();
        assert_eq!(status, 500, "{body}");
        fault_code(&body)
    };
    assert_eq!(fault("162021003898", &[number("se-company")]).await, 5014);
    assert_eq!(fault(SE_SENDER, &[number("se-company"), "19810105-2382"]).await, 5001);
    assert_eq!(fault(SE_SENDER, &["191500722390"]).await, 5001);
    assert_eq!(fault(SE_SENDER, &[number("se-protected")]).await, 6006);
    assert_eq!(fault(SE_SENDER, &[number("se-public-body")]).await, 6004);
    let many = vec![number("se-company"); 1001];
    assert_eq!(fault(SE_SENDER, &many).await, 5005);
    for garbage in ["", "<a/>", "<!DOCTYPE a><a/>"] {
        let (status, body) = soap(&swede, &far, garbage).await.unwrap();
        assert_eq!((status, fault_code(&body)), (500, 5001));
    }
    // Without a certificate, with one of ours that nobody registered, with one of another authority.
    let anonymous = client(None, &stage.se.ca_pem);
    let request =
        || is_reachable_request(WireId::new(SE_SENDER), [WireId::new(number("se-company"))]).unwrap();
    let (_, body) = soap(&anonymous, &far, request()).await.unwrap();
    assert_eq!(fault_code(&body), 6005);
    let pki = Pki::open(stage.folder.path()).unwrap();
    let stranger =
        sandbox::Organisation { country: Side::Se, number: "162021003898".into(), name: "Kommun B".into() };
    let issued = pki.issue_sender(&stranger).unwrap();
    let unregistered =
        sandbox::Credentials { cert_pem: issued.cert_pem, key_pem: issued.key_pem, ..stage.se.clone() };
    let (_, body) = soap(&client(Some(&unregistered), &stage.se.ca_pem), &far, request()).await.unwrap();
    assert_eq!(fault_code(&body), 6005);
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = SenderEnrolment { country: Side::Se, number: SE_SENDER.into(), name: "Kommun A".into() };
    let foreign = Sandbox::enrol(elsewhere.path(), &foreign).unwrap();
    assert!(soap(&client(Some(&foreign), &stage.se.ca_pem), &far, request()).await.is_none());
}

#[tokio::test]
async fn is_registered_and_the_authority_answer() {
    let stage = stage("").await;
    let ids = ["se-reachable-alfa", "se-not-registered"].map(|alias| WireId::new(number(alias)));
    let (status, body) =
        soap(&stage.swede(), &stage.running.urls().far, is_registered_request(ids).unwrap()).await.unwrap();
    assert_eq!(status, 200, "{body}");
    assert!(parse_is_registered_response(body.as_bytes(), &Limits::default()).is_ok(), "{body}");
    let authority = stage.running.urls().authority.clone();
    let request = mina::authority::GetSenders {}.to_xml();
    let (_, body) = soap(&stage.swede(), &authority, request).await.unwrap();
    let senders =
        mina::authority::GetSendersResponse::parse(body.as_bytes(), &Limits::default()).unwrap().senders;
    assert!(senders.iter().any(|sender| sender.id.reveal() == SE_SENDER && sender.name == "Kommun A"));
    for url in [&stage.running.urls().far, &authority] {
        let wsdl = stage.swede().get(format!("{url}?wsdl")).send().await.unwrap().text().await.unwrap();
        assert!(wsdl.contains(&format!("location=\"{url}\"")));
    }
}

#[tokio::test]
async fn every_operator_outcome_is_played() {
    let stage = stage("").await;
    let play = async |alias: &str, operator: Operator, id: &str| deliver(&stage, alias, operator, id).await;
    // Answers lost after storing: a repeat is recognised at Alfa and doubles at Beta.
    assert!(play("se-lost-alfa", Operator::Alfa, "a").await.is_none());
    assert_eq!(
        delivered(&play("se-lost-alfa", Operator::Alfa, "a").await.unwrap().1, "se-lost-alfa"),
        mina::Outcome::Delivered
    );
    assert_eq!(stage.running.deliveries().totals.doubled, 0);
    assert!(play("se-lost-beta", Operator::Beta, "b").await.is_none());
    play("se-lost-beta", Operator::Beta, "b").await.unwrap();
    assert_eq!(stage.running.deliveries().totals.doubled, 1);
    // Nothing stored, nothing said; the repeat arrives.
    assert!(play("se-silent", Operator::Alfa, "c").await.is_none());
    let copies = |id: &str| {
        stage.running.deliveries().messages.iter().find(|m| m.message_id == id).map_or(0, |m| m.copies)
    };
    assert_eq!(copies("c"), 0);
    play("se-silent", Operator::Alfa, "c").await.unwrap();
    assert_eq!(copies("c"), 1);
    stage.running.set_outcome("se-silent", Outcome::SilentAfterStoring, None).unwrap();
    assert!(play("se-silent", Operator::Alfa, "d").await.is_none());
    assert_eq!(copies("d"), 1);
    // Refused, for good or for a moment.
    assert_eq!(
        delivered(&play("se-not-delivered", Operator::Alfa, "e").await.unwrap().1, "se-not-delivered"),
        mina::Outcome::NotDelivered
    );
    assert_eq!(fault_code(&play("se-fault-once", Operator::Beta, "f").await.unwrap().1), 5000);
    assert_eq!(play("se-fault-once", Operator::Beta, "f").await.unwrap().0, 200);
    assert_eq!(fault_code(&play("se-refused", Operator::Alfa, "g").await.unwrap().1), 6005);
    stage.running.set_outcome("se-refused", Outcome::SignatureRefused, None).unwrap();
    assert_eq!(fault_code(&play("se-refused", Operator::Alfa, "g").await.unwrap().1), 5012);
    assert_eq!(fault_code(&play("se-account-missing", Operator::Alfa, "h").await.unwrap().1), 8002);
    assert_eq!(
        fault_code(&play("se-reachable-beta", Operator::Alfa, "i").await.unwrap().1),
        8002,
        "moved to Beta"
    );
    assert_eq!(fault_code(&play("se-protected", Operator::Alfa, "j").await.unwrap().1), 6006);
    stage.running.set_outcome("se-not-delivered", Outcome::WrongRecipient, None).unwrap();
    let answered =
        delivered(&play("se-not-delivered", Operator::Alfa, "k").await.unwrap().1, "se-not-delivered");
    assert!(matches!(answered, mina::Outcome::InDoubt(_)), "{answered:?}");
    // A closed port, from the register's answer.
    let (_, body) = ask(&stage, &[number("se-operator-down")]).await.unwrap();
    let answer = parse_is_reachable_response(body.as_bytes(), &Limits::default()).unwrap();
    let supplier = answer.rows[0].account.supplier.as_ref().unwrap();
    let error = stage.swede().post(&supplier.service_address).body("x").send().await.unwrap_err();
    assert!(error.is_connect());
}

/// Rules G1.
#[tokio::test]
async fn operators_verify_what_they_get() {
    let stage = stage("").await;
    let alfa = stage.running.urls().alfa.clone();
    let good = String::from_utf8(sealed(&stage.se, &delivery(number("se-reachable-alfa"), "v-1"))).unwrap();
    let code = async |body: String| {
        let (status, answer) = soap(&stage.swede(), &alfa, body).await.unwrap();
        assert_eq!(status, 500, "{answer}");
        fault_code(&answer)
    };
    assert_eq!(code(good.replace("Beslut om", "Avslag om")).await, 5012, "a changed word");
    assert_eq!(code(good.replacen("</Seal>", "</Seal> ", 1)).await, 5012, "added white space");
    assert_eq!(code(good.replace("deliverSecure", "deliverOpen")).await, 5001);
    assert_eq!(code(String::new()).await, 5001);
    assert_eq!(code("x".repeat(2_097_153)).await, 5005, "one byte over the limit");
    // Another registered dispatcher hands in a delivery that it did not seal.
    let other = SenderEnrolment { country: Side::Se, number: "162021003898".into(), name: "Kommun B".into() };
    let other = stage.running.enrol(&other).unwrap();
    let (_, answer) = soap(&client(Some(&other), &other.ca_pem), &alfa, good.clone()).await.unwrap();
    assert_eq!(fault_code(&answer), 5002);
    // It seals a delivery for a sender that is not its own.
    let (_, answer) = soap(
        &client(Some(&other), &other.ca_pem),
        &alfa,
        sealed(&other, &delivery(number("se-reachable-alfa"), "v-2")),
    )
    .await
    .unwrap();
    assert_eq!(fault_code(&answer), 6005);
    // Signed by another authority's certificate of the same number.
    let elsewhere = tempfile::tempdir().unwrap();
    let forger = SenderEnrolment { country: Side::Se, number: SE_SENDER.into(), name: "Kommun A".into() };
    let forger = Sandbox::enrol(elsewhere.path(), &forger).unwrap();
    assert_eq!(
        code(String::from_utf8(sealed(&forger, &delivery(number("se-reachable-alfa"), "v-3"))).unwrap())
            .await,
        5012
    );
    assert_eq!(stage.running.deliveries().totals.unique, 0);
    // The octets kept are the octets that came.
    let (status, _) = soap(&stage.swede(), &alfa, good.clone()).await.unwrap();
    assert_eq!(status, 200);
    let kept = walk(&stage.folder.path().join("messages"));
    assert_eq!(kept.len(), 1);
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), good);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn random_faults_strike_as_planned() {
    let stage = stage("operator.alfa.lost=1,far.fault=1,seed=3").await;
    assert_eq!(fault_code(&ask(&stage, &[number("se-company")]).await.unwrap().1), 5000);
    assert!(deliver(&stage, "se-reachable-alfa", Operator::Alfa, "r").await.is_none());
    assert_eq!(stage.running.deliveries().totals.unique, 1);
}
