//! Section J: NemSMS.

use super::row::{context, elsewhere, error, warning};
use super::subject::{BODY, HEADER, header_path};
use super::{Out, Rule, Subject};
use crate::cpr;

pub(super) const RULES: &[Rule] = &[
    error(
        "J1",
        "En NemSMS har en tekst i notification.",
        "Ett NemSMS har en text i notification.",
        "A NemSMS has a text in notification.",
    )
    .judged_by(has_text),
    error(
        "J2",
        "Teksten i en NemSMS er højst 150 tegn; den deles ikke.",
        "Texten i ett NemSMS är högst 150 tecken; den delas inte.",
        "The text of a NemSMS has at most 150 characters; it is not split.",
    )
    .judged_by(is_short),
    warning(
        "J3",
        "En NemSMS har hverken MessageBody, handlinger eller filer.",
        "Ett NemSMS har varken MessageBody, åtgärder eller filer.",
        "A NemSMS has no MessageBody, actions or files.",
    )
    .judged_by(has_no_body),
    context(
        "J4",
        "Modtageren har en aktiv og bekræftet NemSMS-tilmelding.",
        "Mottagaren har en aktiv och bekräftad NemSMS-anmälan.",
        "The recipient has an active, verified NemSMS subscription.",
    )
    .judged_by(is_subscribed),
    elsewhere(
        "J5",
        "NemSMS slås op for sig selv og er en påmindelse, aldrig levering af en afgørelse.",
        "NemSMS slås upp för sig och är en påminnelse, aldrig leverans av ett beslut.",
        "NemSMS is looked up by itself and is a reminder, never the delivery of a decision.",
    )
    .policy(),
    error(
        "J6",
        "Teksten i en NemSMS indeholder ingen følsomme oplysninger.",
        "Texten i ett NemSMS innehåller inga känsliga uppgifter.",
        "The text of a NemSMS holds no sensitive data.",
    )
    .policy()
    .judged_by(holds_nothing_sensitive),
    warning(
        "J7",
        "Afsenderen angiver ikke modtagerens mobilnummer.",
        "Avsändaren anger inte mottagarens mobilnummer.",
        "The sender does not supply the recipient's mobile number.",
    )
    .judged_by(names_no_number),
];

fn has_text(subject: &Subject<'_>, out: &mut Out<'_>) {
    let blank = subject.header().notification.as_ref().is_none_or(|text| text.trim().is_empty());
    if subject.is_nemsms() && blank {
        out.at(
            header_path("notification"),
            "the notification is the whole text of a NemSMS; it must not be blank",
        );
    }
}

fn is_short(subject: &Subject<'_>, out: &mut Out<'_>) {
    let length = subject.header().notification.as_ref().map_or(0, |text| text.chars().count());
    if subject.is_nemsms() && length > 150 {
        out.at(
            header_path("notification"),
            format!("{length} characters; at most 150, and no second message follows"),
        );
    }
}

fn has_no_body(subject: &Subject<'_>, out: &mut Out<'_>) {
    if subject.is_nemsms() && subject.body().is_some() {
        out.at(BODY, "a NemSMS is only its notification; documents are not delivered");
    }
}

fn is_subscribed(subject: &Subject<'_>, out: &mut Out<'_>) {
    let subscribed = subject.options.context.recipient.as_ref().and_then(|r| r.nemsms);
    if subject.is_nemsms() && subscribed == Some(false) {
        out.at(header_path("Recipient"), "the recipient has no active NemSMS subscription");
    }
}

fn holds_nothing_sensitive(subject: &Subject<'_>, out: &mut Out<'_>) {
    let found = subject.header().notification.as_ref().is_some_and(|text| cpr::find(text).is_some());
    if subject.is_nemsms() && found {
        out.at(header_path("notification"), "what looks like a CPR number in a text message");
    }
}

fn names_no_number(subject: &Subject<'_>, out: &mut Out<'_>) {
    let attention = subject.header().recipient.attention_data.as_ref();
    if subject.is_nemsms() && attention.is_some_and(|a| a.telephone.is_some()) {
        let path = format!("{HEADER}/memo:Recipient/memo:AttentionData/memo:Telephone");
        out.at(path, "Digital Post holds the recipient's number; leave it out");
    }
}
