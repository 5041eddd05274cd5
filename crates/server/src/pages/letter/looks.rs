//! A letter as its recipient sees it, read back from the bytes that were sent.

use super::bytes::{composed, raw};
use super::find;
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::pages::fault;
use crate::pages::seen::{Seen, Sheet, What, seen as in_words};
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Frame as Words, Letter as Texts, Seeing};
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use catalogue::Code;
use channels::Shown;
use letter::{ChannelKind, LetterId};

#[derive(Template)]
#[template(path = "seen.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    s: &'static Seeing,
    l: &'static Texts,
    id: LetterId,
    one: Seen,
}

impl Page {
    fn sheet_words(&self, sheet: &Sheet, sheets: &[Sheet]) -> String {
        sheet.words(sheets.len(), self.s)
    }

    fn pages_words(&self, sheet: &Sheet) -> String {
        sheet.pages(self.l)
    }

    fn file_href(&self, sheet: &Sheet) -> Option<String> {
        Some(format!("/letters/{}/seen/{}", self.id, sheet.number))
    }
}

async fn read(
    gateway: &Gateway,
    actor: &Actor,
    id: &str,
) -> Result<(LetterId, ChannelKind, Option<Shown>), Problem> {
    let history = find(gateway, actor, Right::Content, id).await?;
    let (kind, bytes) = composed(gateway, &history).await?;
    let shown = gateway
        .channel_of(&history.letter.sender, kind)
        .and_then(|channel| channel.shown(&Bytes::from(bytes)));
    Ok((history.letter.id, kind, shown))
}

/// `GET /letters/{id}/seen`
pub(in crate::pages) async fn seen(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(id): Path<String>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    match read(&gateway, &who.actor, &id).await {
        Ok((id, kind, shown)) => {
            let f = visit.frame(Place::Letters);
            let one = in_words(kind, shown.as_ref().ok_or(&Code::BlobDamaged), visit.lang);
            let (s, l) = (Seeing::of(visit.lang), Texts::of(visit.lang));
            visit.page(StatusCode::OK, &Page { w: f.w, f, s, l, id, one })
        }
        Err(problem) => fault::page(&visit, &problem),
    }
}

/// `GET /letters/{id}/seen/{number}`: a file as it is printed, from 0.
pub(in crate::pages) async fn seen_file(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path((id, number)): Path<(String, usize)>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let read = async {
        let file = match read(&gateway, &who.actor, &id).await? {
            (_, _, Some(Shown::Paper(files))) => files.into_iter().nth(number),
            _ => None,
        };
        let file = file.ok_or_else(|| Problem::new(Code::LetterNotFound))?;
        Ok(raw(file.to_vec(), "application/pdf", "inline", "brev.pdf"))
    };
    read.await.unwrap_or_else(|problem| fault::page(&visit, &problem))
}
