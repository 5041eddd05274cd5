//! What the doctor finds, in the reader's language: what it is about, whose, how it stands, what to do. The doctor's own
//! words are technical English, made where something is looked at; pages show them folded, for whoever must mend it.

use super::state::{badge, channel};
use super::words::{Doctor, Routes, Settings, Subjects, fill};
use crate::gateway::Gateway;
use catalogue::Language;
use channels::{Finding, Level};
use letter::{ChannelKind, StateName};

/// A finding in words.
pub(super) struct Told {
    pub(super) level: Level,
    pub(super) words: &'static str,
    pub(super) sign: &'static str,
    pub(super) tone: &'static str,
    /// What was looked at.
    pub(super) title: &'static str,
    /// Whose it is, or which.
    pub(super) whose: String,
    /// How long it lasts, where that is what counts.
    pub(super) lasts: Option<String>,
    /// What to do; nothing while it is well.
    pub(super) todo: Option<&'static str>,
    /// The doctor's own words: where, what, and what to do.
    pub(super) subject: String,
    pub(super) found: String,
    pub(super) remedy: String,
}

/// Word, sign and tone of a level.
pub(super) const fn mark(level: Level, t: &Doctor) -> (&'static str, &'static str, &'static str) {
    match level {
        Level::Ok => (t.green, "✓", "done"),
        Level::Warning => (t.yellow, "!", "person"),
        Level::Error => (t.red, "✕", "bad"),
    }
}

/// Tells of a finding.
pub(super) fn told(gateway: &Gateway, finding: Finding, lang: Language) -> Told {
    let (words, sign, tone) = mark(finding.level, Doctor::of(lang));
    let (title, todo) = row(&finding.subject, Subjects::of(lang));
    Told {
        level: finding.level,
        words,
        sign,
        tone,
        title,
        whose: whose(gateway, &finding.subject, lang),
        lasts: days(&finding.found).map(|days| fill(Settings::of(lang).days_left, &[("days", days)])),
        todo: (finding.level > Level::Ok).then_some(todo),
        subject: finding.subject,
        found: finding.found,
        remedy: finding.remedy,
    }
}

/// Name of what was looked at, and what to do when it is ill.
fn row(subject: &str, s: &'static Subjects) -> (&'static str, &'static str) {
    // The first that fits: what a subject ends in says more than what it begins with.
    let rows: [(bool, &'static str, &'static str); 20] = [
        (subject.ends_with(" holder"), s.holder, s.holder_todo),
        (subject.contains("certificate"), s.certificate, s.certificate_todo),
        (subject.contains(" agreement "), s.agreement, s.agreement_todo),
        (subject.ends_with(" key"), s.certificate, s.certificate_todo),
        (subject.ends_with(" dispatcher"), s.dispatcher, s.dispatcher_todo),
        (subject.contains(" operator "), s.operator, s.operator_todo),
        (subject.contains("hot folder"), s.folder, s.folder_todo),
        (subject.contains("pushed receipts"), s.pushes, s.pushes_todo),
        (subject.starts_with("sender "), s.sender, s.sender_todo),
        (subject.starts_with("state "), s.letters, s.letters_todo),
        (subject == "queue", s.queue, s.queue_todo),
        (subject == "receipts", s.receipts, s.receipts_todo),
        (subject == "balance", s.balance, s.balance_todo),
        (subject == "sweep", s.sweep, s.sweep_todo),
        (subject == "retention", s.retention, s.retention_todo),
        (subject == "database", s.database, s.database_todo),
        (subject == "disk", s.disk, s.disk_todo),
        (subject.starts_with("clock"), s.clock, s.clock_todo),
        (subject == "configuration", s.configuration, s.configuration),
        (subject.ends_with(" senders"), s.nobody, s.nobody_todo),
    ];
    let row = rows.into_iter().find(|(fits, _, _)| *fits);
    row.map_or((s.connection, s.connection_todo), |(_, title, todo)| (title, todo))
}

/// The names in a subject, as people know them: channel, sender, operator, state.
fn whose(gateway: &Gateway, subject: &str, lang: Language) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut parts = subject.split(' ').peekable();
    while let Some(part) = parts.next() {
        let routes = Routes::of(lang);
        if let Some(kind) = ChannelKind::ALL.into_iter().find(|kind| kind.as_str() == part) {
            names.push(channel(Some(kind), routes).to_owned());
        }
        let next = parts.peek().copied().unwrap_or_default();
        match part {
            "sender" => names.extend(gateway.sender(&next.into()).map(|sender| sender.name.clone())),
            "state" => names.extend(
                StateName::ALL
                    .into_iter()
                    .find(|state| state.as_str() == next)
                    .map(|state| badge(state, None, None, lang).words.to_owned()),
            ),
            // Operators have names of several words; what is in brackets is for the technician.
            "operator" | "agreement" => {
                let name: Vec<&str> = parts.by_ref().take_while(|word| !word.starts_with('(')).collect();
                names.push(name.join(" "));
            }
            _ => {}
        }
    }
    names.join(", ")
}

/// The number of days that something lasts, where the doctor tells it.
fn days(found: &str) -> Option<&str> {
    let (days, _) = found.split_once(" days left")?;
    days.bytes().all(|byte| byte.is_ascii_digit()).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_has_its_own_words() {
        let s = Subjects::of(Language::Da);
        for (subject, title) in [
            ("digital_post sender eksempel certificate", s.certificate),
            ("digital_post sender eksempel certificate holder", s.holder),
            ("kombi sender travlby key", s.certificate),
            ("sender eksempel agreement Tilslutningsaftale", s.agreement),
            ("sender eksempel", s.sender),
            ("mina_meddelanden operator Alfa Post (165560009994 127.0.0.1:1)", s.operator),
            ("mina_meddelanden sender exempel dispatcher", s.dispatcher),
            ("print hot folder /srv/print", s.folder),
            ("kombi pushed receipts", s.pushes),
            ("digital_post senders", s.nobody),
            ("state needs_attention", s.letters),
            ("clock of database server", s.clock),
            ("mina_meddelanden register", s.connection),
        ] {
            assert_eq!(row(subject, s).0, title, "{subject}");
        }
    }

    #[test]
    fn only_days_that_are_told_are_told() {
        assert_eq!(days("364 days left (until 2027-11-21)"), Some("364"));
        assert_eq!(days("expired on 2026-01-01"), None);
        assert_eq!(days("many days left"), None);
    }
}
