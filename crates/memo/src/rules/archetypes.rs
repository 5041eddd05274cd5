//! Section N: markup that makes a letter actionable. Warnings only: Digital Post delivers a letter without any.

use super::row::warning;
use super::subject::{BODY, HEADER, header_path};
use super::{Out, Rule, Subject};
use crate::codes::{ActionCode, Archetype};
use crate::model::ContentData;

pub(super) const RULES: &[Rule] = &[
    warning("N1", "Brevet har et KLE-emne.", "Brevet har ett KLE-ämne.", "The letter has a KLE subject.")
        .sending()
        .judged_by(has_kle),
    warning("N2", "Brevet har et sags-id.", "Brevet har ett ärendenummer.", "The letter has a case id.")
        .sending()
        .judged_by(has_case),
    warning(
        "N3",
        "Brevet har en messageCode.",
        "Brevet har en messageCode.",
        "The letter has a messageCode.",
    )
    .sending()
    .judged_by(has_code),
    warning(
        "N4",
        "Et brev, der kan besvares, har kontaktpunkt og returdata.",
        "Ett brev som kan besvaras har kontaktpunkt och returdata.",
        "A letter that may be answered has a contact point and return data.",
    )
    .sending()
    .judged_by(has_return_data),
    warning(
        "N5",
        "Sags-id i returdata er det samme som i indholdet.",
        "Ärendenumret i returdata är detsamma som i innehållet.",
        "The case id in the return data equals that of the content.",
    )
    .sending()
    .judged_by(same_case),
    warning(
        "N6",
        "Afsenderens enhed (ContentResponsible) er angivet.",
        "Avsändarens enhet (ContentResponsible) är angiven.",
        "The sender's unit (ContentResponsible) is named.",
    )
    .sending()
    .judged_by(has_unit),
    warning(
        "N7",
        "Svarfristen er den samme i replyByDateTime og i handlingen.",
        "Svarsfristen är densamma i replyByDateTime och i åtgärden.",
        "The deadline is the same in replyByDateTime and in the action.",
    )
    .sending()
    .judged_by(same_deadline),
    warning(
        "N10",
        "En afgørelse, der kan påklages, har en frist.",
        "Ett beslut som kan överklagas har en frist.",
        "A decision that can be appealed has a deadline.",
    )
    .sending()
    .judged_by(decision_has_deadline),
    warning(
        "N11",
        "En aftale har en Reservation.",
        "En bokning har en Reservation.",
        "An appointment has a Reservation.",
    )
    .sending()
    .judged_by(appointment_has_reservation),
    warning(
        "N12",
        "En anmodning om oplysninger har en frist.",
        "En begäran om uppgifter har en frist.",
        "A request for information has a deadline.",
    )
    .sending()
    .judged_by(request_has_deadline),
    warning(
        "N13",
        "En anmodning om underskrift har handlingen UNDERSKRIV.",
        "En begäran om underskrift har åtgärden UNDERSKRIV.",
        "A request for signature has the action UNDERSKRIV.",
    )
    .sending()
    .judged_by(request_has_signature),
    warning(
        "N14",
        "En betaling har handlingen BETALING med endDateTime.",
        "En betalning har åtgärden BETALING med endDateTime.",
        "A payment has the action BETALING with endDateTime.",
    )
    .sending()
    .judged_by(payment_has_due_date),
    warning(
        "N15",
        "En information har ingen svarfrist.",
        "En information har ingen svarsfrist.",
        "An information has no reply deadline.",
    )
    .sending()
    .judged_by(information_has_no_deadline),
];

/// Letters of authorities and companies; what citizens write carries no markup.
fn is_marked_up(subject: &Subject<'_>) -> bool {
    subject.options.markup && subject.is_letter() && subject.header().sender.id_type != "CPR"
}

fn content<'a>(subject: &Subject<'a>) -> Option<&'a ContentData> {
    subject.header().content_data.as_ref()
}

fn archetype(subject: &Subject<'_>) -> Option<Archetype> {
    let by_code = || subject.header().message_code.as_deref().and_then(Archetype::from_message_code);
    subject.options.archetype.or_else(by_code).filter(|_| subject.options.markup)
}

fn has_kle(subject: &Subject<'_>, out: &mut Out<'_>) {
    if is_marked_up(subject) && content(subject).is_none_or(|c| c.kle_data.is_none()) {
        out.at(
            format!("{HEADER}/memo:ContentData"),
            "no KLEdata; the recipient's system cannot tell the subject",
        );
    }
}

