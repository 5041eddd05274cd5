//! `brevdue signature sign`

use std::path::PathBuf;

use xmldsig::{SignError, sign_enveloped_owned};

use super::LARGEST;
use crate::commands::key::KeyArgs;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::Input;
use crate::output::{FileOutput, Output};
use crate::words;

/// Sign a document: the signature becomes the last child of its root element
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The document must use default namespaces only. The result is its canonical form with the signature in it.

Examples:
  brevdue signature sign delivery.xml --key key.pem --cert cert.pem -o signed.xml
  brevdue signature sign delivery.xml --pkcs12 kommun.p12 --password-file kommun.password -o signed.xml
  brevdue signature sign delivery.xml --pkcs11 /usr/lib/softhsm/libsofthsm2.so --token brevdue \\
      --label sundsvall --pin-file pin -o signed.xml")]
pub(crate) struct Args {
    /// The document; `-` is standard input
    file: PathBuf,
    #[command(flatten)]
    key: KeyArgs,
    /// Write to this file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let key = args.key.open()?;
    let input = Input::from(args.file);
    let document = input.read(LARGEST)?;
    let signed = match sign_enveloped_owned(document, &key) {
        Ok(signed) => signed,
        Err(error @ SignError::Key) => return Err(Failure::new(error.to_string())),
        Err(error) => {
            // The document cannot be signed as it is: an answer about it, not a failure to run.
            let failure = Failure::new(format!("{}: {} {error}", input.name(), error.rule()));
            out.failure(&failure);
            return Ok(Exit::No);
        }
    };
    match args.output {
        None => out.bytes(&signed),
        Some(path) => {
            let mut file = FileOutput::create(&path)?;
            file.write(&signed)?;
            out.note(&format!("{}: {}", out.say(&words::SAVED), file.keep()?));
        }
    }
    Ok(Exit::Yes)
}
