//! `brevdue evidence certificate`

use std::path::PathBuf;

use server::evidence::evidence_key;

use crate::commands::installation::look;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{FileOutput, Output};
use crate::words;

/// Write out the certificate of the installation's evidence key
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Give it to whoever is to verify evidence: a pack alone does not say whose gateway made it.

Example:
  brevdue evidence certificate -o evidence.pem")]
pub(crate) struct Args {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    crate::client::block_on(async {
        let store = look(out).await?;
        let key = evidence_key(&store).await.map_err(|error| Failure::new(error.to_string()))?;
        let pem = key.certificate().to_pem();
        match &args.output {
            None => out.bytes(pem.as_bytes()),
            Some(file) => {
                let mut file = FileOutput::create(file)?;
                file.write(pem.as_bytes())?;
                out.note(&format!("{}: {}", out.say(&words::SAVED), file.keep()?));
            }
        }
        Ok(Exit::Yes)
    })
}
