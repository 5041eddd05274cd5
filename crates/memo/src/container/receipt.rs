//! One receipt per message of a container, as Digital Post answers it (`transport.md` §1.3).

use super::{ContainerError, ContainerLimits, Entry, read_container};
use crate::check::{CheckOptions, Report, check_from};
use crate::content::ContentSink;
use crate::cpr;
use crate::finding::Severity;
use crate::model::Message;
use crate::read::ReadError;
use crate::rules::rule;
use crate::value::Uuid;
use jiff::Timestamp;
use serde::Serialize;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// What became of one message of a transmission. Match it by `messageUUID`, not by `transmissionId`: a container has
/// one transmission and many messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The upload.
    pub transmission_id: uuid::Uuid,
    /// The message; from the entry's name when the message itself could not be read.
    #[serde(rename = "messageUUID", serialize_with = "as_text")]
    pub message_uuid: Option<Uuid>,
    /// The sender's own id of the message, personal numbers masked.
    pub message_id: Option<String>,
    /// Why not, in Digital Post's own codes.
    pub error_code: Option<&'static str>,
    /// Why not, with the rule that was broken first.
    pub error_message: Option<String>,
    /// When it was judged.
    pub time_stamp: Timestamp,
    /// What became of it.
    pub receipt_status: ReceiptStatus,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReceiptStatus {
    /// Accepted.
    Completed,
    /// The content is refused.
    Invalid,
    /// Refused for this sender or recipient.
    NotAllowed,
}

/// Rules about who may write to whom, rather than about what is written.
const NOT_ALLOWED: [&str; 6] = ["D10", "D12", "K1", "K2", "K3", "K4"];

impl Receipt {
    /// The receipt for a message and its verdict. `entry` is the name under which it came, if it came in a container.
    #[must_use]
    pub fn new(
        transmission_id: uuid::Uuid,
        time_stamp: Timestamp,
        entry: Option<&Entry>,
        message: Option<&Message>,
        report: &Report,
    ) -> Receipt {
        let named = || {
            let name = entry?.name.strip_suffix(".xml")?;
            Some(Uuid::from_text(name)).filter(Uuid::is_valid)
        };
        let header = message.map(|message| &message.header);
        let errors = || report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        // What is wrong with the content comes first: it is wrong for whomever it is meant.
        let first = errors().find(|finding| !NOT_ALLOWED.contains(&finding.rule)).or_else(|| errors().next());
        Receipt {
            transmission_id,
            message_uuid: header.map(|header| header.message_uuid.clone()).or_else(named),
            message_id: header.and_then(|h| h.message_id.as_deref()).map(|id| cpr::mask(id).into_owned()),
            error_code: first
                .map(|finding| rule(finding.rule).map_or("memo.invalid", |rule| rule.error_code())),
            error_message: first
                .map(|finding| format!("{} {}: {}", finding.rule, finding.path, finding.message)),
            time_stamp,
            receipt_status: match first {
                None => ReceiptStatus::Completed,
                Some(finding) if NOT_ALLOWED.contains(&finding.rule) => ReceiptStatus::NotAllowed,
                Some(_) => ReceiptStatus::Invalid,
            },
        }
    }
}

/// One message of a container, judged.
#[derive(Clone, Debug)]
pub struct JudgedEntry {
    /// Its entry.
    pub entry: Entry,
    /// The message as far as it could be read.
    pub message: Option<Message>,
    /// The verdict, the entry's name included (L3).
    pub report: Report,
    /// The same as a receipt.
    pub receipt: Receipt,
}

