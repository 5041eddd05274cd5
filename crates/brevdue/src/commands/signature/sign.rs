//! `brevdue signature sign`

use std::path::PathBuf;

use xmldsig::{SignError, SigningKey, sign_enveloped};

use super::LARGEST;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, read_text};
use crate::output::{FileOutput, Output};
use crate::words;

/// Sign a document: the signature becomes the last child of its root element
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The document must use default namespaces only. The result is its canonical form with the signature in it.

Example:
  brevdue signature sign delivery.xml --key key.pem --cert cert.pem -o signed.xml")]
pub(crate) struct Args {
    /// The document; `-` is standard input
    file: PathBuf,
    /// Private RSA key, PEM (PKCS #8 or PKCS #1), not encrypted
    #[arg(long, value_name = "PEM")]
    key: PathBuf,
    /// Certificate of the key, PEM
    #[arg(long, value_name = "PEM")]
    cert: PathBuf,
    /// Write to this file
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let key_pem = read_text(&args.key, 1 << 20)?;
    let certificate_pem = read_text(&args.cert, 1 << 20)?;
    let key = SigningKey::from_pem(&key_pem, &certificate_pem)
        .map_err(|error| Failure::new(format!("{}, {}: {error}", args.key.display(), args.cert.display())))?;
    let input = Input::from(args.file);
    let document = input.read(LARGEST)?;
    let signed = match sign_enveloped(&document, &key) {
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
