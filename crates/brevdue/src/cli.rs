//! The commands, and how a run begins and ends. To add one: a file in `commands/`, two lines here.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{
    audit, backup, balance, bench, blobs, completions, config, demo, doctor, evidence, init, keys, letters,
    memo, mina, reach, sandbox, send, serve, signature, types,
};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::plain;
use crate::output::Output;
use crate::settings::GlobalArgs;

const EXAMPLES: &str = "\
Exit codes: 0 yes or done, 1 a negative answer, 2 could not run.

Examples:
  brevdue reach 192705178354
  brevdue send decision.pdf --to - --type decision --subject 'Your decision' --wait
  brevdue letters list --state needs_attention
  brevdue memo check message.xml";

/// Digital post for municipalities: letters from PDF to mailbox, in Denmark and Sweden
#[derive(Debug, Parser)]
#[command(name = "brevdue", version, after_help = EXAMPLES, max_term_width = 100, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Serve(serve::Args),
    Sandbox(sandbox::Args),
    Config(config::Args),
    Send(Box<send::Args>),
    Reach(reach::Args),
    Letters(letters::Args),
    Balance(balance::Args),
    Doctor(doctor::Args),
    Sweep(doctor::SweepArgs),
    Types(types::Args),
    Evidence(evidence::Args),
    Audit(audit::Args),
    Backup(backup::Args),
    Restore(backup::RestoreArgs),
    Blobs(blobs::Args),
    Keys(keys::Args),
    Bench(bench::Args),
    Memo(memo::Args),
    Mina(mina::Args),
    Signature(signature::Args),
    Completions(completions::Args),
}

impl Command {
    /// Whether the command knows `--format html`.
    fn makes_pages(&self) -> bool {
        matches!(self, Command::Memo(args) if args.makes_pages())
    }
}

fn run(command: Command, out: &Output) -> Outcome {
    match command {
        Command::Demo(args) => demo::run(args, out),
        Command::Init(args) => init::run(&args, out),
        Command::Serve(args) => serve::run(&args, out),
        Command::Sandbox(args) => sandbox::run(&args, out),
        Command::Config(args) => config::run(&args, out),
        Command::Send(args) => send::run(*args, out),
        Command::Reach(args) => reach::run(args, out),
        Command::Letters(args) => letters::run(args, out),
        Command::Balance(args) => balance::run(args, out),
        Command::Doctor(args) => doctor::run(args, out),
        Command::Sweep(args) => doctor::sweep(&args, out),
        Command::Types(args) => types::run(args, out),
        Command::Evidence(args) => evidence::run(args, out),
        Command::Audit(args) => audit::run(args, out),
        Command::Backup(args) => backup::run(&args, out),
        Command::Restore(args) => backup::restore(&args, out),
        Command::Blobs(args) => blobs::run(&args, out),
        Command::Keys(args) => keys::run(&args, out),
        Command::Bench(args) => bench::run(args, out),
        Command::Memo(args) => memo::run(args, out),
        Command::Mina(args) => mina::run(args, out),
        Command::Signature(args) => signature::run(args, out),
        Command::Completions(args) => completions::run(args, out),
    }
}

/// The whole run: arguments in, exit code out. Usage errors leave with 2, as clap has it.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let out = Output::new(cli.global.into());
    let end = if out.is_html() && !cli.command.makes_pages() {
        Err(Failure::new("--format html: only `memo show` makes a page").fix("Leave it out, or take json."))
    } else {
        run(cli.command, &out)
    };
    let exit = end.unwrap_or_else(|failure| {
        out.failure(&failure);
        failure.exit()
    });
    match out.finish() {
        Ok(()) => exit.into(),
        Err(error) => {
            out.failure(&Failure::new(format!("standard output: {}", plain(&error))));
            Exit::Unable.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_a_description_and_an_example() {
        fn walk(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            assert!(command.get_about().is_some(), "{path} has no description");
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example") && help.contains("  brevdue "), "{path} has no example");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{path} {} has no help", argument.get_id());
            }
            command.get_subcommands().filter(|sub| sub.get_name() != "help").for_each(|sub| walk(sub, &path));
        }
        walk(&Cli::command(), "");
    }
}
