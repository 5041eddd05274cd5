//! `brevdue letters`: look and act.

mod act;
mod desk;
mod events;
mod list;
mod message;
mod show;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// Look at letters and act on them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue letters list --state needs_attention
  brevdue letters show 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Args),
    Show(show::Args),
    Events(events::Args),
    Message(message::Args),
    Cancel(act::CancelArgs),
    Retry(act::RetryArgs),
    Resolve(act::ResolveArgs),
    Forget(act::ForgetArgs),
    Attention(desk::AttentionArgs),
    Do(desk::DoArgs),
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::List(args) => list::run(args, out),
        Command::Show(args) => show::run(args, out),
        Command::Events(args) => events::run(args, out),
        Command::Message(args) => message::run(args, out),
        Command::Cancel(args) => act::cancel(args, out),
        Command::Retry(args) => act::retry(args, out),
        Command::Resolve(args) => act::resolve(args, out),
        Command::Forget(args) => act::forget(args, out),
        Command::Attention(args) => desk::attention(args, out),
        Command::Do(args) => desk::act(args, out),
    }
}
