//! `brevdue letters message`: the octets as they were or will be sent.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::client::{Api, Call, block_on, letter_id};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{FileOutput, Output};
use crate::words;

/// Take out the message as it is sent, octet for octet
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The message holds the recipient's number: keep the file as safe as the letter.

Examples:
  brevdue letters message 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 -o message.xml
  brevdue letters message 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 --part signed | xmlsec1 --verify -")]
pub(crate) struct Args {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
    /// Which part
    #[arg(long, value_enum)]
    part: Option<Part>,
    /// Write to this file, readable by you alone
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The parts of a message.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// What is kept as evidence: the MeMo, or the sealed delivery
    Message,
    /// The signed delivery inside the seal
    Signed,
    /// What travels: the SOAP envelope
    Envelope,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Part::Message => "message",
            Part::Signed => "signed",
            Part::Envelope => "envelope",
        }
    }
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    block_on(async {
        let path = ["letters", args.id.as_str(), "message"];
        let mut answer = api.stream(Call::get(&path).query("part", args.part.map(Part::as_str))).await?;
        let mut file = args.output.as_deref().map(FileOutput::create).transpose()?;
        loop {
            let chunk = answer.chunk().await;
            let chunk =
                chunk.map_err(|_| Failure::new("the connection broke off; the message is not whole"))?;
            match (chunk, &mut file) {
                (Some(chunk), Some(file)) => file.write(&chunk)?,
                (Some(chunk), None) => out.bytes(&chunk),
                (None, _) => break,
            }
        }
        if let Some(file) = file {
            out.note(&format!("{}: {}", out.say(&words::SAVED), file.keep()?));
        }
        Ok(Exit::Yes)
    })
}
