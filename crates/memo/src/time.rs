//! Danish local time without a time zone database: EU summer time is a rule of two lines.

use jiff::Timestamp;
use jiff::civil::{DateTime, Weekday};

/// Local time in Denmark. Summer time runs from the last Sunday of March to that of October, 01:00 UTC.
pub(crate) fn danish(at: Timestamp) -> DateTime {
    let utc = jiff::tz::Offset::UTC.to_datetime(at);
    let summer = match utc.month() {
        4..=9 => true,
        3 => utc >= last_sunday(utc.year(), 3),
        10 => utc < last_sunday(utc.year(), 10),
        _ => false,
    };
    jiff::tz::Offset::constant(if summer { 2 } else { 1 }).to_datetime(at)
}

fn last_sunday(year: i16, month: i8) -> DateTime {
    // March and October both have 31 days.
    let mut day = jiff::civil::date(year, month, 31);
    while day.weekday() != Weekday::Sunday {
        day = day.yesterday().unwrap_or(day);
    }
    day.at(1, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_changes_at_one_utc() {
        for (utc, local) in [
            ("2025-12-01T22:59:59Z", "2025-12-01T23:59:59"),
            ("2026-07-01T21:59:59Z", "2026-07-01T23:59:59"),
            ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59"),
            ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00"),
        ] {
            assert_eq!(danish(utc.parse().unwrap()).to_string(), local);
        }
    }
}
