//! Times as people read them: local, to the minute or second.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// An RFC 3339 time as local date and time to the minute; what cannot be read comes back as it is.
pub(crate) fn local_minute(rfc3339: &str) -> String {
    local(rfc3339, "%Y-%m-%d %H:%M")
}

/// The same to the second.
pub(crate) fn local_second(rfc3339: &str) -> String {
    local(rfc3339, "%Y-%m-%d %H:%M:%S")
}

fn local(rfc3339: &str, format: &str) -> String {
    match rfc3339.parse::<Timestamp>() {
        Ok(time) => time.to_zoned(TimeZone::system()).strftime(format).to_string(),
        Err(_) => rfc3339.to_owned(),
    }
}
