//! `cargo xtask …`: the tools of this repository's developers.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use xtask::kill::{self, Database, Plan};

const EXAMPLES: &str = "\
Examples:
  cargo xtask kill --rounds 100
  cargo xtask kill --rounds 1000 --seed 7 --release --format json
  cargo xtask kill --database postgres --nodes 2 --faults 'far.down=0.05,operator.beta.lost=0.1'";

/// Tools of this repository's developers
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Kill(Kill),
}

/// Kill gateways and sandbox at random moments under load, then compare what was accepted with what was delivered
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
struct Kill {
    /// How often something is killed
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// Chooses letters, victims and moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// sqlite, postgres (a server is started for the run), or the address of a database
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// Gateways on the same database; SQLite takes one
    #[arg(long, default_value_t = 1)]
    nodes: usize,
    /// Faults of the sandbox while the load lasts (docs/SANDBOX.md)
    #[arg(long, default_value = kill::FAULTS)]
    faults: String,
    /// Letters handed in per round
    #[arg(long, default_value_t = 12)]
    letters: u32,
    /// The program to run; built first when none is named
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Build and run the release form
    #[arg(long)]
    release: bool,
    /// Keep the installation, with its logs, in this folder
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program")]
fn main() -> ExitCode {
    let Task::Kill(task) = Cli::parse().command;
    let format = task.format;
    match run(task) {
        Ok(report) => {
            match format {
                Format::Text => println!("{report}"),
                Format::Json => println!("{}", serde_json::to_string(&report).unwrap_or_default()),
            }
            if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(task: Kill) -> Result<kill::Report, kill::Trouble> {
    let binary = match task.binary {
        Some(binary) => binary,
        None => build(task.release)?,
    };
    let plan = Plan {
        binary,
        rounds: task.rounds,
        seed: task.seed,
        database: Database::parse(&task.database),
        nodes: task.nodes,
        faults: task.faults,
        letters: task.letters,
        keep: task.keep,
    };
    kill::run_blocking(plan)
}

/// Builds the program and gives its place.
fn build(release: bool) -> Result<PathBuf, kill::Trouble> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--package", "brevdue", "--message-format", "json-render-diagnostics"]);
    if release {
        command.arg("--release");
    }
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(kill::Trouble::new("brevdue could not be built"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let built = messages
        .filter(|message| message["target"]["name"] == "brevdue")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    built.ok_or_else(|| kill::Trouble::new("cargo names no program brevdue"))
}
