//! `/`: what this is, and whose mailboxes there are.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::language::{Language, Wish};
use super::outcomes;
use super::shell::{Shell, page as render};
use crate::outcome::Side;
use crate::recipients::{TestRecipient, recipients};
use crate::shared::App;
use crate::state::Totals;

struct Row {
    recipient: &'static TestRecipient,
    /// Where the mailbox is.
    at: &'static str,
    outcome: &'static str,
    plays: &'static str,
    letters: usize,
}

struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    totals: Totals,
    groups: Vec<Group>,
}

pub(super) async fn page(State(app): State<App>, Query(wish): Query<Wish>) -> Response {
    let shell = Shell::new(&wish, Language::En, String::new(), "sandbox", "/".into());
    let shell = Shell { title: shell.w.home.to_owned(), ..shell };
    let group = |side, title| Group {
        title,
        rows: recipients()
            .iter()
            .filter(|recipient| recipient.country == side)
            .map(|recipient| {
                let outcome = app.outcome(recipient);
                let at = match side {
                    Side::Se => app.operator(recipient).name(),
                    Side::Dk => "Digital Post",
                };
                let letters =
                    app.state.read(|index| index.mailboxes.get(recipient.alias).map_or(0, Vec::len));
                Row {
                    recipient,
                    at,
                    outcome: outcome.code(),
                    plays: outcomes::plays(outcome, shell.language),
                    letters,
                }
            })
            .collect(),
    };
    let groups = vec![group(Side::Dk, shell.w.denmark), group(Side::Se, shell.w.sweden)];
    let totals = app.state.deliveries().totals;
    render(StatusCode::OK, &Home { shell, totals, groups })
}
