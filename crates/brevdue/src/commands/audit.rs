//! `brevdue audit`: the audit chain.

use std::path::{Path, PathBuf};

use evidence::Checkpoint;
use jiff::Timestamp;
use serde_json::json;
use server::evidence::{checkpoint, evidence_key};
use store::Store;

use super::installation::{failed, look};
use crate::exit::{Exit, Outcome};
use crate::output::{FileOutput, Output};
use crate::words;

const EXAMPLES: &str = "\
Both may run beside the gateway. Keep checkpoints where nobody who can change the store can change them: a walk along
the chain alone does not show that its end was cut off.

Examples:
  brevdue audit verify
  brevdue audit checkpoint -o 2026-11-22.json
  brevdue audit verify --checkpoint 2026-11-22.json";

/// Verify the audit chain, and note where it stands
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Walk the chain and compare it with every event and act; exit 1 if something was changed
    #[command(after_help = EXAMPLES)]
    Verify(VerifyArgs),
    /// Write a signed note of where the chain stands
    #[command(after_help = EXAMPLES)]
    Checkpoint(CheckpointArgs),
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// First entry to look at
    #[arg(long, value_name = "N", default_value_t = 1)]
    from: u64,
    /// A checkpoint that the chain must still contain; may be given several times
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct CheckpointArgs {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    crate::client::block_on(async {
        let store = look(out).await?;
        match args.command {
            Command::Verify(args) => verify(&store, &args, out).await,
            Command::Checkpoint(args) => write_checkpoint(&store, args.output.as_deref(), out).await,
        }
    })
}

async fn verify(store: &Store, args: &VerifyArgs, out: &Output) -> Outcome {
    let report = store.verify_audit(args.from).await.map_err(failed)?;
    let mut faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
    for file in &args.checkpoint {
        let bytes = crate::input::Input::from(file.clone()).read(1 << 20)?;
        let key = evidence_key(store).await.map_err(failed)?;
        match Checkpoint::read(&bytes, key.certificate()) {
            Err(error) => faults.push(format!("{}: {error}", file.display())),
            Ok(noted) => {
                let now = store.audit_hash(noted.n).await.map_err(failed)?;
                if now.map(hex) != Some(noted.hash) {
                    let text =
                        format!("the chain no longer holds entry {} as it was at {}", noted.n, noted.at);
                    faults.push(format!("{}: {text}", file.display()));
                }
            }
        }
    }
    if out.is_json() {
        out.json(&json!({
            "from": report.from, "to": report.to, "entries": report.entries, "events": report.events,
            "checkpoints": args.checkpoint.len(), "valid": faults.is_empty(), "faults": faults,
        }));
    } else {
        for fault in &faults {
            out.line(fault);
        }
        let verdict = out.say(if faults.is_empty() { &words::CHAIN_HOLDS } else { &words::CHAIN_BROKEN });
        let counts = format!("{}–{}: {} / {}", report.from, report.to, report.entries, report.events);
        out.line(&format!("{verdict} ({}: {counts})", out.say(&words::CHAIN_COUNTS)));
    }
    Ok(Exit::from_answer(faults.is_empty()))
}

async fn write_checkpoint(store: &Store, file: Option<&Path>, out: &Output) -> Outcome {
    let made = checkpoint(store, Timestamp::now()).await.map_err(failed)?;
    let text = serde_json::to_vec_pretty(&made).map_err(failed)?;
    match file {
        None => out.bytes(&[text.as_slice(), b"\n"].concat()),
        Some(file) => {
            let mut file = FileOutput::create(file)?;
            file.write(&text)?;
            out.note(&format!("{}: {}", out.say(&words::SAVED), file.keep()?));
        }
    }
    Ok(Exit::Yes)
}

fn hex(hash: [u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
