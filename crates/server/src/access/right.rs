//! Rights: what can be done here.

use catalogue::Text;

macro_rules! rights {
    ($($(#[doc = $doc:literal])+ $name:ident $code:literal $da:literal $sv:literal $en:literal;)+) => {
        /// Something that a person or a system may or may not do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Right {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Right {
            /// All rights.
            pub const ALL: &'static [Right] = &[$(Right::$name,)+];

            /// Its name in files and documents.
            pub const fn as_str(self) -> &'static str {
                match self { $(Right::$name => $code,)+ }
            }

            /// Its name for people.
            pub const fn title(self) -> Text {
                match self { $(Right::$name => Text { da: $da, sv: $sv, en: $en },)+ }
            }
        }
    };
}

rights! {
    /// Hand in letters, and ask the channel switch about a recipient.
    Send "send" "Sende breve" "Skicka brev" "Send letters";
    /// See letters, where they stand and why.
    Read "read" "Se breve og deres forløb" "Se brev och deras förlopp" "See letters and their course";
    /// Open documents, messages and previews.
    Content "content" "Åbne dokumenter" "Öppna dokument" "Open documents";
    /// Take letters back, try again, decide what became of them.
    Act "act" "Rette og tilbagekalde breve" "Rätta och återkalla brev" "Mend and recall letters";
    /// Take evidence out.
    Evidence "evidence" "Hente bevispakker" "Hämta bevispaket" "Export evidence";
    /// Delete what a letter says, before its time.
    Forget "forget" "Slette indhold før tiden" "Radera innehåll i förtid" "Delete content before its time";
    /// See letter types as they are.
    SeeTypes "types:read" "Se brevtyper" "Se brevtyper" "See letter types";
    /// Change letter types, import and export them.
    EditTypes "types:write" "Ændre brevtyper" "Ändra brevtyper" "Change letter types";
    /// See source systems, make and revoke their keys.
    Systems "systems" "Styre fagsystemer og nøgler" "Hantera verksamhetssystem och nycklar" "Manage source systems and keys";
    /// See people, give and take their roles, end their sessions.
    People "people" "Styre brugere og roller" "Hantera användare och roller" "Manage people and roles";
    /// See senders, channels, certificates and agreements.
    Settings "settings" "Se opsætning og certifikater" "Se inställningar och certifikat" "See settings and certificates";
    /// See the state of the installation and have it put in order.
    Operate "operate" "Overvåge driften" "Övervaka driften" "Watch over the installation";
    /// See balance sheets and figures.
    Figures "figures" "Se balance og tal" "Se balans och tal" "See balance and figures";
    /// See who did what.
    Audit "audit" "Se revisionssporet" "Se granskningsspåret" "See the audit trail";
    /// Look up a citizen's letters, with a reason that is recorded (R135).
    Citizen "citizen" "Slå en borgers breve op" "Slå upp en medborgares brev" "Look up a citizen's letters";
}
