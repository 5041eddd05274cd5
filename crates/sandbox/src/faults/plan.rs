//! The fault text: grammar and reading.

use std::fmt;
use std::time::Duration;

use super::kind::Fault;
use super::place::{self, Place};
use crate::outcome::Outcome;
use crate::recipients;

/// Why a fault text was not understood. Numbers of recipients are not repeated.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FaultSpecError {
    /// No `=` in the item.
    #[error("item {0} of the fault text has no '='; write for example operator.alfa.silent=0.1")]
    NoValue(usize),
    /// The left side names neither a setting, a place with a kind, nor a test recipient.
    #[error("item {0} of the fault text: unknown place, kind or recipient; places are {places}, kinds stand in docs/SANDBOX.md", places = place::names())]
    UnknownName(usize),
    /// The kind does not happen at that place, or the place does not know recipients.
    #[error(
        "item {0} of the fault text: this does not happen there; docs/SANDBOX.md says what happens where"
    )]
    NotThere(usize),
    /// A side does not have its form.
    #[error("item {index} of the fault text: {expected} expected")]
    BadValue {
        /// Which item, counted from 1.
        index: usize,
        /// What was expected.
        expected: &'static str,
    },
}

/// One fault with its probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where.
    pub place: Place,
    /// What.
    pub fault: Fault,
    /// Probability, 0 to 1, decided anew for each call.
    pub rate: f64,
    /// Only for this test recipient, by alias.
    pub who: Option<&'static str>,
    /// Only in this span of time after the start, or after the plan was changed.
    pub window: Option<(Duration, Duration)>,
}

impl Rule {
    /// Whether it can strike this long after the start.
    pub(super) fn is_open(&self, elapsed: Duration) -> bool {
        self.window.is_none_or(|(from, until)| (from..until).contains(&elapsed))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.place.name(), self.fault)?;
        if let Some(who) = self.who {
            write!(f, "@{who}")?;
        }
        if let Some((from, until)) = self.window {
            write!(f, ":{}ms-{}ms", from.as_millis(), until.as_millis())?;
        }
        write!(f, "={}", self.rate)
    }
}

/// A parsed fault text (`--faults`).
///
/// ```text
/// SPEC   = item *( "," item )
/// item   = "seed=" N                  which random run (default 1)
///        | "silence=" TIME            how long a silent peer holds the line
///        | "slow=" TIME               how long a slow peer thinks
///        | "receipt=" TIME            technical to business receipt
///        | PLACE "." KIND [ "@" WHO ] [ ":" TIME "-" TIME ] "=" PROBABILITY
///        | WHO "=" OUTCOME            alias or number of a test recipient, outcome of the table
/// TIME   = digits ( "ms" | "s" )
/// ```
///
/// Places and kinds stand in `docs/SANDBOX.md`. Example:
/// `operator.alfa.silent=0.1,far.down:5s-20s=1,digital_post.memos.after-502@dk-mette=1,seed=7,se-declined=reachable`.
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
    /// Faults, in the order written.
    pub rules: Vec<Rule>,
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
            _ if name.contains('.') => self.rules.push(rule(index, name, value)?),
            _ => {
                let recipient = recipient(name).ok_or(FaultSpecError::UnknownName(index))?;
                let outcome = Outcome::parse(value)
                    .filter(|outcome| outcome.info().country == recipient.country)
                    .ok_or(bad("an outcome of that country"))?;
                self.outcomes.push((recipient.alias, outcome));
            }
        }
        Ok(())
    }
}

/// By alias, or by number.
fn recipient(text: &str) -> Option<&'static recipients::TestRecipient> {
    recipients::by_alias(text).or_else(|| recipients::by_number(text))
}

