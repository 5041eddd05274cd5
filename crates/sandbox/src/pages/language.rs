//! The words of the pages in Danish, Swedish and English.

use serde::Deserialize;

use crate::outcome::Side;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Language {
    Da,
    Sv,
    En,
}

impl Language {
    pub(super) const ALL: [Self; 3] = [Self::Da, Self::Sv, Self::En];

    /// The language of a country's mailboxes.
    pub(super) fn of(side: Side) -> Self {
        match side {
            Side::Dk => Self::Da,
            Side::Se => Self::Sv,
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Da => "da",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// Its own name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Da => "Dansk",
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::Da => &DA,
            Self::Sv => &SV,
            Self::En => &EN,
        }
    }
}

/// `?lang=`: wins over the language of the country.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    lang: Option<String>,
}

impl Wish {
    pub(super) fn language(&self) -> Option<Language> {
        Language::ALL.into_iter().find(|language| Some(language.code()) == self.lang.as_deref())
    }
}

macro_rules! words {
    ($($key:ident: $da:literal, $sv:literal, $en:literal;)*) => {
        /// Every text of the pages once, in three languages side by side.
        pub(super) struct Words { $(pub(super) $key: &'static str),* }
        const DA: Words = Words { $($key: $da),* };
        const SV: Words = Words { $($key: $sv),* };
        const EN: Words = Words { $($key: $en),* };

        #[cfg(test)]
        const ALL_WORDS: &[[&str; 3]] = &[$([$da, $sv, $en]),*];
    };
}

words! {
    skip: "Gå til indholdet", "Hoppa till innehållet", "Skip to content";
    language: "Sprog", "Språk", "Language";
    notice: "Sandkasse: opdigtede personer, ingen rigtig post.", "Sandlåda: påhittade personer, ingen riktig post.", "Sandbox: invented people, no real post.";
    home: "Sandkassen", "Sandlådan", "The sandbox";
    home_lead: "Her er det hele, som et brev fra kommunen møder på sin vej: adresseregister, postkasseoperatører, Digital Post og trykkeri. Alt på denne ene maskine.",
        "Här finns allt som ett brev från kommunen möter på vägen: adressregister, brevlådeoperatörer, Digital Post och tryckeri. Allt på den här enda datorn.",
        "Everything that a letter from a municipality meets on its way: address register, mailbox operators, Digital Post and a print shop. All on this one machine.";
    home_how: "Hver modtager spiller et udfald. Åbn en postkasse for at se brevet, som borgeren ser det.",
        "Varje mottagare spelar ett utfall. Öppna en brevlåda för att se brevet som medborgaren ser det.",
        "Each recipient plays one outcome. Open a mailbox to see the letter as the citizen sees it.";
    sweden: "Sverige", "Sverige", "Sweden";
    denmark: "Danmark", "Danmark", "Denmark";
    letters: "Breve", "Brev", "Letters";
    counted: "Afleveret indtil nu", "Levererat hittills", "Delivered so far";
    unique: "forskellige breve", "olika brev", "different letters";
    doubled: "afleveret dobbelt", "dubbelt levererade", "delivered twice";
    in_mailboxes: "i postkasser", "i brevlådor", "in mailboxes";
    printed_count: "trykt", "utskrivna", "printed";
    printed: "Trykte breve", "Utskrivna brev", "Printed letters";
    printed_lead: "Det, som trykkeriet har trykt, kuverteret og sendt. Modtagerens nummer er fjernet fra filerne.",
        "Det som tryckeriet har skrivit ut, kuverterat och skickat. Mottagarens nummer är borttaget ur filerna.",
        "What the print shop has printed, enveloped and posted. The recipient's number has been removed from the files.";
    printed_none: "Trykkeriet har ikke fået noget endnu.", "Tryckeriet har inte fått något ännu.", "The print shop has not received anything yet.";
    pages: "Sider", "Sidor", "Pages";
    status_printed: "Trykt", "Utskrivet", "Printed";
    status_rejected: "Afvist", "Avvisat", "Rejected";
    when: "Hvornår", "När", "When";
    mailbox_of: "Postkasse for", "Brevlåda för", "Mailbox of";
    mailbox_none: "Der er ingen breve endnu.", "Det finns inga brev ännu.", "There are no letters yet.";
    mailbox_none_hint: "Når et brev er afleveret, ligger det her. Genindlæs siden for at se efter.",
        "När ett brev har levererats ligger det här. Ladda om sidan för att titta efter.",
        "When a letter has been delivered, it is here. Reload the page to look again.";
    back_to_mailbox: "Til postkassen", "Till brevlådan", "Back to the mailbox";
    copy: "kopi", "kopia", "copy";
    copy_note: "Det samme brev er afleveret mere end én gang.", "Samma brev har levererats mer än en gång.", "The same letter has been delivered more than once.";
    with_documents: "med dokumenter", "med dokument", "with documents";
    from: "Fra", "Från", "From";
    received: "Modtaget", "Mottaget", "Received";
    documents: "Dokumenter", "Dokument", "Documents";
    open: "Åbn", "Öppna", "Open";
    to_do: "Det skal du gøre", "Det här ska du göra", "What you need to do";
    by: "Senest", "Senast", "By";
    opens_elsewhere: "åbner afsenderens side", "öppnar avsändarens sida", "opens the sender's site";
    place: "Sted", "Plats", "Place";
    organiser: "Kontakt", "Kontakt", "Contact";
    reply_by: "Svar senest", "Svara senast", "Reply by";
    contact: "Har du spørgsmål?", "Har du frågor?", "Questions?";
    phone: "Telefon", "Telefon", "Phone";
    email: "E-mail", "E-post", "E-mail";
    web: "Web", "Webb", "Web";
    department: "Afdeling", "Avdelning", "Department";
    case: "Sag", "Ärende", "Case";
    proof: "Derfor kan du stole på brevet", "Därför kan du lita på brevet", "Why you can trust this letter";
    signed_by: "Underskrevet af", "Undertecknat av", "Signed by";
    sealed_by: "Forseglet af", "Förseglat av", "Sealed by";
    handed_in_by: "Indleveret med certifikat fra", "Inlämnat med certifikat från", "Handed in with the certificate of";
    signatures_hold: "Begge underskrifter er kontrolleret, og intet er ændret siden.", "Båda underskrifterna är kontrollerade och inget har ändrats sedan dess.", "Both signatures were checked, and nothing has changed since.";
    transaction: "Kvittering", "Kvittens", "Receipt";
    message_id: "Meddelelses-id", "Meddelande-id", "Message id";
    text_frame: "Brevets tekst", "Brevets text", "Text of the letter";
    preview: "Vis her", "Visa här", "Show here";
    action_aftale: "Aftale", "Bokad tid", "Appointment";
    action_betaling: "Betaling", "Betalning", "Payment";
    action_selvbetjening: "Selvbetjening", "E-tjänst", "Self-service";
    action_underskriv: "Underskrift", "Underskrift", "Signature";
    action_bekraeft: "Bekræftelse", "Bekräftelse", "Confirmation";
    action_forberedelse: "Forberedelse", "Förberedelse", "Preparation";
    action_tilmelding: "Tilmelding", "Anmälan", "Sign-up";
    action_information: "Læs mere", "Läs mer", "Read more";
    eid: "Hvem logger ind?", "Vem loggar in?", "Who signs in?";
    eid_lead: "Sandkassens loginside, i stedet for kommunens. Vælg, hvem du vil være: alle er opdigtede.",
        "Sandlådans inloggningssida, i stället för kommunens. Välj vem du vill vara: alla är påhittade.",
        "The sandbox's sign-in page, in place of a municipality's. Choose who to be: everybody is invented.";
    not_found: "Siden findes ikke", "Sidan finns inte", "No such page";
    not_found_hint: "Adressen fører ingen steder hen. Begynd forfra i sandkassen.", "Adressen leder ingenstans. Börja om i sandlådan.", "This address leads nowhere. Start again at the sandbox.";
    unreadable: "Brevet kan ikke vises.", "Brevet kan inte visas.", "The letter cannot be shown.";
    legal: "Forkyndelse", "Delgivning", "Legal notification";
    mandatory: "Obligatorisk post", "Obligatorisk post", "Mandatory post";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_exists_in_three_languages() {
        for texts in ALL_WORDS {
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{texts:?}");
        }
    }
}
