//! Sending a letter: number and type, text and files; asked about, mended and sent from one form (R22, R56).
//!
//! Every answer shows the form as it was filled in. Files chosen once are kept ([`super::held`]). The form
//! carries an id made with it, so that a double click gives one letter.

mod faults;
mod form;
mod preview;
mod verdict;

use super::held::Held;
use super::letter::settle;
use super::rows::USUAL_ZONE;
use super::session::{Notice, SignedIn};
use super::state::rules;
use super::time::length;
use super::visit::{Frame, Place, Visit, set_cookie};
use super::words::{Drafting, Frame as Words, Routes, Send, fill, size};
use super::{fault, guard, language};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::intake::File;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use faults::{Faults, FieldFault, faults_of, without_refused};
use form::{Filled, Intent};
use jiff::Timestamp;
use jiff::civil::DateTime;
use letter::markup::{FieldKind, fields};
use letter::{Data, Fault, MarkupField, ProtectionClass, Submission};
use party::{Country, PostalAddress};
use std::borrow::Cow;
use store::Idempotency;
use uuid::Uuid;
use verdict::Verdict;

/// Remembers the letter type that was used last.
const LAST_TYPE_COOKIE: &str = "brevdue_type";
/// Minutes offered for taking a letter back.
const RECALL_MINUTES: [i64; 5] = [10, 60, 240, 1_440, 2_880];

#[derive(Template)]
#[template(path = "send.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Send,
    csrf: String,
    v: Filled,
    senders: Vec<Group>,
    hints: Vec<&'static str>,
    files_hint: String,
    kept: Vec<Kept>,
    files_lost: bool,
    verdict: Option<Verdict>,
    faults: Faults,
    open_more: bool,
    fields: Vec<Asked>,
    /// The units to choose from, where there are several.
    units: Vec<String>,
    recalls: Vec<(String, String)>,
    d: &'static Drafting,
}

/// A business field of the chosen type.
struct Asked {
    /// Its name in the form, and its id.
    id: String,
    label: String,
    required: bool,
    /// Kind of the input, and of the keyboard on a phone.
    input: &'static str,
    keyboard: &'static str,
    value: String,
}

/// The letter types of one sender.
struct Group {
    sender: String,
    kinds: Vec<Kind>,
}

struct Kind {
    code: String,
    label: String,
    chosen: bool,
    refused: bool,
}

/// A file that is attached already.
struct Kept {
    name: String,
    measure: String,
    digest: String,
}

/// `GET /send`
pub(super) async fn form(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let kind = language::cookie(&visit.headers, LAST_TYPE_COOKIE).unwrap_or_default().to_owned();
    let filled = Filled { id: Uuid::new_v4(), kind, ..Filled::default() };
    shown(&gateway, &visit, who, Shown { filled, ..Shown::default() })
}

/// What an answer to the form shows.
#[derive(Default)]
struct Shown {
    filled: Filled,
    files: Vec<Held>,
    verdict: Option<Verdict>,
    faults: Faults,
}

/// `POST /send`: the check, or the letter.
pub(super) async fn submit(State(gateway): State<Gateway>, visit: Visit, request: Request) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    if !guard::comes_from_us(&visit.headers) {
        return fault::stale(&visit);
    }
    let form::Handed { filled, keep, mut files, broken } =
        match form::read(&gateway, request, &who.csrf).await {
            Ok(handed) => handed,
            Err(form::ReadError::NotOurs) => return fault::stale(&visit),
            Err(form::ReadError::Busy) => return fault::page(&visit, &Problem::new(Code::NotReady)),
        };
    let mut all = visit.sessions.held(&who.id, filled.id);
    all.retain(|held| keep.contains(&held.digest.0));
    all.append(&mut files);
    // Kept too long ago, or by another node: a letter never leaves without a document that its form names.
    if keep.iter().any(|digest| all.iter().all(|held| held.digest.0 != *digest)) {
        let what = Send::of(visit.lang).files_gone;
        let faults = Faults(vec![FieldFault { field: Cow::Borrowed("files"), file: None, what, fix: "" }]);
        return shown(&gateway, &visit, who, Shown { filled, files: all, faults, verdict: None });
    }
    if let Some(code) = broken {
        let faults = faults_of(&[Fault::new(code, "/documents", "")], &[], visit.lang);
        return shown(&gateway, &visit, who, Shown { filled, files: all, faults, verdict: None });
    }
    match filled.intent {
        Intent::Check => check(&gateway, &visit, who, filled, all).await,
        Intent::Preview => preview::page(&gateway, &visit, who, filled, all).await,
        Intent::Paper(number) => preview::paper(&gateway, &visit, who, filled, all, number).await,
        Intent::Edit => shown(&gateway, &visit, who, Shown { filled, files: all, ..Shown::default() }),
        Intent::Up(number) => {
            if (1..all.len()).contains(&number) {
                all.swap(number - 1, number);
            }
            shown(&gateway, &visit, who, Shown { filled, files: all, ..Shown::default() })
        }
        Intent::Send => send(&gateway, &visit, who, filled, all).await,
    }
}

