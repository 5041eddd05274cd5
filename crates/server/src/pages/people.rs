//! People: who is known, and adding somebody who signs in with a password.

use super::ours::Ours;
use super::person::{self, Told};
use super::roles::{RoleLine, role_lines};
use super::sessions::{not_ready, zone};
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, People};
use crate::access::{Actor, Right, Role};
use crate::gateway::Gateway;
use crate::people::{check_name, hash_password, new_password, short};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Language;
use jiff::Timestamp;
use serde::Deserialize;
use store::{Granted, NewPerson, Origin, Person, Within};

/// Longest name of a unit, characters.
const UNIT_MAX_CHARS: usize = 100;

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static People,
    csrf: String,
    people: Vec<Line>,
    choice: Choice,
    fault: Option<&'static str>,
    filled: Adding,
}

struct Line {
    href: String,
    name: String,
    display_name: String,
    roles: Vec<RoleLine>,
    seen: Option<Moment>,
    active: bool,
}

/// Roles and senders to choose from.
pub(super) struct Choice {
    pub(super) roles: Vec<(&'static str, &'static str)>,
    pub(super) senders: Vec<(String, String)>,
    /// Whether roles for all senders may be given.
    pub(super) everywhere: bool,
}

impl Choice {
    pub(super) fn of(gateway: &Gateway, actor: &Actor, language: Language) -> Choice {
        let whole = actor.whole_senders(Right::People);
        let mut senders: Vec<(String, String)> = gateway
            .config
            .senders
            .iter()
            .filter(|sender| whole.as_ref().is_none_or(|whole| whole.contains(&sender.id)))
            .map(|sender| (sender.id.0.clone(), sender.name.clone()))
            .collect();
        senders.sort_by(|a, b| a.1.cmp(&b.1));
        let roles = Role::ALL.iter().map(|role| (role.as_str(), role.title().get(language)));
        Choice { roles: roles.collect(), senders, everywhere: whole.is_none() }
    }
}

/// A role as a form names it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Adding {
    name: String,
    display_name: String,
    role: String,
    sender: String,
    unit: String,
}

/// The role that a form names, if this somebody may give it.
pub(super) fn granted(
    gateway: &Gateway,
    actor: &Actor,
    role: &str,
    sender: &str,
    unit: &str,
) -> Option<Granted> {
    Role::parse(role)?;
    let unit: String = unit.trim().chars().filter(|c| !c.is_control()).take(UNIT_MAX_CHARS).collect();
    let granted = match (sender, unit.as_str()) {
        ("", "") => Granted::everywhere(role),
        ("", _) => return None,
        (sender, _) if gateway.sender(&sender.into()).is_none() => return None,
        (sender, "") => Granted::at(role, sender),
        (sender, unit) => Granted::at(role, sender).in_unit(unit),
    };
    may_give(actor, &granted).then_some(granted)
}

/// Who keeps the people of one sender gives and takes roles for that sender only.
pub(super) fn may_give(actor: &Actor, granted: &Granted) -> bool {
    let Some(parts) = actor.within(Right::People) else { return true };
    let inside = |whole: &Within, part: &Within| whole.holds(&part.sender.0, part.unit.as_deref());
    granted.within().is_some_and(|part| parts.iter().any(|whole| inside(whole, &part)))
}

/// Whether somebody keeps this person: all of their roles could be given, too.
pub(super) fn keeps(actor: &Actor, person: &Person) -> bool {
    actor.within(Right::People).is_none()
        || (person.all_grants().next().is_some()
            && person.all_grants().all(|granted| may_give(actor, granted)))
}

/// Whether somebody may see this person: whoever has no role yet waits for one.
pub(super) fn sees(actor: &Actor, person: &Person) -> bool {
    let mut grants = person.all_grants().peekable();
    actor.within(Right::People).is_none()
        || grants.peek().is_none()
        || grants.any(|granted| may_give(actor, granted))
}

/// `GET /people`
pub(super) async fn list(State(gateway): State<Gateway>, visit: Visit) -> Response {
    shown(&gateway, &visit, Adding::default(), None).await
}

