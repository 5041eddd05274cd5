//! `brevdue completions`

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit::{Exit, Outcome};
use crate::output::Output;

/// Write the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue completions bash > ~/.local/share/bash-completion/completions/brevdue
  brevdue completions fish > ~/.config/fish/completions/brevdue.fish")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "brevdue", &mut script);
    out.bytes(&script);
    Ok(Exit::Yes)
}
