//! `brevdue send`: hands in a letter and, if asked, waits for its end.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::client::{Accepted, Api, Call, Letter, Moment, Multipart, block_on};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{line_of_stdin, read_text};
use crate::output::{Output, Style};
use crate::words;

/// No message text is larger; the gateway's own limit is lower.
const LARGEST_TEXT: u64 = 8 << 20;

/// Hand in a letter over the API
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A number given with --to stands in the history of the shell; --to - reads it from standard input.

Examples:
  brevdue send decision.pdf --to 192705178354 --type decision --subject 'Your decision'
  brevdue send letter.pdf appendix.pdf --to - --type decision --wait=60 < number.txt
  brevdue send decision.pdf --to - --type decision --at 2026-12-01T06:00:00Z --recall 30 < number.txt
  brevdue send invoice.pdf --to 10000009 --type invoice --reference F-2026-117 --idempotency-key F-2026-117
  brevdue send invoice.pdf --to - --type dk-opkraevning --data amount=125.00 --data due=2026-12-01 \\
    --data payment_url=https://betal.example/117 < number.txt
  brevdue send summons.pdf --to - --type kallelse --notice-phone +46701740605 < number.txt")]
pub(crate) struct Args {
    /// PDF files, the main document first
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The recipient's number (CPR, CVR, personnummer, organisationsnummer …); `-` reads it from standard input
    #[arg(long, value_name = "ID")]
    to: String,
    /// Letter type
    #[arg(long = "type", value_name = "TYPE")]
    letter_type: String,
    /// Title that the recipient sees
    #[arg(long, value_name = "TEXT")]
    subject: Option<String>,
    #[command(flatten)]
    body: BodyArgs,
    /// Your own reference, returned in every answer
    #[arg(long, value_name = "REFERENCE")]
    reference: Option<String>,
    /// Case number in your system
    #[arg(long, value_name = "CASE")]
    case_id: Option<String>,
    /// Board or unit that sends
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    terms: TermArgs,
    #[command(flatten)]
    recipient: RecipientArgs,
    #[command(flatten)]
    contact: ContactArgs,
    #[command(flatten)]
    notice: NoticeArgs,
    /// The same key with the same letter is sent once only; made up when not given
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    /// Wait until the letter has ended or a person must act, at most so many seconds [default when given: 600]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "600")]
    wait: Option<u64>,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct BodyArgs {
    /// Message text
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// File with the message text
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// File with the message text as HTML
    #[arg(long, value_name = "FILE")]
    html_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Business fields that the letter type uses")]
struct DataArgs {
    /// A field and its value, such as amount=125.00; give it once for each field
    #[arg(long, value_name = "NAME=VALUE")]
    data: Vec<String>,
    /// File with all fields as a JSON object; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    data_file: Option<PathBuf>,
    /// Language of the letter, two letters [default: that of its type or sender]
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "When it leaves")]
struct TermArgs {
    /// Not before this time; a date is its first moment
    #[arg(long, value_name = "TIME", value_parser = crate::when::moment)]
    at: Option<jiff::Timestamp>,
    /// Not after this time: what has not left by then is not sent any more
    #[arg(long, value_name = "TIME", value_parser = crate::when::moment, conflicts_with = "ttl")]
    expires: Option<jiff::Timestamp>,
    /// The same as so many hours after it may leave
    #[arg(long, value_name = "HOURS")]
    ttl: Option<u32>,
    /// Minutes in which it can be taken back with `letters cancel`: it does not leave before they are over
    #[arg(long, value_name = "MINUTES")]
    recall: Option<u32>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "If it may go on paper")]
