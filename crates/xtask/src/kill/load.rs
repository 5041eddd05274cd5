//! Letters over HTTP, as line-of-business systems hand them in: whoever gets no answer asks again with the same key.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::chance::Chance;
use crate::site::{PATIENCE, Site, Trouble};

/// Recipients by alias, with a letter type: every road, and every end that is certain or doubtful by itself.
const KINDS: &[(&str, &str)] = &[
    ("se-reachable-alfa", "beslut"),
    ("se-reachable-beta", "beslut"),
    ("se-company", "beslut"),
    ("se-not-registered", "beslut"),
    ("se-declined", "kallelse"),
    ("se-lost-alfa", "beslut"),
    ("se-lost-beta", "beslut"),
    ("se-fault-once", "beslut"),
    ("se-not-delivered", "beslut"),
    ("se-account-missing", "beslut"),
    ("dk-registered", "pladsanvisning"),
    ("dk-mette", "pladsanvisning"),
    ("dk-exempt", "pladsanvisning"),
    ("dk-lost-stored", "pladsanvisning"),
    ("dk-lost-unstored", "pladsanvisning"),
    ("dk-double-receipts", "pladsanvisning"),
    ("dk-busy-once", "pladsanvisning"),
    ("dk-invalid", "pladsanvisning"),
    ("dk-registered", "papirbrev"),
    ("dk-mette", "afgoerelse"),
    ("dk-lost-stored", "afgoerelse"),
    ("dk-exempt", "afgoerelse"),
    ("dk-registered", "papirafgoerelse"),
];

/// Callers at the same time.
const CALLERS: usize = 6;

/// A letter that was answered with 202.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    pub(super) id: String,
    /// Subject and reference: nobody else's.
    pub(super) mark: String,
    pub(super) alias: &'static str,
    /// How often the caller had to ask.
    pub(super) asked: u32,
}

/// What the callers share.
struct Desk {
    client: reqwest::Client,
    gateways: Vec<String>,
    key: String,
    document: Vec<u8>,
    /// Letters that may be handed in by now.
    due: Semaphore,
    next: AtomicU32,
}

/// The callers at work.
pub(super) struct Load {
    desk: Arc<Desk>,
    callers: JoinSet<Result<Vec<Accepted>, Trouble>>,
    per_round: u32,
}

impl Load {
    pub(super) fn start(site: &Site, per_round: u32, mut chance: Chance) -> Self {
        let text = paper::LetterText {
            sender: "Eksempel Kommune / Exempelkommun".to_owned(),
            recipient: vec!["Åse Ærø".to_owned()],
            subject: "Under last".to_owned(),
            body: "Rødgrød med fløde på Ærø. Räksmörgås på Åland.".to_owned(),
            ..paper::LetterText::default()
        };
        let desk = Arc::new(Desk {
            client: site.client.clone(),
            gateways: site.gateways(),
            key: site.key.clone(),
            document: paper::simple_letter(&text).unwrap_or_default(),
            due: Semaphore::new(0),
            next: AtomicU32::new(0),
        });
        let mut callers = JoinSet::new();
        for _ in 0..CALLERS {
            callers.spawn(call(Arc::clone(&desk), chance.fork()));
        }
        Self { desk, callers, per_round }
    }

    /// Lets another round's letters be handed in.
    pub(super) fn next_round(&self) {
        self.desk.due.add_permits(usize::try_from(self.per_round).unwrap_or(1));
    }

    /// Ends when everything that was due is accepted.
    pub(super) async fn finish(mut self) -> Result<Vec<Accepted>, Trouble> {
        let began = Instant::now();
        while self.desk.due.available_permits() > 0 {
            if began.elapsed() > PATIENCE {
                return Err(Trouble::new("letters were not accepted in time"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.desk.due.close();
        let mut accepted = Vec::new();
        while let Some(caller) = self.callers.join_next().await {
            accepted.extend(caller.map_err(|error| Trouble::new(error.to_string()))??);
        }
        accepted.sort_by(|a, b| a.mark.cmp(&b.mark));
        Ok(accepted)
    }
}

async fn call(desk: Arc<Desk>, mut chance: Chance) -> Result<Vec<Accepted>, Trouble> {
    let mut accepted = Vec::new();
    while let Ok(permit) = desk.due.acquire().await {
        permit.forget();
        let mark = format!("drab-{:06}", desk.next.fetch_add(1, Ordering::Relaxed));
        let kind = usize::try_from(chance.below(KINDS.len() as u64)).unwrap_or(0);
        let Some((alias, letter_type)) = KINDS.get(kind) else { continue };
        accepted.push(hand_in(&desk, &mut chance, mark, alias, letter_type).await?);
    }
    Ok(accepted)
}

async fn hand_in(
    desk: &Desk,
    chance: &mut Chance,
    mark: String,
    alias: &'static str,
    letter_type: &str,
) -> Result<Accepted, Trouble> {
    let recipient = sandbox::by_alias(alias).ok_or_else(|| Trouble::new(format!("no recipient {alias}")))?;
    let letter = json!({
        "type": letter_type, "to": recipient.reveal(), "recipient": { "name": recipient.name },
        "subject": mark, "reference": mark,
    });
    let began = Instant::now();
    let mut asked = 0;
    while began.elapsed() < PATIENCE {
        // Any of the gateways: a repetition may reach another one than the first call.
        let gateway = usize::try_from(chance.below(desk.gateways.len() as u64)).unwrap_or(0);
        let Some(gateway) = desk.gateways.get(gateway) else { break };
        asked += 1;
        match post(desk, gateway, &letter, &mark).await {
            Ok((202, answer)) => {
                let id = answer["id"].as_str().unwrap_or_default().to_owned();
                return Ok(Accepted { id, mark, alias, asked });
            }
            // Refused for good: then the run tests nothing.
            Ok((status @ 400..=499, answer)) if status != 408 && status != 429 => {
                return Err(Trouble::new(format!("{alias} {letter_type}: {status} {answer}")));
            }
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    Err(Trouble::new(format!("{mark} was not accepted in time")))
}

async fn post(desk: &Desk, gateway: &str, letter: &Value, key: &str) -> reqwest::Result<(u16, Value)> {
    let document = Part::bytes(desk.document.clone()).file_name("brev.pdf").mime_str("application/pdf")?;
    let form = Form::new()
        .part("letter", Part::text(letter.to_string()).mime_str("application/json")?)
        .part("file", document);
    let request = desk.client.post(format!("{gateway}/v1/letters")).bearer_auth(&desk.key).multipart(form);
    let answer = request.header("idempotency-key", key).send().await?;
    Ok((answer.status().as_u16(), answer.json().await?))
}
