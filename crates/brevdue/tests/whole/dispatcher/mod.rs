//! The gateway as other systems' dispatcher: a municipality that signs for itself, and its neighbour.

mod message;
mod notification;

use crate::installation::{Installation, pdf};
use mina::{Attachment, Body, Delivery, SecureMessage, Sender, SupportInfo, WireId};
use sandbox::{Sandbox, SenderEnrolment, Side};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use xmldsig::SigningKey;

/// The neighbouring municipality, whose own system signs.
pub(super) const NEIGHBOUR: &str = "162021003898";
/// A third one, without an agreement.
pub(super) const STRANGER: &str = "162120002411";

pub(super) struct Stage {
    pub(super) gateway: Installation,
    pub(super) neighbour: SigningKey,
    pub(super) stranger: SigningKey,
    /// Number of the municipality that runs the gateway.
    pub(super) own: String,
}

pub(super) fn key_of(folder: &Path) -> SigningKey {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a PEM file");
    SigningKey::from_pem(&read("key.pem"), &read("cert.pem")).expect("a key")
}

pub(super) fn enrol(data: &Path, number: &str, name: &str) -> SigningKey {
    let who = SenderEnrolment { country: Side::Se, number: number.to_owned(), name: name.to_owned() };
    key_of(&Sandbox::enrol(data, &who).expect("enrolled").folder)
}

/// A running gateway that dispatches for the neighbour; `registered`: the register knows of it.
pub(super) async fn stage(registered: bool) -> Stage {
    let mut gateway = Installation::init();
    let data = gateway.folder.path().join("sandbox");
    let neighbour = enrol(&data, NEIGHBOUR, "Grannkommun");
    let stranger = enrol(&data, STRANGER, "Främmande kommun");
    let config = std::fs::read_to_string(gateway.config()).expect("brevdue.toml");
    let line = config.lines().find(|line| line.starts_with("organisation_number")).expect("a number");
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    let own = if digits.len() == 10 { format!("16{digits}") } else { digits };
    if registered {
        Sandbox::appoint_dispatcher(&data, NEIGHBOUR, &own).expect("appointed");
    }
    let own_folder = format!("sandbox/senders/se-{own}");
    let section = format!(
        r#"
[[mina_meddelanden.senders]]
sender = "granne"
organisation_number = "{NEIGHBOUR}"
name = "Grannkommun"
certificate = "{own_folder}/cert.pem"
key = "{own_folder}/key.pem"
dispatcher_number = "{own}"

[[print.senders]]
sender = "granne"
name = "Grannkommun"
return_address = "Stadshuset, 851 85 Sundsvall"
posted_in = "SE"

[[sender]]
id = "granne"
country = "se"
name = "Grannkommun"
number = "{NEIGHBOUR}"
digital = "mina_meddelanden"
contact = {{ text = "Ring grannkommunen." }}

[[letter_type]]
code = "grannpost"
sender = "granne"
name = {{ da = "Post", sv = "Post", en = "Post" }}
class = 3
fallback = "print"

[[letter_type]]
code = "grannavisering"
sender = "granne"
name = {{ da = "Besked", sv = "Avisering", en = "Notice" }}
class = 1
fallback = "none"

[dispatcher]
trust = "sandbox/ca.pem"
client_certificate_header = "x-client-cert"

[[dispatcher.client]]
sender = "granne"
letter_type = "grannpost"
notification_type = "grannavisering"
"#
    );
    std::fs::write(gateway.config(), config + &section).expect("written");
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    Stage { gateway, neighbour, stranger, own }
}

pub(super) fn number(alias: &str) -> &'static str {
    sandbox::by_alias(alias).expect("a test recipient").reveal()
}

pub(super) fn delivery(sender: &str, alias: &str, message_id: &str) -> Delivery {
    let support = SupportInfo::text("Ring grannkommunen.");
    let mut message = SecureMessage::new(
        message_id,
        "Beslut om bygglov",
        support,
        Body::plain("Hej!\nLäs det bifogade beslutet."),
    );
    message.attachments.push(Attachment::pdf("Beslut åäö.pdf", pdf("Beslut")));
    Delivery::new(Sender::new(WireId::new(sender), "Grannkommun"), WireId::new(number(alias)), message)
}

