//! Sections D and E: sender, recipient, attention data, contact points.

use super::row::{context, elsewhere, error, freedom, structure, warning};
use super::subject::{HEADER, header_path};
use super::{Out, Rule, Subject};
use crate::context::{ContactPointFacts, PartyRole};
use crate::cpr;
use crate::value::is_uuid;
use crate::version::Version;

pub(super) const RULES: &[Rule] = &[
    structure("D1", "Der er præcis én afsender og én modtager.", "Det finns exakt en avsändare och en mottagare.", "There is exactly one sender and one recipient."),
    structure("D2", "Afsenderen har et navn (label).", "Avsändaren har ett namn (label).", "The sender has a name (label)."),
    structure("D3", "idType findes hos afsender og modtager.", "idType finns hos avsändare och mottagare.", "idType is present for sender and recipient."),
    error("D4", "idType er CPR eller CVR.", "idType är CPR eller CVR.", "idType is CPR or CVR.").judged_by(id_type_is_known),
    error("D5", "Et CPR-nummer er præcis 10 cifre.", "Ett CPR-nummer är exakt 10 siffror.", "A CPR number has exactly 10 digits.").judged_by(cpr_has_ten_digits),
    error("D6", "Et CVR-nummer er præcis 8 cifre.", "Ett CVR-nummer är exakt 8 siffror.", "A CVR number has exactly 8 digits.").judged_by(cvr_has_eight_digits),
    structure("D7", "idTypeLabel findes ikke i 1.2.", "idTypeLabel finns inte i 1.2.", "idTypeLabel does not exist in 1.2.").only(Version::V1_2),
    structure("D8", "Representative findes ikke i 1.1.", "Representative finns inte i 1.1.", "Representative does not exist in 1.1.").only(Version::V1_1),
    error("D9", "Representative har id, idType (CPR eller CVR) og navn i den rækkefølge og står sidst hos afsenderen.", "Representative har id, idType (CPR eller CVR) och namn i den ordningen och står sist hos avsändaren.", "Representative has id, idType (CPR or CVR) and label in this order and stands last in the sender.").only(Version::V1_2).judged_by(representative_id_type),
    context("D10", "Afsenderens CVR-nummer tilhører den organisation, der ejer afsendersystemet, eller er delegeret til den.", "Avsändarens CVR-nummer tillhör den organisation som äger avsändarsystemet, eller är delegerat till den.", "The sender's CVR number belongs to the organisation that owns the sender system or is delegated to it.").judged_by(sender_owns_system),
    freedom("D11", "Kontrolcifre i CPR- og CVR-numre efterprøves ikke.", "Kontrollsiffror i CPR- och CVR-nummer prövas inte.", "Check digits of CPR and CVR numbers are not tested."),
    context("D12", "En privat virksomhed skriver kun til myndigheder og sætter hverken mandatory eller legalNotification.", "Ett privat företag skriver bara till myndigheter och sätter varken mandatory eller legalNotification.", "A private company writes to authorities only and sets neither mandatory nor legalNotification.").judged_by(company_writes_to_authorities),
    error("D13", "Afsenderens navn er et navn og indeholder ikke numre på personer eller virksomheder.", "Avsändarens namn är ett namn och innehåller inte nummer på personer eller företag.", "The sender's label is a name and holds no number of a person or company.").policy().judged_by(label_is_a_name),
    warning("E1", "AttentionData hos modtageren bruges til at finde rundt i en virksomhed eller myndighed, ikke hos en borger.", "AttentionData hos mottagaren används för att hitta rätt i ett företag eller en myndighet, inte hos en medborgare.", "AttentionData of the recipient narrows the addressee in a company or authority, not at a citizen.").judged_by(attention_is_for_organisations),
    structure("E2", "ContactPoint har et contactPointID.", "ContactPoint har ett contactPointID.", "ContactPoint has a contactPointID."),
    error("E3", "contactPointID er en UUID (af enhver version), som findes hos myndigheden.", "contactPointID är en UUID (av valfri version) som finns hos myndigheten.", "contactPointID is a UUID (of any version) that exists for the authority.").judged_by(contact_point_is_known),
    structure("E4", "Der er højst to ContactInfo.", "Det finns högst två ContactInfo.", "There are at most two ContactInfo."),
    structure("E5", "GLN er et tal på højst 13 cifre, P-nummer på højst 10.", "GLN är ett tal på högst 13 siffror, P-nummer på högst 10.", "A GLN is a number of at most 13 digits, a P-number of at most 10."),
    warning("E6", "En meddelelse til en myndighed angiver et kontaktpunkt.", "Ett meddelande till en myndighet anger en kontaktpunkt.", "A message to an authority names a contact point.").judged_by(authority_has_contact_point),
    context("E7", "Kontaktpunktet er aktivt, synligt og åbent for afsenderens slags.", "Kontaktpunkten är aktiv, synlig och öppen för avsändarens slag.", "The contact point is active, visible and open to the sender's kind.").judged_by(contact_point_is_open),
    context("E8", "Størrelse og antal bilag holder sig under kontaktpunktets grænser.", "Storlek och antal bilagor håller sig under kontaktpunktens gränser.", "Size and number of attachments keep to the contact point's limits.").judged_by(contact_point_limits),
    warning("E9", "En udgående meddelelse, der kan besvares, angiver afsenderens kontaktpunkt.", "Ett utgående meddelande som kan besvaras anger avsändarens kontaktpunkt.", "An outgoing message that may be answered names the sender's contact point.").sending().judged_by(answerable_has_contact_point),
    elsewhere("E10", "Hver myndighed har mindst ét synligt kontaktpunkt med et modtagersystem.", "Varje myndighet har minst en synlig kontaktpunkt med ett mottagarsystem.", "Every authority has at least one visible contact point tied to a receiver system."),
    elsewhere("E11", "Kontaktpunkters koder er KLE, FORM, SOR, GLN eller CUSTOM.", "Kontaktpunkters koder är KLE, FORM, SOR, GLN eller CUSTOM.", "Codes of contact points are KLE, FORM, SOR, GLN or CUSTOM."),
    structure("E12", "GeneratingSystem har et generatingSystemID.", "GeneratingSystem har ett generatingSystemID.", "GeneratingSystem has a generatingSystemID."),
];

