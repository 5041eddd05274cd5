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

/// A letter is many small pieces of memory, taken and given back on several threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
