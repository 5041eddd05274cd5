//! The legal clock: by when the recipient must answer or appeal, counted from proven delivery (R40).

use crate::{ChannelKind, LetterType, State, StateName};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Whose word a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The receiver's receipt: the mailbox operator's, Digital Post's, or the print service's that it was posted.
    Receipt,
    /// A person recorded it.
    Person,
}

/// Deadlines of a delivered letter. Days are civil days in the sender's country; each deadline is the last day on which
/// an answer is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Deadlines {
    /// The day from which they count.
    pub delivered_on: Date,
    /// Whose word that is.
    pub proof: Proof,
    /// The letter was posted, and the day of arrival is taken to be so many days later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper_days: Option<u16>,
    /// Last day to answer.
    pub reply_by: Option<Date>,
    /// Last day to appeal.
    pub appeal_by: Option<Date>,
}

/// The deadlines of a letter, once it is proven to have been delivered. The day of delivery does not count.
///
/// In a mailbox it is delivered when the operator's or Digital Post's receipt says so; opening is not waited for. On
/// paper, posting proves nothing about arrival: it counts as arrived `paper_days` after that, and without them
/// (`None`) no deadline is known. A letter that came back sets none.
pub fn deadlines(
    state: &State,
    kind: &LetterType,
    zone: &TimeZone,
    paper_days: Option<u16>,
) -> Option<Deadlines> {
    if !matches!(state.name, StateName::Delivered | StateName::Opened) {
        return None;
    }
    if kind.reply_within_days.is_none() && kind.appeal_within_days.is_none() {
        return None;
    }
    let (at, proof) = (state.delivered_at?, state.proof?);
    let on_paper = matches!(state.channel(), Some(ChannelKind::Print | ChannelKind::Desk));
    let paper_days = if on_paper { Some(paper_days?) } else { None };
    let day = after(at.to_zoned(zone.clone()).date(), paper_days.unwrap_or(0))?;
    let by = |days: Option<u16>| days.and_then(|days| after(day, days));
    Some(Deadlines {
        delivered_on: day,
        proof,
        paper_days,
        reply_by: by(kind.reply_within_days),
        appeal_by: by(kind.appeal_within_days),
    })
}

fn after(day: Date, days: u16) -> Option<Date> {
    day.checked_add(i64::from(days).days()).ok()
}
