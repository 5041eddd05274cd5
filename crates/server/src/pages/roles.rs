//! Roles as people read them.

use super::words::Account;
use crate::access::Role;
use crate::gateway::Gateway;
use catalogue::Language;
use store::{Granted, Person, Within};

/// A role that somebody has.
pub(super) struct RoleLine {
    pub(super) title: &'static str,
    pub(super) place: String,
    /// It follows from a group of the issuer.
    pub(super) from_group: bool,
    /// Names by which forms speak of it; empty for everything.
    pub(super) role: String,
    pub(super) sender: String,
    pub(super) unit: String,
}

/// All roles of a person: those given here first.
pub(super) fn role_lines(gateway: &Gateway, person: &Person, language: Language) -> Vec<RoleLine> {
    let t = Account::of(language);
    let line = |from_group: bool| {
        move |granted: &Granted| RoleLine {
            title: Role::parse(&granted.role).map_or(t.unknown_role, |role| role.title().get(language)),
            place: place(gateway, granted.within().as_ref(), t.everywhere),
            from_group,
            role: granted.role.clone(),
            sender: granted.sender.as_ref().map(|sender| sender.0.clone()).unwrap_or_default(),
            unit: granted.unit.clone().unwrap_or_default(),
        }
    };
    let here = person.grants.iter().map(line(false));
    here.chain(person.group_grants.iter().map(line(true))).collect()
}

/// A part of all letters in words.
pub(super) fn place(gateway: &Gateway, within: Option<&Within>, everywhere: &str) -> String {
    let Some(within) = within else { return everywhere.to_owned() };
    let sender = gateway.sender(&within.sender);
    let name = sender.map_or_else(|| within.sender.0.clone(), |sender| sender.name.clone());
    match &within.unit {
        Some(unit) => format!("{name}, {unit}"),
        None => name,
    }
}
