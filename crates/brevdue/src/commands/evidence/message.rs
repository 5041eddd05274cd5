//! What the messages in a pack say for themselves: signatures of Mina meddelanden, rules of MeMo.

use catalogue::Language;
use letter::{ChannelKind, Event, Recorded};
use serde::Serialize;

/// What is found in one message.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    /// Number of the event that made it.
    pub(super) seq: u32,
    /// Its channel.
    pub(super) channel: ChannelKind,
    /// Its id on the wire.
    pub(super) message_uuid: letter::MessageUuid,
    /// SHA-256 of its bytes.
    pub(super) sha256: String,
    /// Whether its signatures hold and its rules are kept; nothing for a print job.
    pub(super) valid: Option<bool>,
    /// Signers, or what is wrong.
    pub(super) details: Vec<String>,
}

/// Judges every message that was built.
pub(super) fn judge(events: &[Recorded], pack: &evidence::Pack<'_>, language: Language) -> Vec<Message> {
    let built = events.iter().filter_map(|recorded| match &recorded.event {
        Event::Composed { channel, message_uuid, digest, .. } => {
            Some((recorded.seq, *channel, *message_uuid, digest.0.clone()))
        }
        _ => None,
    });
    built
        .filter_map(|(seq, channel, message_uuid, sha256)| {
            let bytes = pack.file(&format!("contents/{sha256}"))?;
            let (valid, details) = match channel {
                ChannelKind::MinaMeddelanden => swedish(bytes),
                ChannelKind::DigitalPost | ChannelKind::Kombi if is_memo(bytes) => memo(bytes, language),
                _ => (None, Vec::new()),
            };
            Some(Message { seq, channel, message_uuid, sha256, valid, details })
        })
        .collect()
}

fn swedish(bytes: &[u8]) -> (Option<bool>, Vec<String>) {
    let report = mina::check(bytes, &mina::CheckOptions::default());
    let signatures = report.signatures.iter().map(|signature| {
        let signer = signature.signer.as_deref().or(signature.reason.as_deref()).unwrap_or_default();
        format!("{}: {signer}", signature.over)
    });
    let details = signatures.collect();
    (Some(report.accept && !report.signatures.is_empty()), details)
}

/// Whether there is a MeMo in it: a request to KOMBIT may hold a print job alone.
fn is_memo(bytes: &[u8]) -> bool {
    bytes.windows(10).take(1 << 16).any(|window| window == b"memoVersio")
}

fn memo(bytes: &[u8], language: Language) -> (Option<bool>, Vec<String>) {
    let options = memo::CheckOptions { language, ..memo::CheckOptions::default() };
    let embedded = bytes.windows(13).take(1 << 10).any(|window| window == b"kombi_request");
    let report = if embedded { memo::check_embedded(bytes, &options) } else { memo::check(bytes, &options) };
    let faults = report.findings.iter().filter(|finding| finding.severity == memo::Severity::Error);
    (Some(report.valid), faults.map(|finding| finding.message.clone()).collect())
}
