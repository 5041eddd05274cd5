//! `/mailbox/{alias}/{n}`: one letter as the citizen sees it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::language::{Language, Wish};
use super::mailbox::house_of;
use super::shell::{Shell, missing, page as render, unreadable};
use super::view::{LetterView, Text};
use super::{danish, swedish, time};
use crate::outcome::Side;
use crate::recipients::{TestRecipient, by_alias};
use crate::shared::{App, Shared, off_thread};
use crate::state::{Channel, Letter};

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage {
    shell: Shell,
    recipient: &'static TestRecipient,
    number: usize,
    house_name: &'static str,
    initial: char,
    letter: Letter,
    received: String,
    view: LetterView,
    signer: String,
    sealer: Option<String>,
}

/// The letter at this place of a mailbox.
pub(super) fn find(app: &Shared, alias: &str, number: usize) -> Option<(&'static TestRecipient, Letter)> {
    let recipient = by_alias(alias)?;
    let letter = app.state.read(|index| index.mailboxes.get(alias)?.get(number.checked_sub(1)?).cloned())?;
    Some((recipient, letter))
}

pub(super) async fn page(
    State(app): State<App>,
    Path((alias, number)): Path<(String, usize)>,
    Query(wish): Query<Wish>,
) -> Response {
    let Some((recipient, letter)) = find(&app, &alias, number) else {
        return missing(&wish, Language::En, "");
    };
    let usual = Language::of(recipient.country);
    let language = wish.language().unwrap_or(usual);
    let (shared, of) = (App::clone(&app), letter.clone());
    let view = match off_thread(move || read(&shared, &of, recipient.country, language)).await {
        Ok(Some(view)) => view,
        Ok(None) => return unreadable(&wish, usual),
        Err(response) => return response,
    };
    let (class, house_name) = house_of(letter.channel);
    let title = format!("{} – {house_name}", letter.facts.subject);
    let shell = Shell::new(&wish, usual, title, class, format!("/mailbox/{alias}/{number}"));
    let page = LetterPage {
        received: time::moment(letter.at, recipient.country, language),
        initial: letter.facts.sender.chars().next().unwrap_or('•'),
        signer: organisation(&app, &letter.facts.signed_by),
        sealer: letter.facts.sealed_by.as_deref().map(|number| organisation(&app, number)),
        shell,
        recipient,
        number,
        house_name,
        letter,
        view,
    };
    render(StatusCode::OK, &page)
}

fn read(app: &Shared, letter: &Letter, side: Side, language: Language) -> Option<LetterView> {
    let octets = app.state.blob(&letter.blob).ok()?;
    match letter.channel {
        Channel::DigitalPost => danish::view(&octets, side, language),
        Channel::Alfa | Channel::Beta => swedish::view(&octets, &app.ca_pem, language),
    }
}

/// Name and organisation number of a sender.
fn organisation(app: &Shared, number: &str) -> String {
    let known = app.senders.all().into_iter().find(|sender| sender.number == number);
    let number = number.strip_prefix("16").filter(|rest| rest.len() == 10).unwrap_or(number);
    let written = match number.len() {
        10 => format!("{}-{}", number.get(..6).unwrap_or(""), number.get(6..).unwrap_or("")),
        _ => number.to_owned(),
    };
    known.map_or(written.clone(), |sender| format!("{} ({written})", sender.name))
}
