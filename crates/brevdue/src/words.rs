//! Words of the command line in three languages. Sentences about letters come from the catalogue.

use catalogue::Text;

macro_rules! words {
    ($($name:ident: $da:literal, $sv:literal, $en:literal;)+) => {
        $(pub(crate) const $name: Text = Text { da: $da, sv: $sv, en: $en };)+
    };
}

words! {
    ERROR: "fejl", "fel", "error";
    WARNING: "advarsel", "varning", "warning";

    LETTER: "Brev", "Brev", "Letter";
    STATE: "Status", "Status", "State";
    CHANNEL: "Kanal", "Kanal", "Channel";
    REASON: "Årsag", "Orsak", "Reason";
    TO_DO: "Gør nu", "Gör nu", "To do";
    TYPE: "Type", "Typ", "Type";
    SENDER: "Afsender", "Avsändare", "Sender";
    UNIT: "Enhed", "Enhet", "Unit";
    CLASS: "Klasse", "Klass", "Class";
    SUBJECT: "Emne", "Ämne", "Subject";
    RECIPIENT: "Modtager", "Mottagare", "Recipient";
    REFERENCE: "Reference", "Referens", "Reference";
    CASE: "Sag", "Ärende", "Case";
    ACCEPTED_AT: "Modtaget", "Mottaget", "Accepted";
    UPDATED_AT: "Ændret", "Ändrat", "Updated";
    DELIVERED_AT: "Leveret", "Levererat", "Delivered";
    FORGOTTEN_AT: "Indhold slettet", "Innehållet raderat", "Content deleted";
    FORGOTTEN_BY: "Slettet af", "Raderat av", "Deleted by";
    FORGOTTEN_WHY: "Slettet fordi", "Raderat eftersom", "Deleted because";
    WAIT_UNTIL: "Venter til", "Väntar till", "Waits until";
    DOCUMENTS: "Dokumenter", "Dokument", "Documents";
    NAME: "Navn", "Namn", "Name";
    SIZE: "Størrelse", "Storlek", "Size";
    TIMELINE: "Forløb", "Förlopp", "Timeline";
    TIME: "Tid", "Tid", "Time";
    EVENT: "Hændelse", "Händelse", "Event";
    WHAT: "Hvad skete", "Vad hände", "What happened";
    ANSWER: "Svar", "Svar", "Answer";
    OPERATOR: "Postkasse", "Brevlåda", "Mailbox";

    EXCEPTION_LIST: "Undtagelsesliste", "Undantagslista", "Exception list";
    CASE_WORKER: "Sagsbehandler", "Handläggare", "Case worker";
    RUN_AT: "Kørt", "Körd", "Run at";
    ASKED: "Spurgt om", "Tillfrågade", "Asked about";
    NEED_PRINT: "Skal printes", "Ska skrivas ut", "To print";
    NEED_ASK_AGAIN: "Skal spørges om igen – print ikke endnu", "Ska tillfrågas igen – skriv inte ut ännu", "To ask again – do not print yet";
    NEED_MEND: "Nummeret skal rettes", "Numret ska rättas", "The number must be corrected";
    NO_EXCEPTIONS: "Alle kan nås digitalt: der er intet at printe.", "Alla kan nås digitalt: det finns inget att skriva ut.", "Everybody can be reached digitally: there is nothing to print.";
    WRITTEN: "Skrevet", "Skrivet", "Written";

    YES: "ja", "ja", "yes";
    NO: "nej", "nej", "no";
    UNKNOWN: "ved ikke", "vet inte", "unknown";

    ACCEPTED_SUM: "Modtaget", "Mottaget", "Accepted";
    SUM: "I alt", "Totalt", "Total";
    COMPARED: "Sammenlignet med hændelserne:", "Jämfört med händelserna:", "Compared with the events:";
    COMPARED_PARTLY: "Ikke alle er sammenlignet; den daglige opgørelse gør det.", "Alla är inte jämförda; dagens bokslut gör det.", "Not all were compared; the daily sheet does it.";
    HANDED_OVER_SUM: "afleveret = kvitteret + ventes + afklaret af et menneske", "överlämnat = kvitterat + väntas + utrett av en människa", "handed over = receipted + awaited + settled by a person";
    LEAD_TIME: "Leveringstid", "Leveranstid", "Time to delivery";
    MEDIAN: "halvdelen inden for", "hälften inom", "half within";
    MOST: "95 % inden for", "95 % inom", "95 % within";
    ADDS_UP: "Regnskabet går op.", "Bokslutet går ihop.", "The balance sheet adds up.";
    ADDS_NOT_UP: "Regnskabet går ikke op.", "Bokslutet går inte ihop.", "The balance sheet does not add up.";
    SWEPT: "Set på · fund · rettet", "Granskade · fynd · rättade", "Looked at · findings · put right";
    BIN_DELIVERED: "Leveret", "Levererat", "Delivered";
    BIN_OPENED: "Åbnet", "Öppnat", "Opened";
    BIN_PRINTED: "Printet", "Utskrivet", "Printed";
    BIN_RETURNED: "Retur", "Retur", "Returned";
    BIN_CANCELLED: "Annulleret", "Avbrutet", "Cancelled";
    BIN_EXPIRED: "Udløbet", "Utgånget", "Expired";
    BIN_FAILED: "Fejlet", "Misslyckat", "Failed";
    BIN_WITH_PERSON: "Hos et menneske", "Hos en människa", "With a person";
    BIN_ACCEPTED: "Venter", "Väntar", "Waiting";
    BIN_ROUTED: "Sendes", "Skickas", "Being sent";
    BIN_HANDED_OVER: "Venter kvittering", "Väntar kvittens", "Receipt awaited";
    BIN_IN_DOUBT: "I tvivl", "Oklart", "In doubt";

    NO_LETTERS: "Ingen breve.", "Inga brev.", "No letters.";
    MORE_LETTERS: "Der er flere breve: brug --all.", "Det finns fler brev: använd --all.",
        "There are more letters: use --all.";
    WAIT_OVER: "Ventetiden er gået; brevet er stadig undervejs.",
        "Väntetiden är slut; brevet är fortfarande på väg.", "The wait is over; the letter is still on its way.";
    FOLLOW: "Følg det med", "Följ det med", "Follow it with";
    NEW_PASSWORD: "ny adgangskode, vises kun nu", "nytt lösenord, visas bara nu", "new password, shown only now";
    SAVED: "Gemt", "Sparat", "Saved";
    TRYING_AGAIN: "Intet svar fra gatewayen, prøver igen", "Inget svar från gatewayen, försöker igen",
        "No answer from the gateway, trying again";

    ARCHETYPE: "Arketype", "Arketyp", "Archetype";
    VERSION: "Version", "Version", "Version";
    COMPLETE: "Opmærkning", "Märkning", "Markup";
    FIELDS: "Felter i data", "Fält i data", "Fields of the data";
    REQUIRED: "kræves", "krävs", "required";
    THERE: "til stede", "finns", "there";
    FROM_DATA: "fra data", "från data", "from data";
    MISSING: "mangler", "saknas", "missing";
    NOT_USED: "ikke brugt", "används inte", "not used";
    DUPLICATE: "ligner", "liknar", "looks like";
    SAME: "ens", "lika", "same";
    CHANGED: "ændret", "ändrad", "changed";
    ADDED: "tilføjet", "tillagd", "added";
    REMOVED: "fjernet", "borttagen", "removed";
    ACTIONS: "Handlinger", "Åtgärder", "Actions";
    DEADLINE: "Frist", "Sista dag", "Deadline";

    VALID: "gyldig", "giltig", "valid";
    INVALID: "ugyldig", "ogiltig", "invalid";
    UNREAD: "ulæst", "oläst", "not read";
    FIELD: "felt", "fält", "field";
    SIGNATURE: "signatur", "signatur", "signature";
    FILES: "filer", "filer", "files";
    CHAIN: "revisionskæde", "revisionskedja", "audit chain";
    MESSAGES: "meddelelser", "meddelanden", "messages";
    CHAIN_HOLDS: "Revisionskæden holder", "Revisionskedjan håller", "The audit chain holds";
    CHAIN_BROKEN: "Revisionskæden er brudt", "Revisionskedjan är bruten", "The audit chain is broken";
    CHAIN_COUNTS: "poster: antal / hændelser", "poster: antal / händelser", "entries: number / events";
    MASTER_KEY: "Hovednøgle (nøgler pakket om)", "Huvudnyckel (nycklar ompackade)", "Master key (keys wrapped anew)";
    BLOBS_SWEPT: "Filer set / uden brev / fjernet", "Filer sedda / utan brev / borttagna", "Files looked at / without a letter / removed";
    BACKUP_COUNTS: "breve / filer", "brev / filer", "letters / files";
    BACKUP_KEY: "Åbnes med hovednøglen (ikke i kopien)", "Öppnas med huvudnyckeln (inte i kopian)", "Opened by the master key (not in the backup)";
    BACKUP_NOT_NOTED: "Kopien er taget, men står ikke i revisionskæden", "Kopian är tagen men står inte i revisionskedjan", "The backup was taken, but does not stand in the audit chain";
    BACKUP_HOLDS: "Kopien er hel og kan lægges tilbage", "Kopian är hel och kan läggas tillbaka", "The backup is whole and can be restored";
    BACKUP_DAMAGED: "Kopien er beskadiget", "Kopian är skadad", "The backup is damaged";
    RESTORED: "Lagt tilbage", "Återlagd", "Restored";
    PACK_HOLDS: "Beviset holder: brev, hændelser, meddelelser og kvitteringer er, som de blev underskrevet.", "Beviset håller: brev, händelser, meddelanden och kvittenser är som de undertecknades.", "The evidence holds: letter, events, messages and receipts are as they were signed.";
    PACK_BROKEN: "Beviset holder ikke.", "Beviset håller inte.", "The evidence does not hold.";
    SIGNED_BY: "Underskrevet", "Undertecknat", "Signed";
    COMPARE_FINGERPRINT: "Sammenlign certifikatets SHA-256 med afsenderens: enhver kan lave et certifikat. Eller angiv --certificate.", "Jämför certifikatets SHA-256 med avsändarens: vem som helst kan göra ett certifikat. Eller ange --certificate.", "Compare the certificate's SHA-256 with the sender's: anybody can make a certificate. Or give --certificate.";
    OTHER_INSTALLATION: "underskrevet med en anden nøgle end den angivne", "undertecknat med en annan nyckel än den angivna", "signed by another key than the one given";
    UNCOVERED: "De første hændelser er fra før revisionskæden begyndte; kun underskriften dækker dem.", "De första händelserna är från innan revisionskedjan började; bara underskriften täcker dem.", "The first events are from before the audit chain began; only the signature covers them.";

    DOCUMENT: "Dokument", "Dokument", "Document";
    MAIN: "hoveddokument", "huvuddokument", "main";
    ATTACHMENT: "bilag", "bilaga", "attachment";
    TECHNICAL: "teknisk", "tekniskt", "technical";

    ACCOUNT: "Konto", "Konto", "Account";
    DELIVERABLE: "Kan nås", "Kan nås", "Deliverable";
    DELIVERED: "leveret", "levererat", "delivered";
    NOT_DELIVERED: "ikke leveret", "inte levererat", "not delivered";
    IN_DOUBT: "i tvivl", "osäkert", "in doubt";
    RETRYABLE: "kan prøves igen", "kan prövas igen", "may be tried again";
    NOT_RETRYABLE: "skal ikke prøves igen", "ska inte prövas igen", "not to be tried again";
    OWNER: "ansvarlig", "ansvarig", "to act";
}

