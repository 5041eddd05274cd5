//! A print job as one string of bytes: stored as evidence, and taken apart again when it is handed over.
//!
//! ```text
//! BREVDUE PRINT JOB 1\n
//! {"job":{…},"ticket":{…},"parts":[{"name","size_bytes","sha256"},…]}\n
//! bytes of the first part, bytes of the second part, …
//! ```
//!
//! `job` is what the print shop reads, `ticket` what only the sender needs. The parts stand in the order of printing,
//! without anything between them.

use bytes::Bytes;
use paper::JobMetadata;
use serde::{Deserialize, Serialize};

const MAGIC: &[u8] = b"BREVDUE PRINT JOB 1\n";
/// Longest header line, bytes.
const HEADER_MAX_BYTES: usize = 256 * 1024;
/// Most files of a job: address page and a letter's documents.
const PARTS_MAX: usize = 64;

/// A job with its files.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bundle {
    pub(super) job: JobMetadata,
    pub(super) ticket: Ticket,
    /// In the order of `job.files`.
    pub(super) parts: Vec<Bytes>,
}

/// Facts about the job for its sender's books (R92, C22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ticket {
    /// Board or unit that sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<String>,
    /// Who pays the postage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cost_bearer: Option<String>,
    /// Why it goes on paper: a code of the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    job: JobMetadata,
    ticket: Ticket,
    parts: Vec<Part>,
}

#[derive(Serialize, Deserialize)]
struct Part {
    name: String,
    size_bytes: u64,
    sha256: String,
}

/// Bytes that are no job, or no longer the job they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BundleError {
    #[error("not a print job")]
    NotAJob,
    #[error("the print job's header cannot be read")]
    Header,
    #[error("part {0} of the print job is cut off or changed")]
    Part(usize),
}

impl Bundle {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        let parts = self.job.files.iter().zip(&self.parts).map(|(file, bytes)| Part {
            name: file.name.clone(),
            size_bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        });
        let header = Header { job: self.job.clone(), ticket: self.ticket.clone(), parts: parts.collect() };
        let header = serde_json::to_vec(&header).map_err(|_| BundleError::Header)?;
        let mut bytes = Vec::with_capacity(
            MAGIC.len() + header.len() + 1 + self.parts.iter().map(Bytes::len).sum::<usize>(),
        );
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&header);
        bytes.push(b'\n');
        self.parts.iter().for_each(|part| bytes.extend_from_slice(part));
        Ok(bytes)
    }

    pub(super) fn from_bytes(bytes: &Bytes) -> Result<Bundle, BundleError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BundleError::NotAJob)?;
        let end =
            rest.iter().take(HEADER_MAX_BYTES).position(|byte| *byte == b'\n').ok_or(BundleError::Header)?;
        let (header, rest) = rest.split_at(end);
        let header: Header = serde_json::from_slice(header).map_err(|_| BundleError::Header)?;
        if header.parts.len() > PARTS_MAX || header.parts.len() != header.job.files.len() {
            return Err(BundleError::Header);
        }
        let mut rest = bytes.slice_ref(rest);
        let _ = rest.split_to(1);
        let mut parts = Vec::with_capacity(header.parts.len());
        for (number, part) in header.parts.iter().enumerate() {
            let size = usize::try_from(part.size_bytes).ok().filter(|size| *size <= rest.len());
            let taken = rest.split_to(size.ok_or(BundleError::Part(number))?);
            let named = header.job.files.get(number).is_some_and(|file| file.name == part.name);
            if !named || !is_file_name(&part.name) || sha256(&taken) != part.sha256 {
                return Err(BundleError::Part(number));
            }
            parts.push(taken);
        }
        if !rest.is_empty() {
            return Err(BundleError::Part(header.parts.len()));
        }
        Ok(Bundle { job: header.job, ticket: header.ticket, parts })
    }
}

/// A name that is only a name: it decides where something is written.
fn is_file_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    name.len() <= 100 && name.ends_with(".pdf") && !name.starts_with('.') && name.chars().all(plain)
}

fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    hex::encode(digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use paper::{Colour, Envelope, JobAddress, JobFile, JobFileRole};
    use proptest::prelude::*;

    fn bundle(names: &[&str]) -> Bundle {
        let file = |name: &&str| JobFile { name: (*name).to_owned(), role: JobFileRole::Letter, pages: 1 };
        let job = JobMetadata {
            format: 1,
            job_id: "job".into(),
            letter_reference: "letter".into(),
            sender: "demo".into(),
            class: 1,
            colour: Colour::Monochrome,
            duplex: true,
            envelope: Envelope::C5,
            pages: names.len(),
            sheets: names.len(),
            address: JobAddress::ByPrintShop,
            files: names.iter().map(file).collect(),
        };
        let ticket =
            Ticket { unit: Some("Förskola\nöst".into()), cost_bearer: None, reason: Some("exempt".into()) };
        Bundle {
            job,
            ticket,
            parts: names.iter().map(|name| Bytes::copy_from_slice(name.as_bytes())).collect(),
        }
    }

    #[test]
    fn a_job_comes_back_as_it_was() {
        let made = bundle(&["job-address.pdf", "job.pdf", "job-2.pdf"]);
        let bytes = Bytes::from(made.to_bytes().unwrap());
        assert_eq!(Bundle::from_bytes(&bytes), Ok(made));
    }

    #[test]
    fn what_was_changed_is_not_printed() {
        let bytes = bundle(&["job.pdf"]).to_bytes().unwrap();
        let read = |bytes: &[u8]| Bundle::from_bytes(&Bytes::copy_from_slice(bytes)).unwrap_err();
        let mut changed = bytes.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(read(&changed), BundleError::Part(0));
        assert_eq!(read(&bytes[..bytes.len() - 1]), BundleError::Part(0));
        assert_eq!(read(&[bytes.as_slice(), b"x"].concat()), BundleError::Part(1));
        assert_eq!(read(b"%PDF-1.7"), BundleError::NotAJob);
        assert_eq!(read(MAGIC), BundleError::Header);
        for name in ["../job.pdf", "/etc/job.pdf", ".job.pdf", "job.json", "a b.pdf"] {
            let bytes = bundle(&[name]).to_bytes().unwrap();
            assert_eq!(read(&bytes), BundleError::Part(0), "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_change_is_noticed(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
            let original = bundle(&["job.pdf", "job-2.pdf"]);
            let mut bytes = original.to_bytes().unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            // The header holds no digest of itself; parts and their names do not change unnoticed.
            if let Ok(read) = Bundle::from_bytes(&Bytes::from(bytes)) {
                prop_assert_eq!(read.parts, original.parts);
            }
        }
    }
}
