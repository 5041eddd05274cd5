//! The site's navigation: the parts that exist, and of these the ones that somebody may use, as many side by side as
//! have room. Rights are those of the doors themselves, so that nothing is offered that would be refused.

use super::words::{Menu as Words, Ways};
use crate::access::{Actor, Door, Gate};
use axum::http::Method;
use catalogue::Language;

/// The part of the site that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Home,
    Send,
    Letters,
    Attention,
    Types,
    Systems,
    Settings,
    People,
    Doctor,
    Audit,
    Citizen,
    About,
    Elsewhere,
}

/// A part: its address, its name, and what people do there.
type Part = (Place, &'static str, fn(&Words) -> &'static str, fn(&Ways) -> &'static str);

/// So many stand side by side; with more, the others stand behind "More".
const FIRST: usize = 5;

/// The parts, in the order of the menu: daily work first.
const PARTS: [Part; 12] = [
    (Place::Home, "/", |w| w.home, |w| w.home),
    (Place::Send, "/send", |w| w.send, |w| w.send),
    (Place::Letters, "/letters", |w| w.letters, |w| w.letters),
    (Place::Attention, "/attention", |w| w.attention, |w| w.attention),
    (Place::Citizen, "/citizen", |w| w.citizen, |w| w.citizen),
    (Place::Types, "/types", |w| w.types, |w| w.types),
    (Place::Systems, "/systems", |w| w.systems, |w| w.systems),
    (Place::People, "/people", |w| w.people, |w| w.people),
    (Place::Doctor, "/doctor", |w| w.doctor, |w| w.doctor),
    (Place::Settings, "/settings", |w| w.settings, |w| w.settings),
    (Place::Audit, "/audit", |w| w.audit, |w| w.audit),
    (Place::About, "/about", |w| w.about, |w| w.about),
];

/// The parts that exist.
#[derive(Default)]
pub(super) struct Menu(Vec<(usize, Gate)>);

/// A link of the menu.
pub(super) struct Entry {
    pub(super) href: &'static str,
    pub(super) words: &'static str,
    /// What people do there.
    pub(super) what: &'static str,
    pub(super) current: bool,
}

impl Menu {
    /// Of all pages.
    pub(super) fn of(doors: &[Door]) -> Menu {
        let gate = |href: &str| {
            doors.iter().find(|door| door.path == href && door.method == Method::GET).map(|door| door.gate)
        };
        let there = |(at, (_, href, ..)): (usize, &Part)| gate(href).map(|gate| (at, gate));
        Menu(PARTS.iter().enumerate().filter_map(there).collect())
    }

    /// What somebody may use: side by side, and behind "More".
    pub(super) fn shown(&self, actor: &Actor, place: Place, language: Language) -> (Vec<Entry>, Vec<Entry>) {
        let w = Words::of(language);
        let allowed = self.0.iter().filter(|(_, gate)| gate.lets(actor));
        let ways = Ways::of(language);
        let entry = |(part, href, words, what): &Part| Entry {
            href,
            words: words(w),
            what: what(ways),
            current: *part == place,
        };
        let mut entries: Vec<Entry> = allowed.filter_map(|(at, _)| PARTS.get(*at)).map(entry).collect();
        // One alone behind "More" would only hide it.
        let more = if entries.len() > FIRST + 1 { entries.split_off(FIRST) } else { Vec::new() };
        (entries, more)
    }
}
