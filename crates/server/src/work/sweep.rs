//! Looks at every letter that is not at its end, each hour, and makes the balance sheet of the day (R71, R98). Of several
//! nodes one does it; when it dies, another goes on.

use super::turns::Regular;
use crate::gateway::Gateway;
use crate::inspect::{self, LetterFinding, Walk};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Range, StoreError};

/// Setting: what the last sweep found.
const LAST: &str = "last_sweep";
/// Findings of the last sweep that are kept.
const KEPT_MAX: usize = 5;
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

/// The last sweep of any node, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LastSweep {
    pub(crate) made_at: Timestamp,
    pub(crate) letters: u64,
    pub(crate) finding_count: u64,
    pub(crate) repaired: u64,
    /// The first findings: letter and code.
    pub(crate) named: Vec<String>,
}

impl Swept {
    fn kept(&self) -> LastSweep {
        let named = self.findings.iter().take(KEPT_MAX);
        LastSweep {
            made_at: self.made_at,
            letters: self.letters,
            finding_count: self.finding_count,
            repaired: self.repaired,
            named: named.map(|finding| format!("{} {}", finding.letter, finding.code)).collect(),
        }
    }

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
        let kept = serde_json::to_vec(&swept.kept());
        let kept = kept.map_err(|error| StoreError::Corrupt { what: error.to_string() })?;
        self.store.set_setting(LAST, &kept).await?;
        Ok(swept)
    }

    /// The last sweep that a node of this installation made.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn last_sweep(&self) -> Result<Option<LastSweep>, StoreError> {
        let kept = self.store.get_setting(LAST).await?;
        Ok(kept.and_then(|kept| serde_json::from_slice(&kept).ok()))
    }
}

/// The sweep, as work that one node does.
pub(super) struct Sweep;

impl Regular for Sweep {
    const NAME: &'static str = "sweep";

    async fn last(gateway: &Gateway) -> Result<Option<Timestamp>, StoreError> {
        Ok(gateway.last_sweep().await?.map(|last| last.made_at))
    }

    // It only reads, or writes one letter at a time: it can be left at any moment.
    async fn work(gateway: &Gateway) {
        look(gateway).await;
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
