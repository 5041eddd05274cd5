//! Acceptance alone: letters that leave later, so that nothing else is done.

use super::Wish;
use super::letters::{Kind, Letters};
use super::load::{HandedIn, Load};
use super::report::{Goal, Report};
use super::usage::cpu_ms;
use crate::exit::Failure;
use serde_json::Value;
use xtask::site::Site;

pub(super) async fn measure(wish: &Wish, report: &mut Report) -> Result<(), Failure> {
    let site = wish.running().await?;
    let load = Load::new(&site, wish.connections);
    let letters = || Letters::new(&[Kind::Swedish, Kind::Danish], true);
    // The first requests find cold caches and keys not yet made.
    let warm = load.hand_in(letters()?, (wish.letters / 20).max(1), None).await?;
    let cpu = || (0..wish.nodes).map(|node| cpu_ms(site.node_id(node))).sum::<f64>();
    let (cpu_before, own_before) = (cpu(), cpu_ms(Some(std::process::id())));
    let full = load.hand_in(letters()?, wish.letters, None).await?;
    let (cpu_used, own_used) = (cpu() - cpu_before, cpu_ms(Some(std::process::id())) - own_before);
    let half = load.hand_in(letters()?, wish.letters / 2 + 1, Some(full.rate() / 2.0)).await?;
    report.figure("letters", full.accepted() as f64, "");
    report.figure("requests_at_a_time", wish.connections as f64, "");
    let goals = [Goal::AtLeast(8_000.0), Goal::AtLeast(5_000.0)];
    report.goal_by_database("accepted_a_second", full.rate(), "/s", goals);
    for percent in [50, 95, 99] {
        report.figure(&format!("p{percent}_at_full_load"), full.percentile_ms(percent), "ms");
    }
    report.figure("half_load", half.rate(), "/s");
    for percent in [50, 95] {
        report.figure(&format!("p{percent}_at_half_load"), half.percentile_ms(percent), "ms");
    }
    report.goal("p99_at_half_load", half.percentile_ms(99), "ms", Goal::AtMost(50.0));
    let each = full.accepted().max(1) as f64;
    report.figure("gateway_cpu_a_letter", cpu_used / each, "ms");
    report.figure("load_cpu_a_letter", own_used / each, "ms");
    let handed = [&warm, &full, &half];
    refusals(report, &handed);
    let accepted = handed.iter().map(|handed| handed.accepted()).sum();
    report.counts(
        "letters_in_the_balance_sheet",
        balance(&site).await?["total"]["accepted"].as_u64().unwrap_or(0),
        accepted,
    );
    Ok(())
}

/// Tells of letters that were not accepted.
pub(super) fn refusals(report: &mut Report, handed: &[&HandedIn]) {
    report.counts("refused", handed.iter().map(|handed| handed.refused).sum(), 0);
    if let Some(refusal) = handed.iter().find_map(|handed| handed.refusal.as_ref()) {
        report.fault(format!("the first refusal: {refusal}"));
    }
}

/// The gateway's balance sheet.
pub(super) async fn balance(site: &Site) -> Result<Value, Failure> {
    let gateway = site.gateways().first().cloned().unwrap_or_default();
    let request = site.client.get(format!("{gateway}/v1/balance")).bearer_auth(&site.key);
    Ok(request.send().await?.error_for_status()?.json().await?)
}