fn has_case(subject: &Subject<'_>, out: &mut Out<'_>) {
    if is_marked_up(subject) && content(subject).is_none_or(|c| c.case_id.is_none()) {
        out.at(format!("{HEADER}/memo:ContentData"), "no CaseID; an answer will not find its case");
    }
}

fn has_code(subject: &Subject<'_>, out: &mut Out<'_>) {
    let code = subject.header().message_code.as_deref().unwrap_or_default();
    if is_marked_up(subject) && code.trim().is_empty() {
        out.at(HEADER, "no messageCode; statistics by letter type are not possible");
    }
}

fn has_return_data(subject: &Subject<'_>, out: &mut Out<'_>) {
    let header = subject.header();
    if !is_marked_up(subject) || header.reply != Some(true) {
        return;
    }
    if header.sender.contact_point.is_none() {
        out.at(header_path("Sender"), "reply=true, but the sender has no ContactPoint");
    }
    if header.reply_data.is_empty() {
        out.at(HEADER, "reply=true, but there is no ReplyData to come back with the answer");
    }
}

fn same_case(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(case) = content(subject).and_then(|c| c.case_id.as_ref()) else { return };
    let header = subject.header();
    for (index, reply) in header.reply_data.iter().enumerate() {
        let own = reply.message_uuid == header.message_uuid;
        if is_marked_up(subject) && own && reply.case_id.as_ref().is_some_and(|id| *id != case.case_id) {
            out.at(
                header_path(&format!("ReplyData[{}]/memo:caseID", index + 1)),
                "another case id than in ContentData",
            );
        }
    }
}

fn has_unit(subject: &Subject<'_>, out: &mut Out<'_>) {
    let attention = subject.header().sender.attention_data.as_ref();
    if is_marked_up(subject) && attention.is_none_or(|a| a.content_responsible.is_none()) {
        out.at(
            header_path("Sender"),
            "no AttentionData/ContentResponsible; the unit behind the letter is not known",
        );
    }
}

fn same_deadline(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(reply_by) = subject.header().reply_by_date_time.as_ref().and_then(|d| d.instant()) else {
        return;
    };
    for (document, index, action) in subject.actions() {
        let Some(end) = action.end_date_time.as_ref().and_then(|d| d.instant()) else { continue };
        let deadline = ActionCode::parse(&action.action_code).is_some_and(ActionCode::has_deadline);
        if is_marked_up(subject) && deadline && end != reply_by {
            out.at(document.action(index, "endDateTime"), "differs from replyByDateTime");
        }
    }
}

fn has_deadline(subject: &Subject<'_>) -> bool {
    subject.header().reply_by_date_time.is_some()
        || subject.actions().any(|(_, _, a)| a.end_date_time.is_some())
}

fn decision_has_deadline(subject: &Subject<'_>, out: &mut Out<'_>) {
    if archetype(subject) == Some(Archetype::Decision) && !has_deadline(subject) {
        out.at(HEADER, "a decision that can be appealed names its deadline in replyByDateTime or an action");
    }
}

fn appointment_has_reservation(subject: &Subject<'_>, out: &mut Out<'_>) {
    let found = subject.actions().any(|(_, _, a)| a.reservation.is_some());
    if archetype(subject) == Some(Archetype::Appointment) && !found {
        out.at(BODY, "an appointment has an action AFTALE with a Reservation");
    }
}

fn request_has_deadline(subject: &Subject<'_>, out: &mut Out<'_>) {
    if archetype(subject) == Some(Archetype::InformationRequest) && !has_deadline(subject) {
        out.at(HEADER, "a request for information names its deadline in replyByDateTime or an action");
    }
}

fn request_has_signature(subject: &Subject<'_>, out: &mut Out<'_>) {
    let found = subject.actions().any(|(_, _, a)| a.action_code == "UNDERSKRIV");
    if archetype(subject) == Some(Archetype::SignatureRequest) && !found {
        out.at(BODY, "a request for signature has an action UNDERSKRIV");
    }
}

fn payment_has_due_date(subject: &Subject<'_>, out: &mut Out<'_>) {
    let found = subject.actions().any(|(_, _, a)| a.action_code == "BETALING" && a.end_date_time.is_some());
    if archetype(subject) == Some(Archetype::Payment) && !found {
        out.at(BODY, "a payment has an action BETALING with its due date in endDateTime");
    }
}

fn information_has_no_deadline(subject: &Subject<'_>, out: &mut Out<'_>) {
    if archetype(subject) == Some(Archetype::Information) && subject.header().reply_by_date_time.is_some() {
        out.at(header_path("replyByDateTime"), "an information asks for nothing and has no reply deadline");
    }
}
