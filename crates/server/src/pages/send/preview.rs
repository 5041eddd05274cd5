//! The letter before it is sent, as its recipient will see it: built and read back by the code that sends.

use super::form::Filled;
use super::{handed, refused, submission};
use crate::gateway::Gateway;
use crate::pages::held::Held;
use crate::pages::letter::raw;
use crate::pages::readable::{Readable, readable};
use crate::pages::seen::{Seen, Sheet, What, seen};
use crate::pages::session::SignedIn;
use crate::pages::state::channel;
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Drafting, Frame as Words, Letter as Texts, Reading, Routes, Seeing, Send, fill};
use crate::preview::Preview;
use crate::problem::Problem;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use channels::Shown;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "preview.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Send,
    d: &'static Drafting,
    s: &'static Seeing,
    l: &'static Texts,
    csrf: String,
    form: Uuid,
    hidden: Vec<(String, String)>,
    keep: Vec<String>,
    /// The way that the letter takes now.
    way: &'static str,
    known: bool,
    seen: Vec<Seen>,
    r: &'static Reading,
    /// Documents that not everybody can read.
    readable: Vec<Readable>,
}

impl Page {
    fn way_words(&self) -> String {
        fill(self.d.way_now, &[("way", self.way)])
    }

    fn sheet_words(&self, sheet: &Sheet, sheets: &[Sheet]) -> String {
        sheet.words(sheets.len(), self.s)
    }

    fn pages_words(&self, sheet: &Sheet) -> String {
        sheet.pages(self.l)
    }

    /// Printed files are made anew by this page's form.
    fn file_href(&self, _: &Sheet) -> Option<String> {
        None
    }
}

async fn build(
    gateway: &Gateway,
    who: &SignedIn,
    filled: &Filled,
    files: &[Held],
) -> Result<Preview, Problem> {
    let submission = submission(gateway, filled).map_err(Problem::faults)?;
    gateway.preview(&who.actor, submission, handed(files)).await
}

fn hard_to_read(preview: &Preview, lang: Language) -> Vec<Readable> {
    let found = preview.documents.iter().filter_map(|document| readable(document, lang));
    found.filter(|found| !found.barriers.is_empty()).collect()
}

/// `POST /send` with `do=preview`.
pub(super) async fn page(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    filled: Filled,
    files: Vec<Held>,
) -> Response {
    let preview = match build(gateway, who, &filled, &files).await {
        Ok(preview) => preview,
        Err(problem) => return refused(gateway, visit, who, filled, files, &problem),
    };
    let lang = visit.lang;
    let f = visit.frame(Place::Send);
    let page = Page {
        w: f.w,
        f,
        t: Send::of(lang),
        d: Drafting::of(lang),
        s: Seeing::of(lang),
        l: Texts::of(lang),
        csrf: who.csrf.clone(),
        form: filled.id,
        hidden: filled.hidden(),
        keep: files.iter().map(|file| file.digest.0.clone()).collect(),
        way: channel(preview.channel, Routes::of(lang)),
        known: preview.channel.is_some(),
        seen: preview.ways.iter().map(|(kind, shown)| seen(*kind, shown.as_ref(), lang)).collect(),
        r: Reading::of(lang),
        readable: hard_to_read(&preview, lang),
    };
    // Kept for the buttons of the page; without room for them the form says so.
    if !visit.sessions.hold(&who.id, filled.id, files) {
        return super::shown(gateway, visit, who, super::Shown { filled, ..super::Shown::default() });
    }
    visit.page(StatusCode::OK, &page)
}

/// `POST /send` with `do=paper.0`: a file as it will be printed.
pub(super) async fn paper(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    filled: Filled,
    files: Vec<Held>,
    number: usize,
) -> Response {
    let preview = match build(gateway, who, &filled, &files).await {
        Ok(preview) => preview,
        Err(problem) => return refused(gateway, visit, who, filled, files, &problem),
    };
    let printed = preview.ways.into_iter().find_map(|(_, shown)| match shown {
        Ok(Shown::Paper(files)) => files.into_iter().nth(number),
        _ => None,
    });
    match printed {
        Some(pdf) => raw(pdf.to_vec(), "application/pdf", "inline", "brev.pdf"),
        None => crate::pages::fault::page(visit, &Problem::new(Code::LetterNotFound)),
    }
}
