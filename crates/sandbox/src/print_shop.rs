//! The print shop: takes jobs from a hot folder, "prints" them, and acknowledges each by a file.
//!
//! A job is `<job>.json` ([`JobMetadata`]) with the files that it names; the JSON file is renamed into the folder last.
//! The acknowledgement is `ack/<job>.ack.json`; the job's files move to `done/`. A job that comes again under the same
//! id is acknowledged as before and printed once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use paper::{JobAddress, JobFileRole, JobMetadata, Limits, number_in_metadata, preflight};
use party::PartyId;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::error::{SandboxError, at};
use crate::faults::FaultKind;
use crate::files::{self, Access};
use crate::net::stopped;
use crate::recipients::{self, TestRecipient};
use crate::shared::{App, Shared};
use crate::state::{Entry, PrintStatus};

const ACK: &str = "ack";
const DONE: &str = "done";
/// A metadata file is a few hundred bytes.
const MAX_METADATA: u64 = 64 * 1024;

/// What the print shop says of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The job.
    pub job_id: String,
    /// `printed` or `rejected`.
    pub status: PrintStatus,
    /// Why it was rejected: `metadata`, `pdf`, `pages`, `address`, `number`, `random`.
    pub code: Option<String>,
    /// Pages printed.
    pub pages: u32,
    /// When the job was done.
    pub printed_at: Timestamp,
}

pub(crate) fn prepare(folder: &Path) -> Result<(), SandboxError> {
    for folder in [folder.to_owned(), folder.join(ACK), folder.join(DONE)] {
        fs::create_dir_all(&folder).map_err(at(&folder))?;
    }
    Ok(())
}

