//! The elements of the markup as a flat list, from their declaration: for forms and for the handbook.

use super::layers::LAYERS;

/// An element that a letter type may map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupElement {
    /// Its place, such as `actions[].url`; `[]` stands for a number in a list, counted from 1.
    pub path: String,
    /// What it takes, as declared, such as `Url`, `Label` or `DeadlineKind`.
    pub what: &'static str,
    /// The rest of its group cannot be sent without it.
    pub needed: bool,
    /// A template (`true`), or a plain value.
    pub leaf: bool,
    /// What it is.
    pub doc: &'static str,
}

/// All elements, in the order of their declaration; groups follow what stands beside them.
pub fn elements() -> Vec<MarkupElement> {
    let mut found = Vec::new();
    // Groups still to be written, last first; what they nest is fixed by their declaration.
    let mut open = vec![(String::new(), "Markup")];
    while let Some((at, layer)) = open.pop() {
        let elements =
            LAYERS.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, elements)| elements);
        let mut below = Vec::new();
        for element in elements {
            let path = format!("{at}{}", element.field);
            match element.how {
                "group" => below.push((format!("{path}."), element.what)),
                "list" => below.push((format!("{path}[]."), element.what)),
                how => found.push(MarkupElement {
                    path,
                    what: element.what,
                    needed: how == "need",
                    leaf: how != "plain",
                    doc: element.doc.trim(),
                }),
            }
        }
        open.extend(below.into_iter().rev());
    }
    found
}
