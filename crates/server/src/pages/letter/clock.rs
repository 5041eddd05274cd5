//! The letter's clocks: until when it can be taken back, and the recipient's deadlines (R40).

use crate::gateway::Gateway;
use crate::intake::today;
use crate::pages::rows::USUAL_ZONE;
use crate::pages::time::{day, days as days_in_words, length};
use crate::pages::words::{Following, Letter as Texts, fill};
use catalogue::Language;
use jiff::Timestamp;
use letter::{Letter, State};

/// A day until which something must be done.
pub(super) struct Deadline {
    pub(super) label: &'static str,
    pub(super) day: String,
    pub(super) left: String,
    pub(super) over: bool,
}

/// How long the letter still lies here, in words.
pub(super) fn left(state: &State, now: Timestamp, lang: Language) -> Option<String> {
    let held = state.held_until(now)?;
    let w = Following::of(lang);
    let recall = state.terms.recall_until.filter(|until| *until > now);
    let (text, until) = recall.map_or((w.held, held), |until| (w.recall, until));
    Some(fill(text, &[("left", &length(until.duration_since(now).as_secs(), lang))]))
}

/// The recipient's deadlines once delivery is proven, and from when they count.
pub(super) fn of(
    gateway: &Gateway,
    letter: &Letter,
    state: &State,
    now: Timestamp,
    lang: Language,
) -> (Vec<Deadline>, Option<String>) {
    let Some(found) = gateway.deadlines(letter, state) else { return (Vec::new(), None) };
    let (t, w) = (Texts::of(lang), Following::of(lang));
    let zone = gateway.sender(&letter.sender).map_or(USUAL_ZONE, |sender| sender.time_zone());
    let today = today(zone, now);
    let deadline = |label, last: jiff::civil::Date| {
        let days = i64::from((last - today).get_days());
        let left = match days {
            ..0 => w.days_over.to_owned(),
            0 => w.last_day.to_owned(),
            days => fill(w.days_left, &[("left", &days_in_words(days, lang))]),
        };
        Deadline { label, day: day(last, lang), left, over: days < 0 }
    };
    let reply = found.reply_by.map(|last| deadline(t.reply_by, last));
    let appeal = found.appeal_by.map(|last| deadline(t.appeal_by, last));
    let counted = fill(w.counted, &[("day", &day(found.delivered_on, lang))]);
    (reply.into_iter().chain(appeal).collect(), Some(counted))
}
