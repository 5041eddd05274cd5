//! The doctor: red, yellow or green over everything that must be well for letters to arrive.

mod clock;

use crate::config::{Sender, SenderAgreement};
use crate::gateway::Gateway;
use crate::retention::Forgot;
use crate::work::sweep::LastSweep;
use channels::{Finding, Level, WARNING_DAYS};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use letter::StateName;
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// A channel that does not answer the doctor in this time is ill.
const CHECK_TIMEOUT: Duration = Duration::from_secs(30);
/// A queue this old is slow, and this old does not move.
const QUEUE_OLD: SignedDuration = SignedDuration::from_mins(10);
const QUEUE_STUCK: SignedDuration = SignedDuration::from_hours(1);
/// Receipts are matched within seconds; one that waits this long waits for a letter that is not here.
const RECEIPT_OLD: SignedDuration = SignedDuration::from_mins(10);
/// Free space under which letters soon cannot be accepted, bytes.
const DISK_LOW: u64 = 2 << 30;
const DISK_RED: u64 = 256 << 20;

/// Everything looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    /// When.
    pub made_at: Timestamp,
    /// Version of the program.
    pub version: &'static str,
    /// Version of the database schema.
    pub schema: u32,
    /// The worst of what was found.
    pub level: Level,
    /// What was looked at and found.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// Findings with the worst of them.
    pub fn of(schema: u32, findings: Vec<Finding>) -> Diagnosis {
        let level = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok);
        Diagnosis { made_at: Timestamp::now(), version: env!("CARGO_PKG_VERSION"), schema, level, findings }
    }
}

/// Whatever a text quotes, no number of a person goes to support. Times stay as they are.
pub fn scrubbed(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    // What a report nests is fixed by its declaration: findings, and lines of a balance sheet.
    match value {
        Value::String(time) if time.parse::<Timestamp>().is_ok() => Value::String(time),
        Value::String(text) => Value::String(channels::scrub(&text)),
        Value::Array(list) => list.into_iter().map(scrubbed).collect(),
        Value::Object(object) => {
            object.into_iter().map(|(name, value)| (channels::scrub(&name), scrubbed(value))).collect()
        }
        other => other,
    }
}

impl Gateway {
    /// Looks at configuration, certificates, connections, queue, receipts, disk, clock and schema.
    pub async fn doctor(&self) -> Diagnosis {
        let mut findings = self.findings_at_hand().await;
        let mut channels: Vec<_> = self.channels.by_kind.iter().collect();
        channels.sort_by_key(|(kind, _)| **kind);
        for (kind, channel) in channels {
            let subject = format!("channel {}", kind.as_str());
            match tokio::time::timeout(CHECK_TIMEOUT, channel.check()).await {
                Ok(found) => findings.extend(found),
                Err(_) => findings.push(red(&subject, "does not answer in time", "check the connection")),
            }
        }
        Diagnosis::of(store::schema_version(), findings)
    }

    /// The same without asking anybody: quick enough for every look at the overview.
    pub(crate) async fn pulse(&self) -> Diagnosis {
        Diagnosis::of(store::schema_version(), self.findings_at_hand().await)
    }

    async fn findings_at_hand(&self) -> Vec<Finding> {
        let now = Timestamp::now();
        let mut findings = self.configuration();
        findings.extend(self.conditions());
        match self.letters(now).await {
            Ok(found) => findings.extend(found),
            Err(error) => findings.push(red("database", &error.to_string(), "see the log of the gateway")),
        }
        findings.push(disk(&self.config.data_dir));
        findings.extend(self.clock().await);
        findings
    }

    fn configuration(&self) -> Vec<Finding> {
        let config = &self.config;
        let mut findings = vec![green(
            "configuration",
            &format!(
                "{:?}: {} senders, {} letter types",
                config.environment,
                config.senders.len(),
                self.letter_types().len()
            ),
        )];
        for sender in config.senders.iter().filter(|sender| sender.digital.is_none()) {
            findings.push(yellow(
                &format!("sender {}", sender.id),
                "no digital channel: every letter takes its fallback",
                "set digital once the agreement is signed",
            ));
        }
        let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        for sender in &config.senders {
            findings.extend(sender.agreements.iter().map(|agreement| agreed(sender, agreement, today)));
        }
        findings
    }

