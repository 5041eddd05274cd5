//! The load: letters of 4 KB over HTTP, as fast as they go or at a rate.

use super::Wish;
use super::peers::{Peers, client};
use crate::exit::Failure;
use crate::output::Output;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// States in which a letter still goes on by itself.
const UNDERWAY: [&str; 4] = ["accepted", "routed", "handed_over", "in_doubt"];
/// Text of a letter; with the fields around it about 4 KB.
const TEXT_BYTES: usize = 3_500;

/// Who sends.
#[derive(Clone)]
pub(super) struct Load {
    client: reqwest::Client,
    base: String,
    authorization: String,
}

/// What came of handing in.
#[derive(Default)]
pub(super) struct HandedIn {
    /// Of accepted letters, request to 202.
    pub(super) latencies_us: Vec<u64>,
    /// Requests that were not answered with 202.
    pub(super) refused: u64,
}

impl Load {
    pub(super) fn new(peers: &Peers) -> Result<Load, Failure> {
        let authorization = format!("Bearer {}", peers.key());
        Ok(Load { client: client()?, base: peers.base(), authorization })
    }

    /// Hands in all letters.
    pub(super) async fn hand_in(&self, wish: &Wish, out: &Output) -> Result<HandedIn, Failure> {
        let bodies: Arc<Vec<String>> = Arc::new(bodies(wish)?);
        let run = uuid::Uuid::new_v4().simple().to_string();
        let next = Arc::new(AtomicU32::new(0));
        let began = Instant::now();
        let tasks: Vec<_> = (0..wish.connections)
            .map(|_| {
                let (load, next, bodies, run) = (self.clone(), next.clone(), bodies.clone(), run.clone());
                let (letters, rate) = (wish.letters, wish.rate);
                tokio::spawn(
                    async move { load.one_connection(&next, letters, rate, began, &bodies, &run).await },
                )
            })
            .collect();
        let mut all = HandedIn::default();
        for task in tasks {
            let some = task.await.map_err(|error| Failure::new(error.to_string()))?;
            all.latencies_us.extend(some.latencies_us);
            all.refused += some.refused;
            out.progress(&format!("{} letters accepted", all.latencies_us.len()));
        }
        all.latencies_us.sort_unstable();
        Ok(all)
    }

    async fn one_connection(
        &self,
        next: &AtomicU32,
        letters: u32,
        rate: Option<u32>,
        began: Instant,
        bodies: &[String],
        run: &str,
    ) -> HandedIn {
        let mut handed = HandedIn::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= letters {
                return handed;
            }
            let mut due = Instant::now();
            if let Some(rate) = rate {
                // Counted from when it was due, so that a gateway which falls behind does not look quick.
                due = began + Duration::from_secs_f64(f64::from(number) / f64::from(rate));
                tokio::time::sleep_until(due.into()).await;
            }
            let body = bodies.get(number as usize % bodies.len().max(1)).cloned().unwrap_or_default();
            let request = self
                .client
                .post(format!("{}/v1/letters", self.base))
                .header(AUTHORIZATION, &self.authorization)
                .header("content-type", "application/json")
                .header("idempotency-key", format!("{run}-{number}"))
                .body(body);
            match request.send().await {
                Ok(answer) if answer.status().as_u16() == 202 => {
                    handed.latencies_us.push(u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX));
                    // Read, so that the connection is used again.
                    let _ = answer.bytes().await;
                }
                _ => handed.refused += 1,
            }
        }
    }

    /// Waits until no letter goes on by itself; how many still do when patience ends.
    pub(super) async fn until_ended(&self, patience: Duration, out: &Output) -> Result<u64, Failure> {
        let began = Instant::now();
        loop {
            let mut underway = 0;
            for state in UNDERWAY {
                let found = self.get(&format!("/v1/letters?state={state}&limit=1")).await?;
                underway += found["letters"].as_array().map_or(0, Vec::len) as u64;
            }
            if underway == 0 || began.elapsed() > patience {
                return Ok(underway);
            }
            out.progress("Letters are on their way …");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The median time of a search for a recipient, microseconds.
    pub(super) async fn searches(&self, times: u32) -> Result<u64, Failure> {
        let number = recipient("dk-registered")?;
        let mut times_us = Vec::new();
        for _ in 0..times {
            let began = Instant::now();
            let request = self
                .client
                .post(format!("{}/v1/letters/search", self.base))
                .header(AUTHORIZATION, &self.authorization)
                .json(&json!({ "recipient": number, "limit": 50 }));
            let answer = request.send().await.map_err(|error| Failure::new(error.to_string()))?;
            if !answer.status().is_success() {
                return Err(Failure::new(format!("a search was answered with {}", answer.status())));
            }
            let _ = answer.bytes().await;
            times_us.push(u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX));
        }
        times_us.sort_unstable();
        Ok(times_us.get(times_us.len() / 2).copied().unwrap_or(0))
    }

    async fn get(&self, path: &str) -> Result<Value, Failure> {
        let failed = |error: reqwest::Error| Failure::new(format!("the gateway does not answer: {error}"));
        let request = self.client.get(format!("{}{path}", self.base));
        let answer = request.header(AUTHORIZATION, &self.authorization).send().await.map_err(failed)?;
        answer.json().await.map_err(failed)
    }
}

fn recipient(alias: &str) -> Result<String, Failure> {
    let recipient = sandbox::by_alias(alias)
        .ok_or_else(|| Failure::new(format!("the sandbox knows no recipient {alias}")))?;
    Ok(recipient.reveal().to_owned())
}

/// The letters of one turn of the mix.
fn bodies(wish: &Wish) -> Result<Vec<String>, Failure> {
    let turn = wish.mix.dk + wish.mix.se + wish.mix.print;
    let sentence = "Du behöver inte göra något mer nu. ";
    let text: String = sentence.chars().cycle().take(TEXT_BYTES).collect();
    (0..turn)
        .map(|number| {
            let kind = wish.mix.kind(number);
            let letter = json!({
                "type": kind.letter_type,
                "to": recipient(kind.alias)?,
                "subject": "Beslut om plats",
                "text": text,
            });
            Ok(letter.to_string())
        })
        .collect()
}
