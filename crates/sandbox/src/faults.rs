//! Faults on demand: the `--faults` text, and seeded decisions taken from it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use crate::outcome::Outcome;
use crate::recipients;

/// A side of the national infrastructure at which a fault can strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The Swedish address register.
    Far,
    /// The mailbox operator Alfa Post.
    Alfa,
    /// The mailbox operator Beta Brevlåda.
    Beta,
    /// Danish Digital Post.
    DigitalPost,
    /// The print shop.
    Print,
    /// KOMBIT's Serviceplatformen: KombiPostAfsend and PostForespørg.
    Kombi,
    /// KOMBIT's security token service and access tokens.
    Sts,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// HTTP 503, nothing stored.
    Down,
    /// Connection closed without an answer, nothing stored.
    Drop,
    /// Stored, then the connection closed without an answer.
    Lost,
    /// Stored, then the line held in silence and closed.
    Silent,
    /// The answer comes late.
    Slow,
    /// A fault of the passing kind: SOAP fault 5000, HTTP 500 with an error body, or an access token that is refused
    /// before its time (KOMBIT). Nothing stored.
    Fault,
    /// Receipts come twice, and in the wrong order (Digital Post, KOMBIT).
    Duplicate,
    /// The job is refused (print shop), the request by its `FejlId` (KOMBIT).
    Reject,
}

const PLACES: &[(&str, Place)] = &[
    ("far", Place::Far),
    ("operator.alfa", Place::Alfa),
    ("operator.beta", Place::Beta),
    ("digital_post", Place::DigitalPost),
    ("print", Place::Print),
    ("kombi", Place::Kombi),
    ("sts", Place::Sts),
];

const KINDS: &[(&str, FaultKind)] = &[
    ("down", FaultKind::Down),
    ("drop", FaultKind::Drop),
    ("lost", FaultKind::Lost),
    ("silent", FaultKind::Silent),
    ("slow", FaultKind::Slow),
    ("fault", FaultKind::Fault),
    ("duplicate", FaultKind::Duplicate),
    ("reject", FaultKind::Reject),
];

/// Why a fault text was not understood. Numbers of recipients are not repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FaultSpecError {
    /// No `=` in the item.
    #[error("item {0} of the fault text has no '='; write for example operator.alfa.silent=0.1")]
    NoValue(usize),
    /// The left side names neither a setting, a place with a kind, nor a test recipient.
    #[error(
        "item {0} of the fault text: unknown place or recipient; places are far, operator.alfa, operator.beta, digital_post, print, kombi, sts"
    )]
    UnknownName(usize),
    /// The right side does not fit the left.
    #[error("item {index} of the fault text: {expected} expected after '='")]
    BadValue {
        /// Which item, counted from 1.
        index: usize,
        /// What was expected.
        expected: &'static str,
    },
}

/// A parsed fault text (`--faults`).
///
/// ```text
/// SPEC   = item *( "," item )
/// item   = "seed=" N                       which random run (default 1)
///        | "silence=" TIME                 how long a silent peer holds the line
///        | "slow=" TIME                    how long a slow peer thinks
///        | "receipt=" TIME                 technical to business receipt
///        | PLACE "." KIND "=" PROBABILITY  0 to 1, decided anew for each call
///        | WHO "=" OUTCOME                 alias or number of a test recipient, outcome of the table
/// PLACE  = "far" | "operator.alfa" | "operator.beta" | "digital_post" | "print" | "kombi"
/// KIND   = "down" | "drop" | "lost" | "silent" | "slow" | "fault" | "duplicate" | "reject"
/// TIME   = digits ( "ms" | "s" )
/// ```
///
/// Example: `operator.alfa.silent=0.1,digital_post.duplicate=0.5,seed=7,se-declined=reachable`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultPlan {
    /// Chooses the random run.
    pub seed: u64,
    /// Overrides [`crate::SandboxConfig::silence`].
    pub silence: Option<Duration>,
    /// Overrides [`crate::SandboxConfig::slowness`].
    pub slowness: Option<Duration>,
    /// Overrides [`crate::SandboxConfig::receipt_delay`].
    pub receipt_delay: Option<Duration>,
    /// Probability per place and kind, in the order written.
    pub rates: Vec<(Place, FaultKind, f64)>,
    /// Outcome per alias, replacing the one of the table.
    pub outcomes: Vec<(&'static str, Outcome)>,
}

impl FaultPlan {
    /// Reads a fault text (grammar above). An empty text is a plan without faults.
    ///
    /// # Errors
    /// Names the item, counted from 1, and what is wrong with it.
    pub fn parse(spec: &str) -> Result<Self, FaultSpecError> {
        let mut plan = Self { seed: 1, ..Self::default() };
        let items = spec.split(',').map(str::trim).filter(|item| !item.is_empty());
        for (index, item) in items.enumerate().map(|(n, item)| (n + 1, item)) {
            let (name, value) = item.split_once('=').ok_or(FaultSpecError::NoValue(index))?;
            plan.take(index, name.trim(), value.trim())?;
        }
        Ok(plan)
    }