fn rule(index: usize, name: &str, value: &str) -> Result<Rule, FaultSpecError> {
    let (unknown, bad) =
        (FaultSpecError::UnknownName(index), |expected| FaultSpecError::BadValue { index, expected });
    let (name, window) = match name.split_once(':') {
        Some((name, span)) => {
            let times =
                span.split_once('-').and_then(|(from, until)| Some((parse_time(from)?, parse_time(until)?)));
            let window = times.filter(|(from, until)| from < until);
            (name, Some(window.ok_or(bad("a span such as 5s-20s"))?))
        }
        None => (name, None),
    };
    let (name, who) = match name.split_once('@') {
        Some((name, who)) => (name, Some(recipient(who).ok_or(FaultSpecError::UnknownName(index))?.alias)),
        None => (name, None),
    };
    let Some((place, word)) = name.rsplit_once('.') else { return Err(unknown) };
    let Some((place, fault)) = Place::parse(place).zip(Fault::parse(word)) else { return Err(unknown) };
    if !fault.happens_at(place) || (who.is_some() && !place.info().knows_recipient) {
        return Err(FaultSpecError::NotThere(index));
    }
    let rate = value.parse::<f64>().ok().filter(|rate| (0.0..=1.0).contains(rate));
    Ok(Rule { place, fault, rate: rate.ok_or(bad("a probability from 0 to 1"))?, who, window })
}

fn parse_time(text: &str) -> Option<Duration> {
    match text.strip_suffix("ms") {
        Some(digits) => digits.parse().ok().map(Duration::from_millis),
        None => text.strip_suffix('s')?.parse().ok().map(Duration::from_secs),
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::FaultKind;
    use super::*;

    #[test]
    fn reads_every_kind_of_item_and_writes_rules_as_it_reads_them() {
        let plan = FaultPlan::parse(
            "operator.alfa.silent=0.1, seed=7,slow=40ms,silence=9s,receipt=1s,far.down=1,191212121212=reachable,\
             digital_post.memos.after@dk-mette:5s-1500s=0.5",
        )
        .unwrap();
        assert_eq!(plan.seed, 7);
        assert_eq!(plan.slowness, Some(Duration::from_millis(40)));
        assert_eq!(plan.silence, Some(Duration::from_secs(9)));
        assert_eq!(plan.outcomes, [("se-not-registered", Outcome::Reachable)]);
        let rule = plan.rules.last().unwrap();
        assert_eq!((rule.place, rule.fault), (Place::Memos, Fault { kind: FaultKind::After, code: 502 }));
        assert_eq!(rule.to_string(), "digital_post.memos.after-502@dk-mette:5000ms-1500000ms=0.5");
        let written: Vec<String> = plan.rules.iter().map(ToString::to_string).collect();
        assert_eq!(FaultPlan::parse(&written.join(",")).unwrap().rules, plan.rules);
        assert_eq!(FaultPlan::parse("").unwrap().rules, []);
    }

    #[test]
    fn says_which_item_is_wrong_without_repeating_it() {
        let wrong = [
            ("seed=7,far.down", FaultSpecError::NoValue(2)),
            ("far.explode=1", FaultSpecError::UnknownName(1)),
            ("mars.down=1", FaultSpecError::UnknownName(1)),
            ("far.down@nobody=1", FaultSpecError::UnknownName(1)),
            ("x=declined", FaultSpecError::UnknownName(1)),
            ("far.missing=1", FaultSpecError::NotThere(1)),
            ("sts.down@dk-mette=1", FaultSpecError::NotThere(1)),
        ];
        for (spec, error) in wrong {
            assert_eq!(FaultPlan::parse(spec), Err(error));
        }
        for spec in [
            "seed=x",
            "slow=3",
            "far.down=2",
            "far.down=NaN",
            "far.down:5s=1",
            "far.down:6s-5s=1",
            "se-declined=exempt",
            "191212121212=nonsense",
        ] {
            let error = FaultPlan::parse(spec).unwrap_err();
            assert!(matches!(error, FaultSpecError::BadValue { index: 1, .. }), "{spec}");
            assert!(!error.to_string().contains("191212121212"));
        }
    }
}