/// Short names of the letter states.
const STATES: [(&str, Text); 11] = [
    ("accepted", Text { da: "modtaget", sv: "mottaget", en: "accepted" }),
    ("routed", Text { da: "kanal valgt", sv: "kanal vald", en: "routed" }),
    ("handed_over", Text { da: "afleveret", sv: "överlämnat", en: "handed over" }),
    ("in_doubt", Text { da: "i tvivl", sv: "osäkert", en: "in doubt" }),
    ("delivered", Text { da: "leveret", sv: "levererat", en: "delivered" }),
    ("opened", Text { da: "åbnet", sv: "öppnat", en: "opened" }),
    ("returned", Text { da: "returneret", sv: "returnerat", en: "returned" }),
    ("needs_attention", Text { da: "kræver handling", sv: "kräver åtgärd", en: "needs attention" }),
    ("failed", Text { da: "mislykket", sv: "misslyckat", en: "failed" }),
    ("cancelled", Text { da: "annulleret", sv: "avbrutet", en: "cancelled" }),
    ("expired", Text { da: "udløbet", sv: "utgånget", en: "expired" }),
];

/// Names of the channels.
const CHANNELS: [(&str, Text); 6] = [
    ("digital_post", Text { da: "Digital Post", sv: "Digital Post", en: "Digital Post" }),
    ("kombi", Text { da: "KombiPost", sv: "KombiPost", en: "KombiPost" }),
    ("mina_meddelanden", Text { da: "Mina meddelanden", sv: "Mina meddelanden", en: "Mina meddelanden" }),
    ("print", Text { da: "print", sv: "utskrift", en: "print" }),
    ("desk", Text { da: "sagsbehandler", sv: "handläggare", en: "desk" }),
    ("none", Text { da: "ingen", sv: "ingen", en: "none" }),
];

