//! `brevdue`: the command line. See `brevdue --help`.

mod bench;
mod cli;
mod client;
mod commands;
mod demo;
mod exit;
mod input;
mod output;
mod run;
mod settings;
mod setup;
mod when;
mod words;

fn main() -> std::process::ExitCode {
    cli::main()
}
