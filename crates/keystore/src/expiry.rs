//! How long certificates last, and when to speak of it (R51, E18).

use xmldsig::Certificate;

/// Days before the end at which a certificate is spoken of, each time more urgently (E18).
pub const WARNING_DAYS: [i64; 4] = [60, 30, 14, 7];

const DAY_SECONDS: i64 = 86_400;

/// How a certificate stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Lasts longer than the first warning.
    Good {
        /// Whole days left.
        days: i64,
    },
    /// Ends soon.
    Ending {
        /// Whole days left.
        days: i64,
        /// The warning that applies: one of [`WARNING_DAYS`].
        within: i64,
    },
    /// Has ended.
    Expired,
    /// Has not begun.
    NotYetValid,
}

/// Judges a certificate at a time in seconds since 1970.
pub fn validity(certificate: &Certificate, now: i64) -> Validity {
    if now < certificate.not_before() {
        return Validity::NotYetValid;
    }
    if now > certificate.not_after() {
        return Validity::Expired;
    }
    let days = (certificate.not_after() - now).div_euclid(DAY_SECONDS);
    match WARNING_DAYS.iter().rev().find(|limit| days < **limit) {
        Some(within) => Validity::Ending { days, within: *within },
        None => Validity::Good { days },
    }
}
