//! Message v3: signed deliveries, sealed and delivered once.

use super::*;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_neighbours_signed_delivery_is_sealed_untouched_and_delivered_once() {
    let stage = stage(true).await;
    let body = envelope(&delivery(NEIGHBOUR, "se-reachable-alfa", "granne-1"), &stage.neighbour);
    let id = stage.distribute(body.clone()).await;
    // Handed in again, and again with other prefixes: the same distribution.
    assert_eq!(stage.distribute(body.clone()).await, id);
    stage.gateway.until_state(&id, "delivered").await;
    assert_eq!(stage.distribute(body).await, id);
    assert_eq!(stage.status(&id).await, ("Digital".to_owned(), "Delivered".to_owned()));
    assert_eq!(stage.copies("granne-1").await, 1);
    // What the operator got holds the neighbour's octets, signed by the neighbour and sealed by the dispatcher.
    let file = stage.gateway.folder.path().join("sealed.xml");
    let run = crate::installation::brevdue()
        .args(["letters", "message", &id, "-o"])
        .arg(&file)
        .arg("--config")
        .arg(stage.gateway.config())
        .output()
        .expect("it runs");
    assert!(run.status.success(), "{run:?}");
    let sealed = mina::SealedDelivery::from_octets(std::fs::read(&file).expect("a file")).expect("sealed");
    let received =
        mina::parse_deliver_secure(&mina::deliver_secure_envelope(&sealed), &mina::ReceiveOptions::default())
            .expect("both signatures hold");
    assert_eq!(received.inner.organisation, Some(WireId::new(NEIGHBOUR)));
    assert_eq!(received.outer.organisation, Some(WireId::new(&stage.own)));
    assert_eq!(received.delivery, {
        let mut wanted = delivery(NEIGHBOUR, "se-reachable-alfa", "granne-1");
        let checksum = received.delivery.messages[0].attachments[0].received_checksum.clone();
        wanted.messages[0].attachments[0].received_checksum = checksum;
        wanted
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_without_a_mailbox_are_printed_and_lost_answers_resolved() {
    let stage = stage(true).await;
    let paper = envelope(&delivery(NEIGHBOUR, "se-not-registered", "granne-p"), &stage.neighbour);
    let paper = stage.distribute(paper).await;
    let doubt = envelope(&delivery(NEIGHBOUR, "se-lost-alfa", "granne-d"), &stage.neighbour);
    let doubt = stage.distribute(doubt).await;
    stage.gateway.until_state(&paper, "delivered").await;
    assert_eq!(stage.status(&paper).await, ("Paper".to_owned(), "Delivered".to_owned()));
    // Alfa knows a repeated message again: one copy, and no paper.
    stage.gateway.until_state(&doubt, "delivered").await;
    assert_eq!(stage.status(&doubt).await, ("Digital".to_owned(), "Delivered".to_owned()));
    assert_eq!(stage.copies("granne-d").await, 1);
}

/// Rules A15, D11, E11, E12, E15, E16.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_in_order_is_refused_and_nothing_stored() {
    let stage = stage(true).await;
    let sound = delivery(NEIGHBOUR, "se-reachable-alfa", "granne-x");
    let good = envelope(&sound, &stage.neighbour);
    let changed = good.replacen("bygglov", "bygglof", 1);
    let space = good.replacen("<Subject>", " <Subject>", 1);
    // Signature wrapping: the signed delivery stays somewhere, another one is to be read.
    let signed = {
        let start = good.find("<signedDelivery").expect("a root");
        let end = good.find("</signedDelivery>").expect("an end");
        good[start..end].to_owned() + "</signedDelivery>"
    };
    let evil =
        good.replacen("</signedDelivery>", &format!("<Wrapped>{signed}</Wrapped></signedDelivery>"), 1);
    let twice = good.replacen("</distributeSecure>", &format!("{signed}</distributeSecure>"), 1);
    let unsigned = {
        let start = good.find("<Signature").expect("a signature");
        let end = good.find("</Signature>").expect("its end") + "</Signature>".len();
        good[..start].to_owned() + &good[end..]
    };
    let doctype = good.replacen("?>", "?><!DOCTYPE x [<!ENTITY y 'z'>]>", 1);
    let two_recipients = good.replacen(
        "<Recipient",
        &format!(
            "<Recipient xmlns=\"{}\">{}</Recipient><Recipient",
            mina::ns::M2,
            number("se-reachable-beta")
        ),
        1,
    );
    let stranger = |key| envelope(&delivery(STRANGER, "se-reachable-alfa", "f-1"), key);
    let by_stranger = envelope(&sound, &stage.stranger);
    let mut two = sound.clone();
    two.messages.push(two.messages[0].clone());
    let mut script = sound.clone();
    script.messages[0].body = Body::html("<p>Hej</p>");
    let mut large = sound.clone();
    large.messages[0].attachments = (0..2)
        .map(|n| Attachment::pdf(format!("{n}.pdf"), [pdf("x"), vec![b' '; 1_000_000]].concat()))
        .collect();
    for (what, body, code) in [
        ("a changed byte", changed, 5012),
        ("white space", space, 5012),
        ("a wrapped signature", evil, 5001),
        ("two deliveries", twice, 5012),
        ("no signature", unsigned, 5012),
        ("a document type", doctype, 5001),
        ("two recipients", two_recipients, 5001),
        ("a sender without agreement", stranger(&stage.stranger), 5014),
        ("somebody else's signature", by_stranger, 5002),
        ("two messages", envelope(&two, &stage.neighbour), 5005),
        ("too large", envelope(&large, &stage.neighbour), 5005),
        ("another operation", good.replace("distributeSecure", "distributeReply"), 5001),
        ("no XML", "hello".to_owned(), 5001),
        ("nothing", String::new(), 5001),
    ] {
        let (found, text) = stage.fault("Message", body).await;
        assert_eq!(found, code, "{what}: {text}");
    }
    assert_eq!(stage.letters().await, 0);
    // The same id with another content, once one was taken.
    let id = stage.distribute(good.clone()).await;
    let mut other = sound.clone();
    other.messages[0].subject = "Ett annat beslut".to_owned();
    assert_eq!(stage.fault("Message", envelope(&other, &stage.neighbour)).await.0, 5007);
    // Nobody sees other senders' distributions, and there is nothing where there is nothing.
    assert_eq!(stage.fault("Message", status_question(STRANGER, &id)).await.0, 5014);
    for nothing in ["0190b3c0-0000-7000-8000-000000000000", "x"] {
        assert_eq!(stage.fault("Message", status_question(NEIGHBOUR, nothing)).await.0, 5003);
    }
    let own_letter = stage.gateway.send("se-reachable-alfa", "beslut").await;
    assert_eq!(stage.fault("Message", status_question(NEIGHBOUR, &own_letter)).await.0, 5003);
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_are_known_by_key_or_by_the_proxys_certificate() {
    let stage = stage(true).await;
    let body = || envelope(&delivery(NEIGHBOUR, "se-reachable-alfa", "granne-k"), &stage.neighbour);
    let call = |headers: Vec<(&'static str, String)>| {
        let mut request = stage.gateway.client.post(stage.url("Message")).body(body());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        async move { request.send().await.expect("an answer").status().as_u16() }
    };
    let certificate = |number: &str| {
        let path = stage.gateway.folder.path().join(format!("sandbox/senders/se-{number}/cert.pem"));
        std::fs::read_to_string(path).expect("a certificate").replace('\n', "%0A").replace('+', "%2B")
    };
    assert_eq!(call(vec![]).await, 401);
    assert_eq!(call(vec![("authorization", "Bearer wrong".to_owned())]).await, 401);
    assert_eq!(call(vec![("x-client-cert", "wrong".to_owned())]).await, 401);
    // A certificate of somebody else is known, and may not send for the neighbour.
    assert_eq!(call(vec![("x-client-cert", certificate(STRANGER))]).await, 500);
    assert_eq!(call(vec![("x-client-cert", certificate(NEIGHBOUR))]).await, 200);
    assert_eq!(call(vec![("authorization", format!("Bearer {}", stage.gateway.key))]).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_registration_nothing_is_taken_and_an_outage_is_not_a_no() {
    let mut stage = stage(false).await;
    let body = envelope(&delivery(NEIGHBOUR, "se-reachable-alfa", "granne-r"), &stage.neighbour);
    assert_eq!(stage.fault("Message", body.clone()).await.0, 6005);
    let data = stage.gateway.folder.path().join("sandbox");
    stage.gateway.kill_sandbox();
    assert_eq!(stage.fault("Message", body.clone()).await.0, 5000);
    assert_eq!(stage.letters().await, 0);
    Sandbox::appoint_dispatcher(&data, NEIGHBOUR, &stage.own).expect("appointed");
    stage.gateway.start_sandbox().await;
    let id = stage.distribute(body).await;
    stage.gateway.until_state(&id, "delivered").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zeep_distributes_and_asks_by_the_official_contract_and_by_ours() {
    let Some(contracts) = contracts() else { return };
    let stage = stage(true).await;
    let folder = stage.gateway.folder.path().to_owned();
    let official = contracts.join("Message.wsdl").to_string_lossy().into_owned();
    let own = format!("{}?wsdl", stage.url("Message"));
    let binding = "{http://minameddelanden.gov.se/Message}MessageBinding-v3";
    for (wsdl, address, message_id) in
        [(official, Some(stage.url("Message")), "zeep-1"), (own, None, "zeep-2")]
    {
        let signed =
            mina::sign_delivery(&delivery(NEIGHBOUR, "se-reachable-beta", message_id), &stage.neighbour)
                .expect("signed");
        let file = folder.join("signed.xml");
        std::fs::write(&file, signed.octets()).expect("written");
        let key = &stage.gateway.key;
        let job = json!({ "wsdl": wsdl, "binding": binding, "address": address, "key": key,
            "calls": [{ "operation": "distributeSecure", "signedDelivery_file": file }] });
        let Some(answers) = zeep(&folder, &job) else { return };
        let id =
            answers[0]["answer"].as_str().unwrap_or_else(|| panic!("{message_id}: {answers}")).to_owned();
        stage.gateway.until_state(&id, "delivered").await;
        let job = json!({ "wsdl": wsdl, "binding": binding, "address": address, "key": key, "calls": [
            { "operation": "checkDistributionStatus", "senderId": NEIGHBOUR, "distributionId": id },
            { "operation": "checkDistributionStatus", "senderId": NEIGHBOUR, "distributionId": "unknown" },
            { "operation": "checkDistributionStatus", "senderId": STRANGER, "distributionId": id },
        ] });
        let answers = zeep(&folder, &job).expect("zeep is there");
        let row = &answers[0]["answer"][0];
        assert_eq!(
            (&row["Type"], &row["DeliveryStatus"]),
            (&json!("Digital"), &json!("Delivered")),
            "{answers}"
        );
        assert_eq!(row["RecipientId"], number("se-reachable-beta"));
        assert_eq!((&answers[1]["fault"], &answers[2]["fault"]), (&json!(5003), &json!(5014)), "{answers}");
        assert_eq!(stage.copies(message_id).await, 1);
    }
}
