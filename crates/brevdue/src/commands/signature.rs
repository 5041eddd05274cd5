//! `brevdue signature`: XML signatures alone.

mod sign;
mod verify;

use clap::Subcommand;

use crate::exit::Outcome;
use crate::output::Output;

/// No signed document is larger (E19).
const LARGEST: u64 = 64 << 20;

/// Sign XML documents and verify signatures
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue signature sign delivery.xml --key key.pem --cert cert.pem -o signed.xml
  brevdue signature sign delivery.xml --pkcs12 kommun.p12 --password-file kommun.password -o signed.xml
  brevdue signature verify signed.xml --trust ca.pem --at now
  brevdue signature verify signed.xml --trust ca.pem --at now --crl ca.crl")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Sign(sign::Args),
    Verify(verify::Args),
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    match args.command {
        Command::Sign(args) => sign::run(args, out),
        Command::Verify(args) => verify::run(args, out),
    }
}
