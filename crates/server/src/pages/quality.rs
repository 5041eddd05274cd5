//! How good the data of source systems are (R100, R101, R177): what each should mend, in words.

use super::systems::{may, sees};
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, Quality as Text, fill};
use super::{fault, rows};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::quality::{DAYS, Quality};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::Timestamp;
use letter::SenderId;
use std::collections::HashSet;
use store::StoreError;

#[derive(Template)]
#[template(path = "quality.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Text,
    intro: String,
    systems: Vec<Card>,
}

/// A system.
struct Card {
    name: String,
    accepted: String,
    clean: bool,
    refused: Vec<Refused>,
    wrong: Vec<Wrong>,
    /// Said if more letters have a wrong address than are named.
    wrong_more: Option<String>,
    types: Vec<Lacking>,
}

struct Refused {
    what: &'static str,
    fix: &'static str,
    times: String,
}

struct Wrong {
    id: String,
    reference: Option<String>,
    reason: &'static str,
    at: Moment,
}

/// A letter type that lacks something, or is gone.
struct Lacking {
    code: String,
    name: Option<String>,
    letters: String,
    lacks: String,
}

/// `GET /systems/quality`
pub(super) async fn page(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let found = match read(&gateway, &who.actor).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, "the quality of the systems' data cannot be told");
            return fault::page(&visit, &Problem::new(Code::NotReady));
        }
    };
    let (f, t) = (visit.frame(Place::Systems), Text::of(visit.lang));
    let intro = fill(t.intro, &[("days", &DAYS.to_string())]);
    let systems = found.iter().map(|quality| card(quality, t, visit.lang)).collect();
    visit.page(StatusCode::OK, &Page { w: f.w, f, t, intro, systems })
}

/// The systems that this somebody manages, those with something to mend first.
async fn read(gateway: &Gateway, actor: &Actor) -> Result<Vec<Quality>, StoreError> {
    let everything = actor.within(Right::Systems).is_none();
    let keys = gateway.store.api_keys().await?;
    let seen: HashSet<&str> =
        keys.iter().filter(|key| sees(actor, key)).map(|key| key.name.as_str()).collect();
    let senders: Vec<SenderId> =
        gateway.config.senders.iter().map(|one| one.id.clone()).filter(|id| may(actor, id)).collect();
    let visible = |system: &str| everything || seen.contains(system);
    let mut found = gateway.quality(&senders, visible, Timestamp::now()).await?;
    found.sort_by_key(Quality::is_clean);
    Ok(found)
}

fn card(quality: &Quality, t: &'static Text, lang: Language) -> Card {
    let counted = |text: &str, count: u64| fill(text, &[("count", &count.to_string())]);
    let refused = |(code, count): &(Code, u64)| Refused {
        what: code.entry().what.get(lang),
        fix: code.entry().fix.get(lang),
        times: counted(t.times, *count),
    };
    let wrong = |letter: &store::Stuck| Wrong {
        id: letter.id.to_string(),
        reference: letter.reference.as_deref().map(|text| fill(t.reference, &[("reference", text)])),
        reason: letter.reason.map_or("", |code| code.entry().what.get(lang)),
        at: moment(letter.at, rows::USUAL_ZONE, lang),
    };
    let lacking = |used: &crate::quality::TypeUsed| {
        let lacks = match &used.known {
            None => t.gone.to_owned(),
            Some((_, found)) if found.complete => return None,
            Some(_) => fill(t.lacks, &[("names", &used.missing(lang).join(", "))]),
        };
        Some(Lacking {
            code: used.code.0.clone(),
            name: used.known.as_ref().map(|(kind, _)| kind.name.get(lang).to_owned()),
            letters: counted(t.letters, used.letters),
            lacks,
        })
    };
    let more = quality.wrong_count > quality.wrong.len();
    Card {
        name: quality.system.clone(),
        accepted: counted(t.accepted, quality.letters),
        clean: quality.is_clean(),
        refused: quality.refusals.iter().map(refused).collect(),
        wrong: quality.wrong.iter().map(wrong).collect(),
        wrong_more: more.then(|| counted(t.wrong_more, quality.wrong.len() as u64)),
        types: quality.types.iter().filter_map(lacking).collect(),
    }
}
