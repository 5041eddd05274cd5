//! One act for many letters: first a page that says what will happen to which, then the act, then what came of it.

use super::{count, not_ready, of_code};
use crate::access::Right;
use crate::desk::{Seen, plain_note};
use crate::gateway::Gateway;
use crate::pages::fault;
use crate::pages::letter::{Offer, find, offers};
use crate::pages::ours::{Ours, Pairs};
use crate::pages::session::SignedIn;
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Acts, Desk, Frame as Words, fill};
use crate::problem::Problem;
use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use letter::{Act, LetterId, State};
use store::Page as Part;

/// Most letters in one go.
pub(super) const MOST: usize = 500;

/// The form. Letters are `id.seq`: what was seen of them is part of the decision.
#[derive(Default)]
struct Order {
    what: String,
    code: String,
    all: bool,
    sure: bool,
    note: String,
    letters: Vec<(LetterId, u32)>,
}

#[derive(Template)]
#[template(path = "attention_bulk.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    d: &'static Desk,
    a: &'static Acts,
    csrf: String,
    code: String,
    heading: String,
    offer: Option<Offer>,
    /// What is asked for before anything happens.
    asked: Vec<Named>,
    /// Those that it does not fit.
    left_out: Vec<Named>,
    note: String,
    note_fault: Option<(&'static str, &'static str)>,
    /// What came of each; empty before.
    results: Vec<Outcome>,
}

/// A letter in a list.
struct Named {
    id: LetterId,
    seq: u32,
    subject: String,
}

/// What came of one letter.
struct Outcome {
    letter: Named,
    done: bool,
    what: &'static str,
    fix: &'static str,
}

/// The form's pairs: a letter stands there as often as there are letters.
impl Order {
    fn read(pairs: Vec<(String, String)>) -> Order {
        let mut order = Order::default();
        for (name, value) in pairs {
            match name.as_str() {
                "do" => order.what = value,
                "code" => order.code = value,
                "all" => order.all = true,
                "sure" => order.sure = true,
                "note" => order.note = value.trim().to_owned(),
                "letter" if order.letters.len() < MOST => order.letters.extend(seen(&value)),
                _ => {}
            }
        }
        order
    }
}

/// A letter, and the number of its last event when it was looked at.
fn seen(value: &str) -> Option<(LetterId, u32)> {
    let (id, seq) = value.split_once('.')?;
    Some((id.parse().ok()?, seq.parse().ok()?))
}

/// `POST /attention`: first the question, with `sure` the act.
pub(in crate::pages) async fn submit(
    Shared(gateway): Shared<Gateway>,
    Ours { visit, who, form }: Ours<Pairs>,
) -> Response {
    let order = Order::read(form);
    let Some(act) = Act::parse(&order.what) else {
        return fault::page(&visit, &Problem::new(Code::FieldInvalid));
    };
    let made = match (order.sure, party::find_personal_numbers(&order.note)) {
        (true, false) => act_on(&gateway, &visit, &who, act, order).await,
        (_, number) => ask(&gateway, &visit, &who, act, order, number).await,
    };
    match made {
        Ok((status, page)) => visit.page(status, &page),
        Err(problem) => fault::page(&visit, &problem),
    }
}

/// What will happen to which letters, and which it leaves as they are.
async fn ask(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    act: Act,
    order: Order,
    number_in_note: bool,
) -> Result<(StatusCode, Page), Problem> {
    let lang = visit.lang;
    let chosen: Vec<LetterId> = if order.all {
        of_cause(gateway, who, &order.code).await?
    } else {
        order.letters.iter().map(|(id, _)| *id).collect()
    };
    let mut page = Page::new(visit, who, &order);
    let histories = gateway.store.load_many(&chosen).await.map_err(|error| not_ready(&error))?;
    for id in chosen {
        let Some(history) = histories.iter().find(|history| history.letter.id == id) else { continue };
        let letter = &history.letter;
        if !who.actor.may_for(Right::Act, &letter.sender, letter.unit.as_deref()) {
            continue;
        }
        let named = Named { id, seq: history.seq(), subject: letter.subject.clone() };
        match offers(&State::fold(&history.events), lang).into_iter().find(|offer| offer.act == act) {
            Some(offer) => {
                page.offer.get_or_insert(offer);
                page.asked.push(named);
            }
            None => page.left_out.push(named),
        }
    }
    page.heading = match &page.offer {
        Some(offer) => format!("{}: {}", offer.label, count(page.d, page.asked.len() as u64)),
        None => page.d.none_fits.to_owned(),
    };
    let entry = Code::PersonalNumberInText.entry();
    page.note_fault = number_in_note.then(|| (entry.what.get(lang), entry.fix.get(lang)));
    let status = if number_in_note { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page))
}

async fn of_cause(gateway: &Gateway, who: &SignedIn, code: &str) -> Result<Vec<LetterId>, Problem> {
    let code = Code::parse(code).ok_or_else(|| Problem::new(Code::FieldInvalid))?;
    let filter = of_code(&who.actor, code);
    let (mut ids, mut cursor) = (Vec::new(), None);
    while ids.len() < MOST {
        let limit = (MOST - ids.len()).min(store::MOST_ROWS);
        let listed = gateway.store.list(&filter, &Part { limit, cursor }).await;
        let listed = listed.map_err(|error| not_ready(&error))?;
        ids.extend(listed.rows.iter().map(|row| row.id));
        cursor = listed.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(ids)
}

/// Does it for each letter by itself, as it was seen: one that moved meanwhile is left alone.
async fn act_on(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    act: Act,
    order: Order,
) -> Result<(StatusCode, Page), Problem> {
    let lang = visit.lang;
    let note = plain_note(&order.note);
    let note = Some(note).filter(|note| !note.is_empty());
    let mut page = Page::new(visit, who, &order);
    for (id, seq) in order.letters {
        let found = find(gateway, &who.actor, Right::Act, &id.to_string()).await;
        let subject = found.as_ref().map(|history| history.letter.subject.clone()).unwrap_or_default();
        let done = match found {
            Ok(history) => {
                let seen = Seen::OneOf(vec![seq]);
                gateway.act_for(history, seen, act, &who.actor.name, note.clone()).await
            }
            Err(problem) => Err(problem),
        };
        let (what, fix) = match &done {
            Ok(_) => (page.d.done, ""),
            Err(problem) if problem.code == Code::LetterMoved => (page.d.moved, ""),
            Err(problem) => (problem.code.entry().what.get(lang), problem.code.entry().fix.get(lang)),
        };
        page.results.push(Outcome { letter: Named { id, seq, subject }, done: done.is_ok(), what, fix });
    }
    let done = page.results.iter().filter(|result| result.done).count().to_string();
    let all = page.results.len().to_string();
    page.heading = fill(page.d.result, &[("done", &done), ("count", &all)]);
    Ok((StatusCode::OK, page))
}

impl Page {
    fn new(visit: &Visit, who: &SignedIn, order: &Order) -> Page {
        let f = visit.frame(Place::Attention);
        Page {
            w: f.w,
            f,
            d: Desk::of(visit.lang),
            a: Acts::of(visit.lang),
            csrf: who.csrf.clone(),
            code: order.code.clone(),
            heading: String::new(),
            offer: None,
            asked: Vec::new(),
            left_out: Vec::new(),
            note: order.note.clone(),
            note_fault: None,
            results: Vec::new(),
        }
    }

    /// Back to the cause that was looked at.
    fn back(&self) -> String {
        match Code::parse(&self.code) {
            Some(code) => format!("/attention?code={}", code.as_str()),
            None => "/attention".to_owned(),
        }
    }
}
