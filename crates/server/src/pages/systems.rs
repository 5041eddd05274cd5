//! Source systems and their keys (R121): who is connected, how much they send, when they were last heard; new keys are
//! shown once, old ones are revoked.

use super::ours::{Ours, Pairs};
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, Scopes, Systems, fill};
use super::{fault, rows};
use crate::access::{Actor, Right};
use crate::gateway::{Gateway, random_32};
use crate::keys::{Scope, new_key};
use crate::problem::Problem;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::{SignedDuration, Timestamp};
use letter::SenderId;
use std::collections::BTreeMap;
use store::{ApiKey, StoreError, SystemSeen};

/// Longest name of a key, characters.
const NAME_MAX_CHARS: usize = 64;
/// Days over which letters are counted beside today's.
const COUNTED: SignedDuration = SignedDuration::from_hours(24 * 30);

#[derive(Template)]
#[template(path = "systems.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Systems,
    csrf: String,
    rows: Vec<Line>,
    revoked: Vec<Line>,
    /// Name and text of the key that was just made.
    made: Option<(String, String)>,
    notice: Option<String>,
    form: Asked,
    /// Id, name, chosen.
    senders: Vec<(String, String, bool)>,
    may_all: bool,
    scopes: Vec<ScopeLine>,
    faults: Vec<(&'static str, &'static str)>,
}

impl Page {
    fn fault(&self, field: &str) -> Option<&'static str> {
        self.faults.iter().find(|(at, _)| *at == field).map(|(_, words)| *words)
    }
}

/// A scope to choose.
struct ScopeLine {
    name: &'static str,
    words: &'static str,
    chosen: bool,
}

/// A system.
struct Line {
    name: String,
    /// It has a key, not only a certificate.
    keyed: bool,
    senders: String,
    scopes: String,
    made: Option<Moment>,
    revoked: Option<Moment>,
    heard: Option<Moment>,
    agent: String,
    today: u64,
    month: u64,
}

/// What a form brings.
#[derive(Default)]
pub(super) struct Asked {
    name: String,
    senders: Vec<String>,
    all: bool,
    scopes: Vec<String>,
}

impl Asked {
    fn read(pairs: Vec<(String, String)>) -> Asked {
        let mut asked = Asked::default();
        for (name, text) in pairs {
            match name.as_str() {
                "name" => asked.name = text.trim().to_owned(),
                "sender" => asked.senders.push(text),
                "all" => asked.all = true,
                "scope" => asked.scopes.push(text),
                _ => {}
            }
        }
        asked
    }
}

/// What the page says beside the list.
#[derive(Default)]
struct Said {
    made: Option<(String, String)>,
    notice: Option<String>,
    faults: Vec<(&'static str, &'static str)>,
    form: Asked,
}

/// `GET /systems`
pub(super) async fn page(State(gateway): State<Gateway>, visit: Visit) -> Response {
    answer(&gateway, &visit, StatusCode::OK, Said::default()).await
}

async fn answer(gateway: &Gateway, visit: &Visit, status: StatusCode, said: Said) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    match lines(gateway, &who.actor, visit.lang).await {
        Ok((rows, revoked)) => {
            let t = Systems::of(visit.lang);
            let f = visit.frame(Place::Systems);
            let s = Scopes::of(visit.lang);
            let scope = |scope: Scope| ScopeLine {
                name: scope.as_str(),
                words: words_of(scope, s),
                chosen: said.form.scopes.iter().any(|name| name == scope.as_str()),
            };
            let mine = gateway.config.senders.iter().filter(|one| may(&who.actor, &one.id));
            let chosen = |id: &SenderId| said.form.senders.contains(&id.0);
            let page = Page {
                w: f.w,
                f,
                t,
                csrf: who.csrf.clone(),
                rows,
                revoked,
                senders: mine.map(|one| (one.id.0.clone(), one.name.clone(), chosen(&one.id))).collect(),
                may_all: who.actor.within(Right::Systems).is_none(),
                scopes: Scope::ALL.into_iter().map(scope).collect(),
                made: said.made,
                notice: said.notice,
                faults: said.faults,
                form: said.form,
            };
            visit.page(status, &page)
        }
        Err(error) => not_ready(visit, &error),
    }
}

fn not_ready(visit: &Visit, error: &StoreError) -> Response {
    tracing::error!(%error, "source systems cannot be read or changed");
    fault::page(visit, &Problem::new(Code::NotReady))
}

pub(super) fn may(actor: &Actor, sender: &SenderId) -> bool {
    actor.may_for(Right::Systems, sender, None)
}

/// A key that may be seen: one that is for everything only by those who may do everything.
pub(super) fn sees(actor: &Actor, key: &ApiKey) -> bool {
    match actor.within(Right::Systems) {
        None => true,
        Some(_) => !key.senders.is_empty() && key.senders.iter().all(|sender| may(actor, sender)),
    }
}

