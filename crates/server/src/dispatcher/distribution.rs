//! Distributions: ids that callers ask about, and what became of the letters behind them.

use letter::{ChannelKind, LetterId, State, StateName};
use mina::distribute::{DistributionState, DistributionType};
use mina::notification::NotificationOutcome;

/// Most recipients of one notification (M1 `DeliveryHeader`).
pub(super) const MOST_RECIPIENTS: usize = 1_000;

/// The ids of a distribution's letters lie side by side: the first one's last 16 bits are zero and are counted up. The
/// first is the distribution's id, so that no table of distributions is needed.
pub(super) fn first_letter() -> LetterId {
    nth_letter(LetterId(uuid::Uuid::now_v7()), 0)
}

/// The id of the letter to the recipient with that number, counted from 0.
pub(super) fn nth_letter(first: LetterId, place: u16) -> LetterId {
    let mut bytes = *first.0.as_bytes();
    let [high, low] = place.to_be_bytes();
    bytes[14] = high;
    bytes[15] = low;
    LetterId(uuid::Uuid::from_bytes(bytes))
}

/// A letter's state in the words of the contract: the way it went, and how far it has come.
pub(super) fn status(state: &State) -> (DistributionType, Option<DistributionState>) {
    let way = match state.channel() {
        Some(ChannelKind::Print | ChannelKind::Desk) => DistributionType::Paper,
        Some(ChannelKind::None) => DistributionType::Not,
        // Not routed yet: digital is what was asked for.
        Some(ChannelKind::MinaMeddelanden | ChannelKind::DigitalPost | ChannelKind::Kombi) | None => {
            DistributionType::Digital
        }
    };
    match state.name {
        StateName::Delivered | StateName::Opened => (way, Some(DistributionState::Delivered)),
        StateName::Returned => (way, Some(DistributionState::Failed)),
        // It never left the house, or was dropped because there is no mailbox.
        StateName::Failed | StateName::Cancelled | StateName::Expired => {
            (DistributionType::Not, Some(DistributionState::Failed))
        }
        StateName::Accepted
        | StateName::Routed
        | StateName::HandedOver
        | StateName::InDoubt
        | StateName::NeedsAttention => (way, Some(DistributionState::Pending)),
    }
}

/// The same of a notification. How the operator told the recipient is its own answer, which says nothing certain (F14).
pub(super) fn outcome(state: &State) -> NotificationOutcome {
    let delivered = matches!(state.name, StateName::Delivered | StateName::Opened);
    NotificationOutcome { delivered, notified_by: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::Code;
    use letter::{Event, Recorded, Route};

    fn after(events: Vec<Event>) -> State {
        let recorded = (1..).zip(events).map(|(seq, event)| Recorded {
            seq,
            at: "2026-01-15T10:00:00Z".parse().unwrap(),
            event,
        });
        State::fold(&recorded.collect::<Vec<_>>())
    }

    fn routed(channel: ChannelKind) -> Event {
        Event::Routed { route: Route::to(channel), reason: Code::MailboxOpen }
    }

    #[test]
    fn states_become_words_of_the_contract() {
        use DistributionState::{Delivered, Failed, Pending};
        use DistributionType::{Digital, Not, Paper};
        let by = || "op".to_owned();
        let printed = Event::Resolved { by: by(), how: letter::Resolution::Printed, note: None };
        for (events, wanted) in [
            (vec![], (Digital, Pending)),
            (vec![routed(ChannelKind::MinaMeddelanden)], (Digital, Pending)),
            (vec![routed(ChannelKind::Print)], (Paper, Pending)),
            (vec![routed(ChannelKind::Desk)], (Paper, Pending)),
            (vec![routed(ChannelKind::Desk), printed], (Paper, Delivered)),
            (vec![routed(ChannelKind::None)], (Not, Failed)),
            (vec![Event::Cancelled { by: by() }], (Not, Failed)),
            (vec![Event::NeedsAttention { problem: Code::ComposeFailed, detail: None }], (Digital, Pending)),
        ] {
            let (way, how_far) = status(&after(events.clone()));
            assert_eq!((way, how_far), (wanted.0, Some(wanted.1)), "{events:?}");
        }
    }

    #[test]
    fn letters_of_a_distribution_have_ids_of_their_own() {
        let first = first_letter();
        assert_eq!(nth_letter(first, 0), first);
        let ids: std::collections::BTreeSet<_> = (0..1_000).map(|place| nth_letter(first, place)).collect();
        assert_eq!(ids.len(), 1_000);
        assert!(ids.iter().all(|id| nth_letter(*id, 0) == first));
        assert_eq!(first.0.get_version_num(), 7);
    }
}
