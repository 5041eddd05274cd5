//! The invented people who work at the sandbox's municipalities.

/// Somebody who can sign in.
pub(crate) struct TestPerson {
    /// Name to sign in with.
    pub(crate) id: &'static str,
    /// Name.
    pub(crate) name: &'static str,
    /// What they do, in Danish, Swedish and English.
    pub(crate) work: [&'static str; 3],
    /// Their groups; `brevdue init` makes roles of them.
    pub(crate) groups: &'static [&'static str],
}

macro_rules! people {
    ($($id:literal $name:literal $da:literal $sv:literal $en:literal [$($group:literal)*];)+) => {
        /// Everybody.
        pub(crate) const PEOPLE: &[TestPerson] = &[$(
            TestPerson { id: $id, name: $name, work: [$da, $sv, $en], groups: &[$($group),*] },
        )+];
    };
}

people! {
    "anna" "Anna Lindqvist" "sagsbehandler i Exempelkommun" "handläggare i Exempelkommun" "case worker in Exempelkommun"
        ["exempel-handlaggare"];
    "mads" "Mads Thorsen" "sagsbehandler i Eksempel Kommune" "handläggare i Eksempel Kommune" "case worker in Eksempel Kommune"
        ["eksempel-sagsbehandler"];
    "freja" "Freja Bang" "sagsbehandler i Børn og Unge i Eksempel Kommune" "handläggare i Børn og Unge i Eksempel Kommune" "case worker in Børn og Unge in Eksempel Kommune"
        ["eksempel-boern"];
    "karin" "Karin Holm" "koordinator for alle kommuner" "samordnare för alla kommuner" "coordinator of all municipalities"
        ["brevdue-koordinator"];
    "poul" "Poul Dam" "postrum i Eksempel Kommune" "postrum i Eksempel Kommune" "mail room of Eksempel Kommune"
        ["eksempel-postrum"];
    "rakel" "Rakel Nyström" "journalfører i Exempelkommun" "registrator i Exempelkommun" "registrar of Exempelkommun"
        ["exempel-registrator"];
    "astrid" "Astrid Juhl" "revisor for alle kommuner" "granskare för alla kommuner" "auditor of all municipalities"
        ["brevdue-revisor"];
    "celine" "Celine Falk" "kontaktcenter i alle kommuner" "kontaktcenter i alla kommuner" "contact centre of all municipalities"
        ["brevdue-kontaktcenter"];
    "ib" "Ib Vester" "administrator" "administratör" "administrator"
        ["brevdue-administrator"];
    "nils" "Nils Ek" "ansat uden rolle" "anställd utan roll" "employee without a role"
        [];
}

impl TestPerson {
    /// The person of that id.
    pub(crate) fn find(id: &str) -> Option<&'static TestPerson> {
        PEOPLE.iter().find(|person| person.id == id)
    }
}
