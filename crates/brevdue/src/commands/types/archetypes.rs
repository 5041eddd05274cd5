//! `brevdue types archetypes`

use std::path::PathBuf;

use clap::ValueEnum;
use letter::archetype_catalogue;
use party::Country;

use super::file;
use crate::exit::{Exit, Outcome};
use crate::output::Output;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Land {
    Dk,
    Se,
}

/// Write the seven archetypes as ready letter types, to be adapted and imported
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue types archetypes --country dk -o types.toml")]
pub(crate) struct Args {
    /// Danish types with Danish texts, or Swedish ones
    #[arg(long, value_enum)]
    country: Land,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let country = match args.country {
        Land::Dk => Country::Dk,
        Land::Se => Country::Se,
    };
    file::give(archetype_catalogue(country), args.output.as_deref(), out)?;
    Ok(Exit::Yes)
}