/// Looks into the folder until told to stop.
pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        let shared = App::clone(&app);
        if let Err(error) = tokio::task::spawn_blocking(move || sweep(&shared)).await {
            tracing::error!(%error, "the print shop stumbled");
        }
        tokio::select! {
            () = tokio::time::sleep(app.config.print_interval) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

fn sweep(app: &Shared) {
    let folder = app.config.resolved_print_folder();
    let Ok(entries) = fs::read_dir(&folder) else { return };
    let mut jobs: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    jobs.sort();
    for path in jobs {
        if let Err(error) = take(app, &folder, &path) {
            tracing::error!(%error, "a print job could not be handled; it is tried again");
        }
    }
}

fn take(app: &Shared, folder: &Path, path: &Path) -> Result<(), SandboxError> {
    // The file's stem names the job, also when its content cannot be read.
    let Some(job_id) =
        path.file_stem().and_then(|stem| stem.to_str()).filter(|id| is_job_id(id)).map(str::to_owned)
    else {
        return set_aside(folder, path);
    };
    let known = app
        .state
        .read(|index| index.jobs.get(&job_id).map(|job| (job.status, job.code.clone(), job.pages, job.at)));
    let mut told = true;
    let (acknowledgement, metadata) = if let Some((status, code, pages, printed_at)) = known {
        let metadata = read_metadata(path, &job_id).ok();
        let entry = Entry::PrintRepeat { job_id: job_id.clone() };
        app.state.record(entry).map_err(at(folder))?;
        (Acknowledgement { job_id: job_id.clone(), status, code, pages, printed_at }, metadata)
    } else {
        let printed = print(app, folder, path, &job_id)?;
        told = printed.2;
        (printed.0, printed.1)
    };
    if told {
        let json =
            serde_json::to_vec_pretty(&acknowledgement).map_err(|error| at(path)(io::Error::from(error)))?;
        files::write(&folder.join(ACK).join(format!("{job_id}.ack.json")), &json, Access::Everyone)?;
    }
    // The job leaves the folder last: a run that is killed before finds it again and acknowledges it again.
    for file in metadata.iter().flat_map(|metadata| &metadata.files) {
        let _ = finish_file(folder, file.name.as_str());
    }
    fs::rename(path, folder.join(DONE).join(format!("{job_id}.json"))).map_err(at(path))
}

/// Why a job is rejected.
struct Reject(&'static str, String);

/// A job that was found in order.
struct Sheet {
    pages: u32,
    recipient: Option<&'static TestRecipient>,
    title: String,
}

/// Prints or rejects; says whether that is to be acknowledged.
fn print(
    app: &Shared,
    folder: &Path,
    path: &Path,
    job_id: &str,
) -> Result<(Acknowledgement, Option<JobMetadata>, bool), SandboxError> {
    let metadata = read_metadata(path, job_id);
    let ruling = match &metadata {
        Ok(metadata) => examine(folder, metadata),
        Err(reject) => Err(Reject(reject.0, reject.1.clone())),
    };
    let recipient = ruling.as_ref().ok().and_then(|sheet| sheet.recipient);
    let struck = app.print_fault(recipient.map(|recipient| recipient.alias));
    if struck == Some(FaultKind::Slow) {
        std::thread::sleep(app.slowness());
    }
    let ruling = match struck {
        Some(FaultKind::Reject | FaultKind::Fault) => Err(Reject("random", "fault of the sandbox".into())),
        _ => ruling,
    };
    let at_time = Timestamp::now();
    let (status, code, sheet) = match ruling {
        Ok(sheet) => (PrintStatus::Printed, None, sheet),
        Err(Reject(code, why)) => {
            tracing::warn!(job_id, code, "print job rejected: {why}");
            (PrintStatus::Rejected, Some(code.to_owned()), Sheet { pages: 0, recipient: None, title: why })
        }
    };
    let entry = Entry::Print {
        job_id: job_id.to_owned(),
        status,
        code: code.clone(),
        pages: sheet.pages,
        alias: sheet.recipient.map(|recipient| recipient.alias.to_owned()),
        at: at_time,
        title: sheet.title,
    };
    app.state.record(entry).map_err(at(folder))?;
    let acknowledgement =
        Acknowledgement { job_id: job_id.to_owned(), status, code, pages: sheet.pages, printed_at: at_time };
    Ok((acknowledgement, metadata.ok(), struck != Some(FaultKind::Missing)))
}

fn read_metadata(path: &Path, job_id: &str) -> Result<JobMetadata, Reject> {
    let reject = |why: &str| Reject("metadata", why.to_owned());
    let size = fs::metadata(path).map_err(|error| reject(&error.to_string()))?.len();
    if size > MAX_METADATA {
        return Err(reject("the metadata file is too large"));
    }
    let bytes = fs::read(path).map_err(|error| reject(&error.to_string()))?;
    let metadata: JobMetadata = serde_json::from_slice(&bytes).map_err(|error| reject(&error.to_string()))?;
    if metadata.format != 1 {
        return Err(reject("unknown format"));
    }
    if metadata.job_id != job_id {
        return Err(reject("job_id is not the name of the file"));
    }
    if !(1..=3).contains(&metadata.class) {
        return Err(reject("protection class must be 1 to 3 (B1)"));
    }
    if !metadata.files.iter().all(|file| is_file_of(job_id, &file.name)) {
        return Err(reject("a file name does not belong to the job"));
    }
    Ok(metadata)
}

fn examine(folder: &Path, metadata: &JobMetadata) -> Result<Sheet, Reject> {
    if !metadata.files.iter().any(|file| file.role == JobFileRole::Letter) {
        return Err(Reject("metadata", "no letter among the files".into()));
    }
    let (mut pages, mut number) = (0, None);
    for file in &metadata.files {
        let pdf = fs::read(folder.join(&file.name))
            .map_err(|error| Reject("pdf", format!("{}: {error}", file.name)))?;
        let facts = preflight(&pdf, &Limits::default())
            .map_err(|error| Reject("pdf", format!("{}: {error}", file.name)))?;
        if facts.pages != file.pages {
            return Err(Reject(
                "pages",
                format!("{} has {} pages, {} were announced", file.name, facts.pages, file.pages),
            ));
        }
        pages += facts.pages;
        if metadata.address == JobAddress::ByPrintShop && number.is_none() {
            number = number_in_metadata::read(&pdf, &Limits::default())
                .map_err(|error| Reject("number", error.to_string()))?;
        }
    }
    let recipient = match &metadata.address {
        // The number is not known then; the name on the envelope finds the test person for the page of printed jobs.
        JobAddress::OnAddressPage(address) => {
            recipients::recipients().iter().find(|r| r.name == address.name)
        }
        JobAddress::ByPrintShop => Some(look_up(number.as_ref())?),
    };
    let title = if metadata.letter_reference.is_empty() {
        metadata.sender.clone()
    } else {
        metadata.letter_reference.clone()
    };
    Ok(Sheet { pages: u32::try_from(pages).unwrap_or(u32::MAX), recipient, title })
}

/// The print shop's own register: the test recipients' addresses.
fn look_up(number: Option<&PartyId>) -> Result<&'static TestRecipient, Reject> {
    let number =
        number.ok_or_else(|| Reject("number", "no recipient's number in the PDF's metadata".into()))?;
    let known = recipients::by_number(number.reveal()).filter(|recipient| recipient.address.is_some());
    known.ok_or_else(|| Reject("address", "the register has no address for this recipient".into()))
}

/// Moves a file of a finished job away, without the recipient's number in its metadata (R88).
fn finish_file(folder: &Path, name: &str) -> Result<(), SandboxError> {
    let (from, to) = (folder.join(name), folder.join(DONE).join(name));
    let pdf = fs::read(&from).map_err(at(&from))?;
    let numbered = !matches!(number_in_metadata::read(&pdf, &Limits::default()), Ok(None));
    match number_in_metadata::remove(&pdf, &Limits::default()) {
        Ok(clean) if numbered => files::write(&to, &clean, Access::OwnerOnly)?,
        // A file that cannot be cleaned, and may carry the number, is not kept.
        Err(_) if numbered => {}
        _ => files::write(&to, &pdf, Access::OwnerOnly)?,
    }
    fs::remove_file(&from).map_err(at(&from))
}

/// A file whose name cannot be a job's is moved out of the way, so that it is not tried for ever.
fn set_aside(folder: &Path, path: &Path) -> Result<(), SandboxError> {
    let name = format!("{}.refused", uuid::Uuid::new_v4().simple());
    tracing::warn!("a file in the hot folder has a name that no job can have");
    fs::rename(path, folder.join(DONE).join(name)).map_err(at(path))
}

fn is_job_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `<job>.pdf` or `<job>-something.pdf`: no folder, nobody else's file.
fn is_file_of(job_id: &str, name: &str) -> bool {
    name.strip_suffix(".pdf").is_some_and(|stem| stem.starts_with(job_id) && is_job_id(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_within_the_job() {
        assert!(is_file_of("a-1", "a-1.pdf") && is_file_of("a-1", "a-1-address.pdf"));
        for name in ["../a-1.pdf", "b.pdf", "a-1.pdf/x", "a-1/../b.pdf", "a-1.json", ""] {
            assert!(!is_file_of("a-1", name), "{name}");
        }
        assert!(!is_job_id("") && !is_job_id("a/b") && !is_job_id("å") && !is_job_id(&"a".repeat(65)));
    }
}
