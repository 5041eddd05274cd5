//! The markup in local words, for those who read the text and not the buttons (R170, R171, R173).

use super::kind::ActionKind;
use super::layers::{Action, DeadlineKind};
use super::moment::Moment;
use super::resolve::Resolved;
use super::value::Value;
use catalogue::Language;
use jiff::Zoned;
use jiff::tz::TimeZone;

const MONTHS: [[&str; 12]; 3] = [
    [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

/// Danish, Swedish, English.
fn pick<T: Copy>(language: Language, texts: [T; 3]) -> T {
    let [da, sv, en] = texts;
    match language {
        Language::Da => da,
        Language::Sv => sv,
        Language::En => en,
    }
}

fn local(moment: Moment, zone: &TimeZone) -> Zoned {
    moment.at.to_zoned(zone.clone())
}

fn day(at: &Zoned, language: Language) -> String {
    let month = usize::try_from(at.month() - 1).unwrap_or_default();
    let month = pick(language, [&MONTHS[0], &MONTHS[1], &MONTHS[2]]).get(month).copied().unwrap_or_default();
    format!("{}{}{month} {}", at.day(), pick(language, [". ", " ", " "]), at.year())
}

fn clock(at: &Zoned, language: Language) -> String {
    let point = pick(language, [".", ".", ":"]);
    format!("{}{:02}{point}{:02}", pick(language, ["kl. ", "kl. ", ""]), at.hour(), at.minute())
}

/// A moment in words: `1. december 2026`, with the time unless it was given as a day.
pub fn date_words(moment: Moment, zone: &TimeZone, language: Language) -> String {
    let at = local(moment, zone);
    if moment.whole_day {
        day(&at, language)
    } else {
        format!("{} {}", day(&at, language), clock(&at, language))
    }
}

/// Whether a text names that day in one of the ways in which people write it.
fn names_day(text: &str, at: &Zoned, language: Language) -> bool {
    let words = day(at, language).to_lowercase();
    let without_year = words.rsplit_once(' ').map_or(words.as_str(), |(day, _)| day).to_owned();
    let (year, month, day) = (at.year(), at.month(), at.day());
    let text = text.to_lowercase();
    [
        without_year,
        format!("{year}-{month:02}-{day:02}"),
        format!("{day:02}-{month:02}-{year}"),
        format!("{day:02}.{month:02}.{year}"),
        format!("{day}.{month}.{year}"),
        format!("{day:02}/{month:02}/{year}"),
        format!("{day}/{month}/{year}"),
        format!("{day}/{month} {year}"),
    ]
    .iter()
    .any(|form| contains_whole(&text, form))
}

/// `1. december` is not named by `21. december`.
fn contains_whole(text: &str, form: &str) -> bool {
    text.match_indices(form).any(|(start, found)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(|c| c.is_ascii_digit()) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// The letter's deadline as a line of text, unless `text` names that day already (R170).
pub fn deadline_line(resolved: &Resolved, text: &str, zone: &TimeZone, language: Language) -> Option<String> {
    let deadline = resolved.markup.deadline.as_ref()?;
    let by = deadline.by.as_ref()?.moment()?;
    if names_day(text, &local(by, zone), language) {
        return None;
    }
    let words = date_words(by, zone, language);
    let line = match deadline.kind {
        DeadlineKind::Reply => {
            pick(language, ["Svar senest den {}.", "Svara senast den {}.", "Please answer by {}."])
        }
        DeadlineKind::Appeal => pick(
            language,
            [
                "Fristen for at klage er den {}.",
                "Sista dag att överklaga är den {}.",
                "You may appeal until {}.",
            ],
        ),
        DeadlineKind::Act => {
            pick(language, ["Fristen er den {}.", "Sista dag är den {}.", "The deadline is {}."])
        }
    };
    Some(line.replace("{}", &words))
}

/// Deadline and actions as lines of text, for a country whose messages have no buttons.
pub fn lines(resolved: &Resolved, text: &str, zone: &TimeZone, language: Language) -> Vec<String> {
    let deadline = deadline_line(resolved, text, zone, language);
    let actions = resolved.markup.actions.iter().map(|action| line(action, zone, language));
    deadline.into_iter().chain(actions).collect()
}

fn line(action: &Action<Value>, zone: &TimeZone, language: Language) -> String {
    let text = |value: &Option<Value>| value.as_ref().map(Value::text).filter(|text| !text.is_empty());
    let moment = |value: &Option<Value>| value.as_ref().and_then(Value::moment);
    let mut parts = vec![text(&action.label).unwrap_or_default()];
    match (action.kind, moment(&action.from), moment(&action.until)) {
        (ActionKind::Appointment, Some(from), Some(until)) => {
            let (from, until) = (local(from, zone), local(until, zone));
            let end = if from.date() == until.date() {
                format!("{:02}{}{:02}", until.hour(), pick(language, [".", ".", ":"]), until.minute())
            } else {
                format!("{} {}", day(&until, language), clock(&until, language))
            };
            parts.push(format!("{} {}–{end}", day(&from, language), clock(&from, language)));
            parts.extend(text(&action.place));
        }
        (_, _, until) => {
            if let Some(amount) = action.amount.as_ref().and_then(Value::amount) {
                let currency = action.currency.as_deref().unwrap_or(pick(language, ["DKK", "SEK", "EUR"]));
                parts.push(format!("{} {currency}", amount.words(language)));
            }
            let reference = pick(language, ["reference", "referens", "reference"]);
            parts.extend(text(&action.reference).map(|text| format!("{reference} {text}")));
            if let Some(until) = until {
                let latest = pick(language, ["senest den", "senast den", "by"]);
                parts.push(format!("{latest} {}", date_words(until, zone, language)));
            }
        }
    }
    let said = parts.join(", ");
    match text(&action.url) {
        // On a line of its own the address is not mistaken for a part of the sentence.
        Some(url) => format!("{said}:\n{url}"),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::super::moment::DayMeans;
    use super::*;

    #[test]
    fn days_in_words_and_found_in_a_text() {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let by = Moment::parse("2026-12-01", &zone, DayMeans::End).unwrap();
        assert_eq!(date_words(by, &zone, Language::Da), "1. december 2026");
        assert_eq!(date_words(by, &zone, Language::Sv), "1 december 2026");
        let at = Moment::parse("2026-12-01T09:05", &zone, DayMeans::Nothing).unwrap();
        assert_eq!(date_words(at, &zone, Language::Da), "1. december 2026 kl. 09.05");
        assert_eq!(date_words(at, &zone, Language::En), "1 December 2026 09:05");
        let day = local(by, &zone);
        for (text, named) in [
            ("Betal senest 1. december.", true),
            ("Betal senest 1. December 2026", true),
            ("inden 01-12-2026", true),
            ("inden 2026-12-01", true),
            ("inden 1/12 2026", true),
            ("inden 21. december", false),
            ("inden 11/12 2026", false),
            ("inden længe", false),
        ] {
            assert_eq!(names_day(text, &day, Language::Da), named, "{text}");
        }
    }
}
