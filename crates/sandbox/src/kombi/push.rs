//! Beskedfordeler: pushes each PostStatus to the configured address until it is taken with StatusKode 20.

use std::time::Duration;

use axum::http::header;
use tokio::sync::watch;
use uuid::Uuid;

use crate::error::SandboxError;
use crate::faults::{FaultKind, Place};
use crate::net::stopped;
use crate::outcome::Side;
use crate::pki::{Organisation, Pki};
use crate::shared::{App, Shared};
use crate::soap::element;
use crate::state::{Entry, PostStatus};

/// Media type of everything that KOMBIT's side writes.
pub(super) const XML: &str = "application/xml; charset=UTF-8";
/// How often the queue is looked at.
const INTERVAL: Duration = Duration::from_millis(50);
/// The wait after a sweep in which one was not taken.
const BACK_OFF: Duration = Duration::from_millis(500);
/// KOMBIT's own CVR number.
const KOMBIT: &str = "19435075";

/// (status word, `ObjektHandling`), from `beskedfordeler-poststatus-uuids.csv`.
const ACTIONS: &[(&str, &str)] = &[
    ("Fejlet", "e225a75c-4b63-46c4-9423-77f5c8762445"),
    ("Afleveret Digital Post", "f7161a89-5068-4023-bc80-d7f4daad2a2e"),
    ("Modtaget Digital Post", "eb866ca2-b871-4387-b501-12cde577bd58"),
    ("Afsendt", "db5a6025-caa3-45c3-8e02-4e6fa8142ade"),
    ("Modtaget fjernprint", "dd98e71c-41ac-4305-a47b-8f86b00e639b"),
    ("Afleveret til print og kuvertering", "e3c0a021-2070-40d4-b7b7-754aeba762e9"),
];

/// The way to the receiver.
pub(crate) struct Pusher {
    client: reqwest::Client,
    url: reqwest::Url,
}

impl Pusher {
    /// With a certificate of its own, trusting the sandbox's authority. A plain `http` address is taken as well: the
    /// sandbox stays on its machine.
    pub(crate) fn open(url: &str, pki: &Pki, data_dir: &std::path::Path) -> Result<Self, SandboxError> {
        let wrong = |reason: String| SandboxError::certificate("Beskedfordeler", reason);
        let organisation =
            Organisation { country: Side::Dk, number: KOMBIT.to_owned(), name: "Beskedfordeler".to_owned() };
        let issued = pki.keep_sender(&organisation, &data_dir.join("beskedfordeler"))?;
        let identity =
            reqwest::Identity::from_pem(format!("{}\n{}", issued.cert_pem, issued.key_pem).as_bytes());
        let ca = reqwest::Certificate::from_pem(pki.ca_pem().as_bytes());
        let client = reqwest::Client::builder()
            .identity(identity.map_err(|error| wrong(error.to_string()))?)
            .tls_certs_only([ca.map_err(|error| wrong(error.to_string()))?])
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| wrong(error.to_string()))?;
        let url = reqwest::Url::parse(url).map_err(|error| wrong(format!("post_status_url: {error}")))?;
        Ok(Self { client, url })
    }

    async fn push(&self, status: &PostStatus) -> bool {
        let call =
            self.client.post(self.url.clone()).header(header::CONTENT_TYPE, XML).body(envelope(status));
        let Ok(answer) = call.send().await else { return false };
        if answer.status() != reqwest::StatusCode::OK {
            return false;
        }
        let text = answer.text().await.unwrap_or_default();
        let code = text.split("StatusKode>").nth(1).and_then(|rest| rest.split('<').next()).map(str::trim);
        code == Some("20")
    }
}

