//! `brevdue mina`: messages and answers of Swedish Mina meddelanden.

mod check;
mod read;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// What the library takes, octets. One more is read of a longer file, and the library refuses it with the rule.
const LARGEST: u64 = 16 << 20;

/// Check deliveries and read answers of Swedish Mina meddelanden
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue mina check sealed.xml --trust ca.pem --at now
  brevdue mina read answer.xml --for 192705178354")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Read(read::Args),
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::Check(args) => check::run(args, out),
        Command::Read(args) => read::run(args, out),
    }
}
