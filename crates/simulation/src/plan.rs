//! What kind of world a seed makes: how many nodes and letters, and how much goes wrong.

use crate::exec::{HOUR_US, MINUTE_US, SECOND_US};
use crate::random::Random;

/// What a digital receiver does with a message that it has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Takes it again, as another message.
    TakesAgain,
    /// Refuses it and says that it is known.
    Refuses,
    /// Gives the first answer again.
    SameAnswer,
}

/// Rates are of a thousand; `every_us` are mean distances, 0 for never.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) nodes: usize,
    pub(crate) letters: usize,
    /// After this nothing goes wrong any more.
    pub(crate) peace_us: u64,
    pub(crate) lease_ms: u64,
    pub(crate) slots: usize,
    /// How long a caller of a receiver waits.
    pub(crate) time_out_us: u64,
    pub(crate) no_connection: u64,
    pub(crate) request_lost: u64,
    pub(crate) answer_lost: u64,
    pub(crate) late: u64,
    pub(crate) twice: u64,
    pub(crate) store_fails: u64,
    pub(crate) commit_unknown: u64,
    pub(crate) bell_missed: u64,
    /// Crashes and pauses at the moments that matter: while a commit or a message is under way.
    pub(crate) struck: u64,
    pub(crate) crash_every_us: u64,
    pub(crate) pause_every_us: u64,
    pub(crate) jump_every_us: u64,
    pub(crate) register_unknown: u64,
    pub(crate) register_no: u64,
    pub(crate) register_protected: u64,
    pub(crate) busy: u64,
    pub(crate) refused: u64,
    pub(crate) not_delivered: u64,
    pub(crate) unclear: u64,
    pub(crate) hold: u64,
    pub(crate) compose_fails: u64,
    pub(crate) receipt_missing: u64,
    pub(crate) receipt_twice: u64,
    pub(crate) opened: u64,
    pub(crate) mina_recognises: bool,
    pub(crate) mina_says_so: bool,
    pub(crate) post_repeat: Repeat,
    pub(crate) receipt_delay_us: u64,
    pub(crate) meddling: u64,
    /// Letters with a time in which they can be taken back.
    pub(crate) recallable: u64,
    /// Letters whose time may run out.
    pub(crate) expiring: u64,
    /// Workers that go on long after the store has answered them: it was slow to say so, or the machine was busy.
    pub(crate) held_up: u64,
}

impl Plan {
    /// The world of this seed.
    pub(crate) fn of(seed: u64) -> Plan {
        let mut random = Random::new(seed.rotate_left(32) ^ 0x706C_616E);
        let random = &mut random;
        let nodes = [1, 1, 2, 2, 3].get(random.below(5) as usize).copied().unwrap_or(1);
        let rate = |random: &mut Random, rates: &[u64]| random.pick(rates, 0);
        let every =
            |random: &mut Random| random.pick(&[0, 0, 10 * MINUTE_US, 30 * MINUTE_US, 2 * HOUR_US], 0);
        let mina_recognises = random.in_thousand(500);
        Plan {
            nodes,
            letters: random.between(3, 9) as usize,
            peace_us: random.between(1, 6) * HOUR_US,
            lease_ms: random.pick(&[60_000, 120_000, 300_000], 60_000),
            slots: random.between(1, 4) as usize,
            time_out_us: random.pick(&[5, 20, 40], 20) * SECOND_US,
            no_connection: rate(random, &[0, 50, 300]),
            request_lost: rate(random, &[0, 20, 200]),
            answer_lost: rate(random, &[0, 50, 300]),
            late: rate(random, &[0, 20, 150]),
            twice: rate(random, &[0, 0, 100]),
            store_fails: rate(random, &[0, 0, 5, 40]),
            commit_unknown: rate(random, &[0, 0, 5, 40]),
            bell_missed: rate(random, &[0, 100, 1_000]),
            struck: rate(random, &[0, 5, 40]),
            crash_every_us: every(random),
            pause_every_us: every(random),
            jump_every_us: every(random),
            register_unknown: rate(random, &[0, 50, 400]),
            register_no: rate(random, &[0, 100, 500]),
            register_protected: rate(random, &[0, 0, 50]),
            busy: rate(random, &[0, 30, 200]),
            refused: rate(random, &[0, 10, 100]),
            not_delivered: rate(random, &[0, 20, 200]),
            unclear: rate(random, &[0, 10, 100]),
            hold: rate(random, &[0, 0, 100]),
            compose_fails: rate(random, &[0, 0, 20]),
            receipt_missing: rate(random, &[0, 0, 100]),
            receipt_twice: rate(random, &[0, 100]),
            opened: rate(random, &[0, 200]),
            mina_recognises,
            // An operator that recognises repeats without our knowing it is merely treated with more care.
            mina_says_so: mina_recognises && random.in_thousand(800),
            post_repeat: random
                .pick(&[Repeat::TakesAgain, Repeat::Refuses, Repeat::SameAnswer], Repeat::TakesAgain),
            receipt_delay_us: random.pick(&[SECOND_US, MINUTE_US, 30 * MINUTE_US, 5 * HOUR_US], MINUTE_US),
            meddling: rate(random, &[0, 100, 400]),
            recallable: rate(random, &[0, 200, 600]),
            expiring: rate(random, &[0, 200, 600]),
            held_up: rate(random, &[0, 0, 5, 40]),
        }
    }
}
