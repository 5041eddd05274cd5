//! `brevdue blobs`: stored bytes that nothing refers to.

use std::time::Duration;

use super::installation::{failed, look};
use crate::exit::{Exit, Outcome};
use crate::output::Output;
use crate::words;

const EXAMPLES: &str = "\
Calls that were repeated, refused or cut off leave files behind that no letter refers to. Without --remove they are
only counted. May run beside the gateway. In a bucket, give each installation a prefix of its own: whatever lies under
it and is not in this database counts as left behind.

Examples:
  brevdue blobs sweep
  brevdue blobs sweep --remove";

/// Find stored files that no letter refers to
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Count them, or remove them
    #[command(after_help = EXAMPLES)]
    Sweep {
        /// Remove them
        #[arg(long)]
        remove: bool,
        /// Leave what is younger than this many hours; a call may be at work on it
        #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..))]
        older_than: u32,
    },
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let Command::Sweep { remove, older_than } = args.command;
    crate::client::block_on(async {
        let store = look(out).await?;
        let grace = Duration::from_secs(u64::from(older_than) * 3600);
        let swept = store.sweep_blobs(grace, remove).await.map_err(failed)?;
        if out.is_json() {
            let (looked_at, orphans, removed) = (swept.looked_at, swept.orphans, swept.removed);
            out.json(&serde_json::json!({ "looked_at": looked_at, "orphans": orphans, "removed": removed }));
        } else {
            let counts = format!("{} / {} / {}", swept.looked_at, swept.orphans, swept.removed);
            out.line(&format!("{}: {counts}", out.say(&words::BLOBS_SWEPT)));
        }
        Ok(Exit::Yes)
    })
}
