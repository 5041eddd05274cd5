//! Signing in at the issuer of identities, and out there.

use super::door::{self, Why};
use super::visit::{Visit, set_cookie};
use crate::gateway::{Gateway, random_32};
use crate::oidc::{Claims, Oidc, OidcError, Trip};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use store::{Granted, NewPerson, Origin, Person, StoreError};

/// Cookie of somebody who is on the way to the issuer and back: a secret, and where to go afterwards.
const TRIP_COOKIE: &str = "brevdue_trip";
/// How long that may take.
const TRIP_SECONDS: i64 = 15 * 60;
/// Where the issuer sends people back.
const BACK: &str = "/sign-in/return";
/// Longest code that is turned in, bytes.
const CODE_MAX_BYTES: usize = 4096;
/// Who adds people and changes their roles here, in the audit trail.
pub(super) const BY: &str = "oidc";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
}

/// What the issuer sends back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Brought {
    state: String,
    code: String,
    error: String,
    /// Which issuer it is (RFC 9207), if it says so.
    iss: Option<String>,
}

/// `GET /sign-in/start`
pub(super) async fn start(
    State(gateway): State<Gateway>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let next = asked.map(|Query(asked)| asked.next).unwrap_or_default();
    let Some(oidc) = &gateway.oidc else { return visit.go("/") };
    let secret = hex::encode(random_32());
    let (Some(trip), Some(back)) = (Trip::new(&secret), visit.absolute(BACK)) else {
        return door::page(&gateway, &visit, &Why::Stale, &next);
    };
    match oidc.way_there(&trip, &back, visit.lang.as_str()).await {
        Ok(there) => {
            let mut response = visit.go(&there);
            let value = format!("{secret}{}", door::local(&next).unwrap_or("/"));
            set_cookie(&mut response, &visit.own_cookie(TRIP_COOKIE, &value, TRIP_SECONDS));
            response
        }
        Err(error) => door::page(&gateway, &visit, &told(&error), &next),
    }
}

/// `GET /sign-in/return`
pub(super) async fn back(
    State(gateway): State<Gateway>,
    visit: Visit,
    brought: Result<Query<Brought>, QueryRejection>,
) -> Response {
    let brought = brought.map(|Query(brought)| brought).unwrap_or_default();
    let mut response = judged(&gateway, &visit, brought).await;
    // A trip ends here, however it ended: nothing can be brought twice.
    set_cookie(&mut response, &visit.own_cookie(TRIP_COOKIE, "", 0));
    response
}

async fn judged(gateway: &Gateway, visit: &Visit, brought: Brought) -> Response {
    let cookie = visit.own(TRIP_COOKIE).unwrap_or_default();
    let (secret, next) = cookie.split_at_checked(64).unwrap_or_default();
    let shut = |why: Why| door::page(gateway, visit, &why, next);
    let (Some(oidc), Some(trip), Some(back)) = (&gateway.oidc, Trip::new(secret), visit.absolute(BACK))
    else {
        return shut(Why::Stale);
    };
    if !super::guard::same(&trip.state(), &brought.state) {
        return shut(Why::Stale);
    }
    if brought.iss.is_some_and(|issuer| issuer != oidc.config().issuer) {
        tracing::warn!("an answer of another issuer was refused");
        return shut(Why::NotGenuine);
    }
    if brought.code.is_empty() || brought.code.len() > CODE_MAX_BYTES {
        let error = crate::oidc::error_code(&brought.error);
        tracing::warn!(error, "the issuer let nobody in");
        return shut(Why::Refused);
    }
    let claims = match oidc.turn_in(&trip, &brought.code, &back).await {
        Ok(claims) => claims,
        Err(error) => return shut(told(&error)),
    };
    match person(gateway, oidc, &claims).await {
        Ok(Some(person)) if person.active => {
            let nowhere = person.all_grants().next().is_none();
            let to = if nowhere { "/account" } else { door::local(next).unwrap_or("/") };
            door::enter(gateway, visit, &person.name, to).await
        }
        Ok(_) => shut(Why::ShutOut),
        Err(error) => door::unavailable(visit, &error),
    }
}

/// `GET /sign-out/issuer`
pub(super) async fn out(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let (Some(oidc), Some(back)) = (&gateway.oidc, visit.absolute("/?signed_out=1")) else {
        return visit.go("/");
    };
    match oidc.way_out(&back).await {
        Ok(Some(there)) => visit.go(&there),
        Ok(None) => visit.go("/?signed_out=1"),
        Err(error) => door::page(&gateway, &visit, &told(&error), ""),
    }
}

fn told(error: &OidcError) -> Why {
    match error {
        OidcError::Unreachable(_) => {
            tracing::error!(%error, "people cannot sign in");
            Why::Unreachable
        }
        OidcError::Refused(_) => {
            tracing::warn!(%error, "somebody could not sign in");
            Why::Refused
        }
        OidcError::Token(_) => {
            tracing::warn!(%error, "somebody could not sign in");
            Why::NotGenuine
        }
    }
}

/// The person whom the issuer speaks of, made at the first visit, with the roles that follow from the groups now.
async fn person(gateway: &Gateway, oidc: &Oidc, claims: &Claims) -> Result<Option<Person>, StoreError> {
    let config = oidc.config();
    let subject = gateway.subject_hash(&config.issuer, claims.subject());
    let groups = claims.groups(&config.groups_claim);
    if groups.is_none() {
        tracing::warn!(claim = config.groups_claim, "the issuer names no groups: no roles follow from them");
    }
    let grants = config.grants(groups.unwrap_or_default().into_iter());
    let store = &gateway.store;
    let mark = subject.get(..8).unwrap_or_default();
    let wanted =
        [config.name_claim.as_str(), "email", "name"].into_iter().find_map(|claim| claims.name(claim));
    let name = wanted.unwrap_or_else(|| format!("person-{mark}"));
    let display_name = claims.name("name").unwrap_or_else(|| name.clone());
    let now = Timestamp::now();
    if let Some(known) = store.person_of(&config.issuer, &subject).await? {
        store.set_groups(&known.name, &display_name, &grants, BY, now).await?;
        return store.person(&known.name).await;
    }
    // Somebody else may have the name already, here or at an issuer before this one: nobody becomes another.
    for name in [name.clone(), format!("{name}-{mark}")] {
        let new = new(name, &display_name, &config.issuer, &subject, grants.clone());
        store.add_person(&new, BY, now).await?;
        if let Some(made) = store.person_of(&config.issuer, &subject).await? {
            return Ok(Some(made));
        }
    }
    Ok(None)
}

fn new(name: String, display_name: &str, issuer: &str, subject: &str, grants: Vec<Granted>) -> NewPerson {
    NewPerson {
        name,
        display_name: display_name.to_owned(),
        origin: Origin::Oidc { issuer: issuer.to_owned(), subject: subject.to_owned() },
        password_hash: None,
        grants: Vec::new(),
        group_grants: grants,
    }
}
