//! Numbers for monitoring, in the text format of Prometheus (OpenMetrics). No label comes from a letter or a caller: states,
//! channels, hosts' names of the configuration and the register, ids of senders.

mod census;
mod table;

pub use table::markdown;

use crate::gateway::Gateway;
use crate::work::sweep::LastSweep;
use census::Census;
use channels::Measure;
use jiff::{SignedDuration, Timestamp};
use letter::StateName;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use store::StoreError;
use table::Metric;

/// Upper bounds of accept latencies, seconds.
const ACCEPT_SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
type Labels = Vec<(&'static str, String)>;
type Family64 = Family<Labels, Gauge<f64, AtomicU64>>;

/// What is measured as it happens, and what is kept between two looks.
pub(crate) struct Metrics {
    accepting: Histogram,
    census: Census,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics { accepting: Histogram::new(ACCEPT_SECONDS), census: Census::default() }
    }
}

impl Metrics {
    /// A letter was accepted, or known again, in this time.
    pub(crate) fn accepted(&self, took: Duration) {
        self.accepting.observe(took.as_secs_f64());
    }
}

/// Gauges as they stand now, by metric.
#[derive(Default)]
struct Gauges(BTreeMap<Metric, Family64>);

impl Gauges {
    fn set(&mut self, metric: Metric, labels: Labels, value: f64) {
        self.0.entry(metric).or_default().get_or_create(&labels).set(value);
    }

    fn count(&mut self, metric: Metric, labels: Labels, value: u64) {
        self.set(metric, labels, number(value));
    }

    fn seconds(&mut self, metric: Metric, length: Option<SignedDuration>) {
        let length = length.unwrap_or(SignedDuration::ZERO).max(SignedDuration::ZERO);
        self.set(metric, Labels::new(), length.as_secs_f64());
    }
}

#[allow(clippy::cast_precision_loss, reason = "beyond 2^53 a count is no longer read to the unit")]
fn number(value: u64) -> f64 {
    value as f64
}

impl Gateway {
    /// Everything that is measured, as text.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn metrics_text(&self) -> Result<String, StoreError> {
        let now = Timestamp::now();
        let mut gauges = Gauges::default();
        self.letters_by_state(&mut gauges).await;
        let since = |at: Timestamp| now.duration_since(at);
        gauges.seconds(Metric::QueueAge, self.store.oldest_due().await?.map(since));
        let ages = self.store.state_ages(&[StateName::NeedsAttention.as_str()]).await?;
        gauges.seconds(Metric::PersonAge, ages.first().map(|age| since(age.oldest_move)));
        let backlog = self.store.receipt_backlog().await?;
        gauges.count(Metric::ReceiptsWaiting, Labels::new(), backlog.waiting);
        gauges.count(Metric::ReceiptsAside, Labels::new(), self.store.receipts_aside().await?);
        self.housekeeping(&mut gauges).await?;
        for channel in self.channels.by_kind.values() {
            let kind = channel.kind().as_str();
            for measure in channel.measures() {
                let (metric, name, label, value) = match measure {
                    Measure::CertificateDays { sender, days } => {
                        (Metric::CertificateDays, "sender", sender, days)
                    }
                    Measure::OperatorPaused { operator, paused } => {
                        (Metric::OperatorPaused, "operator", operator, i64::from(paused))
                    }
                    Measure::SenderPaused { sender, paused } => {
                        (Metric::SenderPaused, "sender", sender, i64::from(paused))
                    }
                };
                let labels = vec![("channel", kind.to_owned()), (name, label)];
                #[allow(clippy::cast_precision_loss, reason = "days of a certificate are few")]
                gauges.set(metric, labels, value as f64);
            }
        }
        Ok(self.written(gauges))
    }

    fn written(&self, gauges: Gauges) -> String {
        let mut registry = Registry::default();
        for (metric, family) in gauges.0 {
            registry.register(metric.name(), metric.help(), family);
        }
        let accepting = Metric::AcceptSeconds;
        registry.register(accepting.name(), accepting.help(), self.metrics.accepting.clone());
        let mut text = String::new();
        // Writing into a text cannot fail.
        let _ = encode(&mut text, &registry);
        text
    }

    async fn letters_by_state(&self, gauges: &mut Gauges) {
        let counted = Census::of(self).await;
        let mut letters: BTreeMap<(String, &str), u64> = BTreeMap::new();
        for tally in counted.iter().flat_map(|tallies| tallies.iter()) {
            let channel = tally.channel.map_or("undecided", |channel| channel.as_str());
            *letters.entry((tally.state.clone(), channel)).or_default() += tally.letters;
        }
        for ((state, channel), count) in letters {
            gauges.count(Metric::Letters, vec![("state", state), ("channel", channel.to_owned())], count);
        }
    }

    async fn housekeeping(&self, gauges: &mut Gauges) -> Result<(), StoreError> {
        if let Some((_, sheet)) = self.store.kept_balances(1).await?.pop() {
            let sheet: serde_json::Value = serde_json::from_str(&sheet).unwrap_or_default();
            let differences = sheet["difference_count"].as_u64().unwrap_or(0);
            gauges.count(Metric::BalanceDifferences, Labels::new(), differences);
            let adds_up = sheet["balanced"] == true;
            gauges.count(Metric::BalanceAddsUp, Labels::new(), u64::from(adds_up));
        }
        if let Some(LastSweep { finding_count, repaired, .. }) = self.last_sweep().await? {
            gauges.count(Metric::SweepFindings, Labels::new(), finding_count.saturating_sub(repaired));
        }
        Ok(())
    }
}
