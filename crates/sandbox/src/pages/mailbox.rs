//! `/mailbox/{alias}`: the letters, the newest first.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::language::{Language, Wish};
use super::shell::{Shell, missing, page as render};
use super::time;
use crate::outcome::Side;
use crate::recipients::{Operator, TestRecipient, by_alias};
use crate::shared::{App, Shared};
use crate::state::{Channel, Letter};

struct Row {
    number: usize,
    initial: char,
    sender: String,
    subject: String,
    day: String,
    documents: bool,
    copy: u64,
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct Mailbox {
    shell: Shell,
    recipient: &'static TestRecipient,
    house_name: &'static str,
    rows: Vec<Row>,
}

/// The house in which a mailbox stands: class of the page, and name.
pub(super) fn house(app: &Shared, recipient: &TestRecipient) -> (&'static str, &'static str) {
    match (recipient.country, app.operator(recipient)) {
        (Side::Dk, _) => house_of(Channel::DigitalPost),
        (Side::Se, Operator::Alfa) => house_of(Channel::Alfa),
        (Side::Se, Operator::Beta) => house_of(Channel::Beta),
    }
}

pub(super) fn house_of(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Alfa => ("alfa", Operator::Alfa.name()),
        Channel::Beta => ("beta", Operator::Beta.name()),
        Channel::DigitalPost => ("digital-post", "Digital Post"),
    }
}

pub(super) async fn page(
    State(app): State<App>,
    Path(alias): Path<String>,
    Query(wish): Query<Wish>,
) -> Response {
    let Some(recipient) = by_alias(&alias) else { return missing(&wish, Language::En, "") };
    let usual = Language::of(recipient.country);
    let (class, house_name) = house(&app, recipient);
    let shell = Shell::new(&wish, usual, String::new(), class, format!("/mailbox/{alias}"));
    let shell =
        Shell { title: format!("{} {} – {house_name}", shell.w.mailbox_of, recipient.name), ..shell };
    let letters = app.state.read(|index| index.mailboxes.get(recipient.alias).cloned().unwrap_or_default());
    let row = |(number, letter): (usize, &Letter)| Row {
        number: number + 1,
        initial: letter.facts.sender.chars().next().unwrap_or('•'),
        sender: letter.facts.sender.clone(),
        subject: letter.facts.subject.clone(),
        day: time::day(letter.at, recipient.country, shell.language),
        documents: letter.facts.documents > 0,
        copy: letter.copy,
    };
    let rows = letters.iter().enumerate().rev().map(row).collect();
    render(StatusCode::OK, &Mailbox { rows, recipient, house_name, shell })
}
