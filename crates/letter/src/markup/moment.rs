//! Days and times in the sender's zone (memo-rules C7, I12, I13).

use jiff::civil::{Date, DateTime, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A moment, and the day if it was given as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, whole seconds.
    pub at: Timestamp,
    /// Given as a day: a deadline means its end, a beginning its start.
    pub whole_day: bool,
}

/// What a day without a time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMeans {
    /// 00:00.
    Start,
    /// The last second (I13).
    End,
    /// Nothing: a time is needed.
    Nothing,
}

impl Moment {
    /// Reads `2026-12-01`, `2026-12-01T12:00` (both in `zone`) or a time with its offset.
    pub fn parse(text: &str, zone: &TimeZone, day_means: DayMeans) -> Option<Moment> {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Moment { at, whole_day: false }.sound();
        }
        let day = if text.len() == 10 { text.parse::<Date>().ok() } else { None };
        match (day, day_means) {
            (Some(_), DayMeans::Nothing) => None,
            (Some(day), DayMeans::Start) => Moment::local(day.to_datetime(time(0, 0, 0, 0)), zone, true),
            (Some(day), DayMeans::End) => Moment::end_of(day, zone),
            (None, _) => {
                // A text with an offset that is no timestamp must not be read as local.
                let local = text.len() >= 16 && !text.contains(['Z', 'z', '+', '[']);
                let at = local.then(|| text.parse::<DateTime>().ok()).flatten()?;
                Moment::local(at, zone, false)
            }
        }
    }

    /// The last second of a day.
    pub fn end_of(day: Date, zone: &TimeZone) -> Option<Moment> {
        Moment::local(day.to_datetime(time(23, 59, 59, 0)), zone, true)
    }

    /// The end of the day that lies so many days after `from`.
    pub fn days_after(from: Timestamp, days: u16, zone: &TimeZone) -> Option<Moment> {
        let day = from.to_zoned(zone.clone()).date().checked_add(i64::from(days).days()).ok()?;
        Moment::end_of(day, zone)
    }

    fn local(at: DateTime, zone: &TimeZone, whole_day: bool) -> Option<Moment> {
        let at = at.to_zoned(zone.clone()).ok()?.timestamp();
        Moment { at, whole_day }.sound()
    }

    /// Whole seconds, and a year that a letter can mean.
    fn sound(self) -> Option<Moment> {
        let at = Timestamp::from_second(self.at.as_second()).ok()?;
        let year = at.to_zoned(TimeZone::UTC).year();
        (2000..=2199).contains(&year).then_some(Moment { at, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_local_and_deadlines_their_last_second() {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        for (text, means, at) in [
            ("2026-12-01", DayMeans::End, Some("2026-12-01T22:59:59Z")),
            ("2026-07-01", DayMeans::End, Some("2026-07-01T21:59:59Z")),
            ("2026-03-29", DayMeans::Start, Some("2026-03-28T23:00:00Z")),
            ("2026-03-29", DayMeans::End, Some("2026-03-29T21:59:59Z")),
            ("2026-07-01T12:00", DayMeans::Nothing, Some("2026-07-01T10:00:00Z")),
            ("2026-07-01 12:00", DayMeans::Nothing, Some("2026-07-01T10:00:00Z")),
            ("2026-07-01T12:00:00+02:00", DayMeans::End, Some("2026-07-01T10:00:00Z")),
            ("2026-07-01T12:00:00.5Z", DayMeans::End, Some("2026-07-01T12:00:00Z")),
            ("2026-07-01", DayMeans::Nothing, None),
            ("1. december", DayMeans::End, None),
            ("01-12-2026", DayMeans::End, None),
            ("2026-13-01", DayMeans::End, None),
            ("0026-12-01", DayMeans::End, None),
            ("", DayMeans::End, None),
        ] {
            let found = Moment::parse(text, &zone, means).map(|moment| moment.at.to_string());
            assert_eq!(found.as_deref(), at, "{text}");
        }
    }
}
