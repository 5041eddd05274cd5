//! Notification v3: neutral messages to many.

use super::*;
use serde_json::json;

fn notification(recipients: &[&str], message_id: &str, sms: &str) -> String {
    use mina::notification::{
        DeliveryHeader, DistributeNotification, NotificationDelivery, NotificationMessage, SmsHeader,
        SmsMessage,
    };
    let header = DeliveryHeader {
        sender: Sender::new(WireId::new(NEIGHBOUR), "Grannkommun"),
        recipients: recipients.iter().map(|number| WireId::new(number)).collect(),
        reference: None,
        correlation_id: None,
        attention: None,
    };
    let support = SupportInfo::text("Ring grannkommunen.");
    let message = SecureMessage::new(
        message_id,
        "Du har fått ett meddelande",
        support,
        Body::plain("Logga in för att läsa."),
    );
    let sms = SmsMessage { header: SmsHeader { from: "Grannen".into() }, text: sms.to_owned() };
    let message = NotificationMessage::new(message);
    let notification = NotificationDelivery { header, message, email: None, sms: Some(sms) };
    String::from_utf8(DistributeNotification { notification }.to_xml()).expect("UTF-8")
}

fn notification_question(id: &str) -> String {
    let question = mina::notification::CheckNotificationStatus {
        sender: WireId::new(NEIGHBOUR),
        distribution_id: id.to_owned(),
    };
    String::from_utf8(question.to_xml()).expect("UTF-8")
}

#[tokio::test(flavor = "multi_thread")]
async fn notifications_go_to_each_recipient_once_and_status_tells_of_each() {
    let stage = stage(true).await;
    let limits = mina::Limits::default();
    // One has a mailbox, one has not, and one is named twice.
    let recipients = [number("se-not-registered"), number("se-reachable-alfa"), number("se-not-registered")];
    let body = notification(&recipients, "n-1", "Du har fått ett meddelande.");
    let mut ids = Vec::new();
    for _ in 0..2 {
        let (status, text) = stage.call("Notification", body.clone()).await;
        assert_eq!(status, 200, "{text}");
        let answer = mina::notification::DistributeNotificationResponse::parse(text.as_bytes(), &limits);
        ids.push(answer.expect("an id").distribution_id);
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(stage.letters().await, 2);
    // Without a mailbox a notification is dropped, never printed.
    let view = stage.gateway.until_state(&ids[0], "cancelled").await;
    assert_eq!(view["channel"], "none", "{view:#}");
    // The letters of a distribution lie side by side.
    let second = format!("{}1", ids[0].strip_suffix('0').expect("counted from zero"));
    stage.gateway.until_state(&second, "delivered").await;
    let (status, text) = stage.call("Notification", notification_question(&ids[0])).await;
    assert_eq!(status, 200, "{text}");
    let answer = mina::notification::CheckNotificationStatusResponse::parse(text.as_bytes(), &limits);
    let rows = answer.expect("rows").statuses;
    let told: Vec<&str> = rows.iter().map(|row| row.recipient.reveal()).collect();
    assert_eq!(told, [number("se-not-registered"), number("se-reachable-alfa")]);
    assert_eq!((rows[0].outcome.delivered, rows[1].outcome.delivered), (false, true));
    // A distribution of the one service is none of the other.
    assert_eq!(stage.fault("Message", status_question(NEIGHBOUR, &ids[0])).await.0, 5003);
    assert_eq!(stage.fault("Notification", notification_question("x")).await.0, 5003);
    let one = [number("se-reachable-alfa")];
    let other = notification(&recipients, "n-1", "Något annat.");
    let revealing = notification(&one, "n-2", "Hej 19270517-8354, ditt beslut är klart.");
    let nobody = notification(&[], "n-3", "Hej");
    let many = vec![number("se-reachable-alfa"); 1_001];
    let stranger = body.replace(NEIGHBOUR, STRANGER);
    for (what, body, code) in [
        ("the same id with another content", other, 5007),
        ("a number in the text message", revealing, 5001),
        ("no recipient", nobody, 5001),
        ("too many recipients", notification(&many, "n-4", "Hej"), 5005),
        ("a text message that is too long", notification(&one, "n-5", &"x".repeat(161)), 5001),
        ("a sender without agreement", stranger, 5014),
        ("another operation", body.replace("distribute", "deliver"), 5001),
    ] {
        let (found, text) = stage.fault("Notification", body).await;
        assert_eq!(found, code, "{what}: {text}");
    }
    assert_eq!(stage.letters().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn zeep_notifies_by_the_official_contract_and_by_ours() {
    let Some(contracts) = contracts() else { return };
    let stage = stage(true).await;
    let folder = stage.gateway.folder.path().to_owned();
    let official = contracts.join("Notification.wsdl").to_string_lossy().into_owned();
    let own = format!("{}?wsdl", stage.url("Notification"));
    let binding = "{http://minameddelanden.gov.se/Notification}NotificationBinding-v3";
    for (wsdl, address, message_id) in
        [(official, Some(stage.url("Notification")), "zn-1"), (own, None, "zn-2")]
    {
        let delivery = json!({
            "Header": { "Sender": { "Id": NEIGHBOUR, "Name": "Grannkommun" }, "Recipient": [number("se-reachable-beta")] },
            "Message": {
                "header": { "Id": message_id, "Subject": "Meddelande", "Supportinfo": { "Text": "Ring oss." }, "Language": "svSE" },
                "body": { "ContentType": "text/plain", "Body": "Logga in." },
            },
            "EmailMessage": { "header": { "From": "noreply@grannkommun.example", "Subject": "Meddelande" }, "text": "Logga in." },
        });
        let key = &stage.gateway.key;
        let job = json!({ "wsdl": wsdl, "binding": binding, "address": address, "key": key,
            "calls": [{ "operation": "distribute", "notificationDelivery": delivery }] });
        let Some(answers) = zeep(&folder, &job) else { return };
        let id =
            answers[0]["answer"].as_str().unwrap_or_else(|| panic!("{message_id}: {answers}")).to_owned();
        stage.gateway.until_state(&id, "delivered").await;
        let job = json!({ "wsdl": wsdl, "binding": binding, "address": address, "key": key, "calls": [
            { "operation": "checkDistributionStatus", "sender": NEIGHBOUR, "distributionId": id },
            { "operation": "checkDistributionStatus", "sender": STRANGER, "distributionId": id },
        ] });
        let answers = zeep(&folder, &job).expect("zeep is there");
        assert_eq!(answers[0]["answer"][0]["DeliveryStatus"]["DeliveredFlag"], true, "{answers}");
        assert_eq!(answers[1]["fault"], 5014, "{answers}");
    }
}
