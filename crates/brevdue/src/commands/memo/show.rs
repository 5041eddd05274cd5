//! `brevdue memo show`

use std::ops::ControlFlow;
use std::path::PathBuf;

use memo::model::Action;
use memo::view::TextSink;
use memo::{CheckOptions, Message, Part, Report};
use serde_json::{Value, json};

use super::outgoing;
use super::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, inputs};
use crate::output::{Output, Style, local_minute};

/// Show MeMo messages readably; numbers of persons are masked
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Containers (.tar.lzma) are shown message by message. With --format html one message becomes a page of its own that
loads and runs nothing and can be printed. Exit 1 if a file holds no message that can be read.

Examples:
  brevdue memo show message.xml
  brevdue memo show message.xml --format html -o message.html
  brevdue memo show --format json - < message.xml")]
pub(crate) struct Args {
    /// Messages; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to write the page of --format html [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    if out.is_html() {
        let [file] = args.files.as_slice() else {
            return Err(Failure::new("a page shows one message").fix("Write a page for each message."));
        };
        return write_page(&Input::from(file.clone()), args.output.as_ref(), out);
    }
    if args.output.is_some() {
        return Err(Failure::new("--output belongs to --format html").fix("Redirect the output with >."));
    }
    let (mut exit, mut first) = (Exit::Yes, true);
    for input in &inputs(args.files)? {
        let options = CheckOptions { incoming: true, language: out.language(), ..CheckOptions::default() };
        let mut letter = TextSink::default();
        let end = source::each(input, &options, &mut letter, |name, message, report| {
            if !std::mem::take(&mut first) && !out.is_json() {
                out.line("");
            }
            exit = exit.and(Exit::from_answer(message.is_some()));
            show(name, message.as_ref(), report, out);
            if out.is_open() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if let Err(failure) = end {
            out.failure(&failure);
            exit = exit.and(failure.exit());
        }
    }
    Ok(exit)
}

/// The page for people's browsers; it shows what stands in the message, so its owner alone may read it.
fn write_page(input: &Input, page: Option<&PathBuf>, out: &Output) -> Outcome {
    let mut text = TextSink::default();
    let Some(message) = source::read_one(input, &mut text, out)? else { return Ok(Exit::No) };
    let html = memo::view::render_html(&message, out.language());
    outgoing::write(html.as_bytes(), page, out)?;
    Ok(Exit::Yes)
}

fn show(name: &str, message: Option<&Message>, report: &Report, out: &Output) {
    match message {
        _ if out.is_json() => out.json(&document(name, message, report)),
        Some(message) => text(name, message, out),
        None => source::print(name, report, out),
    }
}

fn text(name: &str, message: &Message, out: &Output) {
    out.line(
        &out.paint(Style::Dim, &format!("{name}: MeMo {}, {}", message.version, message.header.message_uuid)),
    );
    out.prose(&memo::view::render_text(message, out.language()));
}

fn all_actions(message: &Message) -> impl Iterator<Item = &Action> {
    let body = message.body.iter();
    body.flat_map(|body| {
        let additional = body.additional_documents.iter().flat_map(|document| &document.actions);
        body.main_document.actions.iter().chain(additional)
    })
}

/// Where an action leads: a page, or an appointment's time and place.
fn target(action: &Action) -> Option<String> {
    let page = action.entry_point.as_ref().map(|page| page.url.clone());
    page.or_else(|| {
        let appointment = action.reservation.as_ref()?;
        Some(format!("{} {}", local_minute(&appointment.start_date_time.to_string()), appointment.location))
    })
}

/// A person's number masked, a company's in full, and nothing of what is neither.
fn masked(kind: &str, id: &str) -> String {
    match party::PartyId::parse_wire(party::Country::Dk, id) {
        Ok(party) if !party.is_person() && kind == "CVR" => id.to_owned(),
        Ok(party) => party.masked(),
        Err(_) => "****".to_owned(),
    }
}

fn document(name: &str, message: Option<&Message>, report: &Report) -> Value {
    let mut line =
        json!({ "file": name, "readable": message.is_some(), "memo_version": report.memo_version });
    let (Some(line_object), Some(message)) = (line.as_object_mut(), message) else {
        if let Some(object) = line.as_object_mut() {
            object.insert("findings".to_owned(), json!(report.findings));
        }
        return line;
    };
    let header = &message.header;
    let (sender, recipient) = (&header.sender, &header.recipient);
    let text = |value: Option<String>| json!(value);
    let content = header.content_data.as_ref();
    let case = content.and_then(|content| content.case_id.as_ref());
    let kle = content.and_then(|content| content.kle_data.as_ref());
    let files: Vec<Value> = memo::files(message)
        .map(|(part, file)| {
            let part = match part {
                Part::Main => "main",
                Part::Additional => "additional",
                Part::Technical => "technical",
            };
            json!({ "part": part, "name": file.filename, "media_type": file.encoding_format,
                    "language": file.language, "size_bytes": file.content.len() })
        })
        .collect();
    let actions: Vec<Value> = all_actions(message)
        .map(|action| {
            json!({ "code": action.action_code, "label": action.label, "target": target(action),
            "until": action.end_date_time.as_ref().map(ToString::to_string) })
        })
        .collect();
    let party = |kind: &str, id: &str, label: Option<&str>| json!({ "id_type": kind, "id": masked(kind, id), "label": label });
    let fields = [
        ("message_type", json!(header.message_type.as_str())),
        ("message_uuid", json!(header.message_uuid.to_string())),
        ("label", json!(header.label)),
        ("notification", json!(header.notification)),
        ("sender", party(&sender.id_type, &sender.sender_id, Some(&sender.label))),
        ("recipient", party(&recipient.id_type, &recipient.recipient_id, recipient.label.as_deref())),
        ("created_at", text(message.body.as_ref().map(|body| body.created_date_time.to_string()))),
        ("do_not_deliver_until", text(header.do_not_deliver_until_date.as_ref().map(ToString::to_string))),
        ("mandatory", json!(header.mandatory)),
        ("legal_notification", json!(header.legal_notification)),
        ("reply", json!(header.reply)),
        ("reply_by", text(header.reply_by_date_time.as_ref().map(ToString::to_string))),
        ("contact_point", text(sender.contact_point.as_ref().map(|point| point.contact_point_id.clone()))),
        ("case_id", text(case.map(|case| case.case_id.clone()))),
        ("kle", text(kle.map(|kle| kle.subject_key.clone()))),
        ("files", json!(files)),
        ("actions", json!(actions)),
    ];
    line_object.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    line
}
