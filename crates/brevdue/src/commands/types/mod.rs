//! `brevdue types`: letter types, their catalogue files, and what differs (R175–R178).

mod archetypes;
mod check;
mod diff;
mod export;
mod file;
mod import;
mod list;
mod show;
mod state;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// List, check, compare, import and export letter types
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A catalogue file is TOML: format = 1, and [[letter_type]] entries without a sender. docs/LETTER-TYPES.md tells more.

Examples:
  brevdue types archetypes --country dk -o types.toml
  brevdue types check types.toml
  brevdue types import types.toml --sender eksempel --dry-run")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Args),
    Show(show::Args),
    Check(check::Args),
    Diff(diff::Args),
    Import(import::Args),
    Export(export::Args),
    State(state::Args),
    Archetypes(archetypes::Args),
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::List(args) => list::run(&args, out),
        Command::Show(args) => show::run(&args, out),
        Command::Check(args) => check::run(args, out),
        Command::Diff(args) => diff::run(&args, out),
        Command::Import(args) => import::run(&args, out),
        Command::Export(args) => export::run(&args, out),
        Command::State(args) => state::run(&args, out),
        Command::Archetypes(args) => archetypes::run(&args, out),
    }
}