/// Pushes until told to stop.
pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let Some(pusher) = &app.pusher else { return };
    loop {
        let wait = if sweep(&app, pusher).await { INTERVAL } else { BACK_OFF };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// Tries each waiting status once, oldest first; one that is not taken holds up no other. `false`: one was not taken.
async fn sweep(app: &Shared, pusher: &Pusher) -> bool {
    let waiting: Vec<PostStatus> = app.state.read(|index| index.post_statuses.values().cloned().collect());
    let mut all_taken = true;
    for status in waiting {
        let struck = app.dice.strike(Place::Push, None).map(|fault| fault.kind);
        if !push_despite(app, pusher, &status, struck).await {
            tracing::debug!(id = %status.id, "PostStatus not taken; it comes again");
            all_taken = false;
        } else if let Err(error) = app.state.record(Entry::PostStatusTaken { delivery: status.delivery }) {
            tracing::error!(%error, "PostStatus will come again");
            all_taken = false;
        }
    }
    all_taken
}

/// Pushes once, as the fault that has struck allows. Whether the sandbox believes that it was taken.
async fn push_despite(app: &Shared, pusher: &Pusher, status: &PostStatus, struck: Option<FaultKind>) -> bool {
    match struck {
        Some(FaultKind::Drop) => return false,
        Some(FaultKind::Slow) => tokio::time::sleep(app.slowness()).await,
        Some(FaultKind::Duplicate) => drop(pusher.push(status).await),
        _ => {}
    }
    pusher.push(status).await && struck != Some(FaultKind::Lost)
}

fn id(name: &str, value: &str) -> String {
    format!("<k:{name}>{}</k:{name}>", element("UUIDIdentifikator", value))
}

fn urn(name: &str, cvr: &str) -> String {
    format!("<k:{name}>{}</k:{name}>", element("URNIdentifikator", &format!("urn:oio:cvr:{cvr}")))
}

/// In the shape of `PostStatusBeskedModtag.*.xml`.
fn envelope(status: &PostStatus) -> String {
    let action = ACTIONS.iter().find(|(word, _)| *word == status.status).map_or("", |(_, id)| *id);
    let transmission = status.transmission.to_string();
    let time = format!(
        "<k:Registreringstidspunkt>{}</k:Registreringstidspunkt>",
        element("TidsstempelDatoTid", &status.at.to_string())
    );
    let registration = [
        id("ObjektRegistreringId", &transmission),
        id("RegistreringsAktoer", "19dc3a1d-c629-4853-b566-7fe49cf674ce"),
        time,
        urn("ObjektAnsvarligMyndighed", &status.cvr),
        id("ObjektId", &status.message_uuid.to_string()),
        id("ObjektType", "9a7be69f-b736-4e0e-9d5b-78d4f43e7ad7"),
        id("ObjektHandling", action),
    ]
    .concat();
    let filter = [
        id("Beskedtype", "d2bed63c-4853-4008-b6e0-a74c15b15fbf"),
        id("BeskedAnsvarligAktoer", "96514e13-afdd-44d6-95a8-adc2ca19b127"),
        urn("TilladtModtager", &status.cvr),
        format!("<k:ObjektRegistrering>{registration}</k:ObjektRegistrering>"),
    ]
    .concat();
    let attempts = element("k:AntalLeveranceforsoeg", &status.attempt.to_string());
    let data = base64_simd::STANDARD.encode_to_string(post_status(status));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<s:ModtagBeskedInput xmlns=\"urn:oio:sagdok:3.0.0\" \
         xmlns:k=\"urn:oio:besked:kuvert:1.0\" xmlns:s=\"urn:oio:sts:1.0.0\"><k:Haendelsesbesked>{}<k:BeskedVersion>1.0</k:BeskedVersion>\
         <k:Beskedkuvert><k:Filtreringsdata>{filter}</k:Filtreringsdata><k:Leveranceinformation>{}<k:Leveranceruter><k:Leverancerute>\
         <k:LeveranceruteLokalUdvidelse>{attempts}</k:LeveranceruteLokalUdvidelse></k:Leverancerute></k:Leveranceruter>\
         </k:Leveranceinformation></k:Beskedkuvert><k:Beskeddata><Base64 xmlns=\"urn:besked:kuvert:1.0\" content-type=\"application/xml\" \
         encoding=\"UTF-8\" file-type=\".xml\">{data}</Base64></k:Beskeddata></k:Haendelsesbesked></s:ModtagBeskedInput>\n",
        id("BeskedId", &status.id.to_string()),
        id("TransaktionsId", &Uuid::new_v4().to_string()),
    )
}

fn post_status(status: &PostStatus) -> String {
    let optional =
        |name, value: &Option<String>| value.as_ref().map_or_else(String::new, |v| element(name, v));
    let error = match &status.error {
        Some((code, text)) => {
            let inside = format!("{}{}", element("FejlKode", code), element("FejlTekst", text));
            format!("<FejlDetaljer>{inside}</FejlDetaljer>")
        }
        None => "<FejlDetaljer/>".to_owned(),
    };
    let transmission = status.transmission.to_string();
    [
        "<PKO_PostStatus xmlns=\"http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types\">".to_owned(),
        element("TransmissionId", &transmission),
        element("MessageUUID", &status.message_uuid.to_string()),
        optional("MessageId", &status.message_id),
        optional("AfsendelseIdentifikator", &status.consignment),
        element("KanalKode", if status.on_paper { "Fysisk Post" } else { "Digital Post" }),
        element("TransaktionsDatoTid", &status.at.to_string()),
        element("TransaktionsStatusKode", &status.status),
        element("CorrelationId", &transmission),
        error,
        "</PKO_PostStatus>".to_owned(),
    ]
    .concat()
}
