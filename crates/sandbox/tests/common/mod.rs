//! A sandbox on ephemeral ports, with senders enrolled and clients that show their certificates.
#![allow(dead_code)]

use std::time::Duration;

use mina::{Attachment, Body, Delivery, SecureMessage, Sender, SupportInfo, WireId};
use sandbox::{Credentials, FaultPlan, Running, Sandbox, SandboxConfig, SenderEnrolment, Side};

pub(crate) const SE_SENDER: &str = "162021004748";
pub(crate) const DK_SENDER: &str = "12345678";

pub(crate) struct Stage {
    pub(crate) running: Running,
    pub(crate) se: Credentials,
    pub(crate) dk: Credentials,
    pub(crate) folder: std::sync::Arc<tempfile::TempDir>,
}

pub(crate) fn config(folder: &std::path::Path, faults: &str) -> SandboxConfig {
    let mut config = SandboxConfig::new(folder);
    config.receipt_delay = Duration::from_millis(20);
    config.late_receipt_delay = Duration::from_millis(150);
    config.silence = Duration::from_millis(150);
    config.slowness = Duration::from_millis(100);
    config.print_interval = Duration::from_millis(20);
    config.with_faults(FaultPlan::parse(faults).unwrap())
}

pub(crate) async fn stage(faults: &str) -> Stage {
    stage_in(std::sync::Arc::new(tempfile::tempdir().unwrap()), faults).await
}

pub(crate) async fn stage_in(folder: std::sync::Arc<tempfile::TempDir>, faults: &str) -> Stage {
    let running = Sandbox::start(config(folder.path(), faults)).await.unwrap();
    let se = SenderEnrolment { country: Side::Se, number: SE_SENDER.into(), name: "Kommun A".into() };
    let dk = SenderEnrolment { country: Side::Dk, number: DK_SENDER.into(), name: "Eksempel Kommune".into() };
    Stage { se: running.enrol(&se).unwrap(), dk: running.enrol(&dk).unwrap(), running, folder }
}

impl Stage {
    pub(crate) fn swede(&self) -> reqwest::Client {
        client(Some(&self.se), &self.se.ca_pem)
    }

    pub(crate) fn dane(&self) -> reqwest::Client {
        client(Some(&self.dk), &self.dk.ca_pem)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.urls().digital_post)
    }

    pub(crate) fn web(&self, path: &str) -> String {
        format!("{}{path}", self.running.urls().web)
    }
}

pub(crate) fn client(credentials: Option<&Credentials>, ca_pem: &str) -> reqwest::Client {
    let mut builder = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(ca_pem.as_bytes()).unwrap()])
        .timeout(Duration::from_secs(20));
    if let Some(credentials) = credentials {
        let pem = format!("{}{}", credentials.key_pem, credentials.cert_pem);
        builder = builder.identity(reqwest::Identity::from_pem(pem.as_bytes()).unwrap());
    }
    builder.build().unwrap()
}

/// (status, body); `None` when the connection ended without an answer.
pub(crate) async fn soap(
    client: &reqwest::Client,
    url: &str,
    body: impl Into<reqwest::Body>,
) -> Option<(u16, String)> {
    let answer = client
        .post(url)
        .header("content-type", "text/xml; charset=UTF-8")
        .header("SOAPAction", "\"\"")
        .body(body)
        .send()
        .await
        .ok()?;
    Some((answer.status().as_u16(), answer.text().await.ok()?))
}

pub(crate) fn delivery(recipient: &str, message_id: &str) -> Delivery {
    let support = SupportInfo {
        url: Some("https://kommun.example/kontakt".into()),
        ..SupportInfo::text("Frågor? Ring växeln.")
    };
    let mut message = SecureMessage::new(
        message_id,
        "Beslut om förskoleplats",
        support,
        Body::plain("Hej!\nHär är ditt beslut & <mer>."),
    );
    message.attachments.push(Attachment::pdf("Beslut.pdf", pdf("Beslut", 1)));
    Delivery::new(Sender::new(WireId::new(SE_SENDER), "Kommun A"), WireId::new(recipient), message)
}

pub(crate) fn sealed(credentials: &Credentials, delivery: &Delivery) -> Vec<u8> {
    let key = xmldsig::SigningKey::from_pem(&credentials.key_pem, &credentials.cert_pem).unwrap();
    let signed = mina::sign_delivery(delivery, &key).unwrap();
    let sealed = mina::seal(&signed, &key, jiff::civil::date(2026, 11, 22)).unwrap();
    mina::deliver_secure_envelope(&sealed)
}

pub(crate) fn pdf(subject: &str, paragraphs: usize) -> Vec<u8> {
    let letter = paper::LetterText {
        sender: "Kommun A".into(),
        recipient: vec!["Åsa Öberg".into(), "Storgatan 1".into(), "837 52 ÅRE".into()],
        date: Some(jiff::civil::date(2026, 11, 22)),
        subject: subject.into(),
        body: "Æble, ærø, åäö ÅÄÖ. En rad text som är lång nog.\n\n".repeat(paragraphs),
        ..paper::LetterText::default()
    };
    paper::simple_letter(&letter).unwrap()
}

/// The number behind an alias.
pub(crate) fn number(alias: &str) -> &'static str {
    sandbox::by_alias(alias).unwrap().reveal()
}
