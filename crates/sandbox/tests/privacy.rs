//! No personal number in any log line of a run that goes through every recipient and every refusal.

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::{SE_SENDER, delivery, sealed, soap, stage};
use sandbox::{Operator, Side, recipients};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_hold_no_numbers() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .init();
    let stage = stage("").await;
    for (index, recipient) in recipients().iter().enumerate() {
        let number = recipient.reveal();
        if recipient.country == Side::Dk {
            let kind = if recipient.company { "cvrNumber" } else { "cprNumber" };
            let login = (&stage.dk.system_id, &stage.dk.api_token);
            let _ = stage
                .dane()
                .get(stage.url(&format!("contacts/?{kind}={number}")))
                .basic_auth(login.0, Some(login.1))
                .send()
                .await;
            let memo = format!(
                "<m:Message xmlns:m='https://DigitalPost.dk/MeMo-1'><m:MessageHeader><m:Recipient><m:recipientID>{number}</m:recipientID></m:Recipient></m:MessageHeader></m:Message>"
            );
            let url = stage.url(&format!("memos/?memo-message-uuid=3f2b8c4d-1e5f-4a6b-8c7d-{index:012x}"));
            let _ = stage
                .dane()
                .post(url)
                .basic_auth(login.0, Some(login.1))
                .header("content-type", "application/xml")
                .body(memo)
                .send()
                .await;
        } else {
            let ask = format!(
                "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><isReachable xmlns='http://minameddelanden.gov.se/schema/Recipient/v3'><senderOrgNr>{SE_SENDER}</senderOrgNr><recipientId>{number}</recipientId></isReachable></e:Body></e:Envelope>"
            );
            let _ = soap(&stage.swede(), &stage.running.urls().far, ask).await;
            let envelope = sealed(&stage.se, &delivery(number, &format!("log-{index}")));
            for operator in Operator::ALL {
                let _ = soap(&stage.swede(), stage.running.urls().operator(operator), envelope.clone()).await;
            }
            let broken = String::from_utf8(envelope).unwrap().replacen(number, &format!("x{number}"), 1);
            let _ = soap(&stage.swede(), &stage.running.urls().alfa, broken).await;
        }
    }
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(text.contains("delivered") && text.contains("fault"), "the log is empty: {text}");
    for recipient in recipients().iter().filter(|recipient| !recipient.company) {
        // The client's own log names the URLs it calls, and Digital Post wants the number in one.
        let ours = text.lines().filter(|line| !line.contains("reqwest") && !line.contains("hyper"));
        let found = ours.into_iter().find(|line| line.contains(recipient.reveal()));
        assert_eq!(found, None, "{}", recipient.alias);
    }
}
