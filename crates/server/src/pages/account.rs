//! One's own account: who am I, which roles have I, what may I do?

mod password;

pub(super) use password::change;

use super::roles::{RoleLine, place, role_lines};
use super::session::SignedIn;
use super::visit::{Frame, Place, Visit};
use super::words::{Account, Frame as Words, fill};
use crate::access::Right;
use crate::gateway::Gateway;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use password::Mistake;
use store::Origin;

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Account,
    name: String,
    display_name: String,
    origin: String,
    roles: Vec<RoleLine>,
    /// What may be done, and where.
    rights: Vec<(&'static str, String)>,
    may_people: bool,
    /// How a password that was lost is replaced, for those who have one here.
    password: Option<String>,
    csrf: String,
    mistake: Option<Mistake>,
}

impl Page {
    /// What was wrong with this field.
    fn wrong(&self, field: &str) -> Option<&Mistake> {
        self.mistake.as_ref().filter(|mistake| mistake.field == field)
    }
}

/// `GET /account`
pub(super) async fn account(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    shown(&gateway, &visit, who, StatusCode::OK, None)
}

fn shown(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    status: StatusCode,
    mistake: Option<Mistake>,
) -> Response {
    let t = Account::of(visit.lang);
    let rights = Right::ALL.iter().filter(|right| who.actor.may(**right)).map(|right| {
        let places = match who.actor.within(*right) {
            None => t.everywhere.to_owned(),
            Some(parts) => {
                let mut places: Vec<String> =
                    parts.iter().map(|part| place(gateway, Some(part), t.everywhere)).collect();
                places.sort();
                places.dedup();
                places.join("; ")
            }
        };
        (right.title().get(visit.lang), places)
    });
    let command = format!("brevdue people password {}", who.person.name);
    let password =
        matches!(who.person.origin, Origin::Local).then(|| fill(t.password_change, &[("command", &command)]));
    let f = visit.frame(Place::Elsewhere);
    let page = Page {
        w: f.w,
        f,
        t,
        name: who.person.name.clone(),
        display_name: who.person.display_name.clone(),
        origin: match &who.person.origin {
            Origin::Local => t.locally.to_owned(),
            Origin::Oidc { issuer, .. } => fill(t.by_issuer, &[("issuer", host(issuer))]),
        },
        roles: role_lines(gateway, &who.person, visit.lang),
        rights: rights.collect(),
        password,
        may_people: who.actor.may(Right::People),
        csrf: who.csrf.clone(),
        mistake,
    };
    visit.page(status, &page)
}

/// The host in an issuer's address.
pub(super) fn host(issuer: &str) -> &str {
    issuer.split_once("://").map_or(issuer, |(_, rest)| rest).split('/').next().unwrap_or(issuer)
}
