//! `brevdue mina check`

use std::path::PathBuf;

use mina::{CheckOptions, CheckReport, SignatureReport};
use serde::Serialize;

use super::LARGEST;
use crate::commands::finding::{self, FileLine};
use crate::commands::trust::{TrustArgs, short};
use crate::exit::{Exit, Outcome};
use crate::input::inputs;
use crate::output::{Output, Style};
use crate::words;

/// Judge SignedDelivery, SealedDelivery and deliverSecure documents and their signatures
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Documents may be bare or in a SOAP envelope, of version 1, 2 or 3. Exit 1 unless a receiver would accept all of them.

Examples:
  brevdue mina check sealed.xml
  brevdue mina check envelope.xml --trust ca.pem --at 2026-11-22 --format json")]
pub(crate) struct Args {
    /// Documents; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    trust: TrustArgs,
}

/// What is found in one document, for programs. MeMo's version stands here too, so that a program reads the
/// lines of both commands alike.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    memo_version: Option<&'static str>,
    #[serde(flatten)]
    report: &'a CheckReport,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let (allow_sha1, trust, at) = (args.trust.allow_sha1(), args.trust.anchors()?, args.trust.at());
    let options = CheckOptions { allow_sha1, trust, at, ..CheckOptions::default() };
    finding::each(inputs(args.files)?, out, |input, name| {
        let report = mina::check(&input.read(LARGEST)?, &options);
        if out.is_json() {
            out.json(&Line { file: name, memo_version: None, report: &report });
        } else {
            for finding in &report.findings {
                finding::line(name, FileLine::from(finding), out);
            }
            for signature in &report.signatures {
                line(name, signature, out);
            }
        }
        Ok(Exit::from_answer(report.accept))
    })
}

fn line(file: &str, signature: &SignatureReport, out: &Output) {
    let SignatureReport { over, valid, signer, algorithm, reason } = signature;
    let verdict = if *valid {
        out.paint(Style::Good, out.say(&words::VALID))
    } else {
        out.paint(Style::Bad, out.say(&words::INVALID))
    };
    let algorithm = algorithm.as_deref().map(short);
    let details = [signer.as_deref(), algorithm, reason.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    let (file, details) = (out.paint(Style::Plain, file), out.paint(Style::Plain, &details));
    out.line(&format!("{file}: {} {over}: {verdict}: {details}", out.say(&words::SIGNATURE)));
}
