//! What a letter type's form asks for: every field of a type, with its name in three languages.
//!
//! `[]` in a path stands for a number in a list, counted from 1. A test compares the table with the declaration of the
//! markup, so that no element can be forgotten.

use catalogue::{Language, Text};

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Check,
    /// One of a list.
    Choice(Choice),
    /// A template in one line.
    Leaf,
    /// A template in several lines.
    LeafText,
}

impl Kind {
    pub(super) const fn is_leaf(self) -> bool {
        matches!(self, Kind::Leaf | Kind::LeafText)
    }
}

/// Lists to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Sender,
    Archetype,
    Class,
    Channels,
    Fallback,
    Step,
    Message,
    Notice,
    Deadline,
    Action,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) path: &'static str,
    pub(super) kind: Kind,
    label: Text,
}

impl Field {
    pub(super) const fn label(&self, language: Language) -> &'static str {
        self.label.get(language)
    }
}

macro_rules! fields {
    ($($(#[$meta:meta])* $table:ident { $($path:literal $kind:expr => $da:literal $sv:literal $en:literal;)+ })+) => {
        $($(#[$meta])* pub(super) const $table: &[Field] = &[
            $(Field { path: $path, kind: $kind, label: Text { da: $da, sv: $sv, en: $en } },)+
        ];)+
        /// All tables.
        pub(super) const ALL: &[&[Field]] = &[$($table,)+];
    };
}

use Choice as C;
use Kind::{Check, Choice as Pick, Leaf, LeafText, Line, Number, Text as Long};

fields! {
    /// What the type is.
    ABOUT {
        "code" Line => "Kode" "Kod" "Code";
        "sender" Pick(C::Sender) => "Afsender" "Avsändare" "Sender";
        "name.da" Line => "Navn på dansk" "Namn på danska" "Name in Danish";
        "name.sv" Line => "Navn på svensk" "Namn på svenska" "Name in Swedish";
        "name.en" Line => "Navn på engelsk" "Namn på engelska" "Name in English";
        "department" Line => "Ansvarlig forvaltning" "Ansvarig förvaltning" "Department that answers for it";
        "archetype" Pick(C::Archetype) => "Slags brev (arketype)" "Slags brev (arketyp)" "Kind of letter (archetype)";
        "class" Pick(C::Class) => "Beskyttelsesklasse" "Skyddsklass" "Protection class";
        "active" Check => "Tager imod breve" "Tar emot brev" "Takes letters";
    }
    /// Which way its letters go.
    WAY {
        "message" Pick(C::Message) => "Form" "Form" "Form";
        "channels" Pick(C::Channels) => "Kanal" "Kanal" "Channel";
        "fallback" Pick(C::Fallback) => "Uden digital postkasse" "Utan digital brevlåda" "Without a digital mailbox";
        "order[]" Pick(C::Step) => "Vej {number} for regninger" "Väg {number} för fakturor" "Way {number} for invoices";
        "reply" Check => "Modtageren kan svare" "Mottagaren kan svara" "The recipient may answer";
        "mandatory" Check => "Obligatorisk post: når også fritagne" "Obligatorisk post: når även undantagna" "Mandatory post: reaches the exempt too";
        "legal_notification" Check => "Forkyndelse" "Delgivning" "Legal service of process";
        "shrink" Check => "Pak filer tættere uden at ændre, hvad de viser" "Packa filer tätare utan att ändra vad de visar" "Pack files tighter without changing what they show";
    }
    /// How long things take.
    TIME {
        "recall_minutes" Number => "Kan kaldes tilbage i minutter" "Kan återkallas i minuter" "Can be recalled for minutes";
        "ttl_hours" Number => "Sendes ikke efter timer" "Skickas inte efter timmar" "Not sent after hours";
        "patience_hours" Number => "Venter på et register i timer" "Väntar på ett register i timmar" "Waits for a register for hours";
        "reply_within_days" Number => "Svarfrist i dage fra levering" "Svarstid i dagar från leverans" "Days to answer, from delivery";
        "appeal_within_days" Number => "Klagefrist i dage fra levering" "Överklagandetid i dagar från leverans" "Days to appeal, from delivery";
        "content_days" Number => "Indholdet slettes her efter dage" "Innehållet raderas här efter dagar" "Content is deleted here after days";
    }
    /// What stands in its letters.
    TEXT {
        "text" Long => "Tekst, når brevet ingen har" "Text när brevet saknar en" "Text of letters that have none";
        "language" Line => "Sprog, to bogstaver" "Språk, två bokstäver" "Language, two letters";
        "contact.text" Long => "Hvem kan modtageren spørge?" "Vem kan mottagaren fråga?" "Whom can the recipient ask?";
        "contact.phone" Line => "Telefon" "Telefon" "Telephone";
        "contact.email" Line => "E-mail" "E-post" "E-mail";
        "contact.url" Line => "Webside" "Webbsida" "Web page";
    }
    /// How it is filed.
    SUBJECT {
        "message_code" Line => "Brevkode" "Brevkod" "Letter code";
        "kle.subject_key" Line => "KLE-emne" "KLE-ämne" "KLE subject";
        "kle.label" Line => "KLE-emne i ord" "KLE-ämne i ord" "KLE subject in words";
        "kle.version" Line => "KLE-version" "KLE-version" "KLE version";
        "kle.activity_facet" Line => "KLE-handlingsfacet" "KLE-handlingsfasett" "KLE activity facet";
        "markup.case" Leaf => "Sag" "Ärende" "Case";
        "markup.case_system" Leaf => "Sagens system" "Ärendets system" "System that holds the case";
    }
    /// How the recipient hears of it.
    ALERT {
        "markup.notification" LeafText => "Besked om ny post (højst 150 tegn)" "Avisering om ny post (högst 150 tecken)" "Alert of new mail (150 characters)";
        "notice" Pick(C::Notice) => "SMS eller e-mail bagefter" "Sms eller e-post efteråt" "SMS or e-mail afterwards";
        "notice_text" Long => "Egen tekst til SMS og e-mail (kun klasse 1)" "Egen text till sms och e-post (bara klass 1)" "Own text of SMS and e-mail (class 1 only)";
    }
    /// By when.
    DEADLINE {
        "markup.deadline.kind" Pick(C::Deadline) => "Fristen gælder" "Fristen gäller" "The deadline is for";
        "markup.deadline.by" Leaf => "Dag" "Dag" "Day";
        "markup.deadline.days" Number => "Eller dage efter indlevering" "Eller dagar efter inlämning" "Or days after hand-in";
        "markup.appeal" LeafText => "Klagevejledning" "Besvärshänvisning" "Appeal instructions";
    }
    /// One thing that the recipient can do.
    ACTION {
        "markup.actions[].kind" Pick(C::Action) => "Handling" "Handling" "Action";
        "markup.actions[].label" Leaf => "Knappens tekst" "Knappens text" "Text of the button";
        "markup.actions[].url" Leaf => "Webadresse" "Webbadress" "Web address";
        "markup.actions[].from" Leaf => "Fra" "Från" "From";
        "markup.actions[].until" Leaf => "Til eller senest" "Till eller senast" "Until or no later than";
        "markup.actions[].about" Leaf => "Hvad mødet handler om" "Vad mötet handlar om" "What the meeting is about";
        "markup.actions[].place" Leaf => "Sted" "Plats" "Place";
        "markup.actions[].text" Leaf => "Sætning til kalenderen" "Mening till kalendern" "Sentence for the calendar";
        "markup.actions[].organizer" Leaf => "Indkalder" "Kallar" "Organiser";
        "markup.actions[].organizer_mail" Leaf => "Indkalderens e-mail" "Kallandes e-post" "Organiser's e-mail";
        "markup.actions[].id" Leaf => "Aftalens UUID" "Kallelsens UUID" "The appointment's UUID";
        "markup.actions[].amount" Leaf => "Beløb" "Belopp" "Amount";
        "markup.actions[].currency" Line => "Valuta" "Valuta" "Currency";
        "markup.actions[].reference" Leaf => "Betalingsreference" "Betalningsreferens" "Payment reference";
        "markup.actions[].required" Check => "Brevet afvises uden denne handling" "Brevet avvisas utan denna handling" "A letter without this action is refused";
    }
    /// What it is about.
    CONTENT {
        "markup.content.person.id" Leaf => "Personens nummer" "Personens nummer" "Person's number";
        "markup.content.person.name" Leaf => "Personens navn" "Personens namn" "Person's name";
        "markup.content.company.id" Leaf => "Virksomhedens nummer" "Företagets nummer" "Company's number";
        "markup.content.company.name" Leaf => "Virksomhedens navn" "Företagets namn" "Company's name";
        "markup.content.vehicle.plate" Leaf => "Nummerplade" "Registreringsskylt" "Licence plate";
        "markup.content.vehicle.chassis" Leaf => "Stelnummer" "Chassinummer" "Chassis number";
        "markup.content.property" Leaf => "Ejendomsnummer" "Fastighetsnummer" "Property number";
        "markup.content.place" Leaf => "Sted som én tekst" "Plats som en text" "Place as one text";
        "markup.content.education.code" Leaf => "Uddannelseskode" "Utbildningskod" "Education code";
        "markup.content.education.name" Leaf => "Uddannelse" "Utbildning" "Education";
        "markup.content.address.street" Leaf => "Vej" "Gata" "Street";
        "markup.content.address.house_number" Leaf => "Husnummer" "Husnummer" "House number";
        "markup.content.address.floor" Leaf => "Etage" "Våning" "Floor";
        "markup.content.address.door" Leaf => "Dør" "Dörr" "Door";
        "markup.content.address.co" Leaf => "c/o" "c/o" "Care of";
        "markup.content.address.postcode" Leaf => "Postnummer" "Postnummer" "Postcode";
        "markup.content.address.city" Leaf => "By" "Postort" "Town";
        "markup.content.address.country" Leaf => "Land" "Land" "Country";
        "markup.content.form.key" Leaf => "FORM-opgavenøgle" "FORM-uppgiftsnyckel" "FORM task key";
        "markup.content.form.label" Leaf => "FORM-opgave" "FORM-uppgift" "FORM task";
        "markup.content.form.version" Leaf => "FORM-version" "FORM-version" "FORM version";
        "markup.content.form.facet" Leaf => "FORM-facet" "FORM-fasett" "FORM facet";
        "markup.content.additional[].name" Leaf => "Oplysning {number}" "Uppgift {number}" "Value {number}";
        "markup.content.additional[].value" Leaf => "Oplysning {number}: værdi" "Uppgift {number}: värde" "Value {number}: content";
        "markup.content.additional[].kind" Leaf => "Oplysning {number}: slags" "Uppgift {number}: slag" "Value {number}: kind";
    }
    /// Who writes, and where answers go.
    PARTIES {
        "markup.attention.unit" Leaf => "Ansvarlig enhed" "Ansvarig enhet" "Responsible unit";
        "markup.attention.unit_id" Leaf => "Enhedens id" "Enhetens id" "Id of the unit";
        "markup.attention.person" Leaf => "Sagsbehandler" "Handläggare" "Case worker";
        "markup.attention.system" Leaf => "Fagsystem" "Verksamhetssystem" "Source system";
        "markup.contact_point.id" Leaf => "Kontaktpunktens UUID" "Kontaktpunktens UUID" "Contact point's UUID";
        "markup.contact_point.label" Leaf => "Kontaktpunkt" "Kontaktpunkt" "Contact point";
        "markup.contact_point.group" Leaf => "Kontaktpunktets gruppe" "Kontaktpunktens grupp" "Contact point's group";
        "markup.recipient.person" Leaf => "Person hos modtageren" "Person hos mottagaren" "Person at the recipient's";
        "markup.recipient.unit" Leaf => "Enhed hos modtageren" "Enhet hos mottagaren" "Unit at the recipient's";
        "markup.recipient.production_unit" Leaf => "P-nummer" "P-nummer" "Production unit (P-number)";
        "markup.recipient.gln" Leaf => "GLN" "GLN" "GLN";
    }
    /// What an answer brings back.
    REPLY {
        "markup.reply.system" Leaf => "Svaret tilhører systemet" "Svaret hör till systemet" "The answer belongs to system";
        "markup.reply.comment" LeafText => "Bemærkning til svaret" "Kommentar till svaret" "Comment for the answer";
        "markup.reply.additional[].label" Leaf => "Returdata {number}" "Returdata {number}" "Reply data {number}";
        "markup.reply.additional[].value" Leaf => "Returdata {number}: værdi" "Returdata {number}: värde" "Reply data {number}: value";
    }
}

/// Fields that stand in each entry of a list, by how many entries it may have.
pub(super) const LISTS: [(&str, usize); 4] = [
    ("order[]", 4),
    ("markup.actions[]", 20),
    ("markup.content.additional[]", 10),
    ("markup.reply.additional[]", 4),
];

/// The field of a path whose numbers are written as `[]`.
pub(super) fn field(pattern: &str) -> Option<&'static Field> {
    ALL.iter().flat_map(|table| table.iter()).find(|field| field.path == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_of_the_markup_can_be_filled_in() {
        for element in letter::markup::elements() {
            let path = format!("markup.{}", element.path);
            let found = field(&path).unwrap_or_else(|| panic!("{path} is in no table"));
            assert_eq!(found.kind.is_leaf(), element.leaf, "{path}");
        }
    }

    #[test]
    fn every_text_is_there_and_no_path_stands_twice() {
        let all: Vec<&Field> = ALL.iter().flat_map(|table| table.iter()).collect();
        for field in &all {
            assert_eq!(all.iter().filter(|other| other.path == field.path).count(), 1, "{}", field.path);
            for language in Language::ALL {
                let label = field.label(*language);
                assert!(!label.is_empty());
                let counted = field.path.contains("[]") && !field.path.contains("actions[]");
                assert_eq!(label.contains("{number}"), counted, "{label}");
            }
        }
    }
}