/// Judges every message of a container and hands it over with its receipt, one at a time; returns how many there
/// were. `open` gives each message the sink for its files and the target for its octets as they stand in the
/// container.
///
/// # Errors
/// [`ContainerError`], as for [`read_container`]: what was handed over before is then part of a container that is not
/// sound. What breaks off is returned as [`ControlFlow::Break`].
///
/// ```
/// use memo::container::{ContainerLimits, JudgedEntry, Outgoing, ReceiptStatus, judge_container, write_container};
/// use std::ops::ControlFlow;
///
/// let uuid = memo::Uuid::from_text("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01");
/// let limits = ContainerLimits::default();
/// let mut packed = Vec::new();
/// write_container(&mut packed, [Ok(Outgoing { uuid: uuid.clone(), length: 10, content: &b"<Message/>"[..] })], &limits)?;
///
/// let mut receipts = Vec::new();
/// let (transmission, now) = (uuid::Uuid::from_u128(1), "2026-01-05T09:00:00Z".parse().unwrap());
/// let options = memo::CheckOptions::default();
/// let end: ControlFlow<(), u64> = judge_container(packed.as_slice(), &limits, &options, transmission, now,
///     |_| Ok((memo::CountSink::default(), std::io::sink())),
///     |judged: JudgedEntry| { receipts.push(judged.receipt); ControlFlow::Continue(()) })?;
/// assert_eq!(end, ControlFlow::Continue(1));
/// assert_eq!(receipts[0].message_uuid, Some(uuid));
/// assert_eq!((receipts[0].receipt_status, receipts[0].error_code), (ReceiptStatus::Invalid, Some("memo.invalid")));
/// # Ok::<(), memo::container::ContainerError>(())
/// ```
pub fn judge_container<R: Read, S: ContentSink, W: io::Write, B>(
    source: R,
    limits: &ContainerLimits,
    options: &CheckOptions,
    transmission_id: uuid::Uuid,
    time_stamp: Timestamp,
    mut open: impl FnMut(&Entry) -> Result<(S, W), B>,
    mut take: impl FnMut(JudgedEntry) -> ControlFlow<B>,
) -> Result<ControlFlow<B, u64>, ContainerError> {
    let mut trouble = None;
    let end = read_container(source, limits, |entry, content| {
        let mut options = options.clone();
        options.context.entry_name = Some(entry.name.clone());
        let (mut sink, target) = match open(entry) {
            Ok(both) => both,
            Err(value) => return ControlFlow::Break(Some(value)),
        };
        let mut copy = Copied { source: content, target, trouble: None };
        let judged = check_from(&mut copy, &options, &mut sink);
        // What the reader left, after a fault that it could not get past.
        let rest = io::copy(&mut copy, &mut io::sink());
        if let Some(error) = copy.trouble {
            trouble = Some(ContainerError::Target(error));
            return ControlFlow::Break(None);
        }
        let (message, report) = match (judged, rest) {
            (Ok(judged), Ok(_)) => judged,
            (Err(ReadError::Sink(error)), _) => {
                trouble = Some(ContainerError::Target(error));
                return ControlFlow::Break(None);
            }
            // The container is at fault and says so itself.
            _ => return ControlFlow::Break(None),
        };
        let receipt = Receipt::new(transmission_id, time_stamp, Some(entry), message.as_ref(), &report);
        match take(JudgedEntry { entry: entry.clone(), message, report, receipt }) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            ControlFlow::Break(value) => ControlFlow::Break(Some(value)),
        }
    })?;
    match end {
        ControlFlow::Continue(count) => Ok(ControlFlow::Continue(count)),
        ControlFlow::Break(Some(value)) => Ok(ControlFlow::Break(value)),
        ControlFlow::Break(None) => Err(trouble.unwrap_or(ContainerError::Damaged)),
    }
}

/// Octets that are written down as they are read.
struct Copied<R, W> {
    source: R,
    target: W,
    trouble: Option<io::Error>,
}

impl<R: Read, W: io::Write> Read for Copied<R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        match self.target.write_all(buffer.get(..count).unwrap_or_default()) {
            Ok(()) => Ok(count),
            Err(error) => {
                self.trouble = Some(error);
                Err(io::Error::other("not written"))
            }
        }
    }
}

fn as_text<S: serde::Serializer>(uuid: &Option<Uuid>, serializer: S) -> Result<S::Ok, S::Error> {
    match uuid {
        Some(uuid) => serializer.collect_str(uuid),
        None => serializer.serialize_none(),
    }
}
