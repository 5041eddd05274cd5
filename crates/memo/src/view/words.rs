//! The words of the readable view, and dates and sizes as each language writes them.

use crate::codes::ActionCode;
use catalogue::{Language, Text};
use jiff::civil::{Date, DateTime};

const fn text(da: &'static str, sv: &'static str, en: &'static str) -> Text {
    Text { da, sv, en }
}

pub(super) const FROM: Text = text("Fra", "Från", "From");
pub(super) const ON_BEHALF: Text = text(
    "Sendt på vegne af afsenderen af",
    "Skickat för avsändarens räkning av",
    "Sent on the sender's behalf by",
);
pub(super) const TO: Text = text("Til", "Till", "To");
pub(super) const CREATED: Text = text("Dateret", "Daterat", "Made");
pub(super) const NOT_BEFORE: Text = text("Leveres tidligst", "Levereras tidigast", "Not delivered before");
pub(super) const CASE: Text = text("Sag", "Ärende", "Case");
pub(super) const SUBJECT: Text = text("Emne", "Ämne", "Subject");
pub(super) const FORWARDED: Text = text("Videresendt fra", "Vidarebefordrat från", "Forwarded from");
pub(super) const THREAD: Text =
    text("Tidligere beskeder i tråden", "Tidigare meddelanden i tråden", "Earlier messages in the thread");
pub(super) const TEXT: Text = text("Brevet", "Brevet", "The letter");
pub(super) const TO_DO: Text = text("Modtageren skal", "Mottagaren ska", "The recipient is asked to");
pub(super) const FILES: Text = text("Dokumenter", "Dokument", "Documents");
pub(super) const ANSWER_YES: Text =
    text("Modtageren kan svare", "Mottagaren kan svara", "The recipient may answer");
pub(super) const ANSWER_NO: Text =
    text("Modtageren kan ikke svare", "Mottagaren kan inte svara", "The recipient cannot answer");
pub(super) const ANSWER_BY: Text = text("senest", "senast", "by");
pub(super) const ANSWER_TO: Text = text("til", "till", "to");
pub(super) const UNTIL: Text = text("senest", "senast", "by");
pub(super) const SINCE: Text = text("fra", "från", "from");
pub(super) const MANDATORY: Text = text("Obligatorisk post", "Obligatorisk post", "Mandatory post");
pub(super) const LEGAL: Text = text("Forkyndelse", "Delgivning", "Legal service of process");
pub(super) const NEMSMS: Text = text("NemSMS", "NemSMS", "NemSMS");
pub(super) const MAIN: Text = text("brevet", "brevet", "the letter");
pub(super) const ATTACHMENT: Text = text("bilag", "bilaga", "attachment");
pub(super) const TECHNICAL: Text = text("teknisk bilag", "teknisk bilaga", "technical document");

pub(super) fn action(code: ActionCode) -> Text {
    match code {
        ActionCode::Appointment => text("møde op", "komma till mötet", "come to the appointment"),
        ActionCode::Payment => text("betale", "betala", "pay"),
        ActionCode::SelfService => text("bruge selvbetjening", "använda självbetjäning", "use self-service"),
        ActionCode::Sign => text("underskrive", "skriva under", "sign"),
        ActionCode::Confirm => text("bekræfte", "bekräfta", "confirm"),
        ActionCode::Preparation => text("forberede sig", "förbereda sig", "prepare"),
        ActionCode::SignUp => text("tilmelde sig", "anmäla sig", "sign up"),
        ActionCode::Information => text("læse mere", "läsa mer", "read more"),
    }
}

pub(super) fn date(day: Date, language: Language) -> String {
    catalogue::day_in_words(day.year(), day.month(), day.day(), language)
}

pub(super) fn moment(at: DateTime, language: Language) -> String {
    let day = date(at.date(), language);
    match language {
        Language::En => format!("{day}, {:02}:{:02}", at.hour(), at.minute()),
        Language::Da | Language::Sv => format!("{day} kl. {:02}.{:02}", at.hour(), at.minute()),
    }
}

/// From and until, without repeating the day.
pub(super) fn span(from: DateTime, until: DateTime, language: Language) -> String {
    let separator = if language == Language::En { ':' } else { '.' };
    if from.date() == until.date() {
        format!("{}–{:02}{separator}{:02}", moment(from, language), until.hour(), until.minute())
    } else {
        format!("{} – {}", moment(from, language), moment(until, language))
    }
}

/// A size in bytes as people say it, decimal units.
pub(super) fn size(bytes: u64, language: Language) -> String {
    let tenths = |unit: u64| {
        let value = (bytes + unit / 20) / (unit / 10);
        let comma = if language == Language::En { '.' } else { ',' };
        format!("{}{comma}{}", value / 10, value % 10)
    };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_sizes() {
        let at = jiff::civil::date(2025, 12, 1).at(23, 59, 59, 0);
        assert_eq!(moment(at, Language::Da), "1. december 2025 kl. 23.59");
        assert_eq!(moment(at, Language::Sv), "1 december 2025 kl. 23.59");
        assert_eq!(moment(at, Language::En), "1 December 2025, 23:59");
        assert_eq!(size(999, Language::Da), "999 B");
        assert_eq!(size(12_340, Language::Da), "12,3 kB");
        assert_eq!(size(99_500_000, Language::En), "99.5 MB");
    }
}