/// Sender and recipient: element, id element, id, id type.
fn parties<'a>(subject: &Subject<'a>) -> [(&'static str, &'static str, &'a str, &'a str); 2] {
    let header = subject.header();
    let (sender, recipient) = (&header.sender, &header.recipient);
    [
        ("Sender", "senderID", &sender.sender_id, &sender.id_type),
        ("Recipient", "recipientID", &recipient.recipient_id, &recipient.id_type),
    ]
}

fn id_type_is_known(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (party, _, _, id_type) in parties(subject) {
        if matches!(id_type, "CPR" | "CVR") {
            continue;
        }
        let path = format!("{HEADER}/memo:{party}/memo:idType");
        // A missing one is D3 or D1.
        let missing = id_type.is_empty() && (out.notes.has("D3", &path) || out.notes.has("D1", HEADER));
        if !missing {
            let why = if id_type == "MyndighedsID" {
                "MyndighedsID was removed with MeMo 1.1; use CVR"
            } else {
                "idType must be CPR or CVR"
            };
            out.at(path, why);
        }
    }
}

/// Ids in the published examples that stand for a number still to be filled in.
const PLACEHOLDERS: [&str; 2] = ["Sender ID", "Recipient ID"];

fn digits(subject: &Subject<'_>, out: &mut Out<'_>, kind: &str, count: usize) {
    for (party, element, id, id_type) in parties(subject) {
        let path = || format!("{HEADER}/memo:{party}/memo:{element}");
        if id_type != kind || (id.len() == count && id.bytes().all(|b| b.is_ascii_digit())) {
            continue;
        }
        if PLACEHOLDERS.contains(&id) {
            out.warn(
                path(),
                format!("a placeholder; before sending put the {kind} number of {count} digits here"),
            );
        } else if !(id.is_empty() && out.notes.has("D1", HEADER)) {
            out.at(path(), format!("a {kind} number has exactly {count} digits, without hyphen or blank"));
        }
    }
}

fn cpr_has_ten_digits(subject: &Subject<'_>, out: &mut Out<'_>) {
    digits(subject, out, "CPR", 10);
}

fn cvr_has_eight_digits(subject: &Subject<'_>, out: &mut Out<'_>) {
    digits(subject, out, "CVR", 8);
}

fn representative_id_type(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(representative) = &subject.header().sender.representative else { return };
    let path = format!("{HEADER}/memo:Sender/memo:Representative");
    if !matches!(representative.id_type.as_str(), "CPR" | "CVR") && !out.notes.has("D9", &path) {
        out.at(format!("{path}/memo:idType"), "idType of the representative must be CPR or CVR");
    }
}

fn sender_owns_system(subject: &Subject<'_>, out: &mut Out<'_>) {
    let sender = &subject.header().sender;
    let Some(facts) = &subject.options.context.sender else { return };
    if !facts.cvr_numbers.contains(&sender.sender_id) {
        let path = format!("{HEADER}/memo:Sender/memo:senderID");
        out.at(path, "the sender system may not send as this organisation; ask for a delegation");
    }
}

