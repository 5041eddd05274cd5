//! `/print`: what the print shop did.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::language::{Language, Wish};
use super::shell::{Shell, page as render};
use super::time;
use crate::outcome::Side;
use crate::recipients::by_alias;
use crate::shared::App;
use crate::state::PrintStatus;

struct Row {
    job_id: String,
    title: String,
    recipient: Option<&'static str>,
    pages: u32,
    printed: bool,
    code: String,
    at: String,
    repeats: u32,
}

#[derive(Template)]
#[template(path = "print.html")]
struct Printed {
    shell: Shell,
    rows: Vec<Row>,
}

pub(super) async fn page(State(app): State<App>, Query(wish): Query<Wish>) -> Response {
    let shell = Shell::new(&wish, Language::En, String::new(), "sandbox", "/print".into());
    let shell = Shell { title: shell.w.printed.to_owned(), ..shell };
    let mut jobs = app
        .state
        .read(|index| index.jobs.iter().map(|(id, job)| (id.clone(), job.clone())).collect::<Vec<_>>());
    jobs.sort_by_key(|(_, job)| std::cmp::Reverse(job.at));
    let rows = jobs
        .into_iter()
        .map(|(job_id, job)| Row {
            job_id,
            recipient: job.alias.as_deref().and_then(by_alias).map(|recipient| recipient.name),
            pages: job.pages,
            printed: job.status == PrintStatus::Printed,
            code: job.code.unwrap_or_default(),
            at: time::moment(job.at, Side::Dk, shell.language),
            title: job.title,
            repeats: job.repeats,
        })
        .collect();
    render(StatusCode::OK, &Printed { shell, rows })
}
