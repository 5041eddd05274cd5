//! What a person may do with a letter now, with the consequences in words. `Gateway::act` has the last word;
//! here only what helps is offered.

use crate::pages::words::Acts;
use catalogue::Language;
use letter::{ChannelKind, Event, Phase, Resolution, State};

/// One button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Retry,
    Cancel,
    Resolve(Resolution),
}

const ALL: [(Act, &str); 6] = [
    (Act::Retry, "retry"),
    (Act::Cancel, "cancel"),
    (Act::Resolve(Resolution::Delivered), "delivered"),
    (Act::Resolve(Resolution::NotDelivered), "not_delivered"),
    (Act::Resolve(Resolution::Printed), "printed"),
    (Act::Resolve(Resolution::Resend), "resend"),
];

impl Act {
    /// The act of that name in a form.
    pub(super) fn parse(name: &str) -> Option<Act> {
        ALL.iter().find(|(_, known)| *known == name).map(|(act, _)| *act)
    }

    fn name(self) -> &'static str {
        ALL.iter().find(|(act, _)| *act == self).map_or("", |(_, name)| name)
    }

    /// What is recorded.
    pub(super) fn event(self, by: &str, note: Option<String>) -> Event {
        let by = by.to_owned();
        match self {
            Act::Retry => Event::Retried { by },
            Act::Cancel => Event::Cancelled { by },
            Act::Resolve(how) => Event::Resolved { by, how, note },
        }
    }
}

/// A button with its words.
pub(super) struct Offer {
    pub(super) act: Act,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// What follows from it.
    pub(super) what: &'static str,
    /// Only [`Resolution`]s take a note.
    pub(super) takes_note: bool,
    /// Cannot be undone, or may send twice.
    pub(super) grave: bool,
}

/// What helps this letter now, the safest first.
pub(super) fn offers(state: &State, language: Language) -> Vec<Offer> {
    use Resolution::{Delivered, NotDelivered, Printed, Resend};
    let w = Acts::of(language);
    if state.name.is_final() || state.phase == Phase::Attempting {
        return Vec::new();
    }
    let offer = |act, label, what, grave| Offer {
        act,
        name: Act::name(act),
        label,
        what,
        takes_note: matches!(act, Act::Resolve(_)),
        grave,
    };
    let rests = state.phase == Phase::WithPerson;
    // Something left the house and nobody said what became of it.
    let owed = state.composed.is_some() && state.waiting_since.is_some();
    if state.maybe_arrived || (rests && owed) {
        return vec![
            offer(Act::Resolve(Delivered), w.delivered, w.delivered_what, false),
            offer(Act::Resolve(Resend), w.resend, w.resend_what, true),
            offer(Act::Resolve(NotDelivered), w.not_delivered, w.not_delivered_what, true),
        ];
    }
    if owed {
        return Vec::new();
    }
    let mut offers = Vec::new();
    let channel = state.channel();
    if rests && channel == Some(ChannelKind::Desk) {
        offers.push(offer(Act::Resolve(Printed), w.printed, w.printed_what, false));
    }
    if rests || state.wait_until.is_some() {
        offers.push(offer(Act::Retry, w.retry, w.retry_what, false));
    }
    if rests && channel != Some(ChannelKind::Desk) {
        if channel != Some(ChannelKind::Print) {
            offers.push(offer(Act::Resolve(NotDelivered), w.fallback, w.fallback_what, false));
        }
        offers.push(offer(Act::Resolve(Delivered), w.otherwise, w.otherwise_what, false));
    }
    offers.push(offer(Act::Cancel, w.cancel, w.cancel_what, true));
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::Code;
    use letter::{Recorded, Route, StateName};

    fn state(events: Vec<Event>) -> State {
        let at = "2026-01-15T10:00:00Z".parse().unwrap();
        let recorded = events.into_iter().zip(1..).map(|(event, seq)| Recorded { seq, at, event });
        State::fold(&recorded.collect::<Vec<_>>())
    }

    fn names(state: &State) -> Vec<&'static str> {
        offers(state, Language::En).iter().map(|offer| offer.name).collect()
    }

    fn routed(channel: ChannelKind) -> Event {
        Event::Routed { route: Route::to(channel), reason: Code::NotRegistered }
    }

    fn attention() -> Event {
        Event::NeedsAttention { problem: Code::PatienceExceeded, detail: None }
    }

    #[test]
    fn names_are_read_back() {
        for (act, name) in ALL {
            assert_eq!(Act::parse(name), Some(act));
            assert_eq!(act.name(), name);
        }
        assert_eq!(Act::parse("accepted"), None);
    }

    #[test]
    fn the_desk_prints_and_others_do_not() {
        assert_eq!(
            names(&state(vec![Event::Accepted, routed(ChannelKind::Desk)])),
            ["printed", "retry", "cancel"]
        );
        let waits = state(vec![Event::Accepted, attention()]);
        assert_eq!(names(&waits), ["retry", "not_delivered", "delivered", "cancel"]);
        let paper = state(vec![Event::Accepted, routed(ChannelKind::Print), attention()]);
        assert_eq!(names(&paper), ["retry", "delivered", "cancel"]);
    }

    #[test]
    fn doubt_can_only_be_resolved() {
        let ask_at = "2026-01-15T10:01:00Z".parse().unwrap();
        let channel = ChannelKind::MinaMeddelanden;
        let doubt = state(vec![
            Event::Accepted,
            routed(channel),
            Event::Attempted { channel, attempt: 1 },
            Event::InDoubt { channel, problem: Code::AnswerLost, detail: None, ask_at },
        ]);
        assert_eq!(doubt.name, StateName::InDoubt);
        assert_eq!(names(&doubt), ["delivered", "resend", "not_delivered"]);
    }

    #[test]
    fn nothing_is_offered_when_it_is_over() {
        let over = state(vec![Event::Accepted, Event::Cancelled { by: "x".to_owned() }]);
        assert!(names(&over).is_empty());
    }
}
