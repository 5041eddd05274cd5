//! How large the envelope will be, before anything is signed (rule D11).

use xmldsig::Certificate;

use crate::Delivery;
use crate::message::write_unsigned;
use crate::seal::wire_overhead;
use crate::xml::{Counter, Writer};

/// The largest SOAP envelope the infrastructure takes, in bytes (§4). A default; callers keep it as a setting.
pub const ENVELOPE_LIMIT: usize = 2_097_152;

/// A signature without its value and certificate, rounded up.
const SIGNATURE_FRAME: usize = 1024;
/// Base64 of a signature by a 4,096-bit key, the largest in use.
const SIGNATURE_VALUE: usize = 684;

/// The size of a delivery's envelope, and what makes it so large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeSize {
    /// Bytes of the finished envelope, never less than it will have; at most about 3 KiB more.
    pub bytes: usize,
    /// Bytes that the attachments take in it, in the order of messages and attachments.
    pub attachments: Vec<usize>,
}

impl EnvelopeSize {
    /// How many bytes are over the limit; `None` when it fits.
    pub fn excess(&self, limit: usize) -> Option<usize> {
        self.bytes.checked_sub(limit).filter(|excess| *excess > 0)
    }

    /// What to tell whoever handed the letter in: how much must go, and where most of it is.
    pub fn advice(&self, limit: usize) -> Option<String> {
        let excess = self.excess(limit)?;
        // Base64 makes four of three.
        let shrink = excess.div_ceil(4) * 3;
        let largest = self.attachments.iter().enumerate().max_by_key(|(_, bytes)| **bytes);
        let place = largest.map_or_else(
            || "shorten the text".to_owned(),
            |(index, bytes)| format!("attachment {} takes {bytes} bytes of it", index + 1),
        );
        Some(format!(
            "the envelope would have {} bytes, at most {limit} are taken; make the files {shrink} bytes smaller ({place})",
            self.bytes
        ))
    }
}

/// Estimates the envelope of a delivery that this certificate's key signs and seals.
pub fn envelope_size(delivery: &Delivery, certificate: &Certificate) -> EnvelopeSize {
    let mut subject = Writer::new(Counter::default());
    subject.text(&certificate.subject_rfc2253());
    envelope_size_with(delivery, certificate.to_base64().len() + subject.finish().0)
}

/// As [`envelope_size`], for a certificate of which only the length is known: base64 and subject together.
pub fn envelope_size_with(delivery: &Delivery, certificate_bytes: usize) -> EnvelopeSize {
    let content = write_unsigned(delivery, Counter::default()).0;
    let signature = SIGNATURE_FRAME + SIGNATURE_VALUE + certificate_bytes;
    let files = delivery.messages.iter().flat_map(|message| &message.attachments);
    EnvelopeSize {
        bytes: content + 2 * signature + wire_overhead(),
        attachments: files.map(|file| file.content.len().div_ceil(3) * 4).collect(),
    }
}
