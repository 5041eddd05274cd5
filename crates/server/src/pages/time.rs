//! Times as people write them, in the sender's zone.

use catalogue::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const MONTHS_DA: [&str; 12] = [
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
];
const MONTHS_SV: [&str; 12] = [
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
];
const MONTHS_EN: [&str; 12] = [
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
];

/// A moment for people and for machines.
pub(super) struct Moment {
    /// RFC 3339, for `datetime`.
    pub(super) machine: String,
    /// Day and time in words.
    pub(super) words: String,
}

/// A moment in a zone and a language.
pub(super) fn moment(at: Timestamp, zone: &str, language: Language) -> Moment {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = at.to_zoned(zone);
    let month = usize::from(local.month().unsigned_abs()).saturating_sub(1);
    let (day, year, hour, minute) = (local.day(), local.year(), local.hour(), local.minute());
    let name = |months: &[&'static str; 12]| months.get(month).copied().unwrap_or_default();
    let words = match language {
        Language::Da => format!("{day}. {} {year} kl. {hour:02}.{minute:02}", name(&MONTHS_DA)),
        Language::Sv => format!("{day} {} {year} kl. {hour:02}.{minute:02}", name(&MONTHS_SV)),
        Language::En => format!("{day} {} {year} at {hour:02}:{minute:02}", name(&MONTHS_EN)),
    };
    Moment { machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), words }
}

/// The day of a moment.
pub(super) fn day(at: Timestamp, zone: &str, language: Language) -> String {
    let words = moment(at, zone, language).words;
    let day = words.rsplit_once(if language == Language::En { " at " } else { " kl. " });
    day.map_or_else(|| words.clone(), |(day, _)| day.to_owned())
}

/// A civil day.
pub(super) fn date(on: Date, language: Language) -> String {
    on.to_zoned(TimeZone::UTC).map_or_else(|_| on.to_string(), |at| day(at.timestamp(), "UTC", language))
}

/// A moment in a list: the time if it is today, else the day.
pub(super) fn brief(at: Timestamp, now: Timestamp, zone: &str, language: Language) -> Moment {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let (local, today) = (at.to_zoned(tz.clone()), now.to_zoned(tz));
    let full = moment(at, zone, language);
    let (hour, minute) = (local.hour(), local.minute());
    let words = match language {
        _ if local.date() != today.date() => day(at, zone, language),
        Language::Da | Language::Sv => format!("i dag kl. {hour:02}.{minute:02}"),
        Language::En => format!("today at {hour:02}:{minute:02}"),
    };
    Moment { words, ..full }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_in_three_languages() {
        let at = "2026-07-01T22:05:00Z".parse().unwrap();
        let words = |language| moment(at, "Europe/Copenhagen", language).words;
        assert_eq!(words(Language::Da), "2. juli 2026 kl. 00.05");
        assert_eq!(words(Language::Sv), "2 juli 2026 kl. 00.05");
        assert_eq!(words(Language::En), "2 July 2026 at 00:05");
        assert_eq!(moment(at, "Europe/Stockholm", Language::En).machine, "2026-07-01T22:05:00Z");
    }

    #[test]
    fn lists_say_today_by_the_local_day() {
        let at: Timestamp = "2026-07-01T22:05:00Z".parse().unwrap();
        let words = |now: &str| brief(at, now.parse().unwrap(), "Europe/Stockholm", Language::En).words;
        assert_eq!(words("2026-07-02T20:00:00Z"), "today at 00:05");
        assert_eq!(words("2026-07-01T21:00:00Z"), "2 July 2026");
    }
}
