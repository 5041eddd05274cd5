//! Who acts: a person with roles, or a system with an API key.

use super::{Right, Role};
use letter::SenderId;
use store::Within;

/// Rights over a part of all letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    rights: &'static [Right],
    /// The part; nothing means everything.
    within: Option<Within>,
}

impl Grant {
    /// These rights over that part; over everything if it is not named.
    pub const fn new(rights: &'static [Right], within: Option<Within>) -> Grant {
        Grant { rights, within }
    }

    /// A role's rights.
    pub const fn of(role: Role, within: Option<Within>) -> Grant {
        Grant::new(role.rights(), within)
    }

    fn gives(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }
}

/// Somebody who was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Name of the person or the source system; stands in events and in the audit trail.
    pub name: String,
    grants: Vec<Grant>,
}

impl Actor {
    /// Somebody with these grants.
    pub const fn new(name: String, grants: Vec<Grant>) -> Actor {
        Actor { name, grants }
    }

    /// Whether this may be done at all, for whatever part.
    pub fn may(&self, right: Right) -> bool {
        self.grants.iter().any(|grant| grant.gives(right))
    }

    /// Whether this may be done with letters of a sender and unit.
    pub fn may_for(&self, right: Right, sender: &SenderId, unit: Option<&str>) -> bool {
        self.grants.iter().any(|grant| {
            grant.gives(right) && grant.within.as_ref().is_none_or(|within| within.holds(&sender.0, unit))
        })
    }

    /// Whether this may be done with letters of a sender, or of one of its units.
    pub fn may_use(&self, right: Right, sender: &SenderId) -> bool {
        self.grants.iter().any(|grant| {
            grant.gives(right) && grant.within.as_ref().is_none_or(|within| within.sender == *sender)
        })
    }

    /// The parts for which this may be done; nothing means everywhere.
    pub fn within(&self, right: Right) -> Option<Vec<Within>> {
        let giving = || self.grants.iter().filter(|grant| grant.gives(right));
        if giving().any(|grant| grant.within.is_none()) {
            return None;
        }
        Some(giving().filter_map(|grant| grant.within.clone()).collect())
    }

    /// The whole senders for which this may be done; nothing means all. Units are left out.
    pub fn whole_senders(&self, right: Right) -> Option<Vec<SenderId>> {
        let parts = self.within(right)?;
        Some(parts.into_iter().filter(|part| part.unit.is_none()).map(|part| part.sender).collect())
    }

    /// The units of a sender to which this is limited; nothing means that all of it is open.
    pub fn units(&self, right: Right, sender: &SenderId) -> Option<Vec<String>> {
        let parts = self.within(right)?;
        parts.into_iter().filter(|part| part.sender == *sender).map(|part| part.unit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(sender: &str, unit: Option<&str>) -> Option<Within> {
        Some(Within { sender: sender.into(), unit: unit.map(str::to_owned) })
    }

    #[test]
    fn a_role_counts_where_it_was_given() {
        let grants = vec![
            Grant::of(Role::CaseWorker, part("by", Some("barn"))),
            Grant::of(Role::Registrar, part("by", None)),
            Grant::of(Role::CaseWorker, part("ø", None)),
        ];
        let actor = Actor::new("anna".into(), grants);
        let by = SenderId::from("by");
        assert!(actor.may_for(Right::Send, &by, Some("barn")));
        assert!(!actor.may_for(Right::Send, &by, None) && !actor.may_for(Right::Send, &by, Some("skole")));
        assert!(actor.may_for(Right::Content, &by, Some("skole")));
        assert_eq!(actor.units(Right::Send, &by), Some(vec!["barn".into()]));
        assert_eq!(actor.units(Right::Read, &by), None);
        assert_eq!(actor.whole_senders(Right::Send), Some(vec!["ø".into()]));
        assert!(!actor.may(Right::People) && actor.within(Right::People) == Some(vec![]));
        let keeper = Actor::new("ib".into(), vec![Grant::of(Role::Administrator, None)]);
        assert_eq!((keeper.within(Right::People), keeper.within(Right::Send)), (None, Some(vec![])));
    }
}
