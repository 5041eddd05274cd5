//! Seeded decisions: which fault strikes now.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::kind::Fault;
use super::place::Place;
use super::plan::{FaultPlan, Rule};

/// Takes the plan's random decisions: the same seed and the same order of calls give the same run.
pub(crate) struct Dice(Mutex<Live>);

struct Live {
    seed: u64,
    rules: Vec<Counted>,
    /// Windows of time begin here.
    began: Instant,
    times: Times,
}

/// Times that a plan names.
#[derive(Clone, Copy, Default)]
pub(crate) struct Times {
    pub(crate) silence: Option<Duration>,
    pub(crate) slowness: Option<Duration>,
    pub(crate) receipt_delay: Option<Duration>,
}

struct Counted {
    rule: Rule,
    asked: u64,
    struck: u64,
}

/// How often a rule was asked, and how often it struck.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Tally {
    rule: String,
    asked: u64,
    struck: u64,
}

impl Dice {
    pub(crate) fn new(plan: &FaultPlan) -> Self {
        Self(Mutex::new(Live::new(plan)))
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on with another plan, from the beginning of its windows.
    pub(crate) fn replace(&self, plan: &FaultPlan) {
        *self.live() = Live::new(plan);
    }

    /// Which fault strikes at this place, if any: the first that is drawn, in the order of the plan. Rules for one
    /// recipient are drawn only when `who` is that one, all others only without.
    pub(crate) fn strike(&self, place: Place, who: Option<&str>) -> Option<Fault> {
        let mut live = self.live();
        let (seed, elapsed) = (live.seed, live.began.elapsed());
        for (number, counted) in live.rules.iter_mut().enumerate() {
            let Counted { rule, asked, struck } = counted;
            if place.lies_in(rule.place) && rule.who == who && rule.is_open(elapsed) {
                *asked += 1;
                if draw(seed, number as u64, *asked) < rule.rate {
                    *struck += 1;
                    return Some(rule.fault);
                }
            }
        }
        None
    }

    pub(crate) fn times(&self) -> Times {
        self.live().times
    }

    pub(crate) fn tallies(&self) -> Vec<Tally> {
        let tally = |counted: &Counted| Tally {
            rule: counted.rule.to_string(),
            asked: counted.asked,
            struck: counted.struck,
        };
        self.live().rules.iter().map(tally).collect()
    }
}

impl Live {
    fn new(plan: &FaultPlan) -> Self {
        let counted = |rule: &Rule| Counted { rule: rule.clone(), asked: 0, struck: 0 };
        Self {
            seed: plan.seed,
            rules: plan.rules.iter().map(counted).collect(),
            began: Instant::now(),
            times: Times {
                silence: plan.silence,
                slowness: plan.slowness,
                receipt_delay: plan.receipt_delay,
            },
        }
    }
}

fn draw(seed: u64, stream: u64, count: u64) -> f64 {
    // 53 bits: the whole numbers that a double holds exactly.
    (split_mix(seed ^ split_mix(stream ^ split_mix(count))) >> 11) as f64 / (1_u64 << 53) as f64
}

/// SplitMix64: small, well mixed, and enough for choosing faults.
fn split_mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_run_and_about_the_rate() {
        let plan = FaultPlan::parse("operator.alfa.lost=0.25,seed=42").unwrap();
        let run = |plan: &FaultPlan| {
            let dice = Dice::new(plan);
            (0..4000).map(|_| dice.strike(Place::Alfa, None).is_some()).collect::<Vec<_>>()
        };
        let first = run(&plan);
        assert_eq!(first, run(&plan));
        let hits = first.iter().filter(|hit| **hit).count();
        assert!((800..1200).contains(&hits), "{hits} of 4000");
        assert_ne!(first, run(&FaultPlan { seed: 43, ..plan.clone() }));
        assert_eq!(Dice::new(&plan).strike(Place::Beta, None), None);
    }

    #[test]
    fn a_rule_for_one_recipient_or_another_time_does_not_strike_the_others() {
        let plan = FaultPlan::parse("far.down@se-declined=1,digital_post.lost=1,sts.down:5s-6s=1").unwrap();
        let dice = Dice::new(&plan);
        assert_eq!(dice.strike(Place::Far, None), None);
        assert_eq!(dice.strike(Place::Far, Some("se-reachable-alfa")), None);
        assert!(dice.strike(Place::Far, Some("se-declined")).is_some());
        assert!(dice.strike(Place::Memos, None).is_some(), "a part suffers with the whole");
        assert_eq!(dice.strike(Place::Sts, None), None, "its time has not come");
        let struck: Vec<_> = dice.tallies().iter().map(|tally| (tally.asked, tally.struck)).collect();
        assert_eq!(struck, [(1, 1), (1, 1), (0, 0)]);
        dice.replace(&FaultPlan::parse("sts.down:0s-600s=1").unwrap());
        assert!(dice.strike(Place::Sts, None).is_some());
        assert_eq!(dice.strike(Place::Memos, None), None);
    }
}
