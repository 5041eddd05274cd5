//! The exception list of a run: what a named case worker must print, what must be asked again, and what must be mended
//! (R58). It stands in a file of the caller's; the gateway keeps nothing of it (R59).

use askama::Template;
use catalogue::{Code, Language, Text};
use jiff::{Timestamp, tz::TimeZone};

use super::run::{Asked, Told};
use crate::client::Reachability;
use crate::exit::Failure;
use crate::output::{FileOutput, Output};
use crate::words;

/// What must be done about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// It has no digital mailbox for this: paper.
    Print,
    /// Nobody knows: an outage is no answer, and never a reason for paper (C12).
    AskAgain,
    /// It is no number of a recipient.
    Mend,
}

impl Need {
    const ALL: [Need; 3] = [Need::Print, Need::AskAgain, Need::Mend];

    const fn as_str(self) -> &'static str {
        match self {
            Need::Print => "print",
            Need::AskAgain => "ask_again",
            Need::Mend => "mend",
        }
    }

    const fn words(self) -> &'static Text {
        match self {
            Need::Print => &words::NEED_PRINT,
            Need::AskAgain => &words::NEED_ASK_AGAIN,
            Need::Mend => &words::NEED_MEND,
        }
    }
}

/// One number that needs somebody.
struct Row {
    /// Its place in the run, from 1.
    place: usize,
    need: Need,
    /// What the caller calls it.
    reference: String,
    /// The number: in full only where nothing else says which letter it is.
    recipient: String,
    reason: String,
    fix: String,
}

/// Who the list is for, and of what.
pub(super) struct Head {
    pub(super) case_worker: String,
    pub(super) letter_type: Option<String>,
    pub(super) made_at: Timestamp,
}

/// The list while it grows.
pub(super) struct Exceptions {
    head: Head,
    rows: Vec<Row>,
    asked: usize,
}

impl Exceptions {
    pub(super) const fn of(head: Head) -> Exceptions {
        Exceptions { head, rows: Vec::new(), asked: 0 }
    }

    /// Adds the next number of the run.
    pub(super) fn add(&mut self, asked: &Asked, told: &Told, language: Language) {
        self.asked += 1;
        let (need, recipient, code, said) = match told {
            Told::Malformed(code, detail) => {
                (Need::Mend, asked.number.clone(), *code, (detail.clone(), String::new()))
            }
            Told::Answer(value) => {
                let row = Reachability::read(value);
                let need = match row.answer.as_deref() {
                    Some("yes") => return,
                    // A type that drops what cannot go digitally leaves nothing to print.
                    Some("no") if row.channel.as_deref() == Some("none") => return,
                    Some("no") => Need::Print,
                    _ => Need::AskAgain,
                };
                let masked = row.recipient.clone().unwrap_or_default();
                let recipient = if asked.reference.is_empty() { asked.number.clone() } else { masked };
                let reason = row.reason.as_ref();
                let what = reason.and_then(|reason| reason.what(language)).unwrap_or_default().to_owned();
                (need, recipient, None, (what, String::new()))
            }
        };
        let entry = code.map(Code::entry);
        let (reason, fix) = entry
            .map_or(said, |entry| (entry.what.get(language).to_owned(), entry.fix.get(language).to_owned()));
        self.rows.push(Row {
            place: self.asked,
            need,
            reference: asked.reference.clone(),
            recipient,
            reason,
            fix,
        });
    }

    /// How many need this.
    fn count(&self, need: Need) -> usize {
        self.rows.iter().filter(|row| row.need == need).count()
    }

    /// Writes the list, whole or not at all: a page for `.html`, else a table.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn write(&self, mut file: FileOutput, out: &Output) -> Result<String, Failure> {
        let html = file.path().extension().is_some_and(|end| end.eq_ignore_ascii_case("html"));
        let bytes = if html { self.page(out)? } else { self.table(out)? };
        file.write(&bytes)?;
        file.keep()
    }

    /// In a line: how many need what.
    pub(super) fn summary(&self, out: &Output) -> String {
        let part = |need: Need| format!("{}: {}", out.say(need.words()), self.count(need));
        let asked = format!("{}: {}", out.say(&words::ASKED), self.asked);
        [vec![asked], Need::ALL.map(part).to_vec()].concat().join(" · ")
    }

    fn table(&self, out: &Output) -> Result<Vec<u8>, Failure> {
        let failed = |error: csv::Error| Failure::new(format!("the list cannot be written: {error}"));
        // The mark at the beginning is what spreadsheets know UTF-8 by.
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(b"\xEF\xBB\xBF".to_vec());
        let head = [
            "case_worker",
            "made_at",
            "type",
            "line",
            "reference",
            "recipient",
            "need",
            "what",
            "reason",
            "fix",
        ];
        writer.write_record(head).map_err(failed)?;
        let made_at = self.head.made_at.to_string();
        let letter_type = self.head.letter_type.as_deref().unwrap_or_default();
        for row in &self.rows {
            let place = row.place.to_string();
            let need = out.say(row.need.words());
            let cells = [
                self.head.case_worker.as_str(),
                &made_at,
                letter_type,
                &place,
                &row.reference,
                &row.recipient,
                row.need.as_str(),
                need,
                &row.reason,
                &row.fix,
            ];
            writer.write_record(cells.map(inert)).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| Failure::new(format!("the list cannot be written: {error}")))
    }

    fn page(&self, out: &Output) -> Result<Vec<u8>, Failure> {
        let made_at = self.head.made_at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
        let part = |need: Need| Part {
            heading: out.say(need.words()),
            rows: self.rows.iter().filter(|row| row.need == need).collect(),
        };
        let page = Page {
            lang: out.language().as_str(),
            title: out.say(&words::EXCEPTION_LIST),
            facts: vec![
                (out.say(&words::CASE_WORKER), self.head.case_worker.clone()),
                (out.say(&words::RUN_AT), made_at),
                (out.say(&words::TYPE), self.head.letter_type.clone().unwrap_or_else(|| "–".to_owned())),
                (out.say(&words::ASKED), self.asked.to_string()),
            ],
            nothing: out.say(&words::NO_EXCEPTIONS),
            reference: out.say(&words::REFERENCE),
            recipient: out.say(&words::RECIPIENT),
            reason: out.say(&words::REASON),
            parts: Need::ALL.map(part).into_iter().filter(|part| !part.rows.is_empty()).collect(),
        };
        page.render().map(String::into_bytes).map_err(|error| Failure::new(error.to_string()))
    }
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Numbers that need the same.
struct Part<'a> {
    heading: &'static str,
    rows: Vec<&'a Row>,
}

#[derive(Template)]
#[template(path = "exceptions.html")]
struct Page<'a> {
    lang: &'static str,
    title: &'static str,
    facts: Vec<(&'static str, String)>,
    nothing: &'static str,
    reference: &'static str,
    recipient: &'static str,
    reason: &'static str,
    parts: Vec<Part<'a>>,
}
