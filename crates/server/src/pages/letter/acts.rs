//! What a person may do with a letter now, with the consequences in words. `Gateway::act` has the last word;
//! here only what helps is offered.

use crate::pages::words::Acts;
use catalogue::Language;
use letter::{Act, ChannelKind, Resolution, State};

/// A button with its words.
pub(in crate::pages) struct Offer {
    pub(in crate::pages) act: Act,
    pub(in crate::pages) name: &'static str,
    pub(in crate::pages) label: &'static str,
    /// What follows from it.
    pub(in crate::pages) what: &'static str,
    /// Only [`Resolution`]s take a note.
    pub(in crate::pages) takes_note: bool,
    /// Cannot be undone, or may send twice.
    pub(in crate::pages) grave: bool,
}

/// What helps this letter now, the safest first.
pub(in crate::pages) fn offers(state: &State, language: Language) -> Vec<Offer> {
    let w = Acts::of(language);
    letter::offers(state).into_iter().map(|offer| worded(offer, state, w)).collect()
}

fn worded(letter::Offer { act, grave }: letter::Offer, state: &State, w: &Acts) -> Offer {
    use Resolution::{Delivered, NotDelivered, Noted, Printed, Resend};
    let at_desk = state.channel() == Some(ChannelKind::Desk);
    let (label, what) = match act {
        Act::Retry => (w.retry, w.retry_what),
        Act::Cancel => (w.cancel, w.cancel_what),
        Act::Resolve(Delivered) if state.maybe_arrived => (w.delivered, w.delivered_what),
        Act::Resolve(Delivered) => (w.otherwise, w.otherwise_what),
        Act::Resolve(NotDelivered) if state.maybe_arrived => (w.not_delivered, w.not_delivered_what),
        Act::Resolve(NotDelivered) => (w.fallback, w.fallback_what),
        Act::Resolve(Printed) if at_desk => (w.printed, w.printed_what),
        Act::Resolve(Printed) => (w.print_yourself, w.print_yourself_what),
        Act::Resolve(Resend) => (w.resend, w.resend_what),
        Act::Resolve(Noted) => (w.noted, w.noted_what),
    };
    Offer { act, name: act.as_str(), label, what, takes_note: matches!(act, Act::Resolve(_)), grave }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::Code;
    use letter::{Event, Recorded, Route, StateName};

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
    fn the_desk_prints_and_others_do_not() {
        assert_eq!(
            names(&state(vec![Event::Accepted(letter::Terms::default()), routed(ChannelKind::Desk)])),
            ["printed", "retry", "cancel"]
        );
        let waits = state(vec![Event::Accepted(letter::Terms::default()), attention()]);
        assert_eq!(names(&waits), ["retry", "not_delivered", "printed", "delivered", "cancel"]);
        let paper =
            state(vec![Event::Accepted(letter::Terms::default()), routed(ChannelKind::Print), attention()]);
        assert_eq!(names(&paper), ["retry", "printed", "delivered", "cancel"]);
    }

    #[test]
    fn doubt_can_only_be_resolved() {
        let ask_at = "2026-01-15T10:01:00Z".parse().unwrap();
        let channel = ChannelKind::MinaMeddelanden;
        let doubt = state(vec![
            Event::Accepted(letter::Terms::default()),
            routed(channel),
            Event::Attempted { channel, attempt: 1 },
            Event::InDoubt { channel, problem: Code::AnswerLost, detail: None, ask_at },
        ]);
        assert_eq!(doubt.name, StateName::InDoubt);
        assert_eq!(names(&doubt), ["delivered", "resend", "not_delivered"]);
    }

    #[test]
    fn nothing_is_offered_when_it_is_over() {
        let over =
            state(vec![Event::Accepted(letter::Terms::default()), Event::Cancelled { by: "x".to_owned() }]);
        assert!(names(&over).is_empty());
    }
}
