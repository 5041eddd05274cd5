//! Letters in a list: the overview and the list show the same rows.

use super::state::{Badge, badge, channel};
use super::time::{Moment, brief};
use super::words::{Remains, Routes};
use crate::gateway::Gateway;
use catalogue::Language;
use jiff::Timestamp;
use letter::StateName;
use store::Row;

/// Zone of a letter whose sender left the configuration.
pub(super) const USUAL_ZONE: &str = "Europe/Copenhagen";

/// A letter in a list.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) subject: String,
    pub(super) kind: String,
    pub(super) reference: Option<String>,
    pub(super) badge: Badge,
    /// Why it waits or stopped; nothing to say about one that simply arrived.
    pub(super) why: Option<&'static str>,
    pub(super) channel: &'static str,
    pub(super) at: Moment,
}

/// Rows as lines.
pub(super) fn lines(gateway: &Gateway, rows: &[Row], language: Language) -> Vec<Line> {
    let now = Timestamp::now();
    rows.iter().map(|row| line(gateway, row, now, language)).collect()
}

/// A row as a line.
pub(super) fn line(gateway: &Gateway, row: &Row, now: Timestamp, language: Language) -> Line {
    let state = StateName::parse(&row.state).unwrap_or_default();
    let sender = gateway.sender(&row.sender);
    let kind = gateway.letter_type(&row.letter_type);
    let arrived = matches!(state, StateName::Delivered | StateName::Opened);
    Line {
        href: format!("/letters/{}", row.id),
        subject: subject(row, language),
        kind: kind.map_or_else(|| row.letter_type.0.clone(), |kind| kind.name.get(language).to_owned()),
        reference: row.reference.clone(),
        badge: badge(state, row.channel, row.reason, language),
        why: row.reason.filter(|_| !arrived).map(|code| code.entry().what.get(language)),
        channel: channel(row.channel, Routes::of(language)),
        at: brief(row.accepted_at, now, sender.map_or(USUAL_ZONE, |sender| sender.time_zone()), language),
    }
}

/// Its title. No letter is accepted without one: where it is missing, the content was deleted.
pub(super) fn subject(row: &Row, language: Language) -> String {
    if row.subject.is_empty() { Remains::of(language).subject.to_owned() } else { row.subject.clone() }
}
