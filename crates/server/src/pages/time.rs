//! Times as people write them, in the sender's zone.

use super::words::Lengths;
use catalogue::Language;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

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
    let words = civil(local.datetime(), language);
    Moment { machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), words }
}

/// The day of a moment in a zone.
pub(super) fn day_of(at: Timestamp, zone: &str, language: Language) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    day(at.to_zoned(zone).date(), language)
}

/// A day in a language.
pub(super) fn day(date: Date, language: Language) -> String {
    catalogue::day_in_words(date.year(), date.month(), date.day(), language)
}

/// A local time.
pub(super) fn civil(at: DateTime, language: Language) -> String {
    let (day, hour, minute) = (day(at.date(), language), at.hour(), at.minute());
    match language {
        Language::Da | Language::Sv => format!("{day} kl. {hour:02}.{minute:02}"),
        Language::En => format!("{day} at {hour:02}:{minute:02}"),
    }
}

/// A moment in a list: the time if it is today, else the day.
pub(super) fn brief(at: Timestamp, now: Timestamp, zone: &str, language: Language) -> Moment {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let (local, today) = (at.to_zoned(tz.clone()), now.to_zoned(tz));
    let full = moment(at, zone, language);
    let (hour, minute) = (local.hour(), local.minute());
    let words = match language {
        _ if local.date() != today.date() => day(local.date(), language),
        Language::Da | Language::Sv => format!("i dag kl. {hour:02}.{minute:02}"),
        Language::En => format!("today at {hour:02}:{minute:02}"),
    };
    Moment { words, ..full }
}

/// A number of days.
pub(super) fn days(count: i64, language: Language) -> String {
    let w = Lengths::of(language);
    format!("{count} {}", if count == 1 { w.day } else { w.days })
}

/// A length of time, in its largest unit, rounded up to whole minutes and never none.
pub(super) fn length(seconds: i64, language: Language) -> String {
    let minutes = seconds.max(0).unsigned_abs().div_ceil(60).max(1);
    let w = Lengths::of(language);
    match minutes {
        1 => format!("1 {}", w.minute),
        ..=119 => format!("{minutes} {}", w.minutes),
        120..=2_879 => format!("{} {}", minutes / 60, w.hours),
        _ => days(minutes.cast_signed() / 1_440, language),
    }
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
    fn lengths_are_said_in_their_largest_unit() {
        assert_eq!(length(-5, Language::En), "1 minute");
        assert_eq!(length(31, Language::Da), "1 minut");
        assert_eq!(length(119 * 60, Language::Sv), "119 minuter");
        assert_eq!(length(26 * 3_600, Language::En), "26 hours");
        assert_eq!(length(49 * 3_600, Language::Da), "2 dage");
    }

    #[test]
    fn lists_say_today_by_the_local_day() {
        let at: Timestamp = "2026-07-01T22:05:00Z".parse().unwrap();
        let words = |now: &str| brief(at, now.parse().unwrap(), "Europe/Stockholm", Language::En).words;
        assert_eq!(words("2026-07-02T20:00:00Z"), "today at 00:05");
        assert_eq!(words("2026-07-01T21:00:00Z"), "2 July 2026");
    }
}
