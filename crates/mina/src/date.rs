//! `xs:date`: a calendar day with an optional time zone, kept as it was written.

use jiff::civil::Date;

/// The zone part of an `xs:date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// No zone.
    None,
    /// `Z`.
    Utc,
    /// Minutes east of UTC, from -840 to 840.
    Minutes(i16),
}

/// A date as the schemas have it. The zone is part of the value because it is signed (§5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct XmlDate {
    /// The day.
    pub date: Date,
    /// The zone, if one was given.
    pub zone: Zone,
}

impl XmlDate {
    /// A day with a zone, given in minutes east of UTC; more than 14 hours are cut to 14.
    pub fn with_offset(date: Date, minutes: i16) -> Self {
        Self { date, zone: Zone::Minutes(minutes.clamp(-840, 840)) }
    }

    /// Reads an `xs:date`; `None` when it is anything else, a date-time included (rule E9).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let (day, rest) = text.split_at_checked(10)?;
        let shaped = day.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
        if !shaped {
            return None;
        }
        let date =
            Date::new(day[0..4].parse().ok()?, day[5..7].parse().ok()?, day[8..10].parse().ok()?).ok()?;
        Some(Self { date, zone: zone(rest)? })
    }
}

fn zone(text: &str) -> Option<Zone> {
    match text.as_bytes() {
        [] => Some(Zone::None),
        b"Z" => Some(Zone::Utc),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let digit = |b: &u8| b.is_ascii_digit().then(|| i16::from(b - b'0'));
            let (hours, minutes) = (digit(h1)? * 10 + digit(h2)?, digit(m1)? * 10 + digit(m2)?);
            let total = hours * 60 + minutes;
            if minutes > 59 || total > 840 {
                return None;
            }
            Some(Zone::Minutes(if *sign == b'-' { -total } else { total }))
        }
        _ => None,
    }
}

impl From<Date> for XmlDate {
    fn from(date: Date) -> Self {
        Self { date, zone: Zone::None }
    }
}

impl std::fmt::Display for XmlDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { date, zone } = self;
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())?;
        match zone {
            Zone::None => Ok(()),
            Zone::Utc => f.write_str("Z"),
            Zone::Minutes(minutes) => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_zone_as_written() {
        for text in ["2026-01-15", "2026-01-15Z", "2023-10-11+02:00", "2023-10-11-03:30", "2023-10-11+00:00"]
        {
            assert_eq!(XmlDate::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "2026-1-15",
            "2026-02-30",
            "2026-01-15T10:00:00",
            "2026-01-15+25:00",
            "2026-01-15+14:01",
            "15/01/2026",
            "2026-01-15 x",
            "ååååååååå",
        ] {
            assert_eq!(XmlDate::parse(text), None, "{text}");
        }
    }
}