/// The files of a form, as they are handed in.
fn handed(files: &[Held]) -> Vec<File> {
    let file = |(index, file): (usize, &Held)| File {
        name: file.name.clone(),
        bytes: file.bytes.clone(),
        pointer: format!("/files/{index}"),
    };
    files.iter().enumerate().map(file).collect()
}

async fn check(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    filled: Filled,
    files: Vec<Held>,
) -> Response {
    // While typing, what is not there yet is no fault.
    if filled.live && (filled.to.trim().is_empty() || filled.kind.trim().is_empty()) {
        return shown(gateway, visit, who, Shown { filled, files, ..Shown::default() });
    }
    let (verdict, faults) = match verdict::ask(gateway, &who.actor, &filled, visit.lang).await {
        Ok(verdict) => (Some(verdict), Faults::default()),
        Err(problem) if problem.errors.is_empty() => return fault::page(visit, &problem),
        Err(problem) => (None, faults_of(&problem.errors, &files, visit.lang)),
    };
    shown(gateway, visit, who, Shown { filled, files, verdict, faults })
}

async fn send(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    mut filled: Filled,
    files: Vec<Held>,
) -> Response {
    let idempotency = Idempotency {
        scope: who.actor.name.clone(),
        key: format!("page-{}", filled.id),
        fingerprint: filled.fingerprint(&files),
    };
    let submission = match submission(gateway, &filled) {
        Ok(submission) => submission,
        Err(errors) => {
            let faults = faults_of(&errors, &files, visit.lang);
            return shown(gateway, visit, who, Shown { filled, files, faults, verdict: None });
        }
    };
    match gateway.accept(&who.actor, submission, handed(&files), Some(idempotency)).await {
        Ok(accepted) => {
            settle(gateway, accepted.id).await;
            // The files stay kept: the second half of a double click must find them.
            visit.sessions.hold(&who.id, filled.id, files);
            visit.sessions.leave(&who.id, if accepted.replayed { Notice::SentBefore } else { Notice::Sent });
            let mut response = visit.go(&format!("/letters/{}", accepted.id));
            set_cookie(&mut response, &last_type(&filled.kind));
            response
        }
        Err(problem) if problem.code == Code::IdempotencyConflict => {
            filled.id = Uuid::new_v4();
            let what = Send::of(visit.lang).conflict;
            let faults = Faults(vec![FieldFault { field: Cow::Borrowed(""), file: None, what, fix: "" }]);
            shown(gateway, visit, who, Shown { filled, files, faults, verdict: None })
        }
        Err(problem) => refused(gateway, visit, who, filled, files, &problem),
    }
}

/// The form again, with what must be mended.
fn refused(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    filled: Filled,
    files: Vec<Held>,
    problem: &Problem,
) -> Response {
    if problem.errors.is_empty() {
        return fault::page(visit, problem);
    }
    let mut errors = problem.errors.clone();
    // Without a type no number can be judged; that there is none is told all the same.
    if filled.to.trim().is_empty() && !errors.iter().any(|fault| fault.pointer == "/to") {
        errors.push(Fault::new(Code::RecipientMissing, "/to", ""));
    }
    let faults = faults_of(&errors, &files, visit.lang);
    let files = without_refused(files, &problem.errors);
    shown(gateway, visit, who, Shown { filled, files, faults, verdict: None })
}