async fn shown(gateway: &Gateway, visit: &Visit, filled: Adding, fault: Option<&'static str>) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let known = match gateway.store.people().await {
        Ok(known) => known,
        Err(error) => return not_ready(visit, &error),
    };
    let zone = zone(gateway);
    let line = |person: &Person| Line {
        href: person::address(&person.name),
        name: person.name.clone(),
        display_name: person.display_name.clone(),
        roles: role_lines(gateway, person, visit.lang),
        seen: person.seen_at.map(|at| moment(at, zone, visit.lang)),
        active: person.active,
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let f = visit.frame(Place::People);
    let page = Page {
        w: f.w,
        f,
        t: People::of(visit.lang),
        csrf: who.csrf.clone(),
        people: known.iter().filter(|person| sees(&who.actor, person)).map(line).collect(),
        choice: Choice::of(gateway, &who.actor, visit.lang),
        fault,
        filled,
    };
    visit.page(status, &page)
}

/// `POST /people`
pub(super) async fn add(State(gateway): State<Gateway>, Ours { visit, who, form }: Ours<Adding>) -> Response {
    let t = People::of(visit.lang);
    let name = form.name.trim().to_owned();
    if check_name(&name).is_err()
        || check_name(&form.display_name.replace(' ', "-")).is_err() && !form.display_name.is_empty()
    {
        return shown(&gateway, &visit, form, Some(t.name_wrong)).await;
    }
    let Some(granted) = granted(&gateway, &who.actor, &form.role, &form.sender, &form.unit) else {
        return shown(&gateway, &visit, form, Some(t.not_given)).await;
    };
    let password = new_password();
    let Some(hash) = hashed(&gateway, &password).await else { return super::unavailable(&visit) };
    let display_name = if form.display_name.is_empty() { name.clone() } else { short(&form.display_name) };
    let new = NewPerson {
        name: name.clone(),
        display_name,
        origin: Origin::Local,
        password_hash: Some(hash),
        grants: vec![granted],
        group_grants: Vec::new(),
    };
    match gateway.store.add_person(&new, &who.person.name, Timestamp::now()).await {
        Ok(true) => {
            person::shown(&gateway, &visit, &name, Told { password: Some(password), ..Told::done() }).await
        }
        Ok(false) => shown(&gateway, &visit, form, Some(t.name_taken)).await,
        Err(error) => not_ready(&visit, &error),
    }
}

/// Hashes a password off the thread that serves, and not too many at a time.
pub(super) async fn hashed(gateway: &Gateway, password: &str) -> Option<String> {
    let _turn = gateway.password_turns.acquire().await.ok()?;
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hash_password(&password)).await.ok()?.ok()
}

impl Line {
    /// A role and where it holds.
    fn role_words(&self, role: &RoleLine) -> String {
        format!("{}, {}", role.title, role.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;

    fn keeper(within: Option<Within>) -> Actor {
        Actor::new("ib".into(), vec![Grant::of(Role::Administrator, within)])
    }

    #[test]
    fn who_keeps_one_sender_gives_nothing_elsewhere() {
        let (all, one) = (keeper(None), keeper(Some(Within::whole("by".into()))));
        let unit = keeper(Some(Within { sender: "by".into(), unit: Some("barn".into()) }));
        let everywhere = Granted::everywhere("auditor");
        let (by, barn, other) = (
            Granted::at("auditor", "by"),
            Granted::at("auditor", "by").in_unit("barn"),
            Granted::at("auditor", "ø"),
        );
        assert!([&everywhere, &by, &barn, &other].iter().all(|granted| may_give(&all, granted)));
        assert!(may_give(&one, &by) && may_give(&one, &barn));
        assert!(!may_give(&one, &everywhere) && !may_give(&one, &other));
        assert!(may_give(&unit, &barn) && !may_give(&unit, &by));
        let nobody = Actor::new("bo".into(), vec![]);
        assert!(!may_give(&nobody, &barn));
    }
}
