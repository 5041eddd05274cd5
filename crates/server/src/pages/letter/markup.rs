//! What a letter asks of its recipient, and how complete its markup is (R163, R177).

use crate::gateway::Gateway;
use crate::markup::ElementView;
use crate::pages::time::{Moment, moment};
use crate::pages::words::Letter as Texts;
use catalogue::Language;
use letter::{Letter, Standing, Want};

/// The markup as the page shows it.
pub(super) struct Markup {
    pub(super) deadline: Option<Moment>,
    pub(super) actions: Vec<Action>,
    /// Expected elements that are there, of all: `5/6`.
    pub(super) sum: String,
    pub(super) layers: Vec<Layer>,
}

/// One action.
pub(super) struct Action {
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) when: String,
}

/// One layer.
pub(super) struct Layer {
    pub(super) title: &'static str,
    pub(super) filled: usize,
    pub(super) expected: usize,
    pub(super) elements: Vec<Element>,
}

/// One element.
pub(super) struct Element {
    pub(super) title: &'static str,
    pub(super) words: &'static str,
}

/// The markup of a letter whose type has any.
pub(super) fn of(gateway: &Gateway, letter: &Letter, zone: &str, lang: Language) -> Option<Markup> {
    let kind = gateway.type_of_letter(letter)?;
    kind.markup.as_ref()?;
    let view = gateway.markup_view(letter, lang)?;
    let t = Texts::of(lang);
    let layers = view.completeness.layers.into_iter().map(|layer| Layer {
        title: layer.title,
        filled: layer.filled,
        expected: layer.expected,
        elements: layer
            .elements
            .iter()
            .map(|one| Element { title: one.title, words: words(one, t) })
            .collect(),
    });
    let layers: Vec<Layer> = layers.collect();
    let filled: usize = layers.iter().map(|layer| layer.filled).sum();
    let expected: usize = layers.iter().map(|layer| layer.expected).sum();
    let actions = view.actions.into_iter().map(|action| Action {
        kind: action.kind.title().get(lang),
        label: action.label,
        when: action.when,
    });
    Some(Markup {
        deadline: view.deadline.map(|at| moment(at, zone, lang)),
        actions: actions.collect(),
        sum: format!("{filled}/{expected}"),
        layers,
    })
}

fn words(element: &ElementView, t: &'static Texts) -> &'static str {
    match (element.standing, element.want) {
        (Standing::Present | Standing::Mapped, _) => t.there,
        (_, Want::Expected) => t.missing,
        (_, Want::Welcome) => t.absent,
    }
}