/// The cookie that remembers the type of the last letter: an ordinary one then takes number, file and send.
fn last_type(kind: &str) -> String {
    let plain = kind.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let value = if plain { kind } else { "" };
    format!("{LAST_TYPE_COOKIE}={value}; Path=/send; Max-Age=31536000; SameSite=Strict; HttpOnly")
}

fn submission(gateway: &Gateway, filled: &Filled) -> Result<Submission, Vec<Fault>> {
    let some = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    let kind = gateway.letter_type(&filled.kind.as_str().into());
    let sender = kind.as_ref().and_then(|kind| gateway.sender(&kind.sender));
    let country = sender.map(|sender| sender.country());
    let zone = sender.map_or(USUAL_ZONE, |sender| sender.time_zone());
    let unreadable = |pointer| vec![Fault::new(Code::FieldInvalid, pointer, "a local time")];
    let mut data = Data::default();
    // What was filled in for another type is not this letter's.
    for field in kind.as_ref().and_then(|kind| kind.markup.as_ref()).map(fields).unwrap_or_default() {
        if let Some(value) = filled.data.get(&field.name).filter(|value| !value.trim().is_empty()) {
            data.set(&field.name, value.trim()).map_err(|fault| vec![fault])?;
        }
    }
    let country_code = if country == Some(Country::Se) { "SE" } else { "DK" };
    let lines: Vec<String> = filled.street.lines().filter_map(some).collect();
    let has_address = !lines.is_empty() || some(&filled.postcode).is_some() || some(&filled.city).is_some();
    let address = has_address.then(|| PostalAddress {
        name: filled.name.trim().to_owned(),
        lines,
        postcode: filled.postcode.trim().to_owned(),
        city: filled.city.trim().to_owned(),
        country_code: country_code.to_owned(),
    });
    Ok(Submission {
        letter_type: some(&filled.kind),
        to: some(&filled.to),
        subject: some(&filled.subject),
        text: some(&filled.text),
        reference: some(&filled.reference),
        recipient_name: some(&filled.name),
        address,
        protected: filled.protected,
        case_id: some(&filled.case_id),
        unit: some(&filled.unit),
        recall_minutes: match filled.recall.trim() {
            "" => None,
            minutes => Some(minutes.parse().map_err(|_| unreadable("/recall_minutes"))?),
        },
        send_at: local(&filled.send_at, zone).map_err(|()| unreadable("/send_at"))?,
        expires_at: local(&filled.expires_at, zone).map_err(|()| unreadable("/expires_at"))?,
        data,
        ..Submission::default()
    })
}

/// A local time of the form as a moment. A time that a change of the clock skips is the one after it.
fn local(text: &str, zone: &str) -> Result<Option<Timestamp>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let local: DateTime = text.parse().map_err(|_| ())?;
    local.in_tz(zone).map(|zoned| Some(zoned.timestamp())).map_err(|_| ())
}

fn shown(gateway: &Gateway, visit: &Visit, who: &SignedIn, shown: Shown) -> Response {
    let Shown { filled, files, verdict, faults } = shown;
    let lang = visit.lang;
    let t = Send::of(lang);
    let kept = files.iter().map(|file| Kept {
        name: file.name.clone(),
        measure: size(file.bytes.len() as u64, lang),
        digest: file.digest.0.clone(),
    });
    let mut kept: Vec<Kept> = kept.collect();
    let files_lost = !visit.sessions.hold(&who.id, filled.id, files);
    if files_lost {
        kept.clear();
    }
    let status = if faults.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let fields = asked(gateway, &who.actor, &filled, lang);
    let senders = groups(gateway, &who.actor, &filled, lang);
    let f = visit.frame(Place::Send);
    let page = Page {
        w: f.w,
        f,
        t,
        csrf: who.csrf.clone(),
        hints: hints(gateway, &who.actor, t),
        files_hint: fill(t.files_hint, &[("count", &gateway.config.limits.documents.to_string())]),
        units: units(gateway, &who.actor, &filled),
        recalls: RECALL_MINUTES.map(|minutes| (minutes.to_string(), length(minutes * 60, lang))).into(),
        d: Drafting::of(lang),
        open_more: filled.has_more()
            || ["reference", "case_id", "recall", "send_at", "expires_at", "name", "street"]
                .iter()
                .any(|field| faults.at(field))
            || verdict.as_ref().is_some_and(|verdict| verdict.wants_address),
        v: filled,
        senders,
        kept,
        files_lost,
        verdict,
        faults,
        fields,
    };
    visit.page(status, &page)
}

