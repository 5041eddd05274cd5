//! `brevdue evidence verify`

use std::path::PathBuf;

use evidence::{Certificate, Check, Outcome as Verdict, Pack};
use serde_json::json;
use store::History;

use super::message::{self, Message};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, read_text};
use crate::output::{Output, Style, local_minute};
use crate::words;

/// Verify an evidence pack, offline: signature, files, audit chain, messages
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Says what the pack proves: what was sent when, to whom, with which answers. Exit 0 if everything holds, 1 if not,
2 if the file is no pack. Without --certificate anybody may have made it: compare the fingerprint.

Example:
  brevdue evidence verify letter.evidence.tar --certificate evidence.pem")]
pub(crate) struct Args {
    /// The pack; `-` is standard input
    file: PathBuf,
    /// Certificate of the gateway that must have made it, PEM
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let input = Input::from(args.file);
    let archive = input.read(evidence::MOST_BYTES as u64)?;
    let pack = Pack::read(&archive).map_err(|error| Failure::new(format!("{}: {error}", input.name())))?;
    let mut verdict = evidence::verify(&pack);
    if let Some(file) = &args.certificate {
        let wanted = Certificate::from_pem(&read_text(file, 1 << 20)?);
        let wanted = wanted.map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
        if wanted != pack.certificate {
            verdict.faults.push((Check::Signature, out.say(&words::OTHER_INSTALLATION).to_owned()));
        }
    }
    let messages = message::judge(&verdict.events, &pack, out.language());
    let valid = verdict.faults.is_empty() && messages.iter().all(|message| message.valid != Some(false));
    if out.is_json() {
        print_json(&pack, &verdict, &messages, valid, out);
    } else {
        print(&pack, &verdict, &messages, valid, args.certificate.is_some(), out);
    }
    Ok(Exit::from_answer(valid))
}

/// The letter as its gateway would show it.
fn view(verdict: &Verdict, out: &Output) -> Option<server::view::LetterView> {
    let history = History { letter: verdict.letter.clone()?, events: verdict.events.clone() };
    Some(server::view::letter(&history, out.language()))
}

fn print_json(pack: &Pack<'_>, verdict: &Verdict, messages: &[Message], valid: bool, out: &Output) {
    let faults: Vec<_> = verdict
        .faults
        .iter()
        .map(|(check, text)| json!({ "check": format!("{check:?}").to_lowercase(), "text": text }))
        .collect();
    out.json(&json!({
        "valid": valid,
        "made_at": pack.manifest.made_at,
        "certificate_sha256": pack.certificate.fingerprint(),
        "faults": faults,
        "uncovered_events": verdict.uncovered,
        "messages": messages,
        "letter": view(verdict, out),
    }));
}

fn print(pack: &Pack<'_>, verdict: &Verdict, messages: &[Message], valid: bool, known: bool, out: &Output) {
    for (check, fault) in &verdict.faults {
        let what = format!("{}: {fault}", out.say(name(*check)));
        out.line(&out.paint(Style::Bad, &what));
    }
    if let Some(view) = view(verdict, out) {
        let facts = [
            (&words::LETTER, view.id.to_string()),
            (&words::SENDER, view.sender.clone()),
            (&words::RECIPIENT, view.recipient.clone()),
            (&words::SUBJECT, view.subject.clone()),
            (&words::ACCEPTED_AT, local_minute(&view.accepted_at.to_string())),
        ];
        for (title, value) in facts {
            out.line(&format!("{}: {}", out.say(title), out.paint(Style::Plain, &value)));
        }
        for moment in &view.timeline {
            let (at, text) = (moment.recorded.at, out.paint(Style::Plain, &moment.text));
            out.line(&format!("  {at}  {text}"));
        }
    }
    for message in messages {
        let verdict = match message.valid {
            Some(true) => out.say(&words::VALID),
            Some(false) => out.say(&words::INVALID),
            None => "",
        };
        let text =
            format!("{} {} {}", message.channel.as_str(), message.message_uuid, message.details.join(", "));
        out.line(&format!("{} {verdict}", out.paint(Style::Plain, text.trim())));
    }
    if !verdict.uncovered.is_empty() {
        out.line(out.say(&words::UNCOVERED));
    }
    let made = format!("{} SHA-256 {}", pack.manifest.made_at, pack.certificate.fingerprint());
    out.line(&format!("{}: {made}", out.say(&words::SIGNED_BY)));
    if !known {
        out.line(out.say(&words::COMPARE_FINGERPRINT));
    }
    let (style, text) =
        if valid { (Style::Good, &words::PACK_HOLDS) } else { (Style::Bad, &words::PACK_BROKEN) };
    out.line(&out.paint(style, out.say(text)));
}

const fn name(check: Check) -> &'static catalogue::Text {
    match check {
        Check::Signature => &words::SIGNATURE,
        Check::Files => &words::FILES,
        Check::Letter => &words::LETTER,
        Check::Chain => &words::CHAIN,
        Check::Contents => &words::MESSAGES,
    }
}
