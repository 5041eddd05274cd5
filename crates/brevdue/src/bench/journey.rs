//! Letters from acceptance to receipt, with the national side and the load on the same processors.

use super::accept::{balance, refusals};
use super::letters::{Kind, Letters};
use super::load::{HandedIn, Load};
use super::report::{Goal, Report};
use super::rsa::signature_ms;
use super::usage::cpu_ms;
use super::{Part, Wish};
use crate::exit::Failure;
use serde_json::Value;
use std::time::{Duration, Instant};
use xtask::site::{PATIENCE, Site};

/// States in which a letter still goes on by itself.
const UNDERWAY: [&str; 4] = ["accepted", "routed", "handed_over", "in_doubt"];
/// How often it is asked whether letters are under way.
const LOOK: Duration = Duration::from_millis(50);

/// What one run gave.
struct Run {
    handed: HandedIn,
    seconds: f64,
    gateway_ms: f64,
    sandbox_ms: f64,
    load_ms: f64,
}

impl Run {
    fn rate(&self) -> f64 {
        self.handed.accepted() as f64 / self.seconds.max(1e-9)
    }

    fn each(&self, amount: f64) -> f64 {
        amount / self.handed.accepted().max(1) as f64
    }
}

pub(super) async fn measure(wish: &Wish, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let site = wish.running().await?;
    let before = signature_ms().await?;
    let run = go(wish, &site, wish.nodes, kind).await?;
    let signature = (before + signature_ms().await?) / 2.0;
    let goal = if kind == Kind::Swedish { 1_000.0 } else { 2_500.0 };
    report.goal("letters_a_second", run.rate(), "/s", Goal::AtLeast(goal));
    report.figure("accepted_a_second_meanwhile", run.handed.rate(), "/s");
    report.figure("p99_of_acceptance_meanwhile", run.handed.percentile_ms(99), "ms");
    let cpu = run.each(run.gateway_ms);
    match kind {
        Kind::Swedish => {
            report.figure("gateway_cpu_a_letter", cpu, "ms");
            report.figure("one_rsa_2048_signature", signature, "ms");
            let name = "gateway_cpu_in_pairs_of_signatures";
            report.goal(name, cpu / (2.0 * signature), "", Goal::AtMost(2.0));
            let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
            report.figure("limit_by_signatures_alone", cores * 1e3 / (2.0 * signature), "/s");
        }
        Kind::Danish => report.goal("gateway_cpu_a_letter", cpu, "ms", Goal::AtMost(0.35)),
    }
    report.figure("sandbox_cpu_a_letter", run.each(run.sandbox_ms), "ms");
    report.figure("load_cpu_a_letter", run.each(run.load_ms), "ms");
    counts(report, &site, &[&run]).await
}

/// Several gateways, each on a core of its own, beside one on one core.
pub(super) async fn nodes(wish: &Wish, report: &mut Report) -> Result<(), Failure> {
    let mut rates = Vec::new();
    for nodes in [1, wish.nodes] {
        let mut site = wish.site(nodes, None).await?;
        site.start_sandbox("").await?;
        for node in 0..nodes {
            site.pin(node, node);
            site.start_node(node).await?;
        }
        let run = go(wish, &site, nodes, Kind::Danish).await?;
        report.figure(&format!("letters_a_second_nodes_{nodes}"), run.rate(), "/s");
        report.figure(&format!("accepted_a_second_nodes_{nodes}"), run.handed.rate(), "/s");
        report.figure(&format!("gateway_cpu_a_letter_nodes_{nodes}"), run.each(run.gateway_ms), "ms");
        rates.push(run.rate());
        counts(report, &site, &[&run]).await?;
    }
    if let [one, many] = rates.as_slice() {
        report.goal("times_as_fast", many / one.max(1e-9), "", Goal::AtLeast(0.9 * wish.nodes as f64));
    }
    Ok(())
}

async fn go(wish: &Wish, site: &Site, nodes: usize, kind: Kind) -> Result<Run, Failure> {
    let load = Load::new(site, wish.connections);
    let used = || {
        let gateways = (0..nodes).map(|node| cpu_ms(site.node_id(node))).sum::<f64>();
        [gateways, cpu_ms(site.sandbox_id()), cpu_ms(Some(std::process::id()))]
    };
    let (before, began) = (used(), Instant::now());
    let handed = load.hand_in(Letters::new(&[kind], false)?, wish.letters, None).await?;
    until_ended(site).await?;
    let seconds = began.elapsed().as_secs_f64();
    let after = used();
    let [gateway_ms, sandbox_ms, load_ms] = [0, 1, 2].map(|place: usize| {
        after.get(place).copied().unwrap_or(0.0) - before.get(place).copied().unwrap_or(0.0)
    });
    Ok(Run { handed, seconds, gateway_ms, sandbox_ms, load_ms })
}

/// Waits until no letter goes on by itself.
async fn until_ended(site: &Site) -> Result<(), Failure> {
    let gateway = site.gateways().first().cloned().unwrap_or_default();
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        let mut underway = false;
        for state in UNDERWAY {
            let url = format!("{gateway}/v1/letters?state={state}&limit=1");
            let found: Value = site.client.get(url).bearer_auth(&site.key).send().await?.json().await?;
            underway |= found["letters"].as_array().is_none_or(|letters| !letters.is_empty());
            if underway {
                break;
            }
        }
        if !underway {
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
    Err(Failure::new("letters do not come to their end"))
}

/// What the gateway says was delivered, and what the national side has counted.
async fn counts(report: &mut Report, site: &Site, runs: &[&Run]) -> Result<(), Failure> {
    let handed: Vec<&HandedIn> = runs.iter().map(|run| &run.handed).collect();
    let accepted = handed.iter().map(|handed| handed.accepted()).sum();
    report.figure("accepted", accepted as f64, "");
    refusals(report, &handed);
    let sheet = balance(site).await?;
    report.counts("delivered", sheet["total"]["bins"]["delivered"].as_u64().unwrap_or(0), accepted);
    let counted = site.deliveries().await?.totals;
    report.counts("counted_by_the_national_side", counted.unique, accepted);
    report.counts("doubled", counted.doubled, 0);
    Ok(())
}

impl Part {
    /// Whether the part needs a database server.
    pub(crate) const fn shares(self) -> bool {
        matches!(self, Part::Nodes)
    }
}
