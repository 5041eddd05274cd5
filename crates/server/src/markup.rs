//! A letter's markup as callers and case workers see it: deadline, actions, how complete. Values of the caller's data
//! that may be secret are not shown.

use crate::gateway::Gateway;
use crate::types::setting;
use catalogue::Language;
use jiff::Timestamp;
use letter::markup::{Value, date_words};
use letter::{
    ActionKind, Archetype, Completeness, Element, Gap, Layer, LayerName, Letter, Standing, Want,
    completeness_of_letter,
};
use serde::Serialize;

/// A letter's markup.
#[derive(Clone, Debug, Serialize)]
pub struct MarkupView {
    /// What kind of letter it is.
    pub archetype: Option<Archetype>,
    /// By when.
    pub deadline: Option<Timestamp>,
    /// What the recipient is asked to do.
    pub actions: Vec<ActionView>,
    /// What is there and what is missing, layer by layer.
    pub completeness: CompletenessView,
    /// Elements of the type for which the letter has no value.
    pub gaps: Vec<Gap>,
}

/// One action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// What.
    pub kind: ActionKind,
    /// Text of the button.
    pub label: String,
    /// From, in UTC.
    pub from: Option<Timestamp>,
    /// Until, in UTC: the deadline, or the end of an appointment.
    pub until: Option<Timestamp>,
    /// The times in the sender's zone and the reader's language.
    pub when: String,
}

/// The layers with their names.
#[derive(Clone, Debug, Serialize)]
pub struct CompletenessView {
    /// Nothing that is expected is missing.
    pub complete: bool,
    /// The layers.
    pub layers: Vec<LayerView>,
}

/// One layer.
#[derive(Clone, Debug, Serialize)]
pub struct LayerView {
    /// Which.
    pub layer: LayerName,
    /// Its name.
    pub title: &'static str,
    /// Expected elements that are there or mapped.
    pub filled: usize,
    /// Elements expected.
    pub expected: usize,
    /// Each element.
    pub elements: Vec<ElementView>,
}

/// One element.
#[derive(Clone, Debug, Serialize)]
pub struct ElementView {
    /// Which.
    pub element: Element,
    /// Its name.
    pub title: &'static str,
    /// How much it is wanted.
    pub want: Want,
    /// How it stands.
    pub standing: Standing,
}

/// The layers in a language.
pub fn completeness(found: &Completeness, language: Language) -> CompletenessView {
    let layer = |layer: &Layer| LayerView {
        layer: layer.layer,
        title: layer.layer.title().get(language),
        filled: layer.filled,
        expected: layer.expected,
        elements: layer
            .elements
            .iter()
            .map(|one| ElementView {
                element: one.element,
                title: one.element.title().get(language),
                want: one.want,
                standing: one.standing,
            })
            .collect(),
    };
    CompletenessView { complete: found.complete, layers: found.layers.iter().map(layer).collect() }
}

impl Gateway {
    /// A letter's markup, if its type is known.
    pub fn markup_view(&self, letter: &Letter, language: Language) -> Option<MarkupView> {
        let kind = self.type_of_letter(letter)?;
        let zone = setting(self.sender(&letter.sender)?).zone;
        let resolved = self.markup_of(letter, &kind);
        let moment = |value: &Option<Value>| value.as_ref().and_then(Value::moment);
        let actions = resolved.markup.actions.iter().map(|action| {
            let times = [moment(&action.from), moment(&action.until)];
            let words: Vec<String> =
                times.into_iter().flatten().map(|at| date_words(at, &zone, language)).collect();
            let [from, until] = times.map(|moment| moment.map(|moment| moment.at));
            ActionView {
                kind: action.kind,
                label: action.label.as_ref().map(Value::text).unwrap_or_default(),
                from,
                until,
                when: words.join(" – "),
            }
        });
        Some(MarkupView {
            archetype: kind.archetype,
            deadline: resolved.deadline().map(|deadline| deadline.at),
            actions: actions.collect(),
            completeness: completeness(&completeness_of_letter(&kind, letter, &resolved), language),
            gaps: resolved.gaps.clone(),
        })
    }
}
