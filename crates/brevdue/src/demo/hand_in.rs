//! Hands the letters in over HTTP, as a line-of-business system would.

use super::cases::{Case, Enclosed};
use crate::exit::Failure;
use crate::output::Output;
use catalogue::{Code, Language};
use paper::LetterText;
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The gateway's API with the demonstration's key.
pub(super) struct Api {
    client: reqwest::Client,
    base: String,
    authorization: String,
}

/// What the gateway said to a letter.
#[derive(Clone, Debug)]
pub(super) enum Handed {
    /// Accepted under this id; since when.
    Accepted(String, Instant),
    /// Refused with this code.
    Refused(Option<Code>),
}

impl Api {
    pub(super) fn new(base: &str, key: &str) -> Result<Api, Failure> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| Failure::new(error.to_string()))?;
        Ok(Api { client, base: base.to_owned(), authorization: format!("Bearer {key}") })
    }

    pub(super) async fn get(&self, path: &str) -> Result<Value, Failure> {
        let request = self.client.get(format!("{}{path}", self.base));
        let (_, value) = self.send(request).await?;
        Ok(value)
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<(u16, Value), Failure> {
        self.send(self.client.post(format!("{}{path}", self.base)).json(body)).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Result<(u16, Value), Failure> {
        self.send(self.client.put(format!("{}{path}", self.base)).json(body)).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<(u16, Value), Failure> {
        let request = request.header(AUTHORIZATION, &self.authorization).header(ACCEPT_LANGUAGE, "en");
        let failed = |error: reqwest::Error| Failure::new(format!("the gateway does not answer: {error}"));
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        Ok((status, response.json().await.map_err(failed)?))
    }
}

/// Hands in every letter. The keys are the same in every run on one folder, so that a run that was killed
/// goes on with the letters it had.
pub(super) async fn all(api: &Api, cases: &[Case], out: &Output) -> Result<Vec<Handed>, Failure> {
    let mut handed = Vec::with_capacity(cases.len());
    for (number, case) in (1..).zip(cases) {
        out.progress(&format!("Handing in letter {number} of {}", cases.len()));
        handed.push(one(api, case, number).await?);
    }
    Ok(handed)
}

async fn one(api: &Api, case: &Case, number: usize) -> Result<Handed, Failure> {
    let recipient = sandbox::by_alias(case.alias)
        .ok_or_else(|| Failure::new(format!("the sandbox knows no recipient {}", case.alias)))?;
    // Fixed within a year, so that a run which is taken up again hands in the same letters.
    let year = (jiff::Zoned::now().year() + 1).to_string();
    let data: serde_json::Map<String, Value> = case
        .data
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value.replace("YEAR", &year))))
        .collect();
    let mut letter = json!({
        "type": case.letter_type,
        "to": recipient.reveal(),
        "subject": case.subject,
        "reference": format!("demo-{number:02}"),
        "case_id": format!("SAG-{number:02}"),
        "data": data,
        "recipient": { "name": recipient.name },
    });
    // KOMBIT's print vendor needs the address; the demonstration's own print shop looks it up.
    if let (Some([street, postcode, city]), Language::Da) = (recipient.address, case.language()) {
        letter["recipient"]["address"] =
            json!({ "lines": [street], "postcode": postcode, "city": city, "country_code": "DK" });
    }
    let pdf = match case.enclosed {
        Enclosed::Nothing => None,
        Enclosed::NotPdf => Some(b"Detta \xC3\xA4r ingen PDF.".to_vec()),
        Enclosed::Pdf => Some(document(case, recipient.name, number)?),
    };
    if pdf.is_none() {
        letter["text"] = case.body.into();
    }
    let name = if case.language() == Language::Da { "Afgørelse.pdf" } else { "Beslut på svenska.pdf" };
    let bad = |error: reqwest::Error| Failure::new(error.to_string());
    let mut form =
        Form::new().part("letter", Part::text(letter.to_string()).mime_str("application/json").map_err(bad)?);
    if let Some(pdf) = pdf {
        form = form.part("file", Part::bytes(pdf).file_name(name).mime_str("application/pdf").map_err(bad)?);
    }
    let request = api
        .client
        .post(format!("{}/v1/letters", api.base))
        .header("idempotency-key", format!("demo-{number:02}"))
        .multipart(form);
    let at = Instant::now();
    let (status, answer) = api.send(request).await?;
    match (status, answer["id"].as_str()) {
        (202, Some(id)) => Ok(Handed::Accepted(id.to_owned(), at)),
        (400..=499, _) => Ok(Handed::Refused(answer["code"].as_str().and_then(Code::parse))),
        _ => Err(Failure::new(format!("letter {number}: the gateway answered {status}"))),
    }
}

/// A real PDF letter with the letters of its language. Its date is fixed, so that a repeated run hands in
/// the same bytes.
fn document(case: &Case, name: &str, number: usize) -> Result<Vec<u8>, Failure> {
    let danish = case.language() == Language::Da;
    let text = |da: &str, sv: &str| if danish { da.to_owned() } else { sv.to_owned() };
    let letter = LetterText {
        language: case.language(),
        sender: text("Eksempel Kommune", "Exempelkommun"),
        department: text("Borgerservice og Børn", "Kontaktcenter"),
        contact: vec![
            text("Rådhuspladsen 1, 1550 København V", "Stadshuset, 851 85 Sundsvall"),
            text("Telefon 12 34 56 78", "Telefon 070-174 06 05"),
        ],
        recipient: vec![name.to_owned()],
        date: Some(jiff::civil::date(2026, 1, 15)),
        reference: format!("demo-{number:02}"),
        subject: case.subject.to_owned(),
        body: case.body.to_owned(),
        closing: vec![text("Venlig hilsen", "Vänliga hälsningar"), text("Søren Ærø", "Åsa Öberg")],
        ..LetterText::default()
    };
    paper::simple_letter(&letter).map_err(|error| Failure::new(error.to_string()))
}
