//! People who use the pages: what their roles let them do, their passwords, and how guessing is slowed down.

mod attempts;
mod name;
mod password;

pub(crate) use attempts::Attempts;
pub use name::{NameError, check_name};
pub(crate) use name::{presentable, short};
pub use password::{PasswordError, hash_password, new_password};
pub(crate) use password::{matches, spend};

use crate::access::{Actor, Grant, Role};
use store::{Granted, Person};

/// What a role that was given lets somebody do. A role that this release does not know gives nothing, and nor does a
/// unit without its sender.
pub(crate) fn grant(granted: &Granted) -> Option<Grant> {
    let role = Role::parse(&granted.role)?;
    if granted.sender.is_none() && granted.unit.is_some() {
        return None;
    }
    Some(Grant::of(role, granted.within()))
}

/// A person as somebody who acts.
pub(crate) fn actor(person: &Person) -> Actor {
    Actor::new(person.name.clone(), person.all_grants().filter_map(grant).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Right;
    use jiff::Timestamp;
    use store::Origin;

    #[test]
    fn what_is_not_understood_gives_nothing() {
        let person = |grants: Vec<Granted>| Person {
            name: "anna".into(),
            display_name: "Anna".into(),
            origin: Origin::Local,
            grants,
            group_grants: Vec::new(),
            active: true,
            made_at: Timestamp::UNIX_EPOCH,
            seen_at: None,
        };
        let unit_alone = Granted { unit: Some("barn".into()), ..Granted::everywhere("administrator") };
        let nothing = actor(&person(vec![Granted::everywhere("admin"), unit_alone]));
        assert!(Right::ALL.iter().all(|right| !nothing.may(*right)));
        let worker = actor(&person(vec![Granted::at("case_worker", "by").in_unit("barn")]));
        assert!(worker.may_for(Right::Send, &"by".into(), Some("barn")));
        assert!(!worker.may_for(Right::Send, &"by".into(), None));
    }
}
