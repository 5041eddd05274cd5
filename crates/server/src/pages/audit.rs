//! The audit trail: who did what, newest first, by person, kind and time; and whether the chain holds.

mod said;

use super::ours::{Ours, Pairs};
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{AuditTrail, Frame as Words, fill};
use super::{fault, rows};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use store::{ActEntry, ActKind};

/// Acts on a page.
const SHOWN: usize = 40;
/// Acts read at once while a filter looks for those it wants, and how often.
const READ: usize = 500;
const READ_TIMES: usize = 10;
/// Faults of the chain that are named.
const FAULTS_SHOWN: usize = 20;

/// The last walk along the chain of this process.
#[derive(Clone, Default)]
pub(super) struct Verified(Arc<Mutex<Walk>>);

#[derive(Clone, Default)]
enum Walk {
    #[default]
    Never,
    Running,
    Done {
        at: Timestamp,
        entries: u64,
        faults: Vec<String>,
    },
    Failed,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static AuditTrail,
    csrf: String,
    wanted: Wanted,
    /// Code, words, chosen.
    kinds: Vec<(&'static str, &'static str, bool)>,
    rows: Vec<Line>,
    older: Option<String>,
    newest: bool,
    chain: Chain,
}

/// What is known of the chain.
struct Chain {
    words: String,
    tone: &'static str,
    sign: &'static str,
    faults: Vec<String>,
    running: bool,
}

struct Line {
    n: u64,
    at: Moment,
    by: String,
    what: String,
    about: Option<String>,
}

/// What is looked for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    by: String,
    kind: String,
    from: String,
    to: String,
    before: Option<u64>,
}

/// `GET /audit`
pub(super) async fn page(
    State(gateway): State<Gateway>,
    Extension(verified): Extension<Verified>,
    visit: Visit,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    if party::find_personal_numbers(&wanted.by) {
        return visit.go("/audit");
    }
    let (acts, next) = match find(&gateway, &wanted).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, "the audit trail cannot be read");
            return fault::page(&visit, &Problem::new(Code::NotReady));
        }
    };
    let lang = visit.lang;
    let f = visit.frame(Place::Audit);
    let kinds = ActKind::ALL.iter().map(|kind| kind.as_str());
    let page = Page {
        w: f.w,
        f,
        t: AuditTrail::of(lang),
        csrf: who.csrf.clone(),
        kinds: kinds.map(|kind| (kind, said::deed(kind, lang), kind == wanted.kind)).collect(),
        rows: acts.iter().map(|act| line(&gateway, act, lang)).collect(),
        older: next.map(|before| address(&Wanted { before: Some(before), ..wanted.clone() })),
        newest: wanted.before.is_none(),
        chain: chain(&verified, lang),
        wanted,
    };
    visit.page(StatusCode::OK, &page)
}

/// The acts that are wanted, and where to go on.
async fn find(gateway: &Gateway, wanted: &Wanted) -> Result<(Vec<ActEntry>, Option<u64>), store::StoreError> {
    let zone = TimeZone::get(rows::USUAL_ZONE).unwrap_or(TimeZone::UTC);
    let day = |text: &str| text.parse::<Date>().ok();
    let start = |day: Date| day.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    let from = day(&wanted.from).and_then(start);
    // The whole of the last day.
    let to = day(&wanted.to).and_then(|day| day.tomorrow().ok()).and_then(start);
    let by = wanted.by.trim().to_lowercase();
    let fits = |act: &ActEntry| {
        (wanted.kind.is_empty() || act.kind == wanted.kind)
            && act.by.to_lowercase().contains(&by)
            && to.is_none_or(|to| act.at < to)
            && from.is_none_or(|from| act.at >= from)
    };
    let mut found = Vec::new();
    let mut before = wanted.before;
    for _ in 0..READ_TIMES {
        let acts = gateway.store.acts(before, READ).await?;
        let whole = acts.len() == READ;
        for act in acts {
            // The chain is in the order of time.
            if from.is_some_and(|from| act.at < from) {
                return Ok((found, None));
            }
            if found.len() == SHOWN {
                return Ok((found, before));
            }
            before = Some(act.n);
            if fits(&act) {
                found.push(act);
            }
        }
        if !whole {
            return Ok((found, None));
        }
    }
    Ok((found, before))
}

fn line(gateway: &Gateway, act: &ActEntry, lang: Language) -> Line {
    Line {
        n: act.n,
        at: moment(act.at, rows::USUAL_ZONE, lang),
        by: said::by(&act.by, lang),
        what: said::deed(&act.kind, lang).to_owned(),
        about: said::about(gateway, act, lang).or_else(|| act.letter.map(|letter| letter.to_string())),
    }
}

fn chain(verified: &Verified, lang: Language) -> Chain {
    let t = AuditTrail::of(lang);
    let walk = verified.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let said = |words: &str, tone, sign| Chain {
        words: words.to_owned(),
        tone,
        sign,
        faults: Vec::new(),
        running: false,
    };
    match walk {
        Walk::Never => said(t.never, "off", "–"),
        Walk::Running => Chain { running: true, ..said(t.running, "going", "…") },
        Walk::Failed => said(t.failed, "person", "!"),
        Walk::Done { at, entries, faults } => {
            let at = moment(at, rows::USUAL_ZONE, lang).words;
            let values =
                [("entries", &*entries.to_string()), ("when", &at), ("count", &faults.len().to_string())];
            if faults.is_empty() {
                said(&fill(t.whole, &values), "done", "✓")
            } else {
                Chain {
                    faults: faults.into_iter().take(FAULTS_SHOWN).collect(),
                    ..said(&fill(t.broken, &values), "bad", "✕")
                }
            }
        }
    }
}

/// `POST /audit/verify`: walks along the whole chain, beside everything else.
pub(super) async fn verify(
    State(gateway): State<Gateway>,
    Extension(verified): Extension<Verified>,
    Ours { visit, who, .. }: Ours<Pairs>,
) -> Response {
    let begun = {
        let mut walk = verified.0.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = !matches!(*walk, Walk::Running);
        *walk = Walk::Running;
        idle
    };
    if begun {
        tracing::info!(by = who.actor.name, "the audit chain is walked");
        tokio::spawn(async move {
            let done = match gateway.store.verify_audit(1).await {
                Ok(report) => Walk::Done {
                    at: Timestamp::now(),
                    entries: report.entries,
                    faults: report.faults.iter().map(ToString::to_string).collect(),
                },
                Err(error) => {
                    tracing::error!(%error, "the audit chain cannot be walked");
                    Walk::Failed
                }
            };
            *verified.0.lock().unwrap_or_else(PoisonError::into_inner) = done;
        });
    }
    visit.go("/audit")
}

/// The address of a search.
fn address(wanted: &Wanted) -> String {
    let before = wanted.before.map(|before| before.to_string()).unwrap_or_default();
    let pairs = [
        ("by", &wanted.by),
        ("kind", &wanted.kind),
        ("from", &wanted.from),
        ("to", &wanted.to),
        ("before", &before),
    ];
    super::letters::address_of("/audit", &pairs)
}
