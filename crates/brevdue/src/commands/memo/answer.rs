//! `brevdue memo reply` and `brevdue memo forward`

use std::path::PathBuf;

use jiff::Timestamp;
use memo::model::{File, MainDocument, Message, Recipient, Sender};
use memo::{AnswerError, CheckOptions, Content, Context, NewMessage};

use super::source::{self, Loaded};
use super::store::Store;
use super::{document, outgoing};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, line_of_stdin};
use crate::output::Output;
use crate::when::moment;

/// Write the answer to a message
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The answer goes from the message's recipient to its sender. It carries the return data of the message unchanged and in
order, names the message it answers, and goes to the contact point that the message offers.

Examples:
  brevdue memo reply message.xml --message 'Tak, vi ses.' -o answer.xml
  brevdue memo reply message.xml --file answer.pdf --sender 'Eksempel Kommune' --keep-original > answer.xml")]
pub(crate) struct ReplyArgs {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    text: TextArgs,
    /// Name of the one who answers [default: what the message calls its recipient]
    #[arg(long, value_name = "NAME")]
    sender: Option<String>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct TextArgs {
    /// The answer
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// The answer as a document
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Send a message on to another party as a new message
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Documents and return data go along; the new message says whose message it forwards. A number given with --to stands in
the history of the shell; --to - reads it from standard input.

Examples:
  brevdue memo forward message.xml --to 12345678 --to-name 'Eksempel Kommune' -o forwarded.xml
  brevdue memo forward message.xml --to - --comment 'Hører til hos jer' < number.txt > forwarded.xml")]
pub(crate) struct ForwardArgs {
    #[command(flatten)]
    common: Common,
    /// The new recipient's CPR or CVR number; `-` reads it from standard input
    #[arg(long, value_name = "ID")]
    to: String,
    /// The new recipient's name
    #[arg(long, value_name = "NAME")]
    to_name: Option<String>,
    /// Number of the one who forwards [default: the message's recipient]
    #[arg(long, value_name = "ID", requires = "sender_name")]
    sender: Option<String>,
    /// Name of the one who forwards [default: what the message calls its recipient]
    #[arg(long, value_name = "NAME")]
    sender_name: Option<String>,
    /// Comment, at most 512 characters
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Common {
    /// The message; `-` is standard input
    #[arg(value_name = "FILE")]
    original: PathBuf,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// messageUUID of the new message, version 4 [default: made up]
    #[arg(long, value_name = "UUID")]
    uuid: Option<uuid::Uuid>,
    /// Title [default: that of the message, with Sv: or Vs: before it]
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// When it is made (RFC 3339, a date, or `now`)
    #[arg(long, value_name = "TIME", value_parser = moment, default_value = "now")]
    at: Timestamp,
    /// Keep the whole original, byte for byte, as a technical document
    #[arg(long)]
    keep_original: bool,
}

impl Common {
    /// The original, its documents, and what is new.
    fn read(&self, out: &Output) -> Result<Option<(Message, Store, NewMessage)>, Failure> {
        let input = Input::from(self.original.clone());
        let Some(loaded) = source::load(&input, self.keep_original, out)? else { return Ok(None) };
        let Loaded { message, store, original } = loaded;
        let new = NewMessage {
            message_uuid: self.uuid.unwrap_or_else(uuid::Uuid::new_v4),
            created: self.at,
            label: self.label.clone(),
            main_document: None,
            original,
        };
        Ok(Some((message, store, new)))
    }

    fn finish(&self, message: &Message, store: &mut Store, context: Context, out: &Output) -> Outcome {
        // A citizen's or company's answer needs none of the markup of an authority's letter.
        let options =
            CheckOptions { language: out.language(), markup: false, context, ..CheckOptions::default() };
        outgoing::judged(message, store, &options, self.output.as_ref(), out)
    }
}

pub(crate) fn reply(args: ReplyArgs, out: &Output) -> Outcome {
    let Some((original, mut store, mut new)) = args.common.read(out)? else { return Ok(Exit::No) };
    let file = match (args.text.message, args.text.file) {
        (Some(text), _) => File {
            encoding_format: "text/plain".to_owned(),
            filename: "svar.txt".to_owned(),
            language: "da".to_owned(),
            content: Content::Bytes(text.into_bytes()),
        },
        (None, Some(path)) => document::read(&path, "da", &mut store)?,
        // The command line takes one of the two.
        (None, None) => return Err(Failure::new("an answer needs --message or --file")),
    };
    new.main_document = Some(MainDocument { files: vec![file], ..MainDocument::default() });
    let mut message = match memo::reply(&original, new) {
        Ok(message) => message,
        Err(error) => return Ok(refused(error, out)),
    };
    if let Some(name) = args.sender {
        message.header.sender.label = name;
    }
    named(&message.header.sender, "--sender")?;
    let context = Context { answers: Some(Box::new(original)), ..Context::default() };
    args.common.finish(&message, &mut store, context, out)
}

pub(crate) fn forward(args: ForwardArgs, out: &Output) -> Outcome {
    if args.to == "-" && args.common.original.as_os_str() == "-" {
        return Err(Failure::new("`-` is given twice").fix("Standard input can be read only once."));
    }
    let Some((original, mut store, new)) = args.common.read(out)? else { return Ok(Exit::No) };
    let to = if args.to == "-" { line_of_stdin()?.unwrap_or_default() } else { args.to };
    let (recipient_id, id_type) = number(&to, "--to")?;
    let recipient = Recipient { recipient_id, id_type, label: args.to_name, ..Recipient::default() };
    let from = &original.header.recipient;
    let mut sender = Sender {
        sender_id: from.recipient_id.clone(),
        id_type: from.id_type.clone(),
        label: args.sender_name.or_else(|| from.label.clone()).unwrap_or_default(),
        ..Sender::default()
    };
    if let Some(id) = args.sender {
        (sender.sender_id, sender.id_type) = number(&id, "--sender")?;
    }
    named(&sender, "--sender-name")?;
    match memo::forward(&original, sender, recipient, args.comment, new) {
        Ok(message) => args.common.finish(&message, &mut store, Context::default(), out),
        Err(error) => Ok(refused(error, out)),
    }
}

/// Number and kind as MeMo writes them.
pub(super) fn number(text: &str, place: &str) -> Result<(String, String), Failure> {
    let party = party::PartyId::parse(party::Country::Dk, text).map_err(|error| {
        Failure::new(format!("{place}: {error}")).fix("Give ten digits of a person or eight of a company.")
    })?;
    let kind = if party.is_person() { "CPR" } else { "CVR" };
    Ok((party.reveal().to_owned(), kind.to_owned()))
}

fn named(sender: &Sender, option: &str) -> Result<(), Failure> {
    if sender.label.trim().is_empty() {
        return Err(Failure::new("the message does not say what its recipient is called")
            .fix(format!("Name the sender of the new message with {option}.")));
    }
    Ok(())
}

/// The message allows no such answer: a negative end, not a failure to run.
fn refused(error: AnswerError, out: &Output) -> Exit {
    out.failure(&Failure::new(error.to_string()));
    Exit::No
}
