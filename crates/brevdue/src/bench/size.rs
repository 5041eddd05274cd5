//! Many letters in the database beside few: accepting, searching, starting, the balance sheet.

use super::Wish;
use super::accept::{balance, refusals};
use super::fill;
use super::letters::{Kind, Letters, number_of};
use super::load::{Line, Load};
use super::report::{Goal, Report};
use super::start::{median, starts};
use super::usage::memory_peak_mib;
use crate::exit::Failure;
use crate::output::Output;
use hyper::Method;
use serde_json::{Value, json};
use std::time::Instant;
use xtask::site::Site;

/// Turns of the two, one after the other: what else the machine does meets both.
const TURNS: u32 = 6;
/// Searches of each kind in a turn.
const SEARCHES: u32 = 40;
/// What is searched for.
const QUESTIONS: [&str; 5] =
    ["by_reference", "by_recipient", "by_recipient_next_page", "by_state", "by_state_next_page"];

/// One installation and what was measured of it.
struct Filled {
    site: Site,
    start_ms: f64,
    rates: Vec<f64>,
    searches_ms: [Vec<f64>; QUESTIONS.len()],
}

pub(super) async fn measure(wish: &Wish, report: &mut Report, out: &Output) -> Result<(), Failure> {
    let mut few = prepare(wish, wish.beside, report, out).await?;
    let mut many = prepare(wish, wish.size, report, out).await?;
    let each = (wish.letters / TURNS).max(1);
    for _ in 0..TURNS {
        for filled in [&mut few, &mut many] {
            turn(filled, wish, each, report).await?;
        }
    }
    let (few_rate, many_rate) = (median(few.rates.clone()), median(many.rates.clone()));
    report.figure("letters_in_the_database", wish.size as f64, "");
    report.figure("beside", wish.beside as f64, "");
    report.figure("accepted_a_second", many_rate, "/s");
    report.figure("accepted_a_second_beside", few_rate, "/s");
    report.goal("accept_times_as_slow", few_rate / many_rate.max(1e-9), "", Goal::AtMost(1.2));
    for (place, question) in QUESTIONS.iter().enumerate() {
        let of = |filled: &Filled| filled.searches_ms.get(place).cloned().map_or(0.0, median);
        report.figure(&format!("search_{question}"), of(&many), "ms");
        let slower = of(&many) / of(&few).max(1e-9);
        report.goal(&format!("search_{question}_times_as_slow"), slower, "", Goal::AtMost(1.2));
    }
    report.goal("start_to_ready", many.start_ms, "ms", Goal::AtMost(1_000.0));
    let memory = memory_peak_mib(many.site.node_id(0));
    let began = Instant::now();
    let sheet = balance(&many.site).await?;
    report.figure("balance_sheet", began.elapsed().as_secs_f64(), "s");
    report.figure("balance_sheet_memory", memory_peak_mib(many.site.node_id(0)) - memory, "MiB");
    if sheet["balanced"] != true {
        report.fault(format!("the balance sheet does not add up: {sheet}"));
    }
    Ok(())
}

/// An installation with so many letters, started.
async fn prepare(wish: &Wish, letters: u64, report: &mut Report, out: &Output) -> Result<Filled, Failure> {
    let keep = wish.keep.as_ref().map(|folder| folder.join(letters.to_string()));
    let mut site = wish.site(1, keep).await?;
    if let Some(rate) = fill::fill(&site, letters, out).await? {
        report.figure(&format!("filled_with_{letters}"), rate, "/s");
    }
    site.start_sandbox("").await?;
    let start_ms = starts(&mut site).await?;
    Ok(Filled { site, start_ms, rates: Vec::new(), searches_ms: Default::default() })
}

async fn turn(filled: &mut Filled, wish: &Wish, letters: u32, report: &mut Report) -> Result<(), Failure> {
    let load = Load::new(&filled.site, wish.connections);
    let made = Letters::new(&[Kind::Swedish, Kind::Danish], true)?;
    let reference = made.reference(0);
    let handed = load.hand_in(made, letters, None).await?;
    filled.rates.push(handed.rate());
    if handed.refused > 0 {
        refusals(report, &[&handed]);
    }
    let mut line = load.line(0).await?;
    let recipient = json!({ "recipient": number_of("dk-mette")? });
    let questions = [
        (json!({ "reference": reference }), false),
        (recipient.clone(), false),
        (recipient, true),
        (json!({ "state": "cancelled" }), false),
        (json!({ "state": "cancelled" }), true),
    ];
    for ((question, next_page), times) in questions.into_iter().zip(&mut filled.searches_ms) {
        times.push(search(&mut line, question, next_page).await?);
    }
    Ok(())
}

/// Median milliseconds of a question, or of its second page.
async fn search(line: &mut Line, mut question: Value, next_page: bool) -> Result<f64, Failure> {
    let mut times_ms = Vec::new();
    let first = ask(line, &question).await?;
    if next_page && let Some(next) = first["next"].as_str() {
        question["cursor"] = json!(next);
    }
    for _ in 0..SEARCHES {
        let began = Instant::now();
        ask(line, &question).await?;
        times_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(times_ms))
}

async fn ask(line: &mut Line, question: &Value) -> Result<Value, Failure> {
    let (status, body) = line.ask(Method::POST, "/v1/letters/search", None, question.to_string()).await?;
    let found: Value = serde_json::from_slice(&body).unwrap_or_default();
    if found["letters"].as_array().is_none_or(Vec::is_empty) {
        return Err(Failure::new(format!("a search was answered with {status} and no letter")));
    }
    Ok(found)
}
