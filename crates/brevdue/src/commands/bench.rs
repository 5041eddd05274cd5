//! `brevdue bench`: how fast this gateway is on this machine.

use crate::bench::{self, Part, Wish};
use crate::exit::{Failure, Outcome};
use crate::output::Output;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Gateway and national side run as processes of their own, in a temporary folder, and share the machine's processors with
the load: compare ratios, not figures of different machines. docs/PERFORMANCE.md tells how to read them. Exit 1 if a
letter was refused, lost or doubled.

Examples:
  brevdue bench
  brevdue bench --quick
  brevdue bench swedish danish --letters 20000 --format json
  brevdue bench size --size 10000000
  brevdue bench accept nodes --database postgres --nodes 2";

/// Letters and database size of `--quick`.
const QUICK: (u32, u64) = (200, 2_000);

/// Measure this machine: letters accepted and delivered a second, waiting times, processor time of a letter
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What to measure [default: accept swedish danish start; with --quick also size; with several nodes: nodes]
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Part>,
    /// How many letters are handed in for each part [default: 10000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    letters: Option<u32>,
    /// Letters in the database for `size`, compared with 10 000 [default: 100000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    size: Option<u64>,
    /// Requests at a time
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    connections: u16,
    /// sqlite, postgres (a server is started for the run), or the address of an empty database
    #[arg(long, value_name = "DATABASE", default_value = "sqlite")]
    database: String,
    /// Gateways on the same database; SQLite takes one
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    nodes: u8,
    /// Keep the filled databases of `size` here; one that lies there is filled on and measured again
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Few letters: shows that it works, not how fast
    #[arg(long)]
    quick: bool,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let nodes = usize::from(args.nodes);
    if args.database == "sqlite" && (nodes > 1 || args.parts.iter().any(|part| part.shares())) {
        return Err(Failure::new("several gateways share a database server")
            .fix("give --database postgres, or leave --nodes out"));
    }
    let parts = match (args.parts.is_empty(), nodes, args.quick) {
        (false, ..) => args.parts,
        (true, 1, false) => vec![Part::Accept, Part::Swedish, Part::Danish, Part::Start],
        (true, 1, true) => vec![Part::Accept, Part::Swedish, Part::Danish, Part::Start, Part::Size],
        (true, ..) => vec![Part::Nodes],
    };
    let (letters, size) = if args.quick { QUICK } else { (10_000, 100_000) };
    let wish = Wish {
        parts,
        letters: args.letters.unwrap_or(letters),
        size: args.size.unwrap_or(size),
        beside: if args.quick { 500 } else { 10_000 },
        connections: usize::from(args.connections),
        database: args.database,
        nodes,
        keep: args.keep,
    };
    bench::run(&wish, out)
}
