//! The elements of the markup as a table of the handbook, from their declaration.

use super::kind::ActionKind;
use super::layers::LAYERS;

/// All elements, and the kinds of actions, as Markdown.
pub fn markdown() -> String {
    let mut page = String::from("| element | value | |\n|---|---|---|\n");
    // Groups still to be written, last first; what they nest is fixed by their declaration.
    let mut open = vec![(String::new(), "Markup")];
    while let Some((at, layer)) = open.pop() {
        let elements =
            LAYERS.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, elements)| elements);
        let mut below = Vec::new();
        for element in elements {
            let path = format!("{at}{}", element.field);
            let doc = element.doc.trim();
            match element.how {
                "group" => below.push((format!("{path}."), element.what)),
                "list" => below.push((format!("{path}[]."), element.what)),
                "need" => page.push_str(&row(&path, element.what, &format!("{doc} Needed for its group."))),
                _ => page.push_str(&row(&path, element.what, doc)),
            }
        }
        open.extend(below.into_iter().rev());
    }
    page.push_str("\n| action `kind` | needs | |\n|---|---|---|\n");
    for kind in ActionKind::ALL {
        let needs: Vec<String> = kind.needs().iter().map(|name| format!("`{name}`")).collect();
        let deadline = if kind.has_deadline() { "`until` is its deadline" } else { "" };
        page.push_str(&format!("| `{}` | {} | {deadline} |\n", kind.as_str(), needs.join(", ")));
    }
    page
}

fn row(path: &str, what: &str, doc: &str) -> String {
    let value = match what {
        "Line" | "Label" => "one line",
        "Notification" => "150 characters",
        "Comment" => "512 characters",
        "Text" => "text",
        "Person" => "number of a person",
        "Company" => "number of a company",
        "Url" => "https address",
        "Until" | "From" => "day or time",
        "Amount" => "amount",
        "Reference" => "payment reference",
        "Uuid" | "Uuid4" => "UUID",
        "Email" => "e-mail address",
        "Plate" => "licence plate",
        "PNumber" | "Gln" => "digits",
        "DeadlineKind" => "`reply`, `appeal`, `act`",
        "ActionKind" => "see below",
        "bool" => "`true`, `false`",
        "Days" => "number",
        "Currency" => "`DKK`, `SEK` …",
        other => other,
    };
    format!("| `{path}` | {value} | {} |\n", doc.replace('|', "\\|"))
}