fn words_of(scope: Scope, s: &'static Scopes) -> &'static str {
    match scope {
        Scope::LettersWrite => s.write,
        Scope::LettersRead => s.read,
        Scope::Admin => s.admin,
        #[allow(unreachable_patterns, reason = "other releases know more scopes")]
        other => other.as_str(),
    }
}

async fn lines(
    gateway: &Gateway,
    actor: &Actor,
    lang: Language,
) -> Result<(Vec<Line>, Vec<Line>), StoreError> {
    let now = Timestamp::now();
    let zone = rows::USUAL_ZONE;
    let midnight = jiff::tz::TimeZone::get(zone)
        .ok()
        .and_then(|zone| now.to_zoned(zone).start_of_day().ok())
        .map_or(now, |day| day.timestamp());
    let senders: Vec<SenderId> =
        gateway.config.senders.iter().map(|one| one.id.clone()).filter(|id| may(actor, id)).collect();
    let today = gateway.store.letters_by_system(&senders, midnight).await?;
    let since = now.checked_sub(COUNTED).unwrap_or(Timestamp::MIN);
    let month = gateway.store.letters_by_system(&senders, since).await?;
    let mut heard = gateway.systems_heard().await?;
    let s = Scopes::of(lang);
    let t = Systems::of(lang);
    let counted = |found: &BTreeMap<String, u64>, name: &str| found.get(name).copied().unwrap_or(0);
    let said = |at: Timestamp| moment(at, zone, lang);
    let line = |name: String, seen: Option<SystemSeen>| Line {
        today: counted(&today, &name),
        month: counted(&month, &name),
        heard: seen.as_ref().map(|seen| said(seen.last_at)),
        agent: seen.map(|seen| seen.agent).unwrap_or_default(),
        keyed: false,
        senders: String::new(),
        scopes: String::new(),
        made: None,
        revoked: None,
        name,
    };
    let mut found = Vec::new();
    for key in gateway.store.api_keys().await? {
        let seen = heard.remove(&key.name);
        if !sees(actor, &key) {
            continue;
        }
        let scopes: Vec<&str> = key
            .scopes
            .iter()
            .map(|name| Scope::parse(name).map_or(name.as_str(), |scope| words_of(scope, s)))
            .collect();
        let names: Vec<String> =
            key.senders.iter().map(|id| super::types::sender_name(gateway, id)).collect();
        found.push(Line {
            keyed: true,
            senders: if names.is_empty() { t.all_senders.to_owned() } else { names.join(", ") },
            scopes: scopes.join(", "),
            made: Some(said(key.created_at)),
            revoked: key.revoked_at.map(said),
            ..line(key.name.clone(), seen)
        });
    }
    // Those that come with a certificate have no key.
    if actor.within(Right::Systems).is_none() {
        found.extend(heard.into_iter().map(|(name, seen)| line(name, Some(seen))));
    }
    Ok(found.into_iter().partition(|line| line.revoked.is_none()))
}

/// `POST /systems`: makes a key and shows it, once.
pub(super) async fn make(State(gateway): State<Gateway>, Ours { visit, who, form }: Ours<Pairs>) -> Response {
    let form = Asked::read(form);
    let t = Systems::of(visit.lang);
    let mut faults = Vec::new();
    let plain = !form.name.is_empty()
        && form.name.chars().count() <= NAME_MAX_CHARS
        && !form.name.chars().any(char::is_control)
        && !party::find_personal_numbers(&form.name);
    if !plain {
        faults.push(("name", t.wrong_name));
    }
    let senders: Vec<SenderId> = form.senders.iter().map(|id| SenderId::from(id.as_str())).collect();
    let everywhere = form.all && who.actor.within(Right::Systems).is_none();
    let known = senders.iter().all(|id| gateway.sender(id).is_some() && may(&who.actor, id));
    if (senders.is_empty() && !everywhere) || !known {
        faults.push(("senders", t.wrong_senders));
    }
    let scopes: Vec<Scope> = form.scopes.iter().filter_map(|name| Scope::parse(name)).collect();
    if scopes.is_empty() || scopes.len() != form.scopes.len() {
        faults.push(("scopes", t.wrong_scopes));
    }
    if !faults.is_empty() {
        return answer(
            &gateway,
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            Said { faults, form, ..Said::default() },
        )
        .await;
    }
    let key = new_key(random_32());
    let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_str().to_owned()).collect();
    let senders = if everywhere { Vec::new() } else { senders };
    let stored = gateway
        .store
        .put_api_key(&form.name, key.hash, &senders, &scopes, Timestamp::now(), &who.actor.name)
        .await;
    match stored {
        Ok(()) => {
            tracing::info!(key = form.name, by = who.actor.name, "API key made");
            let said = Said { made: Some((form.name, key.text)), ..Said::default() };
            answer(&gateway, &visit, StatusCode::OK, said).await
        }
        Err(StoreError::Refused { .. }) => {
            let said = Said { faults: vec![("name", t.wrong_taken)], form, ..Said::default() };
            answer(&gateway, &visit, StatusCode::CONFLICT, said).await
        }
        Err(error) => not_ready(&visit, &error),
    }
}

/// `POST /systems/revoke`
pub(super) async fn revoke(
    State(gateway): State<Gateway>,
    Ours { visit, who, form }: Ours<Pairs>,
) -> Response {
    let form = Asked::read(form);
    let keys = match gateway.store.api_keys().await {
        Ok(keys) => keys,
        Err(error) => return not_ready(&visit, &error),
    };
    let t = Systems::of(visit.lang);
    let key = keys.into_iter().find(|key| key.name == form.name && sees(&who.actor, key));
    let Some(key) = key else {
        let said = Said { notice: Some(t.revoke_none.to_owned()), ..Said::default() };
        return answer(&gateway, &visit, StatusCode::NOT_FOUND, said).await;
    };
    match gateway.store.revoke_api_key(&key.name, Timestamp::now(), &who.actor.name).await {
        Ok(_) => {
            tracing::info!(key = key.name, by = who.actor.name, "API key revoked");
            let notice = fill(t.revoked_notice, &[("name", &key.name)]);
            answer(&gateway, &visit, StatusCode::OK, Said { notice: Some(notice), ..Said::default() }).await
        }
        Err(error) => not_ready(&visit, &error),
    }
}
