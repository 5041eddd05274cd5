//! Moments as people of a country write them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::language::Language;
use crate::outcome::Side;

/// Local time of the country; UTC where the machine has no time zone data.
fn zone(side: Side) -> TimeZone {
    let name = match side {
        Side::Dk => "Europe/Copenhagen",
        Side::Se => "Europe/Stockholm",
    };
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Day, and time of day: `22. november 2026 kl. 14.03`.
pub(super) fn moment(at: Timestamp, side: Side, language: Language) -> String {
    let local = at.to_zoned(zone(side));
    let (hour, minute) = (local.hour(), local.minute());
    let day = civil(local.date(), language);
    match language {
        Language::Da => format!("{day} kl. {hour:02}.{minute:02}"),
        Language::Sv => format!("{day} kl. {hour:02}.{minute:02}"),
        Language::En => format!("{day}, {hour:02}:{minute:02}"),
    }
}

/// Day only.
pub(super) fn day(at: Timestamp, side: Side, language: Language) -> String {
    civil(at.to_zoned(zone(side)).date(), language)
}

fn civil(date: jiff::civil::Date, language: Language) -> String {
    let language = match language {
        Language::Da => catalogue::Language::Da,
        Language::Sv => catalogue::Language::Sv,
        Language::En => catalogue::Language::En,
    };
    catalogue::day_in_words(date.year(), date.month(), date.day(), language)
}

/// `1,4 MB`, `23 kB`, with the comma of the country.
pub(super) fn size(octets: u64, language: Language) -> String {
    let (value, unit) = match octets {
        0..1_000 => return format!("{octets} byte"),
        1_000..1_000_000 => (octets as f64 / 1e3, "kB"),
        _ => (octets as f64 / 1e6, "MB"),
    };
    let text = if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") };
    let text = if language == Language::En { text } else { text.replace('.', ",") };
    format!("{text} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_local_and_spelt_as_usual() {
        let at: Timestamp = "2026-01-31T23:05:00Z".parse().unwrap();
        assert_eq!(moment(at, Side::Dk, Language::Da), "1. februar 2026 kl. 00.05");
        assert_eq!(moment(at, Side::Se, Language::En), "1 February 2026, 00:05");
        assert_eq!(size(1_400_000, Language::Sv), "1,4 MB");
        assert_eq!(size(23_400, Language::En), "23 kB");
    }
}
