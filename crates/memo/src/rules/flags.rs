//! Section K: mandatory post, legal notification, exemption.

use super::row::{context, elsewhere, warning};
use super::subject::header_path;
use super::{Out, Rule, Subject};
use crate::context::{ContactState, PartyRole};

pub(super) const RULES: &[Rule] = &[
    context(
        "K1",
        "mandatory=true kræver, at organisationen må sende obligatorisk post.",
        "mandatory=true kräver att organisationen får skicka obligatorisk post.",
        "mandatory=true needs the organisation's right to send mandatory post.",
    )
    .judged_by(may_be_mandatory),
    context(
        "K2",
        "legalNotification=true kræver, at organisationen må forkynde.",
        "legalNotification=true kräver att organisationen får delge.",
        "legalNotification=true needs the organisation's right to serve legally.",
    )
    .judged_by(may_notify_legally),
    context(
        "K3",
        "En fritaget modtager får kun obligatorisk post digitalt.",
        "En undantagen mottagare får bara obligatorisk post digitalt.",
        "An exempt recipient gets mandatory post only.",
    )
    .judged_by(exempt_gets_mandatory),
    context(
        "K4",
        "En lukket eller ukendt modtager får intet digitalt.",
        "En stängd eller okänd mottagare får inget digitalt.",
        "A closed or unknown recipient gets nothing digitally.",
    )
    .judged_by(recipient_exists),
    elsewhere(
        "K5",
        "En forkyndelse gælder som forkyndt, når modtageren åbner, flytter eller sletter den.",
        "En delgivning gäller som delgiven när mottagaren öppnar, flyttar eller raderar den.",
        "A legal notification counts as served when the recipient opens, moves or deletes it.",
    ),
    warning(
        "K6",
        "mandatory og legalNotification er ikke begge true.",
        "mandatory och legalNotification är inte båda true.",
        "mandatory and legalNotification are not both true.",
    )
    .judged_by(one_kind_of_post),
    elsewhere(
        "K7",
        "Et almindeligt brev er leveret, når det er tilgængeligt i postkassen.",
        "Ett vanligt brev är levererat när det är tillgängligt i brevlådan.",
        "An ordinary letter counts as delivered when it is available in the mailbox.",
    ),
    elsewhere(
        "K8",
        "Kontaktregistret kan være bagud; kvitteringen er sandheden.",
        "Kontaktregistret kan släpa efter; kvittensen är sanningen.",
        "The contact register may lag behind; the receipt is the truth.",
    )
    .policy(),
    warning(
        "K9",
        "Virksomheder er kun fritaget for en periode; slutdatoen efterses.",
        "Företag är bara undantagna under en period; slutdatumet kontrolleras.",
        "Companies are exempt for a period only; its end is checked.",
    )
    .judged_by(exemption_has_not_ended),
];

fn may_be_mandatory(subject: &Subject<'_>, out: &mut Out<'_>) {
    let denied = subject.options.context.sender.as_ref().is_some_and(|s| !s.mandatory_allowed);
    if subject.header().mandatory == Some(true) && denied {
        out.at(header_path("mandatory"), "the organisation may not send mandatory post");
    }
}

fn may_notify_legally(subject: &Subject<'_>, out: &mut Out<'_>) {
    let denied = subject.options.context.sender.as_ref().is_some_and(|s| !s.legal_notification_allowed);
    if subject.header().legal_notification == Some(true) && denied {
        out.at(
            header_path("legalNotification"),
            "the organisation may not serve legally through Digital Post",
        );
    }
}

fn exempt_gets_mandatory(subject: &Subject<'_>, out: &mut Out<'_>) {
    let exempt = subject.options.context.recipient.as_ref().is_some_and(|r| r.state == ContactState::Exempt);
    if subject.is_letter() && exempt && subject.header().mandatory != Some(true) {
        out.at(header_path("Recipient"), "the recipient is exempt from Digital Post; send a physical letter");
    }
}

fn recipient_exists(subject: &Subject<'_>, out: &mut Out<'_>) {
    let why = match subject.options.context.recipient.as_ref().map(|r| r.state) {
        Some(ContactState::Closed) => "the recipient's mailbox is closed (dead or dissolved)",
        Some(ContactState::Unknown) => "the recipient is not in the contact register",
        _ => return,
    };
    out.at(header_path("Recipient"), why);
}

fn one_kind_of_post(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    if header.mandatory == Some(true) && header.legal_notification == Some(true) {
        out.at(
            header_path("legalNotification"),
            "a message is shown as mandatory or as legal notification, not as both",
        );
    }
}

fn exemption_has_not_ended(subject: &Subject<'_>, out: &mut Out<'_>) {
    let context = &subject.options.context;
    let Some(recipient) = &context.recipient else { return };
    let company = recipient.role == PartyRole::Company && recipient.state == ContactState::Exempt;
    if !company {
        return;
    }
    let path = header_path("Recipient");
    match (recipient.exemption_end, context.today()) {
        (None, _) => out.at(path, "a company's exemption has an end; ask the register for it"),
        (Some(end), Some(today)) if end < today => {
            out.at(path, format!("the company's exemption ended on {end}; ask the register again"))
        }
        _ => {}
    }
}
