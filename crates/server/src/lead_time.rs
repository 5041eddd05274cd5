//! How long letters took, from the moment they could leave until their delivery was proven (R235, R267).

use serde::Serialize;
use std::collections::BTreeMap;

/// How long letters of one channel took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LeadTime {
    /// Letters delivered.
    pub letters: u64,
    /// Half of them took no longer, in milliseconds to three digits.
    pub median_ms: u64,
    /// Nineteen of twenty took no longer, in milliseconds to three digits.
    pub p95_ms: u64,
    /// What the slowest took, in milliseconds to three digits.
    pub slowest_ms: u64,
}

/// Letters by the time they took. Times are kept to three digits, so that millions of letters take little memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread(BTreeMap<u64, u64>);

impl Spread {
    /// One letter more that took so long.
    pub(crate) fn add(&mut self, took_ms: u64) {
        let unit = 10_u64.saturating_pow(took_ms.checked_ilog10().unwrap_or(0).saturating_sub(2));
        *self.0.entry(took_ms - took_ms % unit).or_default() += 1;
    }

    /// The figures; nothing without letters.
    pub(crate) fn figures(&self) -> Option<LeadTime> {
        let letters = self.0.values().sum();
        let (slowest_ms, _) = self.0.last_key_value()?;
        // The first time that so many letters did not exceed.
        let within = |wanted: u64| {
            let mut seen = 0;
            let mut times = self.0.iter();
            let found = times.find(|(_, count)| {
                seen += **count;
                seen >= wanted
            });
            found.map_or(*slowest_ms, |(took_ms, _)| *took_ms)
        };
        Some(LeadTime {
            letters,
            median_ms: within(letters.div_ceil(2)),
            p95_ms: within((letters * 19).div_ceil(20)),
            slowest_ms: *slowest_ms,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_tail() {
        assert_eq!(Spread::default().figures(), None);
        let mut spread = Spread::default();
        for second in 1..=100 {
            spread.add(second * 1_000);
        }
        let figures = spread.figures().unwrap();
        assert_eq!((figures.letters, figures.median_ms, figures.p95_ms), (100, 50_000, 95_000));
        assert_eq!(figures.slowest_ms, 100_000);
    }

    #[test]
    fn times_are_kept_to_three_digits() {
        let mut spread = Spread::default();
        for took_ms in [0, 7, 999, 1_234, 1_239, 86_412_345, u64::MAX] {
            spread.add(took_ms);
        }
        let kept: Vec<u64> = spread.0.keys().copied().collect();
        assert_eq!(kept[..5], [0, 7, 999, 1_230, 86_400_000]);
    }
}
