//! Roles: rights that go together, for one kind of work.

use super::Right;
use catalogue::Text;

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $name:ident $code:literal $da:literal $sv:literal $en:literal [$($right:ident)*];)+) => {
        /// A kind of work at the municipality. A person may have several, each for a sender or a unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Role {
            /// All roles.
            pub const ALL: &'static [Role] = &[$(Role::$name,)+];

            /// Its name in files and APIs.
            pub const fn as_str(self) -> &'static str {
                match self { $(Role::$name => $code,)+ }
            }

            /// Its name for people.
            pub const fn title(self) -> Text {
                match self { $(Role::$name => Text { da: $da, sv: $sv, en: $en },)+ }
            }

            /// What it may do.
            pub const fn rights(self) -> &'static [Right] {
                match self { $(Role::$name => &[$(Right::$right,)*],)+ }
            }
        }
    };
}

roles! {
    /// Sends letters and follows their own unit's.
    CaseWorker "case_worker" "Sagsbehandler" "Handläggare" "Case worker"
        [Send Read Content Act Evidence SeeTypes];
    /// Answers for letter types and for what fails.
    Coordinator "coordinator" "Koordinator" "Samordnare" "Coordinator"
        [Send Read Content Act Evidence SeeTypes EditTypes Settings Figures];
    /// Prints and dispatches for others.
    MailRoom "mail_room" "Postrum" "Postrum" "Mail room"
        [Send Read Content Act SeeTypes];
    /// Keeps the register of public records, and decides what is deleted.
    Registrar "registrar" "Journalfører" "Registrator" "Registrar"
        [Read Content Evidence Forget SeeTypes];
    /// Looks back at what was done, and by whom; opens no documents.
    Auditor "auditor" "Revisor" "Granskare" "Auditor"
        [Read Evidence SeeTypes Settings Figures Audit];
    /// Keeps the installation; opens no documents.
    Administrator "administrator" "Administrator" "Administratör" "Administrator"
        [SeeTypes EditTypes Systems People Settings Operate Figures Audit];
    /// Answers citizens' questions about their post.
    ContactCentre "contact_centre" "Kontaktcenter" "Kontaktcenter" "Contact centre"
        [Citizen];
}

impl Role {
    /// The role of that name.
    pub fn parse(name: &str) -> Option<Role> {
        Self::ALL.iter().copied().find(|role| role.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_is_somebodys_and_names_are_read_back() {
        for right in Right::ALL {
            assert!(Role::ALL.iter().any(|role| role.rights().contains(right)), "{right:?}");
        }
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(*role));
        }
        assert_eq!(Role::parse("system"), None);
    }

    #[test]
    fn those_who_keep_the_house_do_not_read_the_post() {
        for role in [Role::Administrator, Role::Auditor] {
            assert!(!role.rights().contains(&Right::Content) && !role.rights().contains(&Right::Send));
        }
    }
}
