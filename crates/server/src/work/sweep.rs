//! Looks at every letter that is not at its end, each hour, and makes the balance sheet of the day (R71, R98).

use crate::gateway::Gateway;
use crate::inspect::{self, LetterFinding, Walk};
use jiff::Timestamp;
use serde::Serialize;
use std::time::Duration;
use store::{Range, StoreError};
use tokio_util::sync::CancellationToken;

/// The first look waits until letters of before the start have moved.
const FIRST: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_secs(3600);
/// Findings named; the number of all of them stands beside.
const NAMED_MAX: usize = 1_000;

/// What a sweep found.
#[derive(Clone, Debug, Serialize)]
pub struct Swept {
    /// When it was made.
    pub made_at: Timestamp,
    /// Letters looked at.
    pub letters: u64,
    /// How many findings there are.
    pub finding_count: u64,
    /// How many of them were put right.
    pub repaired: u64,
    /// Receipts that belong to no letter.
    pub receipts_aside: u64,
    /// The findings.
    pub findings: Vec<LetterFinding>,
}

impl Swept {
    fn take(&mut self, found: Vec<LetterFinding>) {
        for finding in found {
            let LetterFinding { letter, sender, code, detail, repaired, .. } = &finding;
            tracing::warn!(%letter, %sender, code = code.as_str(), detail, repaired, "swept");
            self.finding_count += 1;
            self.repaired += u64::from(*repaired);
            if self.findings.len() < NAMED_MAX {
                self.findings.push(finding);
            }
        }
    }
}

impl Gateway {
    /// Looks at every letter that is not at its end, or at all of them, and puts right what can safely be put right.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn sweep(&self, full: bool) -> Result<Swept, StoreError> {
        let made_at = Timestamp::now();
        let receipts_aside = self.store.receipts_aside().await?;
        let mut swept = Swept {
            made_at,
            letters: 0,
            finding_count: 0,
            repaired: 0,
            receipts_aside,
            findings: Vec::new(),
        };
        let since = if full { Timestamp::MIN } else { Timestamp::MAX };
        let mut walk = Walk::new(self, Range::default(), since);
        loop {
            let batch = walk.next().await?;
            if batch.is_empty() {
                break;
            }
            for look in batch {
                swept.letters += 1;
                swept.take(inspect::judge(self, &look, made_at, true).await?);
            }
        }
        if let Ok(mut last) = self.last_sweep.write() {
            *last = Some(swept.clone());
        }
        Ok(swept)
    }
}

/// Runs until stopped.
pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    let mut pause = FIRST;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = PAUSE;
        // Both only read, or write one letter at a time: they can be left at any moment.
        tokio::select! {
            () = stop.cancelled() => return,
            () = look(&gateway) => {}
        }
    }
}

async fn look(gateway: &Gateway) {
    match gateway.sweep(false).await {
        Ok(swept) => {
            let Swept { letters, finding_count, repaired, .. } = swept;
            tracing::info!(letters, findings = finding_count, repaired, "swept");
        }
        Err(error) => tracing::error!(%error, "letters cannot be swept"),
    }
    match gateway.daily_balance().await {
        Ok(None) => {}
        Ok(Some(sheet)) if sheet.balanced => {
            tracing::info!(
                accepted = sheet.total.accepted,
                open = sheet.total.open(),
                "the balance sheet adds up"
            );
        }
        Ok(Some(sheet)) => {
            let named: Vec<String> =
                sheet.differences.iter().take(20).map(|finding| finding.letter.to_string()).collect();
            let code = catalogue::Code::BalanceDiffers.as_str();
            tracing::error!(
                code,
                differences = sheet.difference_count,
                letters = named.join(" "),
                "the balance sheet does not add up"
            );
        }
        Err(error) => tracing::error!(%error, "the balance sheet cannot be made"),
    }
}
