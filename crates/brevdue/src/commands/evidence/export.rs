//! `brevdue evidence export`

use std::path::PathBuf;

use crate::client::{Api, Call, block_on, letter_id};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{FileOutput, Output};
use crate::words;

/// Fetch everything that proves what became of a letter, signed, as one file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The pack holds the letter in clear, the recipient's number too: keep it as safe as the letter.

Example:
  brevdue evidence export 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 -o letter.evidence.tar")]
pub(crate) struct Args {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
    /// File to write, readable by you alone [default: LETTER.evidence.tar]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let path = args.output.unwrap_or_else(|| PathBuf::from(format!("{}.evidence.tar", args.id)));
    block_on(async {
        let mut answer = api.stream(Call::get(&["letters", args.id.as_str(), "evidence"])).await?;
        let mut file = FileOutput::create(&path)?;
        let broken = |_| Failure::new("the connection broke off; the evidence is not whole");
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            file.write(&chunk)?;
        }
        out.note(&format!("{}: {}", out.say(&words::SAVED), file.keep()?));
        Ok(Exit::Yes)
    })
}
