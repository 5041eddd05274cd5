//! `brevdue memo show`

use std::ops::ControlFlow;
use std::path::PathBuf;

use memo::model::{Action, File};
use memo::{CheckOptions, Message, Part, Report};
use serde_json::{Value, json};

use super::outgoing;
use super::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, inputs};
use crate::output::{Align, Cell, Column, Output, Style, Table, local_minute, size_words};
use crate::words;

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
        let end = source::each(input, &options, |name, message, report| {
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
    let mut text = memo::view::TextSink::default();
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
    let header = &message.header;
    let party = |label: Option<&str>, kind: &str, id: &str| {
        format!("{} ({kind} {})", label.unwrap_or("–"), masked(kind, id)).trim().to_owned()
    };
    let (sender, recipient) = (&header.sender, &header.recipient);
    let created = message.body.as_ref().map(|body| local_minute(&body.created_date_time.to_string()));
    let yes = |value: Option<bool>| value.unwrap_or(false).then(|| out.say(&words::YES).to_owned());
    let facts = [
        (&words::FILE, Some(name.to_owned())),
        (&words::MESSAGE, Some(format!("MeMo {}, {}", message.version, header.message_uuid))),
        (&words::TYPE, Some(header.message_type.as_str().to_owned())),
        (&words::SUBJECT, Some(header.label.clone())),
        (&words::NOTIFICATION, header.notification.clone()),
        (&words::SENDER, Some(party(Some(&sender.label), &sender.id_type, &sender.sender_id))),
        (
            &words::RECIPIENT,
            Some(party(recipient.label.as_deref(), &recipient.id_type, &recipient.recipient_id)),
        ),
        (&words::CREATED_AT, created),
        (&words::WAIT_UNTIL, header.do_not_deliver_until_date.as_ref().map(ToString::to_string)),
        (&words::MANDATORY, yes(header.mandatory)),
        (&words::LEGAL, yes(header.legal_notification)),
        (&words::REPLY, yes(header.reply)),
        (&words::REPLY_BY, header.reply_by_date_time.as_ref().map(|time| local_minute(&time.to_string()))),
    ];
    let mut table = Table::new(vec![Column::new("", 90), Column::flexible("", 100)]);
    for (name, value) in facts {
        let value = value.unwrap_or_default();
        if !value.is_empty() {
            table.row(vec![Cell::new(out.say(name), Style::Dim), value.into()]);
        }
    }
    out.table(&table);
    files(message, out);
    actions(message, out);
}

fn files(message: &Message, out: &Output) {
    let mut table = Table::new(vec![
        Column::new(out.say(&words::DOCUMENT), 60),
        Column::flexible(out.say(&words::NAME), 100),
        Column::new(out.say(&words::TYPE), 50),
        Column::new(out.say(&words::SIZE), 90).align(Align::Right),
    ])
    .indent(2);
    let mut any = false;
    for (part, File { encoding_format, filename, content, .. }) in memo::files(message) {
        any = true;
        let size = size_words(content.len());
        table.row(vec![
            part_word(part, out).into(),
            filename.as_str().into(),
            encoding_format.as_str().into(),
            size.into(),
        ]);
    }
    if any {
        out.section(&words::DOCUMENTS);
        out.table(&table);
    }
}

fn actions(message: &Message, out: &Output) {
    let mut table =
        Table::new(vec![Column::new("", 50), Column::flexible("", 100), Column::flexible("", 60)]).indent(2);
    let mut any = false;
    for action in all_actions(message) {
        any = true;
        let by =
            action.end_date_time.as_ref().map(|time| local_minute(&time.to_string())).unwrap_or_default();
        table.row(vec![
            action.action_code.as_str().into(),
            action.label.as_str().into(),
            target(action).unwrap_or(by).into(),
        ]);
    }
    if any {
        out.section(&words::ACTIONS);
        out.table(&table);
    }
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

fn part_word(part: Part, out: &Output) -> &'static str {
    out.say(match part {
        Part::Main => &words::MAIN,
        Part::Additional => &words::ATTACHMENT,
        Part::Technical => &words::TECHNICAL,
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
        ("files", json!(files)),
        ("actions", json!(actions)),
    ];
    line_object.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    line
}
