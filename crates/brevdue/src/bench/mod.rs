//! The measurement: a gateway and a sandbox in processes of their own, loaded over HTTP like by a system that sends.

mod fill;
mod load;
mod peers;
mod report;

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use load::Load;
use peers::Peers;
use report::Figures;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// What the user wants measured.
#[derive(Debug)]
pub(crate) struct Wish {
    /// Letters handed in.
    pub(crate) letters: u32,
    /// Which ones.
    pub(crate) mix: Mix,
    /// Requests at a time.
    pub(crate) connections: u32,
    /// Letters a second, if not as many as go.
    pub(crate) rate: Option<u32>,
    /// Letters that lie in the database before.
    pub(crate) fill: u64,
}

/// Shares of the kinds of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mix {
    dk: u32,
    se: u32,
    print: u32,
}

impl FromStr for Mix {
    type Err = String;
    fn from_str(text: &str) -> Result<Mix, String> {
        let mut mix = Mix { dk: 0, se: 0, print: 0 };
        for part in text.split(',') {
            let wrong = || format!("{part}: write shares as dk=50,se=50,print=0");
            let (name, share) = part.trim().split_once('=').ok_or_else(wrong)?;
            let share: u32 = share.parse().ok().filter(|share| *share <= 1_000).ok_or_else(wrong)?;
            match name {
                "dk" => mix.dk = share,
                "se" => mix.se = share,
                "print" => mix.print = share,
                _ => return Err(wrong()),
            }
        }
        if mix.dk + mix.se + mix.print == 0 { Err("at least one share above 0".to_owned()) } else { Ok(mix) }
    }
}

/// Recipient and letter type of a kind.
#[derive(Clone, Copy, Debug)]
struct Kind {
    alias: &'static str,
    letter_type: &'static str,
}

impl Mix {
    /// What the letter of that number is.
    fn kind(self, number: u32) -> Kind {
        let place = number % (self.dk + self.se + self.print).max(1);
        if place < self.dk {
            Kind { alias: "dk-registered", letter_type: "pladsanvisning" }
        } else if place < self.dk + self.se {
            Kind { alias: "se-reachable-alfa", letter_type: "beslut" }
        } else {
            Kind { alias: "dk-registered", letter_type: "papirbrev" }
        }
    }
}

/// Letters that do not come to their end in this time are told of.
const PATIENCE: Duration = Duration::from_secs(600);

/// Measures.
pub(crate) fn run(wish: &Wish, out: &Output) -> Outcome {
    run::runtime(async {
        let mut all = Vec::new();
        all.push(measure(wish, 0, out).await?);
        if wish.fill > 0 {
            all.push(measure(wish, wish.fill, out).await?);
        }
        report::print(&all, out);
        let whole = all.iter().all(|figures| figures.unfinished == 0 && figures.refused == 0);
        Ok(Exit::from_answer(whole))
    })
}

async fn measure(wish: &Wish, fill: u64, out: &Output) -> Result<Figures, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::new(error.to_string()))?;
    out.progress("Making keys, certificates and a configuration …");
    let mut peers = Peers::prepare(folder.path()).await?;
    let filled = if fill > 0 { Some(fill::fill(peers.data_dir(), fill, out).await?) } else { None };
    out.progress("Measuring the bare signing rate …");
    let rsa_per_second = report::rsa_per_second()?;
    out.progress("Starting sandbox and gateway …");
    let start_ms = peers.start().await?;
    let load = Load::new(&peers)?;
    let search_us = load.searches(200).await?;
    let cpu_before = peers.gateway_cpu_ms();
    let began = Instant::now();
    let accepted = load.hand_in(wish, out).await?;
    let accept_seconds = began.elapsed().as_secs_f64();
    let unfinished = load.until_ended(PATIENCE, out).await?;
    let whole_seconds = began.elapsed().as_secs_f64();
    let cpu_ms = peers.gateway_cpu_ms().saturating_sub(cpu_before);
    let memory_kib = peers.gateway_memory_kib();
    peers.stop().await;
    Ok(Figures {
        fill,
        filled_per_second: filled,
        start_ms,
        search_us,
        letters: accepted.latencies_us.len() as u64,
        refused: accepted.refused,
        latencies_us: accepted.latencies_us,
        accept_seconds,
        whole_seconds,
        unfinished,
        cpu_ms,
        memory_kib,
        rsa_per_second,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_is_read_and_wrong_ones_are_refused() {
        assert_eq!("dk=3, se=1".parse(), Ok(Mix { dk: 3, se: 1, print: 0 }));
        for wrong in ["", "dk", "dk=x", "no=1", "dk=0,se=0", "dk=-1", "dk=1001"] {
            assert!(wrong.parse::<Mix>().is_err(), "{wrong}");
        }
        let mix: Mix = "dk=2,se=1,print=1".parse().unwrap();
        let types: Vec<_> = (0..4).map(|number| mix.kind(number).letter_type).collect();
        assert_eq!(types, ["pladsanvisning", "pladsanvisning", "beslut", "papirbrev"]);
        for number in 0..4 {
            assert!(sandbox::by_alias(mix.kind(number).alias).is_some());
        }
    }
}
