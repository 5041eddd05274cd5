//! The doctor's page: red, yellow, green with what to do; today's balance; a sweep at once; the file for support.

use super::fault;
use super::ours::{Ours, Pairs};
use super::rows;
use super::told::{Told, mark, told};
use super::visit::{Frame, Place, Visit};
use super::words::{Balance, Doctor, Frame as Words, fill};
use crate::access::Right;
use crate::balance::{By, Question, Sheet};
use crate::doctor::{Diagnosis, scrubbed};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::{Code, Language};
use channels::Level;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// Letters whose events are read for the page; `brevdue balance` reads more.
const READ_MAX: u64 = 5_000;
/// Differences named on the page.
const NAMED_MAX: usize = 50;

#[derive(Template)]
#[template(path = "doctor.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Doctor,
    b: &'static Balance,
    csrf: String,
    notice: Option<&'static str>,
    sign: &'static str,
    tone: &'static str,
    verdict: &'static str,
    version: String,
    ill: Vec<Told>,
    well: Vec<Told>,
    sheet: Option<SheetLines>,
}

/// Today's balance.
struct SheetLines {
    balanced: bool,
    complete: bool,
    lines: Vec<(String, u64, u64, u64)>,
    differences: Vec<Difference>,
    count: u64,
}

struct Difference {
    letter: String,
    /// The letter's page, for those who may read it.
    href: Option<String>,
    what: &'static str,
    fix: &'static str,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    swept: Option<String>,
}

/// `GET /doctor`
pub(super) async fn page(
    State(gateway): State<Gateway>,
    visit: Visit,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let found = gateway.doctor().await;
    let actor = &who.actor;
    let sheet = match today(&gateway, actor.whole_senders(Right::Operate)).await {
        Ok(sheet) => Some(in_words(&gateway, sheet, actor.may(Right::Read), visit.lang)),
        Err(error) => {
            tracing::error!(%error, "the balance sheet cannot be made");
            None
        }
    };
    let t = Doctor::of(visit.lang);
    let f = visit.frame(Place::Doctor);
    let lines = found.findings.into_iter().map(|finding| told(&gateway, finding, visit.lang));
    let (mut ill, well): (Vec<Told>, Vec<Told>) = lines.partition(|line| line.todo.is_some());
    ill.sort_by_key(|line| line.level != Level::Error);
    let (_, sign, tone) = mark(found.level, t);
    let page = Page {
        w: f.w,
        f,
        t,
        b: Balance::of(visit.lang),
        csrf: who.csrf.clone(),
        notice: asked.swept.map(|_| t.swept),
        sign,
        tone,
        verdict: match found.level {
            Level::Ok => t.all_green,
            Level::Warning => t.all_yellow,
            Level::Error => t.all_red,
        },
        version: fill(t.version, &[("version", found.version), ("schema", &found.schema.to_string())]),
        ill,
        well,
        sheet,
    };
    visit.page(StatusCode::OK, &page)
}

async fn today(
    gateway: &Gateway,
    senders: Option<Vec<letter::SenderId>>,
) -> Result<Sheet, store::StoreError> {
    let now = Timestamp::now();
    let zone = TimeZone::get(rows::USUAL_ZONE).unwrap_or(TimeZone::UTC);
    let from = now.to_zoned(zone).start_of_day().ok().map(|day| day.timestamp());
    let question = Question { from, by: Some(By::Sender), senders, ..Question::default() };
    gateway.balance(&question, READ_MAX).await
}

fn in_words(gateway: &Gateway, sheet: Sheet, may_read: bool, lang: Language) -> SheetLines {
    let line = |(sender, line): (String, crate::balance::Line)| {
        let name = super::types::sender_name(gateway, &sender.as_str().into());
        (name, line.accepted, line.accepted - line.open(), line.open())
    };
    let difference = |finding: &crate::inspect::LetterFinding| {
        let id = finding.letter.to_string();
        let entry = finding.code.entry();
        let (what, fix) = (entry.what.get(lang), entry.fix.get(lang));
        Difference { href: may_read.then(|| format!("/letters/{id}")), letter: id, what, fix }
    };
    SheetLines {
        balanced: sheet.balanced,
        complete: sheet.compared.complete,
        count: sheet.difference_count,
        differences: sheet.differences.iter().take(NAMED_MAX).map(difference).collect(),
        lines: sheet.lines.into_iter().map(line).collect(),
    }
}

/// `POST /doctor/sweep`
pub(super) async fn sweep(State(gateway): State<Gateway>, Ours { visit, who, .. }: Ours<Pairs>) -> Response {
    match gateway.sweep(false).await {
        Ok(swept) => {
            tracing::info!(by = who.actor.name, letters = swept.letters, "swept by hand");
            visit.go("/doctor?swept=1")
        }
        Err(error) => {
            tracing::error!(%error, "letters cannot be swept");
            fault::page(&visit, &Problem::new(Code::NotReady))
        }
    }
}

/// `GET /doctor/support`: the same as a file, without personal data.
pub(super) async fn support(State(gateway): State<Gateway>) -> Response {
    let found: Diagnosis = gateway.doctor().await;
    let question = Question { by: Some(By::Channel), ..Question::default() };
    let balance = gateway.balance(&question, READ_MAX).await.ok();
    let report = scrubbed(serde_json::json!({
        "program": found.version, "system": std::env::consts::OS, "machine": std::env::consts::ARCH,
        "doctor": found,
        "balance": balance.map(|sheet| serde_json::json!({ "total": sheet.total, "lines": sheet.lines })),
    }));
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"brevdue-support.json\""),
    ];
    (headers, format!("{report:#}\n")).into_response()
}