/// The business fields of the chosen type. Without script they come with the first answer that knows the type.
fn asked(gateway: &Gateway, actor: &Actor, filled: &Filled, lang: Language) -> Vec<Asked> {
    let kind = gateway
        .letter_type(&filled.kind.as_str().into())
        .filter(|kind| actor.may_use(Right::Send, &kind.sender));
    let Some((kind, markup)) = kind.as_ref().and_then(|kind| Some((kind, kind.markup.as_ref()?))) else {
        return Vec::new();
    };
    let field = |field: MarkupField| Asked {
        id: format!("data.{}", field.name),
        label: kind
            .fields
            .get(&field.name)
            .map_or_else(|| field.name.clone(), |texts| texts.get(lang).to_owned()),
        required: field.required,
        input: match field.kind {
            FieldKind::Date => "date",
            FieldKind::DateTime => "datetime-local",
            FieldKind::Url => "url",
            FieldKind::Text | FieldKind::Amount | FieldKind::Number => "text",
        },
        keyboard: match field.kind {
            FieldKind::Amount => "decimal",
            FieldKind::Number => "numeric",
            FieldKind::Url => "url",
            FieldKind::Date | FieldKind::DateTime | FieldKind::Text => "text",
        },
        value: filled.data.get(&field.name).cloned().unwrap_or_default(),
    };
    fields(markup).into_iter().map(field).collect()
}

/// The units of the chosen type's sender among which somebody must choose.
fn units(gateway: &Gateway, actor: &Actor, filled: &Filled) -> Vec<String> {
    let kind = gateway.letter_type(&filled.kind.as_str().into());
    // The letter type may name one by itself.
    let kind = kind.filter(|kind| kind.department.is_none());
    let mut units = kind.and_then(|kind| actor.units(Right::Send, &kind.sender)).unwrap_or_default();
    units.sort();
    units.dedup();
    if units.len() > 1 { units } else { Vec::new() }
}

/// How numbers are written in the countries of this key's senders.
fn hints(gateway: &Gateway, actor: &Actor, t: &Send) -> Vec<&'static str> {
    let kinds = gateway.letter_types().into_iter().filter(|kind| actor.may_use(Right::Send, &kind.sender));
    let countries: Vec<Country> =
        kinds.filter_map(|kind| gateway.sender(&kind.sender)).map(|sender| sender.country()).collect();
    let hint = |country, text| countries.contains(&country).then_some(text);
    [hint(Country::Dk, t.number_hint_dk), hint(Country::Se, t.number_hint_se)].into_iter().flatten().collect()
}

/// Active letter types by sender.
fn groups(gateway: &Gateway, actor: &Actor, filled: &Filled, lang: Language) -> Vec<Group> {
    let routes = Routes::of(lang);
    let usable = || {
        gateway
            .letter_types()
            .into_iter()
            .filter(|kind| kind.active && actor.may_use(Right::Send, &kind.sender))
    };
    let mut senders: Vec<_> = usable().filter_map(|kind| gateway.sender(&kind.sender)).collect();
    senders.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    senders.dedup_by(|a, b| a.id == b.id);
    let only_one = usable().count() == 1;
    let group = |sender: &crate::config::Sender| {
        let kinds = usable().filter(|kind| kind.sender == sender.id).map(|kind| Kind {
            code: kind.code.0.clone(),
            label: format!("{} – {}", kind.name.get(lang), rules(&kind, routes)),
            chosen: only_one || kind.code.0 == filled.kind,
            refused: kind.class == ProtectionClass::Four,
        });
        Group { sender: sender.name.clone(), kinds: kinds.collect() }
    };
    senders.into_iter().map(group).collect()
}
