//! The elements of the markup as a table of the handbook, from their declaration.

use super::elements::elements;
use super::kind::ActionKind;

/// All elements, and the kinds of actions, as Markdown.
pub fn markdown() -> String {
    let mut page = String::from("| element | value | |\n|---|---|---|\n");
    for element in elements() {
        let need = if element.needed { " Needed for its group." } else { "" };
        page.push_str(&row(&element.path, element.what, &format!("{}{need}", element.doc)));
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
