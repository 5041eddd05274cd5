//! `brevdue evidence`: what proves a letter's fate.

mod certificate;
mod export;
mod message;
mod verify;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// Export and verify the evidence of a letter
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue evidence export 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 -o letter.evidence.tar
  brevdue evidence certificate -o evidence.pem
  brevdue evidence verify letter.evidence.tar --certificate evidence.pem")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(export::Args),
    Verify(verify::Args),
    Certificate(certificate::Args),
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::Export(args) => export::run(args, out),
        Command::Verify(args) => verify::run(args, out),
        Command::Certificate(args) => certificate::run(&args, out),
    }
}
