//! Neutral notices by e-mail and SMS: a real SMTP server, a provider that answers as the test says.

use crate::installation::{Installation, pdf};
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// What an SMS provider was sent: headers and body.
type Posted = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A provider on this machine. Numbers ending in 404 do not exist, those in 503 are put off once.
async fn provider() -> (String, Posted) {
    let posted = Posted::default();
    let handler = |State(posted): State<Posted>, headers: HeaderMap, body: String| async move {
        let first = {
            let mut posted = posted.lock().unwrap();
            let first = !posted.iter().any(|(_, earlier)| *earlier == body);
            posted.push((headers, body.clone()));
            first
        };
        match () {
            () if body.contains("404") => (axum::http::StatusCode::UNPROCESSABLE_ENTITY, String::new()),
            () if body.contains("503") && first => {
                (axum::http::StatusCode::SERVICE_UNAVAILABLE, String::new())
            }
            () => (axum::http::StatusCode::CREATED, json!({ "messages": [{ "id": "sms-77" }] }).to_string()),
        }
    };
    let router = axum::Router::new().route("/send", axum::routing::post(handler)).with_state(posted.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/send", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, posted)
}

/// A mail server, ended with the test.
struct MailServer(Child, PathBuf);

impl Drop for MailServer {
    fn drop(&mut self) {
        self.0.kill().expect("killed");
        self.0.wait().expect("waited for");
    }
}

impl MailServer {
    /// `None` (with a printed reason) where aiosmtpd is missing.
    fn start(port: u16, folder: &Path) -> Option<MailServer> {
        let available = Command::new("python3").args(["-c", "import aiosmtpd"]).output();
        if !available.is_ok_and(|output| output.status.success()) {
            println!("skipped: python3 with aiosmtpd is not installed");
            return None;
        }
        std::fs::create_dir_all(folder).expect("a folder");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/whole/smtp_server.py");
        let mut child = Command::new("python3")
            .arg(script)
            .arg(port.to_string())
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("python runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        assert_eq!(line.trim(), "ready");
        Some(MailServer(child, folder.to_owned()))
    }

    fn mails(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.1).expect("a folder").map(|file| file.expect("a file").path());
        files.map(|path| String::from_utf8(std::fs::read(path).expect("a mail")).expect("UTF-8")).collect()
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port()
}

fn configure(gateway: &Installation, smtp_port: u16, sms_url: &str) {
    let config = std::fs::read_to_string(gateway.config()).expect("brevdue.toml");
    let config = config.replacen("code = \"beslut\"", "code = \"beslut\"\nnotice = \"neutral\"", 1).replacen(
        "code = \"paminnelse\"",
        "code = \"paminnelse\"\nnotice = \"own_text\"\nnotice_text = \"Glöm inte din bokade tid.\"",
        1,
    );
    let section = format!(
        r#"
[notices.email]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
from = "Exempelkommun <noreply@exempelkommun.example>"

[notices.sms]
url = "{sms_url}"
from = "Exempel"
id_pointer = "/messages/0/id"
authorization_file = "sms-key"
fields = {{ to = ["{{to}}"], from = "{{from}}", body = {{ text = "{{text}}" }}, reference = "{{id}}" }}
"#
    );
    std::fs::write(gateway.folder.path().join("sms-key"), "Bearer s3cret\n").expect("written");
    std::fs::write(gateway.config(), config + &section).expect("written");
}

async fn send(gateway: &Installation, alias: &str, kind: &str, notice: Value) -> String {
    let recipient = sandbox::by_alias(alias).expect("a test recipient");
    let letter =
        json!({ "type": kind, "to": recipient.reveal(), "subject": "Beslut om bistånd", "notice": notice });
    let key = uuid::Uuid::new_v4().to_string();
    let (status, _, answer) = gateway.submit(&letter, &pdf("Beslut"), &key).await.expect("an answer");
    assert_eq!(status, 202, "{answer}");
    answer["id"].as_str().expect("an id").to_owned()
}

fn told(view: &Value, event: &str) -> usize {
    view["timeline"].as_array().expect("a timeline").iter().filter(|moment| moment["event"] == event).count()
}

/// Looks until so many notices have ended, and gives the letter.
async fn until_told(gateway: &Installation, id: &str, ended: usize) -> Value {
    let over = |moment: &Value| {
        moment["event"] == "notice_sent"
            || (moment["event"] == "notice_failed" && moment["retry_at"].is_null())
    };
    let done = |view: &Value| {
        view["timeline"]
            .as_array()
            .is_some_and(|all| all.iter().filter(|moment| over(moment)).count() == ended)
    };
    gateway.until(id, "told", done).await
}

/// Rules B5, B10, B11, F14.
#[tokio::test(flavor = "multi_thread")]
async fn notices_follow_the_letter_once_and_say_nothing() {
    let mut gateway = Installation::init();
    let (sms_url, posted) = provider().await;
    let smtp_port = free_port();
    configure(&gateway, smtp_port, &sms_url);
    let Some(server) = MailServer::start(smtp_port, &gateway.folder.path().join("mails")) else { return };
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let both = json!({ "email": "anna@example.se", "phone": "+46 70-174 06 05" });
    let id = send(&gateway, "se-reachable-alfa", "beslut", both).await;
    let view = until_told(&gateway, &id, 2).await;
    assert_eq!((&view["state"], told(&view, "notice_sent")), (&json!("delivered"), 2), "{view:#}");
    let mails = server.mails();
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert!(mail.contains("X-Envelope: noreply@exempelkommun.example > anna@example.se"), "{mail}");
    assert!(mail.contains(&format!("Message-ID: <{id}-email@exempelkommun.example>")), "{mail}");
    assert!(mail.contains("Auto-Submitted: auto-generated"), "{mail}");
    {
        let posted = posted.lock().unwrap();
        let [(headers, body)] = posted.as_slice() else { panic!("{posted:?}") };
        assert_eq!(headers["authorization"], "Bearer s3cret");
        assert_eq!(headers["idempotency-key"], format!("{id}-sms"));
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!((&body["to"][0], &body["from"]), (&json!("+46701740605"), &json!("Exempel")));
        let text = body["body"]["text"].as_str().expect("a text");
        assert!(text.contains("Exempelkommun") && text.chars().count() <= 160, "{text}");
    }
    // Neither the matter nor the department nor a number leaves (B10, R102, R103).
    let sms: String = posted.lock().unwrap().iter().map(|(_, body)| body.clone()).collect();
    let number = sandbox::by_alias("se-reachable-alfa").expect("a test recipient").reveal();
    for secret in ["bistånd", "bist=C3=A5nd", "utbildning", number] {
        assert!(!mail.contains(secret) && !sms.contains(secret), "{secret}");
    }
    // Class 1 may say something of its own; a provider that is busy is asked again; printed letters tell nobody.
    let own = send(&gateway, "se-reachable-beta", "paminnelse", json!({ "phone": "+46701740503" })).await;
    let paper = send(&gateway, "se-not-registered", "beslut", json!({ "email": "tolvan@example.se" })).await;
    let view = until_told(&gateway, &own, 1).await;
    assert_eq!((told(&view, "notice_begun"), told(&view, "notice_sent")), (2, 1), "{view:#}");
    assert!(
        posted.lock().unwrap().last().is_some_and(|(_, body)| body.contains("Glöm inte din bokade tid."))
    );
    let view = gateway.until_state(&paper, "delivered").await;
    assert_eq!(told(&view, "notice_begun"), 0);
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_fails_leaves_the_letter_as_it_is() {
    let mut gateway = Installation::init();
    let (sms_url, posted) = provider().await;
    let smtp_port = free_port();
    configure(&gateway, smtp_port, &sms_url);
    let mails = gateway.folder.path().join("mails");
    let Some(server) = MailServer::start(smtp_port, &mails) else { return };
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let gone = json!({ "email": "gone@example.se", "phone": "+46701740404" });
    let id = send(&gateway, "se-reachable-alfa", "beslut", gone).await;
    let view = until_told(&gateway, &id, 2).await;
    assert_eq!((&view["state"], told(&view, "notice_failed")), (&json!("delivered"), 2), "{view:#}");
    assert!(!view.to_string().contains("gone@example.se"), "{view:#}");
    let busy = send(&gateway, "se-reachable-alfa", "beslut", json!({ "email": "busy@example.se" })).await;
    let view = until_told(&gateway, &busy, 1).await;
    assert_eq!((told(&view, "notice_failed"), told(&view, "notice_sent")), (1, 1), "{view:#}");
    // While the mail server is down and the gateway is killed, the notice waits; it is sent once.
    drop(server);
    let waits = send(&gateway, "se-reachable-beta", "beslut", json!({ "email": "waits@example.se" })).await;
    gateway.until(&waits, "put off", |view| told(view, "notice_failed") > 0).await;
    gateway.kill_gateway();
    let server = MailServer::start(smtp_port, &mails).expect("started before");
    gateway.start_gateway().await;
    let view = gateway
        .until(&waits, "told", |view| told(view, "notice_sent") == 1 || told(view, "notice_begun") > 12)
        .await;
    assert_eq!(view["state"], "delivered");
    assert!(server.mails().iter().filter(|mail| mail.contains("waits@example.se")).count() <= 1);
    assert_eq!(posted.lock().unwrap().len(), 1);
    for (log, secret) in
        [("gateway", "waits@example.se"), ("gateway", "gone@example.se"), ("gateway", "s3cret")]
    {
        assert!(!gateway.log(log).contains(secret), "{secret}");
    }
    // What is not allowed is refused before anything is stored.
    for (kind, notice, code, pointer) in [
        ("kallelse", json!({ "email": "anna@example.se" }), "notice_forbidden", "/notice"),
        ("beslut", json!({ "email": "anna@example.se, bo@example.se" }), "field_invalid", "/notice/email"),
        ("beslut", json!({ "phone": "0701740605" }), "field_invalid", "/notice/phone"),
        ("beslut", json!({ "fax": "1" }), "field_unknown", "/notice/fax"),
    ] {
        let to = sandbox::by_alias("se-reachable-alfa").expect("a test recipient").reveal();
        let body = json!({ "type": kind, "to": to, "text": "Hej", "notice": notice });
        let (status, problem) = gateway.post("/v1/letters", &body).await;
        let error = &problem["errors"][0];
        assert_eq!(
            (status, &error["code"], &error["pointer"]),
            (422, &json!(code), &json!(pointer)),
            "{problem}"
        );
    }
}