    async fn letters(&self, now: Timestamp) -> Result<Vec<Finding>, store::StoreError> {
        self.store.ping().await?;
        let mut findings = vec![green("database", "reads and writes")];
        let due = self.store.oldest_due().await?.map_or(SignedDuration::ZERO, |due| now.duration_since(due));
        let waits = due.max(SignedDuration::ZERO);
        let text = format!("the letter due longest waits for {}", words(waits));
        findings.push(aged(
            "queue",
            text,
            waits,
            QUEUE_OLD,
            QUEUE_STUCK,
            "more workers, or see the log for what keeps failing",
        ));
        let open: Vec<&str> =
            StateName::ALL.into_iter().filter(|state| !state.is_final()).map(StateName::as_str).collect();
        for age in self.store.state_ages(&open).await? {
            let stands = now.duration_since(age.oldest_move).max(SignedDuration::ZERO);
            let found =
                format!("{} letters; the one that stands still longest: {}", age.letters, words(stands));
            let subject = format!("state {}", age.state);
            findings.push(if age.state == StateName::NeedsAttention.as_str() {
                yellow(&subject, &found, "brevdue letters attention")
            } else {
                green(&subject, &found)
            });
        }
        let backlog = self.store.receipt_backlog().await?;
        let waits = backlog.oldest.map_or(SignedDuration::ZERO, |oldest| now.duration_since(oldest));
        let waits = waits.max(SignedDuration::ZERO);
        let text = format!("{} wait to be matched, the oldest for {}", backlog.waiting, words(waits));
        let remedy = "another installation may use the same access, or the database was restored";
        findings.push(aged("receipts", text, waits, RECEIPT_OLD, SignedDuration::from_hours(2), remedy));
        let aside = self.store.receipts_aside().await?;
        if aside > 0 {
            findings.push(yellow("receipts", &format!("{aside} belong to no letter we know"), remedy));
        }
        if let Some((day, sheet)) = self.store.kept_balances(1).await?.pop() {
            let sheet: serde_json::Value = serde_json::from_str(&sheet).unwrap_or_default();
            findings.push(if sheet["balanced"] == true {
                green("balance", &format!("adds up on {day}"))
            } else {
                red(
                    "balance",
                    &format!("does not add up on {day}"),
                    "brevdue balance --full names the letters",
                )
            });
        }
        findings.push(sweep_finding(self.last_sweep().await?));
        findings.push(self.retention_finding(self.last_forgetting().await?));
        Ok(findings)
    }
}

impl Gateway {
    /// Whether somebody has decided how long content stays, and whether what is due was deleted (R59).
    fn retention_finding(&self, last: Option<Forgot>) -> Finding {
        let subject = "retention";
        if self.shortest_content_days().is_none() {
            let remedy = "decide with the senders how long it may stay, then set retention.content_days";
            return yellow(
                subject,
                "no rule: the content of letters stays for as long as the store lasts",
                remedy,
            );
        }
        let Some(last) = last else { return green(subject, "not yet looked") };
        let Forgot { made_at, forgotten, in_clear, failed } = last;
        let found = format!("{forgotten} letters' content deleted, {made_at}");
        if failed > 0 {
            return yellow(subject, &format!("{found}; {failed} could not be"), "see the log of the gateway");
        }
        if in_clear > 0 {
            let found =
                format!("{found}; {in_clear} are of before encryption, without a key that could be deleted");
            return yellow(subject, &found, "see docs/SECURITY.md, forgetting a letter");
        }
        green(subject, &found)
    }
}

fn sweep_finding(last: Option<LastSweep>) -> Finding {
    let Some(last) = last else { return green("sweep", "not yet") };
    if last.finding_count == 0 {
        return green("sweep", &format!("{} letters, nothing found, {}", last.letters, last.made_at));
    }
    let LastSweep { finding_count, repaired, named, .. } = last;
    let found = format!("{finding_count} findings, {repaired} put right: {}", named.join(", "));
    let remedy = "brevdue sweep names them all";
    if finding_count > repaired { red("sweep", &found, remedy) } else { yellow("sweep", &found, remedy) }
}

/// How an agreement stands: spoken of at the same distances as certificates.
fn agreed(sender: &Sender, agreement: &SenderAgreement, today: Date) -> Finding {
    let subject = format!("sender {} agreement {}", sender.id, agreement.name);
    let renew = "renew it, then set signed_on and ends_on";
    match (agreement.signed_on, agreement.days_left(today)) {
        (None, _) => {
            yellow(&subject, "not signed", "have it signed under the delegation order, then set signed_on")
        }
        (_, None) => green(&subject, "signed, without an end"),
        (_, Some(days)) if days < 0 => red(&subject, &format!("ended {} days ago", -days), renew),
        (_, Some(days)) => match WARNING_DAYS.iter().rev().find(|limit| i64::from(days) < **limit) {
            Some(within) => yellow(&subject, &format!("{days} days left, less than {within}"), renew),
            None => green(&subject, &format!("{days} days left")),
        },
    }
}

fn disk(folder: &Path) -> Finding {
    let Ok(space) = rustix::fs::statvfs(folder) else {
        return red("disk", "the data folder cannot be looked at", "check data_dir and its rights");
    };
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    let found = format!("{} MB free", free >> 20);
    match free {
        0..DISK_RED => red("disk", &found, "make room at once: letters cannot be accepted without it"),
        DISK_RED..DISK_LOW => yellow("disk", &found, "make room soon"),
        _ => green("disk", &found),
    }
}

fn aged(
    subject: &str,
    found: String,
    age: SignedDuration,
    old: SignedDuration,
    stuck: SignedDuration,
    remedy: &str,
) -> Finding {
    match age {
        age if age > stuck => red(subject, &found, remedy),
        age if age > old => yellow(subject, &found, remedy),
        _ => green(subject, &found),
    }
}

/// A length of time for people, in its largest unit.
fn words(length: SignedDuration) -> String {
    match length.as_secs() {
        seconds @ ..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

fn made(level: Level, subject: &str, found: &str, remedy: &str) -> Finding {
    Finding { level, subject: subject.to_owned(), found: found.to_owned(), remedy: remedy.to_owned() }
}

fn green(subject: &str, found: &str) -> Finding {
    made(Level::Ok, subject, found, "")
}

fn yellow(subject: &str, found: &str, remedy: &str) -> Finding {
    made(Level::Warning, subject, found, remedy)
}

fn red(subject: &str, found: &str, remedy: &str) -> Finding {
    made(Level::Error, subject, found, remedy)
}
