//! The list of letters. A search by a recipient's number is a post and is answered at once: the number
//! never stands in an address. Every other search becomes an address that can be kept.

use super::rows::{Line, lines};
use super::state::badge;
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, List};
use super::{fault, guard};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use letter::StateName;
use party::{Country, PartyId};
use serde::Deserialize;
use store::{Filter, ListError, Listed, Page as Part, Row};

/// Letters on a page.
const SHOWN: usize = 25;
/// Letters of one recipient: all on one page.
const OF_RECIPIENT: usize = 100;

/// What is looked for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    text: String,
    state: String,
    r#type: String,
    reference: String,
    attention: String,
    cursor: String,
    /// Token of the search form; never part of an address.
    csrf: String,
}

#[derive(Template)]
#[template(path = "letters.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    l: &'static List,
    csrf: String,
    wanted: Wanted,
    states: Vec<(&'static str, &'static str)>,
    kinds: Vec<(String, String)>,
    rows: Vec<Line>,
    older: Option<String>,
    newest: Option<String>,
    narrowed: bool,
    of_recipient: bool,
}

impl Page {
    fn has_state(&self, name: &str) -> bool {
        self.wanted.state == name
    }

    fn has_kind(&self, code: &str) -> bool {
        self.wanted.r#type == code
    }

    fn has_attention(&self) -> bool {
        !self.wanted.attention.is_empty()
    }
}

/// `GET /letters`
pub(super) async fn list(
    State(gateway): State<Gateway>,
    visit: Visit,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    if party::find_personal_numbers(&wanted.text) || party::find_personal_numbers(&wanted.reference) {
        // Somebody wrote a number into the address: it is not looked for there, and the address is left.
        return visit.go("/letters");
    }
    let filter = filter(&wanted, &who.actor);
    let part = Part { limit: SHOWN, cursor: some(&wanted.cursor) };
    let listed = match gateway.store.list(&filter, &part).await {
        Ok(listed) => listed,
        Err(ListError::BadCursor) => return visit.go("/letters"),
        Err(error) => return not_ready(&visit, &error),
    };
    answer(&gateway, &visit, &who.actor, &who.csrf, wanted, listed, false)
}

/// `POST /letters`: by anything, a recipient's number too.
pub(super) async fn search(
    State(gateway): State<Gateway>,
    visit: Visit,
    wanted: Result<Form<Wanted>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let mut wanted = wanted.map(|Form(wanted)| wanted).unwrap_or_default();
    if !guard::same(&who.csrf, &wanted.csrf) || !guard::comes_from_us(&visit.headers) {
        return fault::stale(&visit);
    }
    wanted.text = wanted.text.trim().to_owned();
    wanted.cursor.clear();
    let readings = [Country::Dk, Country::Se].map(|country| PartyId::parse(country, &wanted.text).ok());
    let numbers: Vec<PartyId> = readings.into_iter().flatten().collect();
    if numbers.is_empty() && !party::find_personal_numbers(&wanted.text) {
        return visit.go(&address(&wanted));
    }
    // The same digits may be a reference: letters are looked for both ways.
    let by_text = filter(&wanted, &who.actor);
    let by_number = numbers.iter().map(|number| Filter {
        recipient_hash: Some(number.keyed_hash(&gateway.search_key)),
        text: None,
        ..by_text.clone()
    });
    let filters: Vec<Filter> = by_number.chain([by_text.clone()]).collect();
    let mut rows: Vec<Row> = Vec::new();
    for filter in &filters {
        match gateway.store.list(filter, &Part { limit: OF_RECIPIENT, cursor: None }).await {
            Ok(listed) => rows.extend(listed.rows),
            Err(error) => return not_ready(&visit, &error),
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.accepted_at, row.id)));
    rows.dedup_by_key(|row| row.id);
    answer(&gateway, &visit, &who.actor, &who.csrf, wanted, Listed { rows, next: None }, true)
}

fn not_ready(visit: &Visit, error: &ListError) -> Response {
    tracing::error!(%error, "letters cannot be listed");
    fault::page(visit, &Problem::new(Code::NotReady))
}

fn answer(
    gateway: &Gateway,
    visit: &Visit,
    actor: &Actor,
    csrf: &str,
    wanted: Wanted,
    listed: Listed,
    of_recipient: bool,
) -> Response {
    let lang = visit.lang;
    let f = visit.frame(Place::Letters);
    let types = gateway.letter_types().into_iter().filter(|kind| actor.may_use(Right::Read, &kind.sender));
    let older = listed.next.map(|cursor| address(&Wanted { cursor, ..wanted.clone() }));
    let first = Wanted { cursor: String::new(), ..wanted.clone() };
    let page = Page {
        w: f.w,
        f,
        l: List::of(lang),
        csrf: csrf.to_owned(),
        newest: (!wanted.cursor.is_empty()).then(|| address(&first)),
        narrowed: address(&first) != "/letters",
        states: states(lang),
        kinds: types.map(|kind| (kind.code.0.clone(), kind.name.get(lang).to_owned())).collect(),
        rows: lines(gateway, &listed.rows, lang),
        older,
        of_recipient,
        wanted,
    };
    visit.page(StatusCode::OK, &page)
}

fn states(lang: Language) -> Vec<(&'static str, &'static str)> {
    StateName::ALL.iter().map(|name| (name.as_str(), badge(*name, None, None, lang).words)).collect()
}

fn filter(wanted: &Wanted, actor: &Actor) -> Filter {
    Filter {
        state: some(&wanted.state),
        letter_type: some(&wanted.r#type).map(Into::into),
        within: actor.within(Right::Read),
        reference: some(&wanted.reference),
        attention: some(&wanted.attention).map(|_| true),
        text: some(&wanted.text),
        ..Filter::default()
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The address of a search.
fn address(wanted: &Wanted) -> String {
    let pairs = [
        ("text", &wanted.text),
        ("state", &wanted.state),
        ("type", &wanted.r#type),
        ("reference", &wanted.reference),
        ("attention", &wanted.attention),
        ("cursor", &wanted.cursor),
    ];
    address_of("/letters", &pairs)
}

/// A path with what is not empty as its query.
pub(super) fn address_of(path: &str, pairs: &[(&str, &String)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
    let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", escaped(value.trim()))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Percent-encodes a query value (RFC 3986, unreserved characters stay).
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_becomes_an_address_without_its_token() {
        let wanted = Wanted {
            text: " søg & find ".to_owned(),
            state: "routed".to_owned(),
            csrf: "secret".to_owned(),
            ..Wanted::default()
        };
        assert_eq!(address(&wanted), "/letters?text=s%C3%B8g%20%26%20find&state=routed");
        assert_eq!(address(&Wanted::default()), "/letters");
    }
}