/// The states a letter can be in, by their API names.
pub(crate) fn state_names() -> [&'static str; 11] {
    STATES.map(|(name, _)| name)
}

/// The short name of a state.
pub(crate) fn state(name: &str) -> Option<&'static Text> {
    STATES.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
}

/// The name of a channel.
pub(crate) fn channel(name: &str) -> Option<&'static Text> {
    CHANNELS.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
}

/// A line of the balance sheet in words.
pub(crate) fn bin(name: &str) -> Option<&'static Text> {
    Some(match name {
        "delivered" => &BIN_DELIVERED,
        "opened" => &BIN_OPENED,
        "printed" => &BIN_PRINTED,
        "returned" => &BIN_RETURNED,
        "cancelled" => &BIN_CANCELLED,
        "expired" => &BIN_EXPIRED,
        "failed" => &BIN_FAILED,
        "with_person" => &BIN_WITH_PERSON,
        "accepted" => &BIN_ACCEPTED,
        "routed" => &BIN_ROUTED,
        "handed_over" => &BIN_HANDED_OVER,
        "in_doubt" => &BIN_IN_DOUBT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_sentences_in_the_catalogue_too() {
        for name in state_names().into_iter().filter(|name| *name != "expired") {
            assert!(catalogue::Code::parse(name).is_some(), "{name}");
            assert!(state(name).is_some());
        }
        assert_eq!(state("delivered").map(|text| text.sv), Some("levererat"));
        assert_eq!(channel("nowhere"), None);
    }
}