fn company_writes_to_authorities(subject: &Subject<'_>, out: &mut Out<'_>) {
    let context = &subject.options.context;
    if context.sender.as_ref().is_none_or(|s| s.role != PartyRole::Company) {
        return;
    }
    let header = subject.header();
    let to_citizen = header.recipient.id_type == "CPR";
    if to_citizen || context.recipient.as_ref().is_some_and(|r| r.role != PartyRole::Authority) {
        out.at(header_path("Recipient"), "a private company may write to authorities only");
    }
    for (name, flag) in [("mandatory", header.mandatory), ("legalNotification", header.legal_notification)] {
        if flag == Some(true) {
            out.at(header_path(name), format!("a private company may not set {name}"));
        }
    }
}

fn label_is_a_name(subject: &Subject<'_>, out: &mut Out<'_>) {
    let sender = &subject.header().sender;
    let path = || format!("{HEADER}/memo:Sender/memo:label");
    if cpr::find(&sender.label).is_some() {
        out.at(path(), "what looks like a CPR number in the sender's name");
    } else if sender.sender_id.len() >= 8 && sender.label.contains(&sender.sender_id) {
        out.warn(path(), "the sender's name holds its id; write the name that the recipient knows");
    }
}

fn attention_is_for_organisations(subject: &Subject<'_>, out: &mut Out<'_>) {
    let recipient = &subject.header().recipient;
    if recipient.id_type == "CPR" && recipient.attention_data.is_some() {
        let path = format!("{HEADER}/memo:Recipient/memo:AttentionData");
        out.at(
            path,
            "the recipient is a citizen; attention data narrows the addressee inside an organisation",
        );
    }
}

fn contact_point_is_known(subject: &Subject<'_>, out: &mut Out<'_>) {
    for (party, point) in subject.contact_points() {
        let path = || format!("{HEADER}/memo:{party}/memo:ContactPoint/memo:contactPointID");
        let missing = point.contact_point_id.is_empty() && out.notes.has("E2", &path());
        if !is_uuid(&point.contact_point_id) && !missing {
            out.at(path(), "contactPointID must be a hyphenated UUID");
        } else if party == "Recipient" && !missing {
            let known = subject.options.context.contact_points.as_ref();
            if known.is_some_and(|all| facts(all, &point.contact_point_id).is_none()) {
                out.at(path(), "the recipient has no contact point with this id");
            }
        }
    }
}

fn facts<'c>(all: &'c [ContactPointFacts], id: &str) -> Option<&'c ContactPointFacts> {
    all.iter().find(|facts| facts.id.eq_ignore_ascii_case(id))
}

fn recipient_point<'a>(subject: &Subject<'a>) -> Option<&'a ContactPointFacts> {
    let point = subject.header().recipient.contact_point.as_ref()?;
    facts(subject.options.context.contact_points.as_ref()?, &point.contact_point_id)
}

fn authority_has_contact_point(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    let known = subject.options.context.recipient.as_ref().map(|r| r.role == PartyRole::Authority);
    // Citizens may write to authorities only.
    let authority = known.unwrap_or(header.sender.id_type == "CPR" && header.recipient.id_type == "CVR");
    if authority && header.recipient.contact_point.is_none() {
        out.at(
            header_path("Recipient"),
            "without a contact point the message goes to the authority's default system",
        );
    }
}

fn contact_point_is_open(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(point) = recipient_point(subject) else { return };
    let path = format!("{HEADER}/memo:Recipient/memo:ContactPoint");
    if !point.active {
        out.at(path.as_str(), "the contact point is not active");
    }
    if !point.visible {
        out.at(path.as_str(), "the contact point is not visible to writers");
    }
    let sender = &subject.header().sender;
    let role = match &subject.options.context.sender {
        Some(facts) => Some(facts.role),
        None if sender.id_type == "CPR" => Some(PartyRole::Citizen),
        None => None,
    };
    if role.is_some_and(|role| !point.targets.contains(&role)) {
        out.at(path, "the contact point does not take post from this kind of sender");
    }
}

fn contact_point_limits(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(point) = recipient_point(subject) else { return };
    let path = format!("{HEADER}/memo:Recipient/memo:ContactPoint");
    if let (Some(bytes), Some(limit)) = (subject.bytes, point.size_threshold_mb)
        && bytes > limit.saturating_mul(1_000_000)
    {
        out.at(path.as_str(), format!("the message has {bytes} bytes; the contact point takes {limit} MB"));
    }
    let attachments = subject.body().map_or(0, |b| b.additional_documents.len());
    if let Some(limit) = point.allowed_attachments.filter(|limit| attachments > *limit) {
        out.at(path, format!("{attachments} attachments; the contact point takes {limit}"));
    }
}

fn answerable_has_contact_point(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    let organisation = header.sender.id_type == "CVR";
    if organisation && header.reply == Some(true) && header.sender.contact_point.is_none() {
        out.at(header_path("Sender"), "answers need a contact point to find the right receiver system");
    }
}
