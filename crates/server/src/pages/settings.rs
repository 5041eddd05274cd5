//! Settings, read-only, each with the place in `brevdue.toml` that sets it: senders with their agreements (R3, R20),
//! channels, certificates, protection classes, patience.

use super::fault;
use super::rows;
use super::state::channel;
use super::time::{Moment, day, moment};
use super::told::{Told, mark, told};
use super::visit::{Frame, Place, Visit};
use super::words::{Doctor, Frame as Words, Routes, Settings, TypeChoices, fill};
use crate::access::{Actor, Right};
use crate::config::{Config, PrintRoad, Sender};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use channels::Level;
use jiff::Timestamp;
use jiff::civil::Date;
use letter::{ChannelKind, SenderId};

#[derive(Template)]
#[template(path = "settings.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Settings,
    senders: Vec<SenderCard>,
    channels: Vec<ChannelCard>,
    /// Keys and certificates.
    certificates: Vec<Told>,
    classes: Vec<Class>,
    policy: Vec<(&'static str, String, &'static str)>,
}

struct SenderCard {
    id: String,
    name: String,
    number: String,
    country: &'static str,
    contact: Vec<String>,
    digital: &'static str,
    paper: &'static str,
    rights: Vec<&'static str>,
    /// How long content of its letters is kept, where it differs from the installation's.
    kept: Option<String>,
    agreements: Vec<Agreed>,
    units: Vec<String>,
    departments: Vec<String>,
}

/// An agreement and how long it lasts.
struct Agreed {
    name: String,
    words: String,
    lasts: String,
    tone: &'static str,
    sign: &'static str,
}

struct ChannelCard {
    name: &'static str,
    section: &'static str,
    hosts: Vec<String>,
    last: Option<Moment>,
    /// What is out of order now.
    conditions: Vec<Told>,
}

struct Class {
    words: &'static str,
    types: Vec<(String, String)>,
}

/// `GET /settings`
pub(super) async fn page(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    match read(&gateway, &visit, &who.actor).await {
        Ok(page) => visit.page(StatusCode::OK, &page),
        Err(error) => {
            tracing::error!(%error, "settings cannot be read");
            fault::page(&visit, &Problem::new(Code::NotReady))
        }
    }
}

fn sees(actor: &Actor, sender: &SenderId) -> bool {
    actor.may_use(Right::Settings, sender)
}

async fn read(gateway: &Gateway, visit: &Visit, actor: &Actor) -> Result<Page, store::StoreError> {
    let lang = visit.lang;
    let t = Settings::of(lang);
    let mut senders = Vec::new();
    for sender in gateway.config.senders.iter().filter(|sender| sees(actor, &sender.id)) {
        let units = gateway.store.units_seen(&sender.id).await?;
        senders.push(card(gateway, sender, units, lang));
    }
    let mut kinds: Vec<_> = gateway.channels.by_kind.iter().collect();
    kinds.sort_by_key(|(kind, _)| **kind);
    let everything = actor.within(Right::Settings).is_none();
    let mut channels = Vec::new();
    let mut certificates = Vec::new();
    for (kind, one) in kinds {
        let tell = |finding| told(gateway, finding, lang);
        certificates.extend(one.look_at_keys().await.into_iter().map(tell));
        channels.push(ChannelCard {
            name: channel(Some(*kind), Routes::of(lang)),
            section: section(*kind),
            hosts: hosts(&gateway.config, *kind),
            last: gateway.traffic.last_success(*kind).map(|at| moment(at, rows::USUAL_ZONE, lang)),
            conditions: one.conditions().into_iter().map(tell).collect(),
        });
    }
    // Keys and their subjects name senders: shown to those who may see them all.
    if !everything {
        certificates.clear();
        for one in &mut channels {
            one.conditions.clear();
        }
    }
    let f = visit.frame(Place::Settings);
    Ok(Page {
        w: f.w,
        f,
        t,
        senders,
        channels,
        certificates,
        classes: classes(gateway, actor, lang),
        policy: policy(&gateway.config, t),
    })
}

fn card(gateway: &Gateway, sender: &Sender, units: Vec<String>, lang: Language) -> SenderCard {
    let t = Settings::of(lang);
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let contact = &sender.contact;
    let parts = [Some(&contact.text), contact.phone.as_ref(), contact.email.as_ref(), contact.url.as_ref()];
    let types = gateway.letter_types();
    let mut departments: Vec<String> = types
        .iter()
        .filter(|kind| kind.sender == sender.id)
        .filter_map(|kind| kind.department.clone())
        .collect();
    departments.sort();
    departments.dedup();
    let rights = [(sender.mandatory_post, t.mandatory), (sender.legal_notification, t.legal)];
    SenderCard {
        id: sender.id.0.clone(),
        name: sender.name.clone(),
        number: sender.number.clone(),
        country: if sender.language() == Language::Da { t.denmark } else { t.sweden },
        contact: parts.into_iter().flatten().filter(|text| !text.trim().is_empty()).cloned().collect(),
        digital: sender.digital.map_or(t.no_digital, |kind| channel(Some(kind), Routes::of(lang))),
        paper: match sender.print {
            PrintRoad::HotFolder => t.hot_folder,
            PrintRoad::Kombi => t.by_kombi,
        },
        rights: rights.into_iter().filter(|(has, _)| *has).map(|(_, words)| words).collect(),
        kept: sender.content_days.map(|days| kept(Some(days), t)),
        agreements: sender.agreements.iter().map(|one| agreed(one, today, lang)).collect(),
        units,
        departments,
    }
}