struct RecipientArgs {
    /// The recipient's name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A line of the postal address; give it once for each line
    #[arg(long = "address", value_name = "LINE", requires = "postcode")]
    lines: Vec<String>,
    /// Postcode
    #[arg(long, value_name = "CODE", requires = "lines")]
    postcode: Option<String>,
    /// City
    #[arg(long, value_name = "CITY", requires = "lines")]
    city: Option<String>,
    /// Country, two letters
    #[arg(long, value_name = "CC", requires = "lines")]
    country: Option<String>,
    /// The recipient has a protected identity: the letter is sent by no automatic channel
    #[arg(long)]
    protected: bool,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Whom the recipient can turn to")]
struct ContactArgs {
    /// One to three sentences [default: those of the letter type]
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// Web page
    #[arg(long, value_name = "URL")]
    contact_url: Option<String>,
    /// Telephone number
    #[arg(long, value_name = "NUMBER")]
    contact_phone: Option<String>,
    /// E-mail address
    #[arg(long, value_name = "ADDRESS")]
    contact_email: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Where a neutral notice goes once the letter lies in the mailbox")]
struct NoticeArgs {
    /// E-mail address
    #[arg(long, value_name = "ADDRESS")]
    notice_email: Option<String>,
    /// Telephone number with `+` and country code
    #[arg(long, value_name = "NUMBER")]
    notice_phone: Option<String>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let mut form = Multipart::new();
    form.json("letter", &letter(&args)?);
    for file in &args.files {
        form.file("file", file, "application/pdf")?;
    }
    let api = Api::new(out)?;
    block_on(async {
        let answer = api.json(Call::upload(&["letters"], &form, args.idempotency_key.clone())).await?;
        drop(form);
        let Some(id) = Accepted::read(&answer).id else {
            return Err(Failure::new("the gateway's answer names no letter"));
        };
        match args.wait {
            None => accepted(&answer, &id, out),
            Some(seconds) => wait(&api, answer, &id, Duration::from_secs(seconds), out).await,
        }
    })
}

/// The JSON part of the form: only what was given.
fn letter(args: &Args) -> Result<Value, Failure> {
    let to = match args.to.as_str() {
        "-" => line_of_stdin()?.ok_or_else(|| {
            Failure::new("standard input holds no number").fix("Write it there, or after --to.")
        })?,
        given => given.trim().to_owned(),
    };
    let from_file =
        |path: &Option<PathBuf>| path.as_deref().map(|path| read_text(path, LARGEST_TEXT)).transpose();
    let text =
        args.body.text.clone().map_or_else(|| from_file(&args.body.text_file), |text| Ok(Some(text)))?;
    let html = from_file(&args.body.html_file)?;
    let mut letter =
        given([("type", Some(&args.letter_type)), ("to", Some(&to)), ("subject", args.subject.as_ref())]);
    letter.extend(given([
        ("text", text.as_ref()),
        ("html", html.as_ref()),
        ("reference", args.reference.as_ref()),
    ]));
    letter.extend(given([("case_id", args.case_id.as_ref()), ("unit", args.unit.as_ref())]));
    letter.extend(given([("language", args.data.language.as_ref())]));
    if let Some(data) = data(&args.data)? {
        letter.insert("data".to_owned(), data);
    }
    let TermArgs { at, expires, ttl, recall } = &args.terms;
    for (name, value) in [
        ("send_at", at.map(|at| json!(at))),
        ("expires_at", expires.map(|at| json!(at))),
        ("ttl_hours", ttl.map(|hours| json!(hours))),
        ("recall_minutes", recall.map(|minutes| json!(minutes))),
    ] {
        letter.extend(value.map(|value| (name.to_owned(), value)));
    }
    let RecipientArgs { name, lines, postcode, city, country, protected } = &args.recipient;
    let mut recipient = given([("name", name.as_ref())]);
    if !lines.is_empty() {
        let mut address =
            given([("name", name.as_ref()), ("postcode", postcode.as_ref()), ("city", city.as_ref())]);
        address.extend(given([("country_code", country.as_ref())]));
        address.insert("lines".to_owned(), json!(lines));
        recipient.insert("address".to_owned(), Value::Object(address));
    }
    if *protected {
        recipient.insert("protected".to_owned(), json!(true));
    }
    let ContactArgs { contact, contact_url, contact_phone, contact_email } = &args.contact;
    let mut whom =
        given([("text", contact.as_ref()), ("url", contact_url.as_ref()), ("phone", contact_phone.as_ref())]);
    whom.extend(given([("email", contact_email.as_ref())]));
    let NoticeArgs { notice_email, notice_phone } = &args.notice;
    let notice = given([("email", notice_email.as_ref()), ("phone", notice_phone.as_ref())]);
    for (name, object) in [("recipient", recipient), ("contact", whom), ("notice", notice)] {
        if !object.is_empty() {
            letter.insert(name.to_owned(), Value::Object(object));
        }
    }
    Ok(Value::Object(letter))
}

/// The business fields, by name or from a file.
fn data(args: &DataArgs) -> Result<Option<Value>, Failure> {
    if let Some(path) = &args.data_file {
        let text = read_text(path, LARGEST_TEXT)?;
        let value: Value = serde_json::from_str(&text).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            Failure::new(format!("{}: not JSON ({place})", path.display()))
                .fix("Write { \"amount\": \"125.00\" }.")
        })?;
        return Ok(Some(value));
    }
    let pair = |given: &String| match given.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), json!(value))),
        // The text is not repeated: it may be a person's number.
        _ => Err(Failure::new("--data: no name").fix("Write it as name=value, such as amount=125.00.")),
    };
    let pairs: Map<String, Value> = args.data.iter().map(pair).collect::<Result<_, _>>()?;
    Ok((!pairs.is_empty()).then_some(Value::Object(pairs)))
}

