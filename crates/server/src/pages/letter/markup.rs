//! What a letter asks of its recipient, and how complete its markup is (R163, R177).

use crate::gateway::Gateway;
use crate::pages::layers::Layers;
use crate::pages::time::{Moment, moment};
use catalogue::Language;
use letter::Letter;

/// The markup as the page shows it.
pub(super) struct Markup {
    pub(super) deadline: Option<Moment>,
    pub(super) actions: Vec<Action>,
    pub(super) layers: Layers,
}

/// One action.
pub(super) struct Action {
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) when: String,
}

/// The markup of a letter whose type has any.
pub(super) fn of(gateway: &Gateway, letter: &Letter, zone: &str, lang: Language) -> Option<Markup> {
    let kind = gateway.type_of_letter(letter)?;
    kind.markup.as_ref()?;
    let view = gateway.markup_view(letter, lang)?;
    let layers = Layers::of(&view.completeness, lang);
    let actions = view.actions.into_iter().map(|action| Action {
        kind: action.kind.title().get(lang),
        label: action.label,
        when: action.when,
    });
    Some(Markup {
        deadline: view.deadline.map(|at| moment(at, zone, lang)),
        actions: actions.collect(),
        layers,
    })
}
