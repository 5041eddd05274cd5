//! The index row that goes with a state: what lists and queues look at.

use crate::House;
use jiff::Timestamp;
use letter::{Letter, LetterType, NoticeStep, State, Step, next, next_notice};
use store::Index;

/// The index row of a state. The letter is due when its next step or that of its notices is.
pub fn index_of<H: House>(
    gateway: &H,
    letter: &Letter,
    state: &State,
    letter_type: Option<&LetterType>,
    now: Timestamp,
) -> Index {
    let due_at = match next(state, gateway.policy(), letter_type, now) {
        Step::Wait(until) => Some(until),
        Step::Rest | Step::Done => None,
        _ => Some(now),
    };
    let notice_due_at = match next_notice(letter, letter_type, state, gateway.policy(), now) {
        NoticeStep::Nothing => None,
        NoticeStep::Wait(until) => Some(until),
        NoticeStep::Send(_) | NoticeStep::GiveUp(..) => Some(now),
    };
    let due_at = [due_at, notice_due_at].into_iter().flatten().min();
    Index {
        state: state.name.as_str().to_owned(),
        channel: state.channel(),
        reason: state.reason,
        attention: state.attention.is_some(),
        due_at,
        message_uuid: state.composed.as_ref().map(|message| message.message_uuid),
    }
}

/// A number out of the letter's id that spreads retries of letters that failed together.
pub(crate) fn salt(id: letter::LetterId) -> u64 {
    id.0.as_u64_pair().1
}