fn given<const N: usize>(fields: [(&str, Option<&String>); N]) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect()
}

/// Not waiting: the answer to the handing in.
fn accepted(answer: &Value, id: &str, out: &Output) -> Outcome {
    if out.is_json() {
        out.json(answer);
    } else {
        let state = Accepted::read(answer).state.unwrap_or_default();
        out.line(&format!("{} {}", out.paint(Style::Strong, id), Moment(&state).words(out.language())));
        out.note(&format!("{}: brevdue letters show {id}", out.say(&words::FOLLOW)));
    }
    Ok(Exit::Yes)
}

/// Asks until the letter rests or the time is over. The letter is accepted already: an outage meanwhile only
/// makes the wait longer.
async fn wait(api: &Api<'_>, accepted: Value, id: &str, patience: Duration, out: &Output) -> Outcome {
    let end = Instant::now().checked_add(patience);
    let is_over = || end.is_some_and(|end| Instant::now() >= end);
    let mut pause = Duration::from_millis(200);
    let mut latest = accepted;
    let mut shown = String::new();
    out.note(id);
    loop {
        match api.json(Call::get(&["letters", id])).await {
            Ok(answer) => latest = answer,
            Err(failure) if failure.exit() == Exit::No || is_over() => {
                report(&latest, id, out);
                return Err(failure);
            }
            Err(_) => {}
        }
        let letter = Letter::read(&latest);
        let state = letter.state.as_deref().unwrap_or_default();
        if letter.r#final || Moment(state).is_rest() {
            report(&latest, id, out);
            return Ok(Exit::from_answer(Moment(state).is_good()));
        }
        if is_over() {
            out.note(out.say(&words::WAIT_OVER));
            report(&latest, id, out);
            return Ok(Exit::No);
        }
        if shown != state {
            out.progress(&format!("{} …", Moment(state).words(out.language())));
            shown = state.to_owned();
        }
        let left = end.map_or(pause, |end| end.saturating_duration_since(Instant::now()));
        tokio::time::sleep(pause.min(left)).await;
        pause = (pause * 3 / 2).min(Duration::from_secs(5));
    }
}

fn report(answer: &Value, id: &str, out: &Output) {
    if out.is_json() {
        return out.json(answer);
    }
    let letter = Letter::read(answer);
    let state = Moment(letter.state.as_deref().unwrap_or_default());
    let channel =
        letter.channel.as_deref().and_then(words::channel).map(|text| format!(" · {}", out.say(text)));
    let words = out.paint(state.style(), &state.words(out.language()));
    out.line(&format!("{} {words}{}", out.paint(Style::Strong, id), channel.unwrap_or_default()));
    let language = out.language();
    let cause = letter.cause();
    let (what, fix) =
        (cause.and_then(|cause| cause.what(language)), cause.and_then(|cause| cause.fix(language)));
    let texts = [state.sentence(language), what, fix];
    for text in texts.into_iter().flatten() {
        out.line(&format!("  {}", out.paint(Style::Plain, text)));
    }
}
