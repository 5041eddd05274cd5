//! MeMo messages as the receiving side sees them.

use std::fs::File;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use memo::{CheckOptions, Context, CountSink, Message, MessageType, ReadError, Report, Severity};
use serde::{Deserialize, Serialize};

/// How far ahead a message may be delayed. Digital Post's own limit was not found; this one is our assumption.
const MAX_DAYS_AHEAD: u32 = 366;

/// Digital Post's code for everything that has none of its own.
const MEMO_INVALID: &str = "memo.invalid";

/// What decides, beside its recipient, what becomes of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Nature {
    /// The error that says most: Digital Post's code for it, and what is wrong.
    pub(crate) fault: Option<(String, String)>,
    /// A NemSMS, not a letter.
    pub(crate) nemsms: bool,
    /// Mandatory post or a legal notification: reaches the exempt (K3).
    pub(crate) forced: bool,
}

impl Nature {
    /// Of a message and what the rules say of it.
    pub(crate) fn of(message: Option<&Message>, report: &Report) -> Self {
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let coded = errors.map(|finding| {
            let code = memo::rule(finding.rule).map_or(MEMO_INVALID, memo::Rule::error_code);
            (code.to_owned(), finding.to_string())
        });
        // One receipt has one code: the one that says most.
        let fault = coded.min_by_key(|(code, _)| code == MEMO_INVALID);
        let invalid = || (!report.valid).then(|| not_a_message("not a valid message"));
        let header = message.map(|message| &message.header);
        let set = |flag: Option<bool>| flag == Some(true);
        Self {
            fault: fault.or_else(invalid),
            nemsms: header.is_some_and(|header| header.message_type == MessageType::NemSms),
            forced: header.is_some_and(|header| set(header.mandatory) || set(header.legal_notification)),
        }
    }
}

fn not_a_message(what: &str) -> (String, String) {
    (MEMO_INVALID.to_owned(), what.to_owned())
}

/// What the validation found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) nature: Nature,
    pub(crate) sender: String,
    pub(crate) subject: String,
    pub(crate) documents: u32,
}

/// The rules that Digital Post itself applies, not the markup advice.
pub(crate) fn options() -> CheckOptions {
    let context =
        Context { now: Some(Timestamp::now()), max_days_ahead: Some(MAX_DAYS_AHEAD), ..Context::default() };
    CheckOptions { markup: false, context, ..CheckOptions::default() }
}

/// Validates a stored message without taking its files into memory.
pub(crate) fn judge(path: &Path) -> io::Result<Verdict> {
    let mut sink = CountSink::default();
    let unreadable = |what: &str| {
        let nature = Nature { fault: Some(not_a_message(what)), ..Nature::default() };
        Ok(Verdict { nature, ..Verdict::default() })
    };
    let (message, report) = match memo::check_from(File::open(path)?, &options(), &mut sink) {
        Ok(checked) => checked,
        Err(ReadError::Source(error) | ReadError::Sink(error)) => return Err(error),
        Err(error) => return unreadable(&error.to_string()),
    };
    let nature = Nature::of(message.as_ref(), &report);
    let Some(message) = message else {
        return match nature.fault {
            Some(_) => Ok(Verdict { nature, ..Verdict::default() }),
            None => unreadable("not a message"),
        };
    };
    let documents = message.body.as_ref().map_or(0, |body| 1 + body.additional_documents.len());
    Ok(Verdict {
        nature,
        sender: message.header.sender.label.clone(),
        subject: message.header.label.clone(),
        documents: u32::try_from(documents).unwrap_or(u32::MAX),
    })
}
