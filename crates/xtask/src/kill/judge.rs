//! What was accepted against what was delivered.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::load::Accepted;
use super::report::Report;
use crate::site::{PATIENCE, Site, Trouble};

/// A letter that has come to rest.
pub(super) struct Rested {
    state: String,
    /// With a person, and why.
    attention: Option<String>,
}

impl Rested {
    /// The receiver has the letter, and only its word is missing. Once the faults have ended it may still come.
    fn waits_for_receipt(&self) -> bool {
        self.attention.as_deref() == Some("receipt_missing")
    }
}

/// How long receipts are waited for that a person was asked about already.
const RECEIPTS: Duration = Duration::from_secs(30);

/// Waits until every letter has ended or is with a person.
pub(super) async fn at_rest(site: &Site, accepted: &[Accepted]) -> Result<Vec<Rested>, Trouble> {
    let gateways = site.gateways();
    let mut rested = Vec::with_capacity(accepted.len());
    for (number, letter) in accepted.iter().enumerate() {
        let gateway = gateways.get(number % gateways.len().max(1)).cloned().unwrap_or_default();
        let began = Instant::now();
        loop {
            let request =
                site.client.get(format!("{gateway}/v1/letters/{}", letter.id)).bearer_auth(&site.key);
            let view: Value = request.send().await?.json().await?;
            if let Some(end) = rest_of(&view)
                && (!end.waits_for_receipt() || began.elapsed() > RECEIPTS)
            {
                rested.push(end);
                break;
            }
            if began.elapsed() > PATIENCE {
                let what = format!("{} to {} does not come to rest: {view:#}", letter.id, letter.alias);
                return Err(Trouble::new(what));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(rested)
}

fn rest_of(view: &Value) -> Option<Rested> {
    let attention = view["attention"]["code"].as_str().map(str::to_owned);
    // In doubt with attention: the gateway has asked in vain, a person asks now. Waiting with attention is no rest.
    let with_person =
        attention.is_some() && matches!(view["state"].as_str(), Some("in_doubt" | "needs_attention"));
    (view["final"] == true || with_person)
        .then(|| Rested { state: view["state"].as_str().unwrap_or_default().to_owned(), attention })
}

/// Counts copies per letter and names every difference.
pub(super) async fn compare(
    site: &Site,
    rested: &[Rested],
    accepted: &[Accepted],
) -> Result<Report, Trouble> {
    let counted = site.deliveries().await?;
    let mut copies: HashMap<&str, u64> = HashMap::new();
    for row in &counted.messages {
        *copies.entry(row.title.as_str()).or_default() += row.copies;
    }
    let mut report = Report { accepted: accepted.len() as u64, ..Report::default() };
    let mut known = HashSet::new();
    let mut ids = BTreeMap::new();
    for (letter, end) in accepted.iter().zip(rested) {
        // Mailboxes show the subject, the print shop's jobs the letter's id.
        known.extend([letter.mark.as_str(), letter.id.as_str()]);
        let of = |mark: &str| copies.get(mark).copied().unwrap_or(0);
        let found = of(&letter.mark) + of(&letter.id);
        if let Some(other) = ids.insert(&letter.id, &letter.mark) {
            report.differences.push(format!("{other} and {} are one letter", letter.mark));
        }
        report.repeated_calls += u64::from(letter.asked.saturating_sub(1));
        *report.states.entry(end.state.clone()).or_default() += 1;
        let expected = match (end.state.as_str(), &end.attention) {
            ("delivered", _) => 1..=1,
            // A doubt is true when nobody but the receiver can know.
            ("in_doubt", Some(_)) => 0..=1,
            // So it is where a receiver took the letter over and never said more.
            ("needs_attention", Some(_)) if end.waits_for_receipt() => 0..=1,
            _ => 0..=0,
        };
        report.delivered += u64::from(end.state == "delivered");
        report.with_a_person += u64::from(end.attention.is_some());
        if !expected.contains(&found) {
            let reason = end.attention.as_deref().unwrap_or("no reason");
            let story = story_of(site, &letter.id).await?;
            report.differences.push(format!(
                "{} to {} ({}): {} ({reason}), and the sandbox counts {found}; {story}",
                letter.mark, letter.alias, letter.id, end.state
            ));
        }
    }
    for row in counted.messages.iter().filter(|row| !known.contains(row.title.as_str())) {
        report.differences.push(format!("nobody was promised {} ({})", row.title, row.message_id));
    }
    report.counted = counted.totals.unique;
    report.doubled = counted.totals.doubled;
    Ok(report)
}

/// What the gateway tells of a letter, without whom it is for: for those that differ.
async fn story_of(site: &Site, id: &str) -> Result<String, Trouble> {
    let gateway = site.gateways().first().cloned().unwrap_or_default();
    let request = site.client.get(format!("{gateway}/v1/letters/{id}")).bearer_auth(&site.key);
    let view: Value = request.send().await?.json().await?;
    let moments = view["timeline"].as_array().cloned().unwrap_or_default();
    let told = moments.iter().map(|moment| {
        let part = |name: &str| moment[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} {} {}", part("at"), part("event"), part("problem"), part("detail"))
    });
    Ok(told.collect::<Vec<_>>().join(" | "))
}
