//! `brevdue memo`: MeMo messages.

mod answer;
mod check;
mod compose;
mod description;
mod document;
mod extract;
mod folder;
mod new;
mod outgoing;
mod pack;
mod show;
mod source;
mod store;
mod unpack;
mod upgrade;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// Check, read, make and answer MeMo messages of Danish Digital Post
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue memo check message.xml
  brevdue memo show message.xml
  brevdue memo new letter.toml -o message.xml
  brevdue memo reply message.xml --message 'Tak' -o answer.xml
  brevdue memo pack outbox/*.xml")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Show(show::Args),
    New(new::Args),
    Upgrade(upgrade::Args),
    Reply(answer::ReplyArgs),
    Forward(answer::ForwardArgs),
    Pack(pack::Args),
    Unpack(unpack::Args),
    Extract(extract::Args),
}

impl Args {
    /// Whether the command knows `--format html`.
    pub(crate) fn makes_pages(&self) -> bool {
        matches!(self.command, Command::Show(_))
    }
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::Check(args) => check::run(args, out),
        Command::Show(args) => show::run(args, out),
        Command::New(args) => new::run(args, out),
        Command::Upgrade(args) => upgrade::run(args, out),
        Command::Reply(args) => answer::reply(args, out),
        Command::Forward(args) => answer::forward(args, out),
        Command::Pack(args) => pack::run(args, out),
        Command::Unpack(args) => unpack::run(args, out),
        Command::Extract(args) => extract::run(args, out),
    }
}
