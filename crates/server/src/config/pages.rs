//! Settings of the pages.

use jiff::SignedDuration;
use serde::Deserialize;

/// How people reach the pages, and how long they stay signed in.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pages {
    /// The address that people type, such as `https://post.kommune.example`. With https, cookies are for https only.
    /// Absent: what the browser says, and `X-Forwarded-Proto`.
    pub url: Option<String>,
    /// Minutes without use after which a session ends.
    pub idle_minutes: u16,
    /// Hours after which a session ends, whatever happens.
    pub session_hours: u16,
}

impl Default for Pages {
    fn default() -> Pages {
        Pages { url: None, idle_minutes: 30, session_hours: 12 }
    }
}

impl Pages {
    /// Time without use after which a session ends.
    pub(crate) fn idle(&self) -> SignedDuration {
        SignedDuration::from_mins(self.idle_minutes.into())
    }

    /// Longest session.
    pub(crate) fn session(&self) -> SignedDuration {
        SignedDuration::from_hours(self.session_hours.into())
    }

    /// The address without a slash at its end.
    pub(crate) fn base(&self) -> Option<&str> {
        self.url.as_deref().map(|url| url.trim_end_matches('/'))
    }

    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<&'static str> {
        let host = self.base().map(|url| url.strip_prefix("https://").or(url.strip_prefix("http://")));
        let plain = |host: &str| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
        };
        if host.is_some_and(|host| !host.is_some_and(plain)) {
            return Some("pages.url is https:// (or http://) and a host, without a path");
        }
        let lasts = 1..=1440;
        if !lasts.contains(&self.idle_minutes) || !(1..=24).contains(&self.session_hours) {
            return Some("pages: idle_minutes is 1 to 1440, session_hours 1 to 24");
        }
        None
    }
}
