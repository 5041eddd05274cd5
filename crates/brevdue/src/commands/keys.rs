//! `brevdue keys`: the master key of the encrypted store.

use std::path::Path;

use jiff::Timestamp;
use store::FileKeys;

use super::installation::{acting, configured, failed, open};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{FileOutput, Output};
use crate::words;

const EXAMPLES: &str = "\
Stop the gateway first. The new key comes first in the file; the old one stays below it, because backups from before
need it, unless --drop-old is given. No letter is rewritten. A run that was cut off is simply repeated.

Where the key lies in a security module or in an environment variable, put the new one first there yourself; the
senders' keys are then wrapped with it.

Examples:
  brevdue keys rotate
  brevdue keys rotate --drop-old";

/// Change the master key of the encrypted store
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a new master key and wrap the senders' keys with it
    #[command(after_help = EXAMPLES)]
    Rotate(RotateArgs),
}

#[derive(Debug, clap::Args)]
struct RotateArgs {
    /// Remove the old key: backups from before can then not be opened any more
    #[arg(long)]
    drop_old: bool,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let Command::Rotate(args) = &args.command;
    let config = configured(out)?;
    // A file beside a security module holds only keys from before.
    let encryption = config.encryption.as_ref().filter(|encryption| encryption.master_key_pkcs11.is_none());
    let file = encryption.and_then(|encryption| encryption.master_key_file.clone());
    if file.is_none() && args.drop_old {
        return Err(Failure::new("--drop-old removes a key from a file, and this key lies in none")
            .fix("Remove the old key where it lies once the senders' keys are wrapped anew."));
    }
    crate::client::block_on(async {
        // Opened before anything is written: a gateway that runs, or a wrong key, is told here.
        open(&config).await?.close().await;
        let line = FileKeys::new_line().map_err(failed)?;
        if let Some(file) = &file {
            let old = std::fs::read_to_string(file).map_err(failed)?;
            replace(file, &format!("{}{old}", *line))?;
        }
        let store = open(&config).await?;
        let done = store.rewrap_keys(&acting("keys rotate"), Timestamp::now()).await;
        store.close().await;
        let done = done.map_err(failed)?;
        if let Some(file) = file.filter(|_| args.drop_old) {
            replace(&file, &line)?;
        }
        if out.is_json() {
            out.json(&serde_json::json!({ "master_key": done.master, "rewrapped": done.rewrapped }));
        } else {
            out.line(&format!("{}: {} ({})", out.say(&words::MASTER_KEY), done.master, done.rewrapped));
        }
        Ok(Exit::Yes)
    })
}

/// Puts another text into a file that its owner alone may read, whole or not at all.
fn replace(file: &Path, text: &str) -> Result<(), Failure> {
    let mut new = FileOutput::create(file)?;
    new.write(text.as_bytes())?;
    new.keep().map(|_| ())
}
