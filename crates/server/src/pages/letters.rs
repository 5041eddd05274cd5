//! The list of letters. A search by a recipient's number is a post and is answered at once: the number
//! never stands in an address. Every other search becomes an address that can be kept.

use super::fault;
use super::ours::Ours;
use super::rows::{Line, USUAL_ZONE, lines};
use super::state::{badge, channel};
use super::visit::{Frame, Place, Visit};
use super::words::{Finding, Frame as Words, List, Routes};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::civil::Date;
use letter::{ChannelKind, LetterType, SenderId, StateName};
use party::{Country, PartyId};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Filter, ListError, Listed, Page as Part, Row, Within};

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
    sender: String,
    unit: String,
    channel: String,
    /// Days, as `date` fields have them.
    from: String,
    to: String,
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
    more: &'static Finding,
    /// Whether conditions beyond text, state and type are in use.
    more_open: bool,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    senders: Vec<Choice>,
    units: Vec<Choice>,
    channels: Vec<Choice>,
    may_send: bool,
    rows: Vec<Line>,
    older: Option<String>,
    newest: Option<String>,
    narrowed: bool,
    of_recipient: bool,
}

/// A choice of a list.
struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

impl Choice {
    fn new(value: &str, words: String, wanted: &str) -> Choice {
        Choice { value: value.to_owned(), words, chosen: value == wanted }
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
    let filter = filter(&gateway, &wanted, &who.actor);
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
    Ours { visit, who, form: mut wanted }: Ours<Wanted>,
) -> Response {
    wanted.text = wanted.text.trim().to_owned();
    wanted.cursor.clear();
    let readings = [Country::Dk, Country::Se].map(|country| PartyId::parse(country, &wanted.text).ok());
    let numbers: Vec<PartyId> = readings.into_iter().flatten().collect();
    if numbers.is_empty() && !party::find_personal_numbers(&wanted.text) {
        return visit.go(&address(&wanted));
    }
    if let Err(error) = gateway.note_search(&who.actor.name, &numbers).await {
        return not_ready(&visit, &ListError::Store(error));
    }
    // The same digits may be a reference: letters are looked for both ways.
    let by_text = filter(&gateway, &wanted, &who.actor);
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
    let older = listed.next.map(|cursor| address(&Wanted { cursor, ..wanted.clone() }));
    let first = Wanted { cursor: String::new(), ..wanted.clone() };
    let routes = Routes::of(lang);
    let state = |name: &StateName| {
        Choice::new(name.as_str(), badge(*name, None, None, lang).words.to_owned(), &wanted.state)
    };
    let way = |kind: &ChannelKind| {
        Choice::new(kind.as_str(), channel(Some(*kind), routes).to_owned(), &wanted.channel)
    };
    let page = Page {
        w: f.w,
        f,
        l: List::of(lang),
        more: Finding::of(lang),
        more_open: [
            &wanted.reference,
            &wanted.sender,
            &wanted.unit,
            &wanted.channel,
            &wanted.from,
            &wanted.to,
        ]
        .iter()
        .any(|value| !value.is_empty()),
        csrf: csrf.to_owned(),
        newest: (!wanted.cursor.is_empty()).then(|| address(&first)),
        narrowed: address(&first) != "/letters",
        states: StateName::ALL.iter().map(state).collect(),
        channels: ChannelKind::ALL.iter().map(way).collect(),
        kinds: kinds(gateway, actor, lang, &wanted.r#type),
        senders: senders(gateway, actor, &wanted.sender),
        units: units(gateway, actor, &wanted.unit),
        may_send: actor.may(Right::Send),
        rows: lines(gateway, &listed.rows, lang),
        older,
        of_recipient,
        wanted,
    };
    visit.page(StatusCode::OK, &page)
}

fn readable(gateway: &Gateway, actor: &Actor) -> Vec<Arc<LetterType>> {
    let mut kinds = gateway.letter_types();
    kinds.retain(|kind| actor.may_use(Right::Read, &kind.sender));
    kinds
}

fn kinds(gateway: &Gateway, actor: &Actor, lang: Language, wanted: &str) -> Vec<Choice> {
    let kinds = readable(gateway, actor).into_iter();
    kinds.map(|kind| Choice::new(&kind.code.0, kind.name.get(lang).to_owned(), wanted)).collect()
}

/// The senders of the letter types that somebody may see; none where there is only one.
fn senders(gateway: &Gateway, actor: &Actor, wanted: &str) -> Vec<Choice> {
    let ids: BTreeSet<_> = readable(gateway, actor).into_iter().map(|kind| kind.sender.clone()).collect();
    let found = ids.iter().filter_map(|id| gateway.sender(id));
    let mut choices: Vec<Choice> =
        found.map(|sender| Choice::new(&sender.id.0, sender.name.clone(), wanted)).collect();
    choices.sort_by(|a, b| a.words.cmp(&b.words));
    if choices.len() > 1 { choices } else { Vec::new() }
}

/// The units that letter types name, and those of whoever looks.
fn units(gateway: &Gateway, actor: &Actor, wanted: &str) -> Vec<Choice> {
    let kinds = readable(gateway, actor);
    let own = kinds.iter().filter_map(|kind| actor.units(Right::Read, &kind.sender)).flatten();
    let named = kinds.iter().filter_map(|kind| kind.department.clone());
    let asked = Some(wanted.to_owned()).filter(|unit| !unit.is_empty());
    let units: BTreeSet<String> = named.chain(own).chain(asked).collect();
    units.iter().map(|unit| Choice::new(unit, unit.clone(), wanted)).collect()
}

fn filter(gateway: &Gateway, wanted: &Wanted, actor: &Actor) -> Filter {
    let within = actor.within(Right::Read);
    let sender = some(&wanted.sender).map(SenderId);
    // Days are those of the sender that is looked for, or of any that may be seen.
    let zone =
        sender.as_ref().and_then(|id| gateway.sender(id)).map_or(USUAL_ZONE, |sender| sender.time_zone());
    let day = |text: &str| text.trim().parse::<Date>().ok();
    let begins = |day: Date| day.in_tz(zone).map(|zoned| zoned.timestamp()).ok();
    Filter {
        state: some(&wanted.state),
        letter_type: some(&wanted.r#type).map(Into::into),
        within: match sender {
            None => within,
            Some(id) => Some(inside(within, id)),
        },
        unit: some(&wanted.unit),
        channel: ChannelKind::parse(wanted.channel.trim()),
        from: day(&wanted.from).and_then(begins),
        to: day(&wanted.to).and_then(|day| day.tomorrow().ok()).and_then(begins),
        reference: some(&wanted.reference),
        attention: some(&wanted.attention).map(|_| true),
        text: some(&wanted.text),
        ..Filter::default()
    }
}

/// What of the parts that may be seen belongs to a sender.
fn inside(within: Option<Vec<Within>>, sender: SenderId) -> Vec<Within> {
    match within {
        None => vec![Within::whole(sender)],
        Some(parts) => parts.into_iter().filter(|part| part.sender == sender).collect(),
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
        ("sender", &wanted.sender),
        ("unit", &wanted.unit),
        ("channel", &wanted.channel),
        ("from", &wanted.from),
        ("to", &wanted.to),
        ("cursor", &wanted.cursor),
    ];
    address_of("/letters", &pairs)
}

/// A path with what is not empty as its query.
pub(super) fn address_of(path: &str, pairs: &[(&str, &String)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
    let query: Vec<String> =
        given.map(|(name, value)| format!("{name}={}", letter::percent_encoded(value.trim()))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
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
