//! How complete a markup is, layer by layer: that of a letter type, and that of a letter.

use crate::markup::{CompletenessView, ElementView, LayerView};
use crate::pages::words::Types;
use catalogue::Language;
use letter::{Standing, Want};

/// All layers.
pub(super) struct Layers {
    /// Expected elements that are there, of all: `5/6`.
    pub(super) sum: String,
    pub(super) layers: Vec<Layer>,
}

/// One layer.
pub(super) struct Layer {
    pub(super) title: &'static str,
    pub(super) filled: usize,
    pub(super) expected: usize,
    pub(super) elements: Vec<Element>,
}

/// One element: there, missing, or welcome.
pub(super) struct Element {
    pub(super) title: &'static str,
    pub(super) words: &'static str,
    pub(super) sign: &'static str,
    pub(super) tone: &'static str,
}

impl Layers {
    /// In words.
    pub(super) fn of(view: &CompletenessView, lang: Language) -> Layers {
        let t = Types::of(lang);
        let filled: usize = view.layers.iter().map(|layer| layer.filled).sum();
        let expected: usize = view.layers.iter().map(|layer| layer.expected).sum();
        let layer = |layer: &LayerView| Layer {
            title: layer.title,
            filled: layer.filled,
            expected: layer.expected,
            elements: layer.elements.iter().map(|one| element(one, t)).collect(),
        };
        Layers { sum: format!("{filled}/{expected}"), layers: view.layers.iter().map(layer).collect() }
    }
}

fn element(one: &ElementView, t: &'static Types) -> Element {
    let (words, sign, tone) = match (one.standing, one.want) {
        (Standing::Present | Standing::Mapped, _) => (t.there, "✓", "done"),
        (_, Want::Expected) => (t.missing, "!", "person"),
        (_, Want::Welcome) => (t.absent, "+", "off"),
    };
    Element { title: one.title, words, sign, tone }
}
