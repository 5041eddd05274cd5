//! `brevdue signature verify`

use std::path::PathBuf;

use jiff::Timestamp;
use serde::Serialize;
use xmldsig::{Certificate, VerifiedDigest, VerifyError, verify_enveloped_digest_only};

use super::LARGEST;
use crate::commands::trust::{TrustArgs, short};
use crate::exit::{Exit, Outcome};
use crate::input::Input;
use crate::output::{Output, Style};
use crate::words;

/// Verify the signature that is the last child of a document's root element
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Integrity is always checked. Who signed is checked with --trust, validity with --at, and revocation with --crl
or --ocsp: files that somebody fetched, nothing is looked up. A signature of the past is checked at its time.

Examples:
  brevdue signature verify sealed.xml
  brevdue signature verify sealed.xml --trust ca.pem --at now --format json
  brevdue signature verify sealed.xml --trust ca.pem --at 2026-03-01 --crl ca.crl --ocsp answer.der")]
pub(crate) struct Args {
    /// The document; `-` is standard input
    file: PathBuf,
    #[command(flatten)]
    trust: TrustArgs,
}

/// What is found, for programs.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    valid: bool,
    /// As in `mina check`: the organisation in the certificate, else its subject.
    signer: Option<String>,
    subject: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    algorithm: Option<String>,
    rule: Option<&'static str>,
    /// Why not, in one word: `digest`, `revoked`, `key_size`, …
    word: Option<&'static str>,
    reason: Option<String>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let options = args.trust.options()?;
    let input = Input::from(args.file);
    let document = input.read(LARGEST)?;
    let options = xmldsig::VerifyOptions {
        limits: xmldsig::Limits { max_bytes: LARGEST as usize, ..xmldsig::Limits::default() },
        ..options
    };
    let verified = verify_enveloped_digest_only(&document, &options);
    let name = input.name();
    if out.is_json() {
        out.json(&line(&name, &verified));
    } else {
        let verdict = match &verified {
            Ok(_) => out.paint(Style::Good, out.say(&words::VALID)),
            Err(_) => out.paint(Style::Bad, out.say(&words::INVALID)),
        };
        let details = match &verified {
            Ok(verified) => format!("{}, {}", signer(&verified.certificate), short(&verified.algorithm)),
            Err(error) => format!("{} {}: {error}", error.rule(), error.word()),
        };
        out.line(&format!(
            "{}: {verdict}: {}",
            out.paint(Style::Plain, &name),
            out.paint(Style::Plain, &details)
        ));
    }
    Ok(Exit::from_answer(verified.is_ok()))
}

fn signer(certificate: &Certificate) -> String {
    certificate.subject_serial_number().unwrap_or_else(|| certificate.subject_rfc2253())
}

fn line<'a>(file: &'a str, verified: &Result<VerifiedDigest, VerifyError>) -> Line<'a> {
    let certificate = verified.as_ref().ok().map(|verified| &verified.certificate);
    let time = |second: i64| Timestamp::from_second(second).ok().map(|time| time.to_string());
    Line {
        file,
        valid: verified.is_ok(),
        signer: certificate.map(signer),
        subject: certificate.map(Certificate::subject_rfc2253),
        not_before: certificate.and_then(|certificate| time(certificate.not_before())),
        not_after: certificate.and_then(|certificate| time(certificate.not_after())),
        algorithm: verified.as_ref().ok().map(|verified| verified.algorithm.clone()),
        rule: verified.as_ref().err().map(VerifyError::rule),
        word: verified.as_ref().err().map(VerifyError::word),
        reason: verified.as_ref().err().map(ToString::to_string),
    }
}
