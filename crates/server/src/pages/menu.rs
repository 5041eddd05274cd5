//! The site's navigation: the parts that exist, and of these the ones that somebody may use. Rights are those of
//! the doors themselves, so that nothing is offered that would be refused.

use super::words::Menu as Words;
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
    Citizen,
    About,
    Elsewhere,
}

/// A part: its address, whether it stands behind "More", its name.
type Part = (Place, &'static str, bool, fn(&Words) -> &'static str);

/// The parts, in the order of the menu.
const PARTS: [Part; 11] = [
    (Place::Home, "/", false, |w| w.home),
    (Place::Send, "/send", false, |w| w.send),
    (Place::Letters, "/letters", false, |w| w.letters),
    (Place::Attention, "/attention", false, |w| w.attention),
    (Place::Citizen, "/citizen", false, |w| w.citizen),
    (Place::Types, "/types", true, |w| w.types),
    (Place::Systems, "/systems", true, |w| w.systems),
    (Place::People, "/people", true, |w| w.people),
    (Place::Settings, "/settings", true, |w| w.settings),
    (Place::Doctor, "/doctor", true, |w| w.doctor),
    (Place::About, "/about", true, |w| w.about),
];

/// The parts that exist.
#[derive(Default)]
pub(super) struct Menu(Vec<(usize, Gate)>);

/// A link of the menu.
pub(super) struct Entry {
    pub(super) href: &'static str,
    pub(super) words: &'static str,
    pub(super) current: bool,
    /// Stands behind "More".
    pub(super) second: bool,
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

    /// What somebody may use.
    pub(super) fn shown(&self, actor: &Actor, place: Place, language: Language) -> Vec<Entry> {
        let w = Words::of(language);
        let allowed = self.0.iter().filter(|(_, gate)| gate.lets(actor));
        let entry = |(part, href, second, words): &Part| Entry {
            href,
            words: words(w),
            current: *part == place,
            second: *second,
        };
        allowed.filter_map(|(at, _)| PARTS.get(*at)).map(entry).collect()
    }
}