fn agreed(agreement: &crate::config::SenderAgreement, today: Date, lang: Language) -> Agreed {
    let t = Settings::of(lang);
    let days = agreement.days_left(today);
    let (lasts, level) = match (agreement.signed_on, days) {
        (None, _) => (t.unsigned.to_owned(), Level::Warning),
        (_, None) => (t.endless.to_owned(), Level::Ok),
        (_, Some(days)) if days < 0 => (fill(t.ended, &[("days", &(-days).to_string())]), Level::Error),
        (_, Some(days)) => {
            let soon = channels::WARNING_DAYS.iter().any(|limit| i64::from(days) < *limit);
            let level = if soon { Level::Warning } else { Level::Ok };
            (fill(t.days_left, &[("days", &days.to_string())]), level)
        }
    };
    let signed = agreement.signed_on.map(|on| {
        let by = agreement.signed_by.as_deref().unwrap_or("–");
        fill(t.signed, &[("who", by), ("when", &day(on, lang))])
    });
    let parts = [agreement.reference.clone(), signed];
    let (_, sign, tone) = mark(level, Doctor::of(lang));
    Agreed {
        name: agreement.name.clone(),
        words: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        lasts,
        tone,
        sign,
    }
}

/// The section of the file that sets a channel.
const fn section(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::DigitalPost => "[digital_post]",
        ChannelKind::Kombi => "[kombi]",
        ChannelKind::MinaMeddelanden => "[mina_meddelanden]",
        ChannelKind::Print => "[print]",
        ChannelKind::Desk | ChannelKind::None => "",
    }
}

/// Hosts that a channel speaks to, or the folder.
fn hosts(config: &Config, kind: ChannelKind) -> Vec<String> {
    let host = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.split(['/', '?']).next().unwrap_or_default().to_owned()
    };
    match kind {
        ChannelKind::DigitalPost => config.digital_post.iter().map(|one| host(&one.base_url)).collect(),
        ChannelKind::Kombi => {
            config.kombi.iter().flat_map(|one| [host(&one.base_url), host(&one.sts_url)]).collect()
        }
        ChannelKind::MinaMeddelanden => {
            config.mina_meddelanden.iter().map(|one| host(&one.register_url)).collect()
        }
        ChannelKind::Print => config.print.iter().map(|one| one.hot_folder.display().to_string()).collect(),
        ChannelKind::Desk | ChannelKind::None => Vec::new(),
    }
}

fn classes(gateway: &Gateway, actor: &Actor, lang: Language) -> Vec<Class> {
    let c = TypeChoices::of(lang);
    let words = [c.class_1, c.class_2, c.class_3, c.class_4];
    let types = gateway.letter_types();
    words
        .into_iter()
        .zip(1_u8..)
        .map(|(words, number)| Class {
            words,
            types: types
                .iter()
                .filter(|kind| u8::from(kind.class) == number && sees(actor, &kind.sender))
                .map(|kind| (kind.code.0.clone(), kind.name.get(lang).to_owned()))
                .collect(),
        })
        .collect()
}

/// Patience in words: what, how long, where it is set.
fn policy(config: &Config, t: &'static Settings) -> Vec<(&'static str, String, &'static str)> {
    let policy = &config.policy;
    let delays =
        |delays: &letter::Delays| delays.0.iter().map(|ms| span(*ms, t)).collect::<Vec<_>>().join(", ");
    let reminders = policy.remind_after_ms.iter().map(|ms| span(*ms, t)).collect::<Vec<_>>().join(", ");
    vec![
        (t.lookups, delays(&policy.lookup_delays_ms), "policy.lookup_delays_ms"),
        (t.attempts, delays(&policy.attempt_delays_ms), "policy.attempt_delays_ms"),
        (t.max_attempts, policy.max_attempts.to_string(), "policy.max_attempts"),
        (t.in_doubt, span(policy.in_doubt_patience_ms, t), "policy.in_doubt_patience_ms"),
        (t.receipt, span(policy.receipt_patience_ms, t), "policy.receipt_patience_ms"),
        (t.reminders, reminders, "policy.remind_after_ms"),
        (t.four_eyes, if config.four_eyes { t.yes } else { t.no }.to_owned(), "four_eyes"),
        (t.retention, kept(config.retention.content_days, t), "retention.content_days"),
    ]
}

/// How long content is kept.
fn kept(content_days: Option<u32>, t: &'static Settings) -> String {
    let words = |days: u32| fill(t.retention_after, &[("days", &days.to_string())]);
    content_days.map_or_else(|| t.retention_words.to_owned(), words)
}

/// A length of time in its largest whole unit.
fn span(ms: u64, t: &'static Settings) -> String {
    let seconds = ms / 1_000;
    let (count, unit) = match seconds {
        _ if seconds >= 172_800 && seconds.is_multiple_of(86_400) => (seconds / 86_400, t.days),
        _ if seconds >= 3_600 && seconds.is_multiple_of(3_600) => (seconds / 3_600, t.hours),
        _ if seconds >= 60 && seconds.is_multiple_of(60) => (seconds / 60, t.minutes),
        0 => (ms, "ms"),
        _ => (seconds, "s"),
    };
    format!("{count} {unit}")
}
