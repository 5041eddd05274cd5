//! `brevdue backup` and `brevdue restore`.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use store::{Act, ActKind, BackupReport, Store, StoreConfig};

use super::installation::{acting, configured, failed, look, open};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{Output, size_words};
use crate::words;

const EXAMPLES: &str = "\
The gateway may go on working. The master key is not in the backup: keep a copy of it apart from the backups. verify
reads every blob; it needs the master key of the configuration.

Examples:
  brevdue backup take /backup/2026-11-22
  brevdue backup verify /backup/2026-11-22";

const RESTORE_EXAMPLES: &str = "\
The data directory of the configuration must not exist or be empty. What was sent since the backup was made is not
known to the restored store: stop other gateways first, and read docs/BACKUP.md.

Example:
  brevdue restore /backup/2026-11-22";

/// Copy the store while the gateway works, and verify copies
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Copy database and blobs into a new folder
    #[command(after_help = EXAMPLES)]
    Take {
        /// The folder; it must not exist
        folder: PathBuf,
    },
    /// Verify a backup: database, audit chain, every blob; exit 1 if something is damaged
    #[command(after_help = EXAMPLES)]
    Verify {
        /// The folder
        folder: PathBuf,
    },
}

/// Put a backup in the place of the data directory
#[derive(Debug, clap::Args)]
#[command(after_help = RESTORE_EXAMPLES)]
pub(crate) struct RestoreArgs {
    /// The folder of the backup
    folder: PathBuf,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    crate::client::block_on(async {
        match &args.command {
            Command::Take { folder } => take(folder, out).await,
            Command::Verify { folder } => verify(folder, out).await,
        }
    })
}

async fn take(folder: &Path, out: &Output) -> Outcome {
    let store = look(out).await?;
    let backup = store.backup(folder, Timestamp::now()).await.map_err(failed)?;
    store.close().await;
    let config = configured(out)?.store().map_err(failed)?;
    if let Err(error) = Store::note_backup(&config, &backup, folder, &acting("backup take")).await {
        out.note(&format!("{}: {error}", out.say(&words::BACKUP_NOT_NOTED)));
    }
    if out.is_json() {
        out.json(&backup);
    } else {
        let size = size_words(backup.blob_bytes);
        let counts = format!("{} / {} ({size})", backup.letters, backup.blobs);
        out.line(&format!(
            "{}: {} ({}: {counts})",
            out.say(&words::SAVED),
            folder.display(),
            out.say(&words::BACKUP_COUNTS)
        ));
        if let Some(key) = &backup.master_key {
            out.line(&format!("{}: {key}", out.say(&words::BACKUP_KEY)));
        }
    }
    Ok(Exit::Yes)
}

/// The configuration's store, in another folder.
fn moved(folder: &Path, out: &Output) -> Result<StoreConfig, Failure> {
    let config = configured(out)?;
    Ok(StoreConfig { data_dir: folder.to_owned(), s3: None, ..config.store().map_err(failed)? })
}

async fn verify(folder: &Path, out: &Output) -> Outcome {
    let report = Store::verify_backup(&moved(folder, out)?).await.map_err(failed)?;
    print(&report, out);
    Ok(Exit::from_answer(report.faults.is_empty()))
}

fn print(report: &BackupReport, out: &Output) {
    let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    if out.is_json() {
        out.json(&serde_json::json!({
            "valid": faults.is_empty(), "blobs": report.blobs, "faults": faults, "backup": report.backup,
        }));
        return;
    }
    for fault in &faults {
        out.line(fault);
    }
    let verdict = if faults.is_empty() { &words::BACKUP_HOLDS } else { &words::BACKUP_DAMAGED };
    let counts = format!("{} / {}", report.backup.letters, report.blobs);
    out.line(&format!("{} ({}: {counts})", out.say(verdict), out.say(&words::BACKUP_COUNTS)));
}

pub(crate) fn restore(args: &RestoreArgs, out: &Output) -> Outcome {
    crate::client::block_on(async {
        let report = Store::verify_backup(&moved(&args.folder, out)?).await.map_err(failed)?;
        if !report.faults.is_empty() {
            print(&report, out);
            return Ok(Exit::No);
        }
        let config = configured(out)?;
        Store::restore(&args.folder, &config.data_dir).await.map_err(failed)?;
        let store = open(&config).await?;
        let made = report.backup.made_at.to_string();
        let noted = store
            .record(Act::new(ActKind::Restored, &acting("restore"), Timestamp::now()).about(&made))
            .await;
        store.close().await;
        noted.map_err(failed)?;
        print(&report, out);
        out.note(&format!("{}: {}", out.say(&words::RESTORED), config.data_dir.display()));
        Ok(Exit::Yes)
    })
}