pub(super) fn envelope(delivery: &Delivery, key: &SigningKey) -> String {
    let signed = mina::sign_delivery(delivery, key).expect("signed");
    String::from_utf8(mina::distribute::distribute_secure_envelope(&signed)).expect("UTF-8")
}

pub(super) fn status_question(sender: &str, id: &str) -> String {
    let question = mina::distribute::CheckDistributionStatus {
        sender: WireId::new(sender),
        distribution_id: id.to_owned(),
    };
    String::from_utf8(question.to_xml()).expect("UTF-8")
}

impl Stage {
    pub(super) fn url(&self, service: &str) -> String {
        self.gateway.api(&format!("/mina/{service}/v3"))
    }

    /// Status and text of the answer to a SOAP call with the key.
    pub(super) async fn call(&self, service: &str, body: String) -> (u16, String) {
        let request =
            self.gateway.client.post(self.url(service)).basic_auth("system", Some(&self.gateway.key));
        let response = request.header("content-type", "text/xml").body(body).send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("text"))
    }

    /// The distribution's id.
    pub(super) async fn distribute(&self, body: String) -> String {
        let (status, text) = self.call("Message", body).await;
        assert_eq!(status, 200, "{text}");
        let limits = mina::Limits::default();
        mina::distribute::DistributeSecureResponse::parse(text.as_bytes(), &limits)
            .expect("an id")
            .distribution_id
    }

    /// The code of the fault, and its text.
    pub(super) async fn fault(&self, service: &str, body: String) -> (u32, String) {
        let (status, text) = self.call(service, body).await;
        assert_eq!(status, 500, "{text}");
        assert!(!text.contains(number("se-reachable-alfa")), "a number in {text}");
        let fault =
            mina::parse_fault(text.as_bytes(), &mina::Limits::default()).expect("XML").expect("a fault");
        assert!(fault.call_id.is_some_and(|id| id.len() >= 20), "{text}");
        (fault.error_code.expect("a code"), fault.description)
    }

    pub(super) async fn status(&self, id: &str) -> (String, String) {
        let (status, text) = self.call("Message", status_question(NEIGHBOUR, id)).await;
        assert_eq!(status, 200, "{text}");
        let limits = mina::Limits::default();
        let answer =
            mina::distribute::CheckDistributionStatusResponse::parse(text.as_bytes(), &limits).expect("rows");
        let [row] = answer.statuses.as_slice() else { panic!("{text}") };
        (row.distribution_type.as_str().to_owned(), row.state.map_or("", |state| state.as_str()).to_owned())
    }

    /// Deliveries that the national side has counted for this message id.
    pub(super) async fn copies(&self, message_id: &str) -> u64 {
        let deliveries = self.gateway.deliveries().await;
        let rows = deliveries["messages"].as_array().cloned().unwrap_or_default();
        rows.iter()
            .filter(|row| row["message_id"] == message_id)
            .filter_map(|row| row["copies"].as_u64())
            .sum()
    }

    pub(super) async fn letters(&self) -> usize {
        let list = self.gateway.get("/v1/letters?limit=100").await;
        list["letters"].as_array().or(list["items"].as_array()).map_or(0, Vec::len)
    }
}

/// Runs the zeep script on a job; `None` (with a printed reason) where zeep is missing.
pub(super) fn zeep(folder: &Path, job: &Value) -> Option<Value> {
    let available = Command::new("python3").args(["-c", "import zeep"]).output();
    if !available.is_ok_and(|output| output.status.success()) {
        println!("skipped: python3 with zeep is not installed");
        return None;
    }
    let path = folder.join("job.json");
    std::fs::write(&path, job.to_string()).expect("written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/whole/dispatcher_client.py");
    let output = Command::new("python3").arg(script).arg(&path).output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

pub(super) fn contracts() -> Option<PathBuf> {
    let folder = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference")),
        PathBuf::from,
    );
    let contracts = folder.join("sweden/contracts/eduid-mm-service");
    if !contracts.is_dir() {
        println!("skipped: no contracts at {}", contracts.display());
    }
    contracts.is_dir().then_some(contracts)
}
