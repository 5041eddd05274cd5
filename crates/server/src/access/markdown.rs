//! `docs/ROLES.md`: who may do what, and which door asks for it.

use super::{Door, Gate, Right, Role};
use crate::keys::Scope;
use catalogue::Language;
use std::fmt::Write;

const HEAD: &str = "\
<!-- Made by UPDATE_DOCS=1 cargo test -p brevdue --test docs. Do not edit. -->
# Roles, rights and doors

A person has roles, each for everything, for one sender, or for one unit of a sender. A role bundles rights; what a person
has not been given is refused. Systems have API keys with scopes instead. Every route of the gateway is a door with a gate,
and tests try every door with nobody, with every role and with a key of every scope.

";

/// The document.
pub fn roles_markdown(doors: &[Door]) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("## What each role may do\n\n");
    let names = Role::ALL.iter().map(|role| format!("{}<br>`{}`", role.title().get(EN), role.as_str()));
    table(&mut text, "Right", names, |row| {
        for right in Right::ALL {
            let marks = Role::ALL.iter().map(|role| mark(role.rights().contains(right)));
            row(&format!("{} (`{}`)", right.title().get(EN), right.as_str()), &mut marks.into_iter());
        }
    });
    text.push_str("\n## What each scope of an API key may do\n\n");
    let names = Scope::ALL.iter().map(|scope| format!("`{}`", scope.as_str()));
    table(&mut text, "Right", names, |row| {
        for right in Right::ALL {
            let marks = Scope::ALL.iter().map(|scope| mark(scope.rights().contains(right)));
            row(&format!("{} (`{}`)", right.title().get(EN), right.as_str()), &mut marks.into_iter());
        }
    });
    for (heading, page) in [
        ("\n## Pages\n\nOpened by people who are signed in. API keys open none of them.\n", true),
        ("\n## Calls of the API\n\nOpened by API keys. Being signed in opens none of them.\n", false),
    ] {
        let _ = write!(text, "{heading}\n| Method | Path | Who |\n|---|---|---|\n");
        for door in doors.iter().filter(|door| door.page == page) {
            let _ = writeln!(text, "| {} | `{}` | {} |", door.method, door.path, who(door));
        }
    }
    text
}

const EN: Language = Language::En;

const fn mark(yes: bool) -> &'static str {
    if yes { "✓" } else { "" }
}

/// A table whose first column names the row.
fn table(
    text: &mut String,
    first: &str,
    columns: impl Iterator<Item = String>,
    fill: impl FnOnce(&mut dyn FnMut(&str, &mut dyn Iterator<Item = &'static str>)),
) {
    let columns: Vec<String> = columns.collect();
    let _ = writeln!(text, "| {first} | {} |\n|---|{}", columns.join(" | "), ":-:|".repeat(columns.len()));
    fill(&mut |name, cells| {
        let cells: Vec<&str> = cells.collect();
        let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
    });
}

/// Who may use a door, in words.
fn who(door: &Door) -> String {
    match door.gate {
        Gate::Open(why) => format!("anybody: {why}"),
        Gate::Known if door.page => "everybody who is signed in".to_owned(),
        Gate::Known => "every key".to_owned(),
        Gate::Right(rights) if door.page => {
            let lets = |role: &&Role| rights.iter().any(|right| role.rights().contains(right));
            let roles: Vec<&str> = Role::ALL.iter().filter(lets).map(|role| role.title().get(EN)).collect();
            format!("{} ({})", roles.join(", "), codes(rights))
        }
        Gate::Right(rights) => {
            let lets = |scope: &&Scope| rights.iter().any(|right| scope.rights().contains(right));
            let scopes: Vec<String> =
                Scope::ALL.iter().filter(lets).map(|scope| format!("`{}`", scope.as_str())).collect();
            format!("{} ({})", scopes.join(", "), codes(rights))
        }
    }
}

fn codes(rights: &[Right]) -> String {
    rights.iter().map(|right| format!("`{}`", right.as_str())).collect::<Vec<_>>().join(" or ")
}
