//! `brevdue memo`: MeMo messages.

mod check;
mod show;
mod source;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// Check and read MeMo messages of Danish Digital Post
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue memo check message.xml
  brevdue memo show message.xml")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Show(show::Args),
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::Check(args) => check::run(args, out),
        Command::Show(args) => show::run(args, out),
    }
}
