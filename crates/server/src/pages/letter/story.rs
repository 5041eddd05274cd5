//! The timeline in words: what happened, why, who did it.

use crate::pages::state::channel;
use crate::pages::time::{Moment, moment};
use crate::pages::words::{Letter as Texts, Routes, fill};
use crate::view;
use catalogue::Language;
use jiff::Timestamp;
use letter::{Event, Recorded};

/// One line of the timeline.
pub(super) struct Step {
    pub(super) at: Moment,
    pub(super) what: &'static str,
    pub(super) why: Option<&'static str>,
    /// Particulars: channel, person, next attempt.
    pub(super) more: Vec<String>,
    pub(super) note: Option<String>,
    /// For those who operate.
    pub(super) technical: Option<String>,
}

/// The timeline, oldest first.
pub(super) fn steps(events: &[Recorded], zone: &str, lang: Language) -> Vec<Step> {
    events.iter().map(|recorded| step(recorded, zone, lang)).collect()
}

fn step(recorded: &Recorded, zone: &str, lang: Language) -> Step {
    let t = Texts::of(lang);
    let routes = Routes::of(lang);
    let (code, cause) = view::codes(&recorded.event);
    let by = |name: &str| fill(t.by, &[("name", name)]);
    let again = |at: &Timestamp| fill(t.next_try, &[("time", &moment(*at, zone, lang).words)]);
    let mut more = Vec::new();
    let mut note = None;
    let mut technical = None;
    match &recorded.event {
        Event::LookedUp { channel: kind, detail, retry_at, .. } => {
            more.push(channel(Some(*kind), routes).to_owned());
            more.extend(retry_at.as_ref().map(again));
            technical = detail.clone();
        }
        Event::Routed { route, .. } => {
            more.push(channel(Some(route.channel), routes).to_owned());
            let operator = route.endpoint.as_ref();
            more.extend(operator.map(|endpoint| fill(t.at_operator, &[("name", &endpoint.operator_name)])));
        }
        Event::AttemptFailed { detail, retry_at, .. } | Event::Postponed { detail, retry_at, .. } => {
            more.push(again(retry_at));
            technical = detail.clone();
        }
        Event::InDoubt { detail, .. }
        | Event::Receipt { detail, .. }
        | Event::FellBack { detail, .. }
        | Event::NeedsAttention { detail, .. }
        | Event::NoticeFailed { detail, .. } => technical = detail.clone(),
        Event::Resolved { by: name, note: said, .. } => {
            more.push(by(name));
            note = said.clone();
        }
        Event::Retried { by: name } | Event::Cancelled { by: name } => more.push(by(name)),
        Event::Accepted(_)
        | Event::Composed { .. }
        | Event::Attempted { .. }
        | Event::HandedOver { .. }
        | Event::Asked { .. }
        | Event::NoticeBegun { .. }
        | Event::NoticeSent { .. }
        | Event::Reminded { .. }
        | Event::Expired => {}
    }
    Step {
        at: moment(recorded.at, zone, lang),
        what: code.entry().what.get(lang),
        why: cause.map(|cause| cause.entry().what.get(lang)),
        more,
        note,
        technical,
    }
}