    fn take(&mut self, index: usize, name: &str, value: &str) -> Result<(), FaultSpecError> {
        let bad = |expected| FaultSpecError::BadValue { index, expected };
        let time = || parse_time(value).ok_or(bad("a time such as 500ms or 3s"));
        match name {
            "seed" => self.seed = value.parse().map_err(|_| bad("a whole number"))?,
            "silence" => self.silence = Some(time()?),
            "slow" => self.slowness = Some(time()?),
            "receipt" => self.receipt_delay = Some(time()?),
            _ => {
                if let Some((place, kind)) = place_and_kind(name) {
                    let rate = value.parse::<f64>().ok().filter(|rate| (0.0..=1.0).contains(rate));
                    self.rates.push((place, kind, rate.ok_or(bad("a probability from 0 to 1"))?));
                } else {
                    let recipient = recipients::by_alias(name)
                        .or_else(|| recipients::by_number(name))
                        .ok_or(FaultSpecError::UnknownName(index))?;
                    let outcome = Outcome::parse(value)
                        .filter(|outcome| outcome.info().country == recipient.country)
                        .ok_or(bad("an outcome of that country"))?;
                    self.outcomes.push((recipient.alias, outcome));
                }
            }
        }
        Ok(())
    }
}

fn place_and_kind(name: &str) -> Option<(Place, FaultKind)> {
    let (place, kind) = name.rsplit_once('.')?;
    let place = PLACES.iter().find(|(text, _)| *text == place)?.1;
    let kind = KINDS.iter().find(|(text, _)| *text == kind)?.1;
    Some((place, kind))
}

fn parse_time(text: &str) -> Option<Duration> {
    match text.strip_suffix("ms") {
        Some(digits) => digits.parse().ok().map(Duration::from_millis),
        None => text.strip_suffix('s')?.parse().ok().map(Duration::from_secs),
    }
}

/// Takes the plan's random decisions: the same seed and the same order of calls give the same run.
pub(crate) struct Dice {
    seed: u64,
    rates: Vec<(Place, FaultKind, f64)>,
    drawn: Mutex<HashMap<(Place, FaultKind), u64>>,
}

impl Dice {
    pub(crate) fn new(plan: &FaultPlan) -> Self {
        Self { seed: plan.seed, rates: plan.rates.clone(), drawn: Mutex::default() }
    }

    /// Which fault strikes this call at this place, if any: the first that is drawn, in the order of the plan.
    pub(crate) fn strike(&self, place: Place) -> Option<FaultKind> {
        self.rates
            .iter()
            .filter(|(at, _, _)| *at == place)
            .find(|(_, kind, rate)| self.draw(place, *kind) < *rate)
            .map(|(_, kind, _)| *kind)
    }

    fn draw(&self, place: Place, kind: FaultKind) -> f64 {
        let mut drawn = self.drawn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = drawn.entry((place, kind)).or_insert(0);
        *count += 1;
        let stream = (place as u64) << 8 | kind as u64;
        // 53 bits: the whole numbers that a double holds exactly.
        (split_mix(self.seed ^ split_mix(stream ^ split_mix(*count))) >> 11) as f64 / (1_u64 << 53) as f64
    }
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
    fn reads_every_kind_of_item() {
        let plan = FaultPlan::parse(
            "operator.alfa.silent=0.1, seed=7,slow=40ms,silence=9s,receipt=1s,far.down=1,191212121212=reachable",
        )
        .unwrap();
        assert_eq!(plan.seed, 7);
        assert_eq!(plan.slowness, Some(Duration::from_millis(40)));
        assert_eq!(plan.silence, Some(Duration::from_secs(9)));
        assert_eq!(plan.rates, [(Place::Alfa, FaultKind::Silent, 0.1), (Place::Far, FaultKind::Down, 1.0)]);
        assert_eq!(plan.outcomes, [("se-not-registered", Outcome::Reachable)]);
        assert_eq!(FaultPlan::parse("").unwrap().rates, []);
    }

    #[test]
    fn says_which_item_is_wrong_without_repeating_it() {
        let wrong = [
            ("seed=7,far.down", FaultSpecError::NoValue(2)),
            ("far.explode=1", FaultSpecError::UnknownName(1)),
            ("x=declined", FaultSpecError::UnknownName(1)),
        ];
        for (spec, error) in wrong {
            assert_eq!(FaultPlan::parse(spec), Err(error));
        }
        for spec in ["seed=x", "slow=3", "far.down=2", "se-declined=exempt", "191212121212=nonsense"] {
            let error = FaultPlan::parse(spec).unwrap_err();
            assert!(matches!(error, FaultSpecError::BadValue { index: 1, .. }), "{spec}");
            assert!(!error.to_string().contains("191212121212"));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_run_and_about_the_rate() {
        let plan = FaultPlan::parse("operator.alfa.lost=0.25,seed=42").unwrap();
        let run = |plan: &FaultPlan| {
            let dice = Dice::new(plan);
            (0..4000).map(|_| dice.strike(Place::Alfa).is_some()).collect::<Vec<_>>()
        };
        let first = run(&plan);
        assert_eq!(first, run(&plan));
        let hits = first.iter().filter(|hit| **hit).count();
        assert!((800..1200).contains(&hits), "{hits} of 4000");
        assert_ne!(first, run(&FaultPlan { seed: 43, ..plan.clone() }));
        assert_eq!(Dice::new(&plan).strike(Place::Beta), None);
    }
}
