//! `brevdue demo`: everything on one machine.

use crate::demo::{self, Wish};
use crate::exit::Outcome;
use crate::output::Output;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  brevdue demo --once
  brevdue demo --data-dir my-demo --port 8080";

/// Show gateway and national side on this machine: real PDF letters to Danish and Swedish test recipients
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// End when every letter has come to its end; 0 only if all ended as expected
    #[arg(long)]
    once: bool,
    /// Where it lives [default: a temporary folder with --once, else brevdue-demo]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Port of API and pages [default: 8080; a free one with --once]
    #[arg(long)]
    port: Option<u16>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    demo::run(&Wish { once: args.once, data_dir: args.data_dir, port: args.port }, out)
}
