//! Starts a sandbox on fixed ports and puts letters into its mailboxes, to look at the pages:
//! `cargo run -p sandbox --example mailboxes -- DATA_DIR [MEMO.xml …]`.

#![allow(clippy::print_stderr, reason = "an example talks to the terminal")]

use std::time::Duration;

use mina::{Attachment, Body, Delivery, SecureMessage, Sender, SupportInfo, WireId};
use sandbox::{Credentials, Sandbox, SandboxConfig, SenderEnrolment, Side, by_alias};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut config = SandboxConfig::new(arguments.next().unwrap_or_else(|| "sandbox-data".into()));
    config.port = 8443;
    let running = Sandbox::start(config).await?;
    let kommun =
        SenderEnrolment { country: Side::Se, number: "2021004748".into(), name: "Exempelkommunen".into() };
    let kommune =
        SenderEnrolment { country: Side::Dk, number: "12345678".into(), name: "Eksempel Kommune".into() };
    let (se, dk) = (running.enrol(&kommun)?, running.enrol(&kommune)?);
    let client = client(&se)?;
    let letters = [
        ("se-reachable-alfa", "Beslut om förskoleplats", false),
        ("se-reachable-alfa", "Kallelse till hälsosamtal", true),
        ("se-reachable-beta", "Faktura för vatten och avlopp, kvartal 4", false),
    ];
    for (number, (alias, subject, html)) in letters.into_iter().enumerate() {
        let envelope = sealed(&se, alias, subject, html, &format!("example-{number}"))?;
        let url = if alias.ends_with("beta") { &running.urls().beta } else { &running.urls().alfa };
        // The invoice twice, to show what a doubled letter looks like.
        for _ in 0..=usize::from(alias.ends_with("beta")) {
            client
                .post(url)
                .header("content-type", "text/xml")
                .body(envelope.clone())
                .send()
                .await?
                .error_for_status()?;
        }
    }
    let dane = self::client(&dk)?;
    for file in arguments {
        let text = std::fs::read_to_string(&file)?;
        let uuid =
            text.split("messageUUID>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        let url = format!("{}memos/?memo-message-uuid={uuid}", running.urls().digital_post);
        let call = dane
            .post(url)
            .basic_auth(&dk.system_id, Some(&dk.api_token))
            .header("content-type", "application/xml");
        eprintln!("{file}: {}", call.body(text.clone()).send().await?.status());
    }
    eprintln!("{}", running.urls().web);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    running.stop().await;
    Ok(())
}

fn client(credentials: &Credentials) -> Result<reqwest::Client, reqwest::Error> {
    let identity = format!("{}{}", credentials.key_pem, credentials.cert_pem);
    reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(credentials.ca_pem.as_bytes())?])
        .identity(reqwest::Identity::from_pem(identity.as_bytes())?)
        .build()
}

fn sealed(
    se: &Credentials,
    alias: &str,
    subject: &str,
    html: bool,
    id: &str,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let support = SupportInfo {
        text: "Har du frågor om beslutet? Kontakta barn- och utbildningsförvaltningen, vardagar 9–15.".into(),
        url: Some("https://exempelkommunen.example/forskola".into()),
        phone_number: Some("070-174 06 05".into()),
        email_address: Some("barn@exempelkommunen.example".into()),
    };
    let body = if html {
        let html = "<!DOCTYPE html><html lang=\"sv\"><head><title>Kallelse</title><style>body{font:17px/1.6 sans-serif;margin:1.5rem}</style></head><body><h1>Välkommen</h1><p>Du är kallad till hälsosamtal <strong>tisdagen den 8 december kl. 10.15</strong>.</p><ul><li>Ta med legitimation</li><li>Meddela oss om du inte kan komma</li></ul></body></html>";
        Body { content_type: "text/html".into(), content: html.into() }
    } else {
        Body::plain(
            "Hej!\n\nDitt barn har fått en plats på förskolan Blåsippan från den 1 januari 2027. Beslutet bifogas.\n\nTacka ja eller nej senast den 8 december på vår webbplats, eller ring oss.\n\nVänliga hälsningar\nExempelkommunen",
        )
    };
    let mut message = SecureMessage::new(id, subject, support, body);
    let letter = paper::LetterText {
        sender: "Exempelkommunen".into(),
        recipient: vec!["Astrid Åkerlund".into(), "Björkgatan 12 lgh 1203".into(), "753 28 UPPSALA".into()],
        date: Some(jiff::civil::date(2026, 11, 22)),
        subject: subject.into(),
        body: "Hej!\n\nDitt barn har fått en plats från den 1 januari 2027.".into(),
        ..paper::LetterText::default()
    };
    message.attachments.push(Attachment::pdf("Beslut_om_plats.pdf", paper::simple_letter(&letter)?));
    let sender = Sender {
        attention: Some("Barn- och utbildningsförvaltningen".into()),
        ..Sender::new(WireId::new("162021004748"), "Exempelkommunen")
    };
    let recipient = by_alias(alias).ok_or("no such alias")?.reveal();
    let key = xmldsig::SigningKey::from_pem(&se.key_pem, &se.cert_pem)?;
    let signed = mina::sign_delivery(&Delivery::new(sender, WireId::new(recipient), message), &key)?;
    Ok(mina::deliver_secure_envelope(&mina::seal(&signed, &key, jiff::civil::date(2026, 11, 22))?))
}
