//! `brevdue bench`: how fast this gateway is on this machine.

use crate::bench::{self, Mix, Wish};
use crate::exit::Outcome;
use crate::output::Output;

const EXAMPLES: &str = "\
Gateway and sandbox run as processes of their own, in a temporary folder. All share the machine's processors with
the load, so compare ratios, not figures of different machines. docs/PERFORMANCE.md tells how to read them.

Examples:
  brevdue bench
  brevdue bench --letters 20000 --mix dk=50,se=50 --connections 64
  brevdue bench --rate 500 --format json
  brevdue bench --fill 1000000";

/// Measure this machine: accepts per second, letters end to end, waiting times, processor time per letter
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// How many letters are handed in
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..))]
    letters: u32,
    /// Shares of Danish, Swedish and paper letters
    #[arg(long, value_name = "MIX", default_value = "dk=1,se=1,print=0")]
    mix: Mix,
    /// Requests at a time
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1024))]
    connections: u32,
    /// Hand in so many letters a second instead of as many as go
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// First put so many letters that have ended into the database, and compare with an empty one
    #[arg(long, value_name = "N", default_value_t = 0)]
    fill: u64,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let wish = Wish {
        letters: args.letters,
        mix: args.mix,
        connections: args.connections,
        rate: args.rate,
        fill: args.fill,
    };
    bench::run(&wish, out)
}
