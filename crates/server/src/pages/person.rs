//! One person: their roles, access and sessions, and changing them.

use super::fault;
use super::ours::Ours;
use super::people::{Choice, granted, hashed, keeps, may_give, sees};
use super::roles::{RoleLine, role_lines};
use super::sessions::not_ready;
use super::visit::{Frame, Place, Visit};
use super::words::{Account, Frame as Words, People, fill};
use crate::access::Actor;
use crate::gateway::Gateway;
use crate::people::new_password;
use crate::problem::Problem;
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use jiff::Timestamp;
use serde::Deserialize;
use store::{Granted, Origin, Person, StoreError};

#[derive(Template)]
#[template(path = "person.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static People,
    a: &'static Account,
    csrf: String,
    href: String,
    name: String,
    display_name: String,
    origin: String,
    local: bool,
    active: bool,
    roles: Vec<Role>,
    sessions: String,
    signed_in: bool,
    choice: Choice,
    /// It is oneself.
    own: bool,
    /// Whether access and sessions may be changed.
    keeps: bool,
    told: Told,
}

struct Role {
    line: RoleLine,
    /// Whether it may be taken.
    taken: bool,
    what: String,
}

/// What there is to say before the rest.
#[derive(Default)]
pub(super) struct Told {
    pub(super) done: bool,
    pub(super) fault: Option<&'static str>,
    /// A new password, to be seen this once.
    pub(super) password: Option<String>,
}

impl Told {
    /// It is done.
    pub(super) fn done() -> Told {
        Told { done: true, ..Told::default() }
    }

    fn fault(text: &'static str) -> Told {
        Told { fault: Some(text), ..Told::default() }
    }
}

/// What shall be changed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Change {
    r#do: String,
    role: String,
    sender: String,
    unit: String,
}

/// Where a person's page is. Names hold nothing that a path could not, but letters beyond ASCII.
pub(super) fn address(name: &str) -> String {
    format!("/people/{}", letter::percent_encoded(name))
}

/// `GET /people/{name}`
pub(super) async fn page(
    State(gateway): State<Gateway>,
    visit: Visit,
    name: Result<Path<String>, PathRejection>,
) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    shown(&gateway, &visit, &name, Told::default()).await
}

/// The page of a person.
pub(super) async fn shown(gateway: &Gateway, visit: &Visit, name: &str, told: Told) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let person = match find(gateway, &who.actor, name).await {
        Ok(Some(person)) => person,
        Ok(None) => return missing(visit),
        Err(error) => return not_ready(visit, &error),
    };
    let sessions = match gateway.store.sessions(Timestamp::now(), gateway.config.pages.idle()).await {
        Ok(sessions) => sessions.iter().filter(|session| session.person == person.name).count(),
        Err(error) => return not_ready(visit, &error),
    };
    let (t, a) = (People::of(visit.lang), Account::of(visit.lang));
    let own = person.name == who.person.name;
    let role = |line: RoleLine| Role {
        taken: !own && !line.from_group && may_give(&who.actor, &raw(&line.role, &line.sender, &line.unit)),
        what: fill(t.take_of, &[("role", &format!("{}, {}", line.title, line.place))]),
        line,
    };
    let status = if told.fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let f = visit.frame(Place::People);
    let page = Page {
        w: f.w,
        f,
        t,
        a,
        csrf: who.csrf.clone(),
        href: address(&person.name),
        origin: match &person.origin {
            Origin::Local => a.locally.to_owned(),
            Origin::Oidc { issuer, .. } => fill(a.by_issuer, &[("issuer", super::account::host(issuer))]),
        },
        local: person.origin == Origin::Local,
        active: person.active,
        roles: role_lines(gateway, &person, visit.lang).into_iter().map(role).collect(),
        sessions: fill(t.sessions_count, &[("count", &sessions.to_string())]),
        signed_in: sessions > 0,
        choice: Choice::of(gateway, &who.actor, visit.lang),
        own,
        keeps: keeps(&who.actor, &person),
        name: person.name,
        display_name: person.display_name,
        told,
    };
    visit.page(status, &page)
}

/// A person whom this somebody may see.
async fn find(gateway: &Gateway, actor: &Actor, name: &str) -> Result<Option<Person>, StoreError> {
    Ok(gateway.store.person(name).await?.filter(|person| sees(actor, person)))
}

fn missing(visit: &Visit) -> Response {
    fault::page(visit, &Problem::new(Code::RouteNotFound))
}

/// A role as a form names it, whatever it is.
fn raw(role: &str, sender: &str, unit: &str) -> Granted {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Granted { role: role.to_owned(), sender: some(sender).map(Into::into), unit: some(unit) }
}

/// `POST /people/{name}`
pub(super) async fn change(
    State(gateway): State<Gateway>,
    name: Result<Path<String>, PathRejection>,
    Ours { visit, who, form }: Ours<Change>,
) -> Response {
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let person = match find(&gateway, &who.actor, &name).await {
        Ok(Some(person)) => person,
        Ok(None) => return missing(&visit),
        Err(error) => return not_ready(&visit, &error),
    };
    let t = People::of(visit.lang);
    let told = if person.name == who.person.name {
        // Two pairs of eyes: nobody gives themselves what others must not have without being seen.
        Ok(Told::fault(t.own))
    } else {
        changed(&gateway, &who.actor, &person, &form, t).await
    };
    match told {
        Ok(told) => shown(&gateway, &visit, &name, told).await,
        Err(error) => not_ready(&visit, &error),
    }
}

async fn changed(
    gateway: &Gateway,
    actor: &Actor,
    person: &Person,
    form: &Change,
    t: &'static People,
) -> Result<Told, StoreError> {
    let (store, by, now) = (&gateway.store, actor.name.as_str(), Timestamp::now());
    let name = person.name.as_str();
    let mut grants = person.grants.clone();
    let done = match form.r#do.as_str() {
        "give" => {
            let Some(granted) = granted(gateway, actor, &form.role, &form.sender, &form.unit) else {
                return Ok(Told::fault(t.not_given));
            };
            if grants.contains(&granted) {
                return Ok(Told::done());
            }
            grants.push(granted);
            store.set_grants(name, &person.grants, &grants, by, now).await?
        }
        "take" => {
            let taken = raw(&form.role, &form.sender, &form.unit);
            if !may_give(actor, &taken) {
                return Ok(Told::fault(t.not_given));
            }
            grants.retain(|granted| *granted != taken);
            store.set_grants(name, &person.grants, &grants, by, now).await?
        }
        _ if !keeps(actor, person) => return Ok(Told::fault(t.not_given)),
        "shut" => store.set_active(name, false, by, now).await?,
        "let_in" => store.set_active(name, true, by, now).await?,
        "end" => {
            store.end_sessions_of(name, by, now).await?;
            true
        }
        "password" => {
            let password = new_password();
            let Some(hash) = hashed(gateway, &password).await else { return Ok(Told::fault(t.moved)) };
            if store.set_password(name, &hash, by, now).await? {
                return Ok(Told { password: Some(password), ..Told::done() });
            }
            false
        }
        _ => false,
    };
    Ok(if done { Told::done() } else { Told::fault(t.moved) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_paths() {
        assert_eq!(address("anna"), "/people/anna");
        assert_eq!(address("åse@x/../y?"), "/people/%C3%A5se%40x%2F..%2Fy%3F");
    }
}
