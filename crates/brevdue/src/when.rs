//! Times as users type them.

use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A moment, or a whole local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// A moment, such as `2026-11-22T14:00:00Z`.
    Moment(Timestamp),
    /// A day, such as `2026-11-22`.
    Whole(Date),
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Day, String> {
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(Day::Moment(moment));
        }
        // A date alone: jiff would also read the date of a time without zone, which says less than it seems.
        match text.parse::<Date>() {
            Ok(day) if text.len() == 10 => Ok(Day::Whole(day)),
            _ => Err("write 2026-11-22 or 2026-11-22T14:00:00Z".to_owned()),
        }
    }
}

impl Day {
    /// The moment, or the first of the day.
    pub(crate) fn start(self) -> String {
        match self {
            Day::Moment(moment) => moment.to_string(),
            Day::Whole(day) => midnight(day),
        }
    }

    /// The moment, or the first of the following day.
    pub(crate) fn end(self) -> String {
        match self {
            Day::Moment(moment) => moment.to_string(),
            Day::Whole(day) => midnight(day.checked_add(1.day()).unwrap_or(day)),
        }
    }
}

fn midnight(day: Date) -> String {
    day.to_zoned(TimeZone::system())
        .map_or_else(|_| format!("{day}T00:00:00Z"), |zoned| zoned.timestamp().to_string())
}

/// `--at`: a moment; `now` and a date (its first moment) are understood too.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    if text == "now" {
        return Ok(Timestamp::now());
    }
    let refused = || "write 2026-11-22T14:00:00Z, 2026-11-22 or now".to_owned();
    text.parse::<Day>().ok().and_then(|day| day.start().parse().ok()).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments() {
        let day: Day = "2026-11-22".parse().unwrap();
        let moment: Day = "2026-11-22T14:00:00+01:00".parse().unwrap();
        assert_eq!(moment.start(), "2026-11-22T13:00:00Z");
        assert_eq!(moment.end(), moment.start());
        let hours = day.end().parse::<Timestamp>().unwrap() - day.start().parse::<Timestamp>().unwrap();
        assert_eq!(hours.get_seconds(), 24 * 3600);
        for wrong in ["", "22/11/2026", "2026-13-01", "2026-11-22T14:00:00", "yesterday"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn now_is_a_moment() {
        assert!(super::moment("now").is_ok());
        assert_eq!(super::moment("2026-11-22T14:00:00Z").unwrap().as_second(), 1_795_356_000);
        assert!(super::moment("later").is_err());
    }
}
